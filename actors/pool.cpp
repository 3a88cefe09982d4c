// SPDX-License-Identifier: BSL-1.0
#include <actors/pool.hpp>

#include <actors/runtime/worker_pool.hpp>

#include <boost/thread/thread_only.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>

namespace actors {
namespace {

int checked(const char* what, int number) {
  if (number >= 0) return number;
  throw std::invalid_argument{"pool_options::" + std::string{what} + " is " +
                              std::to_string(number) + ": it cannot be negative"};
}

int width(int workers) {
  if (workers > 0) return workers;
  return std::max(1, static_cast<int>(boost::thread::hardware_concurrency()));
}

}  // namespace

pool::pool(pool_options size)
    : workers_{std::make_unique<runtime::worker_pool>(
          width(checked("workers", size.workers)), checked("spares", size.spares))} {}

pool::~pool() = default;

int pool::workers() const {
  return workers_->width();
}

int pool::threads() const {
  return workers_->threads();
}

}  // namespace actors
