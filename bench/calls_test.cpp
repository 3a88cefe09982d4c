// SPDX-License-Identifier: BSL-1.0
#include <bench/all_calls.hpp>
#include <bench/broken_callees.hpp>
#include <bench/calls.hpp>
#include <bench/client.hpp>
#include <bench/one_core.hpp>
#include <bench/resident.hpp>
#include <bench/work.hpp>

#include <doctest/doctest.h>
#include <sched.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

namespace {

/// What is wrong after a few steps of as many clients as the callee takes, at most two.
template <class Workload, class C>
std::string wrong_after_steps() {
  constexpr std::size_t size = 16;
  C open{size};
  std::vector<bench::client> clients;
  const auto most = static_cast<std::size_t>(C::facts.most_threads);
  for (std::size_t i = 0; i < 2 && i < most; ++i) clients.emplace_back(i, size, std::uint64_t{42});
  {
    std::vector<std::jthread> threads;
    for (bench::client& each : clients) {
      threads.emplace_back([&open, &each, left = 20]() mutable {
        bench::work<Workload>(open, each, [&] { return --left == 0; });
      });
    }
  }
  return bench::checked(open, clients);
}

int cores_of_this_thread() {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  sched_getaffinity(0, sizeof cores, &cores);
  return CPU_COUNT(&cores);
}

}  // namespace

TEST_CASE_TEMPLATE_DEFINE("every call is handled once before it counts", Call, handles_calls) {
  CHECK(wrong_after_steps<typename Call::workload, typename Call::to>() == "");
}

TEST_CASE_TEMPLATE_APPLY(handles_calls, bench::all_calls<std::tuple>);

TEST_CASE("calls that are forgotten, answered wrongly or handled late are found") {
  using namespace bench::broken;
  CHECK(wrong_after_steps<bench::call, forgets_a_call>() == "639 calls were handled of 640");
  CHECK(wrong_after_steps<bench::throwing_call, answers_instead_of_throwing>() ==
        "20 calls did not throw");
  CHECK(wrong_after_steps<bench::tell, handles_late>() == "199999 calls were handled of 200000");
}

TEST_CASE("threads share one core while they are told to, and are free again afterwards") {
  const int before = cores_of_this_thread();
  int here = 0, there = 0;
  {
    const bench::one_core shared;
    here = cores_of_this_thread();
    std::jthread{[&] { there = cores_of_this_thread(); }}.join();
  }
  CHECK(here == 1);
  CHECK(there == 1);
  CHECK(cores_of_this_thread() == before);
}

TEST_CASE("memory that is used counts as resident") {
  const double before = bench::resident_bytes();
  const std::vector<char> used(std::size_t{1} << 24, 'x');
  CHECK(bench::resident_bytes() - before > 0.9 * static_cast<double>(used.size()));
}

TEST_CASE("a crowd tells what an actor takes, of which the pages hold at least that much") {
  const auto figures = bench::crowd{10'000}.figures();
  CHECK(figures.at("bytes_each") >= sizeof(bench::small_actor) - sizeof(long));
  CHECK(figures.at("resident_bytes_each") >= figures.at("bytes_each"));
}
