// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/attempt_loop.hpp>

#include <cxxabi.h>
#include <boost/thread/exceptions.hpp>
#include <sstream>

namespace stm::engine {

void rethrow_unless_doomed(const attempt& run, thread_slot& slot) {
  if (!run.is_doomed()) {
    slot.count_exception();
    throw;
  }
  // The block has swallowed the end of its attempt and come to another one, on values that were
  // no longer consistent: it runs again, but for what ends the thread rather than the block.
  try {
    throw;
  } catch (const boost::thread_interrupted&) {
    throw;
  } catch (const abi::__forced_unwind&) {
    throw;
  } catch (...) {
  }
}

std::string describe(const lost_variable& lost) {
  std::ostringstream text;
  text << "a conflict on the variable at " << static_cast<const void*>(lost.cell)
       << ", read at version " << lost.held;
  if (lost.found != lost.held)
    text << ", found at " << lost.found;
  else
    text << " and being committed by another thread";
  return std::move(text).str();
}

}  // namespace stm::engine
