// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

namespace actors {

namespace runtime {
class worker_pool;
}

/// How large a pool is.
struct pool_options {
  /// So many threads are at work at a time; 0: as many as the machine has cores.
  int workers = 0;
  /// A worker that blocks in a call or in tx.retry() is replaced meanwhile: so many may wait at a
  /// time, and one more gets pool_exhausted instead. Only the wait for the end of an actor that is
  /// destroyed, or that its supervisor ends, cannot be refused.
  int spares = 1024;
};

/// Threads for any number of actors, each a pooled<A>.
///
/// A worker serves an actor for some messages, then the next one that has something to do: in the
/// order in which they came to have it. Threads are started when they are needed, and end with the
/// pool; where one cannot be had, those that are there do its work, as soon as one of them does not
/// wait. It has to be there as long as its actors: if one is left, its destructor says so and ends
/// the program.
class pool {
 public:
  /// Throws std::invalid_argument for numbers that are negative, and boost::thread_resource_error.
  explicit pool(pool_options size = {});
  explicit pool(int workers) : pool{pool_options{.workers = workers}} {}
  ~pool();
  pool(const pool&) = delete;
  pool& operator=(const pool&) = delete;

  /// How many threads are at work at a time.
  [[nodiscard]] int workers() const;
  /// How many threads there are by now: workers, and such as have replaced a blocked one.
  [[nodiscard]] int threads() const;

 private:
  template <class A>
  friend class pooled;

  std::unique_ptr<runtime::worker_pool> workers_;
};

}  // namespace actors
