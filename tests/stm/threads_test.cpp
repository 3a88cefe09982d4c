// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/atomically.hpp>
#include <stm/store.hpp>

#include <tests/support/elsewhere.hpp>
#include <tests/support/start_line.hpp>

#include <string>
#include <thread>
#include <utility>
#include <vector>

TEST_CASE("a hundred threads at once lose no increment") {
  stm::var<int> count{0};
  stm::var<std::string> text{""};
  support::in_threads(100, [&](int) {
    for (int i = 0; i < 20; ++i)
      stm::atomically([&](stm::transaction& tx) {
        ++tx[count];
        tx[text].edit([](std::string& s) { s += '.'; });
      });
  });
  CHECK(count.load() == 2000);
  CHECK(text.load().size() == 2000);
}

TEST_CASE("a thousand threads that come and go lose no increment") {
  stm::var<int> count{0};
  stm::var<std::string> text{""};
  for (int i = 0; i < 1000; ++i)
    support::elsewhere([&] {
      stm::atomically([&](stm::transaction& tx) {
        ++tx[count];
        tx[text].edit([](std::string& s) { s += '.'; });
      });
    });
  CHECK(count.load() == 1000);
  CHECK(text.load().size() == 1000);
}

TEST_CASE("more than 64 threads may have a transaction open at once") {
  stm::var<std::string> text{"x"};
  std::vector<stm::var<int>> own(80);
  support::start_line all_inside{80};
  support::in_threads(80, [&](int me) {
    bool is_first = true;
    stm::atomically([&](stm::transaction& tx) {
      tx[own[static_cast<std::size_t>(me)]] = static_cast<int>(tx[text]->size());
      if (std::exchange(is_first, false)) all_inside.wait();
    });
  });
  int sum = 0;
  for (auto& each : own) sum += each.load();
  CHECK(sum == 80);
}

TEST_CASE("a transaction may run in the destructor of a thread's own object") {
  static stm::var<int> count{0};
  static stm::var<std::string> text{""};
  struct at_exit {
    ~at_exit() {
      stm::atomically([](stm::transaction& tx) {
        ++tx[count];
        tx[text] = "ended";
      });
    }
    void touch() const {}
  };
  support::elsewhere([] {
    static thread_local const at_exit before;
    before.touch();
    stm::atomically([](stm::transaction& tx) { ++tx[count]; });
  });
  CHECK(count.load() == 2);
  CHECK(text.load() == "ended");
}

TEST_CASE("a transaction may run while an exception unwinds") {
  stm::var<int> count{0};
  struct on_the_way {
    stm::var<int>& v;
    ~on_the_way() {
      stm::atomically([&](stm::transaction& tx) { ++tx[v]; });
    }
  };
  CHECK_THROWS_AS(
      [&] {
        const on_the_way guard{count};
        throw 1;
      }(),
      int);
  CHECK(count.load() == 1);
}

TEST_CASE("what a thread did before its commit is visible to who reads what it committed") {
  for (int i = 0; i < 200; ++i) {
    int plain = 0;
    stm::var<bool> is_ready{false};
    std::thread writer{[&] {
      plain = 42;
      stm::atomically([&](stm::transaction& tx) { tx[is_ready] = true; });
    }};
    while (!is_ready.load()) std::this_thread::yield();
    REQUIRE(plain == 42);
    writer.join();
  }
}

TEST_CASE("what a thread did before its commit is visible to who checks out what it committed") {
  for (int i = 0; i < 200; ++i) {
    int plain = 0;
    stm::store<int> store;
    std::thread writer{[&] {
      plain = 42;
      store.commit({}, {"ready"}, [](auto& one) { one["ready"] = 1; });
    }};
    while (!store.checkout("ready").has_value()) std::this_thread::yield();
    REQUIRE(plain == 42);
    writer.join();
  }
}
