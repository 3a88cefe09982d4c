// SPDX-License-Identifier: BSL-1.0
#include <tests/soak/shifts.hpp>

#include <boost/thread/thread.hpp>

#include <chrono>
#include <deque>
#include <thread>

namespace soak {

namespace {

struct post {
  std::atomic<bool> is_over{false};
  boost::thread thread;
};

}  // namespace

void shifts::run(figures& all, support::dice& luck) const {
  std::deque<post> staff(static_cast<std::size_t>(posts));
  const auto begin = [&](int number) {
    post& at = staff[static_cast<std::size_t>(number)];
    // Relaxed, here and below: a signal to stop; what was done is handed over by the join.
    at.is_over.store(false, std::memory_order_relaxed);
    const int thread = static_cast<int>(++all.threads);
    at.thread = boost::thread{[&at, this, number, thread] {
      support::dice own{thread};
      work(number, own, at.is_over);
    }};
  };
  const auto end = [&](int number) {
    post& at = staff[static_cast<std::size_t>(number)];
    at.is_over.store(true, std::memory_order_relaxed);
    if (interrupts) at.thread.interrupt();
    at.thread.join();
  };
  for (int i = 0; i < posts; ++i) begin(i);
  for (int times = 1 + luck.below(4); times > 0; --times) {
    // How long a shift is, and nothing more: whoever ends it is joined.
    std::this_thread::sleep_for(std::chrono::milliseconds{1 + luck.below(15)});
    between(luck);
    for (int i = 0; i < posts; ++i) {
      if (interrupts && luck.one_in(3)) staff[static_cast<std::size_t>(i)].thread.interrupt();
      if (!luck.one_in(2)) continue;
      end(i);
      begin(i);
    }
  }
  for (int i = 0; i < posts; ++i) end(i);
}

}  // namespace soak
