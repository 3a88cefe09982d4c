// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/fuzz/drawer.hpp>
#include <tests/fuzz/model.hpp>
#include <tests/fuzz/places.hpp>
#include <tests/fuzz/program.hpp>

#include <stm/stm.hpp>

#include <optional>
#include <utility>
#include <vector>

namespace fuzz {

/// Runs a program on the engine and on the model at once, and compares them at every step.
class player {
 public:
  void play(const std::vector<statement>& program);

 private:
  /// What a program throws itself.
  struct thrown {};

  /// Where a statement stands: in which block. None: outside any.
  struct frame {
    stm::transaction* tx;  // null in a block that only looks
    stm::read_transaction* look;
    attempt* run;
    bool may_write;
    bool may_wait;  // something is there for the case that it waits
  };
  class in_frame;

  // player.cpp
  void all(const std::vector<statement>& some);
  void one(const statement& that);
  void carry_out(const statement& that);
  void carry_out_in_block(const statement& that);
  void compare();
  [[nodiscard]] attempt* run() const { return at_ ? at_->run : nullptr; }
  /// What the engine is about to read may be a reason for the attempt to fail.
  void is_to_read(unsigned place);

  // accesses.cpp
  content see(unsigned place);
  void write(unsigned place, content value);
  void increase(unsigned place, long by);
  void keep_ref(const statement& that);
  void load(unsigned place);
  void churn(const statement& that);

  // blocks.cpp
  void block(const std::vector<statement>& inside, unsigned policy);
  void look_only(const std::vector<statement>& inside, unsigned policy);
  void either(const statement& that);
  void swallow(const statement& that);
  void beside(const statement& that);
  void wait_unless(unsigned place, content value);
  void ask_for_hook(const statement& that);
  template <class Block>
  void run_outermost(const std::vector<statement>& inside, unsigned policy, bool is_updating,
                     Block block);
  template <class Block>
  void run_nested(Block block);
  void begin_attempt(std::optional<attempt>& run, int number, bool is_updating);
  void end_attempt(attempt& run, bool has_committed);
  void take_back(const std::map<unsigned, draft>& drafts, std::size_t hooks);

  // handles.cpp
  bool carry_out_on_handles(const statement& that);
  template <class Value>
  handle look_at(const Value& real, unsigned place);
  template <class Value>
  void edit(const statement& that, Value& real, handle& known);
  template <class Real>
  void commit(Real& real, const std::vector<handle*>& known, bool by_try);
  void commit_alone(const std::vector<handle*>& known, bool is_done);
  void commit_joined(const std::vector<handle*>& known, bool is_done);
  template <class Store>
  void edit_keys(Store& store, const statement& that);

  // stores.cpp
  bool carry_out_on_stores(const statement& that);
  void erase(unsigned place);
  void contains(unsigned place);
  template <class Store>
  void list(Store& store, const statement& that);
  template <class Store>
  void take_snapshot(Store& store, drawer<Store>& in, const statement& that);
  template <class Store>
  void pull_updates(drawer<Store>& in, const statement& that);
  /// A block has seen these of a store, and no value of its other keys.
  void saw_all(unsigned store, const std::map<unsigned, cell>& some, bool with_versions);

  template <class Use>
  void with_drawer(unsigned store, Use use) {
    if (store % 2 == 0)
      use(engine_.texts, text_drawer_);
    else
      use(engine_.numbers, number_drawer_);
  }

  engine_side engine_;
  model model_;
  frame* at_ = nullptr;
  drawer<decltype(engine_side::texts)> text_drawer_;
  drawer<decltype(engine_side::numbers)> number_drawer_;
  int fuel_ = 800;  // statements that are carried out
  int hooks_ = 0;
  std::vector<int> hooks_run_;
};

/// Statements stand in this frame for the time of its scope.
class player::in_frame {
 public:
  in_frame(player& of, frame* at) : at_{of.at_}, before_{std::exchange(of.at_, at)} {}
  ~in_frame() { at_ = before_; }
  in_frame(const in_frame&) = delete;
  in_frame& operator=(const in_frame&) = delete;

 private:
  frame*& at_;
  frame* before_;
};

/// Numbers stay small enough for an int, and come again.
inline long raised(long number, long by) {
  return (number + by) % 100;
}

}  // namespace fuzz
