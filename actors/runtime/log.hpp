// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <typeinfo>

namespace actors::runtime {

/// The name of an actor's class, as it is written in the program.
[[nodiscard]] std::string name_of(const std::type_info& actor);

/// What an exception says of itself.
[[nodiscard]] std::string text_of(const std::exception_ptr& failure);

/// Writes one line to the standard error: who, or which kind of actor, and what went wrong.
void log_failure(std::string_view who, const std::exception_ptr& failure) noexcept;
void log_failure(const std::type_info& actor, const std::exception_ptr& failure) noexcept;
/// The same: how many messages it left undone.
void log_undelivered(const std::type_info& actor, std::size_t messages) noexcept;

}  // namespace actors::runtime
