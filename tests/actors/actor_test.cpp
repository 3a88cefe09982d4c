// SPDX-License-Identifier: BSL-1.0
#include <actors/actor.hpp>

#include <stm/engine/current.hpp>
#include <tests/actors/recorder.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/start_line.hpp>

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <thread>
#include <vector>

using stm::engine::current;

namespace {

class counter : public actors::actor {
 public:
  actors::actor_function<void()> ask_one{this, [this] { ++count; }};
  actors::actor_method<void()> tell_one{this, [this] { ++count; }};
  actors::actor_function<int()> total{this, [this] { return count; }};

 private:
  int count = 0;  // plain: ThreadSanitizer sees two handlers at a time
};

class homebody : public actors::actor {
 public:
  explicit homebody(std::multiset<std::thread::id>& s) : seen{s} {}
  actors::actor_method<void()> tell{this, [this] { note(); }};
  actors::actor_function<void()> ask{this, [this] { note(); }};

 protected:
  void on_start() override { note(); }
  bool process() override {
    note();
    return false;
  }
  void on_stop() override { note(); }

 private:
  void note() { seen.insert(std::this_thread::get_id()); }
  std::multiset<std::thread::id>& seen;
};

class inquisitive : public actors::actor {
 public:
  actors::actor_function<bool()> in_transaction{this, [] { return current != nullptr; }};
  actors::actor_function<bool(stm::engine::attempt*)> in_place{
      this, [this](stm::engine::attempt* some) {
        current = some;
        const bool inner = in_transaction();
        const bool back = current == some;
        current = nullptr;
        return inner || !back;
      }};
  bool at_the_end = true;

 protected:
  void on_undelivered(actors::undelivered& left) override {
    at_the_end = current != nullptr;
    left.run_next();
  }
};

}  // namespace

TEST_CASE(
    "an actor handles what one sender sends in the order in which it was sent, whatever the kind "
    "of call") {
  class mixed : public recorder {
   public:
    actors::actor_function<void(int)> ask_note{this, [this](int n) { noted.push_back(n); }};
  };
  support::gate g;
  actors::running<mixed> a;
  a.hold(&g);
  std::vector<boost::future<void>> answers;
  for (int i = 0; i < 30; i += 3) {
    a.note(i);
    answers.push_back(a.ask_note.async(i + 1));
    a.note(i + 2);
  }
  g.open();
  CHECK(a.all() == up_to(30));
}

TEST_CASE("an actor handles one message at a time") {
  const support::deadline limit{"one message at a time"};
  actors::running<counter> a;
  support::in_threads(4, [&](int) {
    for (int i = 0; i < 500; ++i) {
      a.tell_one();
      a.ask_one();
    }
  });
  CHECK(a.total() == 4000);
}

TEST_CASE(
    "everything an actor overrides and all of its handlers run on the one thread, which is not the "
    "caller's") {
  std::multiset<std::thread::id> seen;
  {
    actors::running<homebody> a{actors::defer_start, seen};
    a.tell();
    auto answer = a.ask.async();
    a.start();
    answer.get();
    a.join();
  }
  CHECK(seen.size() == 5);
  CHECK(seen.count(*seen.begin()) == 5);
  CHECK(*seen.begin() != std::this_thread::get_id());
}

TEST_CASE("on_start runs before the first message and on_stop after the last") {
  class chronicler : public actors::actor {
   public:
    explicit chronicler(std::string& s) : said{s} {}
    actors::actor_method<void(char)> say{this, [this](char c) { said += c; }};

   protected:
    void on_start() override { said += '('; }
    void on_stop() override { said += ')'; }

   private:
    std::string& said;
  };
  std::string said;
  actors::running<chronicler> a{actors::defer_start, said};
  for (char c : std::string{"abc"}) a.say(c);
  a.start();
  a.stop();
  a.join();
  CHECK(said == "(abc)");
}

TEST_CASE("process runs between messages until it returns false, and then the actor stops") {
  class countdown : public actors::actor {
   public:
    int left = 5;
    int messages = 0;
    actors::actor_method<void()> tell{this, [this] { ++messages; }};

   protected:
    bool process() override { return --left > 0; }
  };
  const support::deadline limit{"process ends the actor"};
  actors::running<countdown> a{actors::defer_start};
  a.tell();
  a.tell();
  a.start();
  a.join();
  CHECK(a.left == 0);
  CHECK(a.messages == 2);
  CHECK_THROWS_AS(a.tell(), actors::actor_stopped);
}

TEST_CASE("an actor whose process never ends answers all the same, and stops when it is told to") {
  class busy : public actors::actor {
   public:
    long turns = 0;
    actors::actor_function<long()> so_far{this, [this] { return turns; }};

   protected:
    bool process() override {
      ++turns;
      return true;
    }
  };
  const support::deadline limit{"a busy actor answers and stops"};
  actors::running<busy> a;
  const long before = a.so_far();
  while (a.so_far() == before) {
  }
  a.stop();
  a.join();
  CHECK(a.turns > before);
}

TEST_CASE("an actor is on its own thread in its handlers and nowhere else") {
  actors::running<recorder> a;
  CHECK(a.knows_itself());
  CHECK_FALSE(a.on_own_thread());
}

TEST_CASE("a message is handled outside any transaction of the thread that handles it") {
  int stands_for_an_attempt = 0;
  auto* const some = reinterpret_cast<stm::engine::attempt*>(&stands_for_an_attempt);
  actors::running<inquisitive> a;
  CHECK_FALSE(a.in_place(some));

  // Never started: its end is the affair of the thread that stops it.
  class tellable : public inquisitive {
   public:
    bool handled_in_one = true;
    actors::actor_method<void()> tell{this, [this] { handled_in_one = current != nullptr; }};
  };
  actors::running<tellable> b{actors::defer_start};
  b.tell();
  current = some;
  b.stop_now();
  const bool restored = current == some;
  current = nullptr;
  CHECK(restored);
  CHECK_FALSE(b.at_the_end);
  CHECK_FALSE(b.handled_in_one);
}
