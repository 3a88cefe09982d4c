// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/exception_ptr.hpp>

#include <exception>

namespace actors::runtime {

/// The same exception for a boost::promise. Whoever takes it out catches the type that was thrown,
/// which boost::current_exception() preserves only for types that are prepared for it. Without
/// memory for that it is std::bad_alloc.
[[nodiscard]] boost::exception_ptr carried(std::exception_ptr failure) noexcept;

}  // namespace actors::runtime
