// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/losses.hpp>
#include <stm/engine/names.hpp>

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace stm::engine {

void losses::add(const lost_variable& lost) noexcept {
  last_ = lost;
  ++all_;
  const auto fewer = [](const count& a, const count& b) { return a.attempts < b.attempts; };
  auto at = std::find_if(
      counts_.begin(), counts_.end(), [&](const count& each) { return each.cell == lost.cell; });
  if (at == counts_.end()) at = std::min_element(counts_.begin(), counts_.end(), fewer);
  at->cell = lost.cell;
  ++at->attempts;
}

void losses::require_last_unreserved() const {
  // Relaxed: if it is reserved, then by this thread.
  if (last_.cell->word.load(std::memory_order_relaxed) & reserved_bit)
    throw std::logic_error{
        "stm: a transaction inside stm::outside needs what the enclosing one, whose turn it is, "
        "has touched: " +
        variable_text(*last_.cell)};
}

std::string losses::text() const {
  if (all_ == 0) return "waiting for a change";
  std::ostringstream text;
  text << "a conflict on " << variable_text(*last_.cell) << ", read at version " << last_.held;
  if (last_.found != last_.held)
    text << ", found at " << last_.found;
  else
    text << " and being committed by another thread";
  const auto worst = *std::max_element(
      counts_.begin(), counts_.end(),
      [](const count& a, const count& b) { return a.attempts < b.attempts; });
  if (all_ > 1)
    text << "; " << worst.attempts << " of " << all_ << " attempts were lost on "
         << variable_text(*worst.cell);
  return std::move(text).str();
}

}  // namespace stm::engine
