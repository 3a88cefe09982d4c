// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/soak/figures.hpp>
#include <tests/support/dice.hpp>

#include <boost/thread/thread.hpp>

#include <atomic>
#include <chrono>
#include <deque>
#include <thread>

namespace soak {

/// One round of work by threads that come and go: each post is always held by one thread, but
/// again and again some threads end, and new ones take over what they leave.
///
/// work(post, dice, is_over) works until is_over() says so, and at least once; between(dice) is
/// called by the thread of the round meanwhile. With `interrupts`, threads are interrupted as well.
template <class Work, class Between>
void in_shifts(figures& all, support::dice& luck, int posts, bool interrupts, Work work,
               Between between) {
  struct post {
    std::atomic<bool> is_over{false};
    boost::thread thread;
  };
  std::deque<post> staff(static_cast<std::size_t>(posts));
  const auto begin = [&](int number) {
    post& at = staff[static_cast<std::size_t>(number)];
    at.is_over.store(false, std::memory_order_relaxed);
    const int thread = static_cast<int>(++all.threads);
    at.thread = boost::thread{[&at, &work, number, thread] {
      support::dice own{thread};
      work(number, own, [&at] { return at.is_over.load(std::memory_order_relaxed); });
    }};
  };
  const auto end = [&](int number) {
    post& at = staff[static_cast<std::size_t>(number)];
    at.is_over.store(true, std::memory_order_relaxed);
    if (interrupts) at.thread.interrupt();
    at.thread.join();
  };
  for (int i = 0; i < posts; ++i) begin(i);
  for (int shifts = 1 + luck.below(4); shifts > 0; --shifts) {
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
