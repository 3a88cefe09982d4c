// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/hooks.hpp>

#include <cxxabi.h>
#include <boost/thread/exceptions.hpp>
#include <utility>

namespace stm::engine {

void hook_list::roll_back_from(std::size_t first) noexcept {
  // None is destroyed here, inside the transaction: what it has captured may be anything.
  for (std::size_t i = first; i < hooks_.size(); ++i)
    if (when& wanted = hooks_[i].wanted; wanted == when::committed)
      wanted = when::never;
    else if (wanted == when::rolled_back)
      wanted = when::due;
}

std::vector<std::exception_ptr> hook_list::run(bool has_committed) {
  const when now = has_committed ? when::committed : when::rolled_back;
  bool is_interrupted = false;
  for (entry& each : hooks_) {
    if (each.wanted != now && each.wanted != when::due) continue;
    try {
      each.hook->run();
    } catch (const boost::thread_interrupted&) {
      is_interrupted = true;
    } catch (const abi::__forced_unwind&) {
      throw;  // The thread is being cancelled, and nobody may keep it from that.
    } catch (...) {
      failures_.push_back(std::current_exception());
    }
  }
  if (is_interrupted) throw boost::thread_interrupted{};
  return std::move(failures_);
}

}  // namespace stm::engine
