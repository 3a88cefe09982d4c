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

}  // namespace stm::engine
