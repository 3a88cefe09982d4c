// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/opacity/cycle.hpp>

#include <string>

namespace opacity {

/// The cycle in words: what each of its attempts has read and written, and why it comes before the
/// next one.
[[nodiscard]] std::string text_of(const cycle& found, const numbering& numbers);

}  // namespace opacity
