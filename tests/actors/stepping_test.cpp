// SPDX-License-Identifier: BSL-1.0
#include <actors/stepping.hpp>

#include <actors/actors.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/gate.hpp>

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace {

/// Its main() counts its steps, and waits for what it is told to.
class stepper : public actors::stepping {
 public:
  explicit stepper(actors::steps::pause each = actors::next_step) : wait{each} {}

  actors::actor_function<int()> steps_made{this, [this] { return made; }};
  actors::actor_function<void(std::string)> hear{this, [this](std::string s) { said += s; }};

  int made = 0;
  std::string said;

 protected:
  struct last_word {
    ~last_word() { said += "main over, "; }
    std::string& said;
  };
  actors::steps main() override {
    const last_word said_at_end{said};
    for (;;) {
      ++made;
      co_await wait;
    }
  }
  void on_stop() override { said += "on_stop"; }

 private:
  actors::steps::pause wait;
};

/// Runs a test on an actor with a thread of its own and on one of a pool.
template <class A, class Test, class... Args>
void each_way(Test test, Args... args) {
  const support::deadline limit{"an actor with a main()"};
  {
    actors::running<A> own{args...};
    test(own);
  }
  actors::pool workers{1};
  actors::pooled<A> pooled{workers, args...};
  test(pooled);
}

}  // namespace

TEST_CASE("main runs step by step, and messages are handled between its steps") {
  each_way<stepper>([](auto& a) {
    const int before = a.steps_made();
    while (a.steps_made() < before + 100) {
    }
    a.hear("heard, ");
    a.stop();
    a.join();
    CHECK(a.said == "heard, main over, on_stop");
  });
}

TEST_CASE("main goes on after another message where it waits for one") {
  each_way<stepper>(
      [](auto& a) {
        a.hear("");
        const int before = a.steps_made();
        CHECK(a.steps_made() <= before + 1);
        const int later = a.steps_made();
        for (int i = 0; i < 10; ++i) a.hear("");
        CHECK(a.steps_made() >= later + 10);
      },
      actors::steps::pause{actors::next_message});
}

TEST_CASE("main sleeps as long as it asked for, and no thread turns meanwhile") {
  each_way<stepper>(
      [](auto& a) {
        for (int i = 0; i < 1000; ++i) CHECK(a.steps_made() <= 1);
        a.stop();
        a.join();
        CHECK(a.made <= 1);
      },
      actors::steps::pause{actors::sleep_for(24h)});
  each_way<stepper>(
      [](auto& a) {
        const auto begin = std::chrono::steady_clock::now();
        while (a.steps_made() < 5) std::this_thread::yield();
        CHECK(std::chrono::steady_clock::now() - begin >= 4ms);
      },
      actors::steps::pause{actors::sleep_for(1ms)});
}

TEST_CASE("a time that has come is no sleep") {
  each_way<stepper>(
      [](auto& a) {
        const int before = a.steps_made();
        while (a.steps_made() < before + 10) {
        }
      },
      actors::steps::pause{actors::sleep_until({})});
}

TEST_CASE("stop ends a main that sleeps, and destroys what it holds") {
  each_way<stepper>(
      [](auto& a) {
        while (a.steps_made() == 0) {
        }
        a.stop();
        a.join();
        CHECK(a.said == "main over, on_stop");
      },
      actors::steps::pause{actors::sleep_until(std::chrono::steady_clock::time_point::max())});
}

TEST_CASE("the actor stops when its main returns") {
  class brief : public actors::stepping {
   public:
    std::vector<int> noted;

   protected:
    actors::steps main() override {
      noted.push_back(1);
      co_yield actors::next_step;
      noted.push_back(2);
    }
  };
  each_way<brief>([](auto& a) {
    a.join();
    CHECK(a.noted == std::vector<int>{1, 2});
  });
}

TEST_CASE("what main throws goes to on_error, and main is over") {
  class failing : public actors::stepping {
   public:
    std::string error;
    int steps_made = 0;

   protected:
    actors::steps main() override {
      ++steps_made;
      co_yield actors::next_step;
      ++steps_made;
      throw std::runtime_error{"as asked"};
    }
    void on_error(std::exception_ptr failure) override {
      try {
        std::rethrow_exception(failure);
      } catch (const std::exception& e) {
        error = e.what();
      }
    }
  };
  each_way<failing>([](auto& a) {
    a.join();
    CHECK(a.error == "as asked");
    CHECK(a.steps_made == 2);
  });
}

TEST_CASE("an actor that is stopped before its main begins never makes it") {
  class never : public actors::stepping {
   public:
    bool made = false;

   protected:
    actors::steps main() override {
      made = true;
      co_return;
    }
  };
  actors::running<never> a{actors::defer_start};
  a.stop_now();
  CHECK_FALSE(a.made);
}

TEST_CASE("a handler may stop the actor between two steps") {
  class stopped : public stepper {
   public:
    actors::actor_function<void()> halt{this, [this] { stop(); }};
  };
  each_way<stopped>([](auto& a) {
    a.halt();
    a.join();
    CHECK(a.said.ends_with("on_stop"));
  });
}
