// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/thread_end.hpp>

#include <cxxabi.h>
#include <boost/thread/exceptions.hpp>

namespace stm::engine {

void rethrow_what_ends_the_thread() {
  try {
    throw;
  } catch (const boost::thread_interrupted&) {
    throw;
  } catch (const abi::__forced_unwind&) {
    throw;
  } catch (...) {
  }
}

bool is_interruption(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const boost::thread_interrupted&) {
    return true;
  } catch (...) {
    return false;
  }
}

}  // namespace stm::engine
