// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/actor_core.hpp>
#include <actors/runtime/casting.hpp>
#include <actors/runtime/wake_up.hpp>

#include <boost/thread/thread_only.hpp>

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace actors::runtime {

/// Who is ready, the clock and the alarms of a rehearsal.
class stage {
 public:
  /// One actor, as far as the stage is concerned.
  struct member {
    actor_core* core;
    std::string name;
    clock::time_point alarm;
    std::unique_ptr<wake_up> message;  // null: no alarm is set
  };

  explicit stage(casting order) : casting_{std::move(order)} {}
  ~stage();

  void join(member& one, const std::string& class_name);
  void leave(member& one) noexcept;
  /// `one` has something to do. Ends the program if another thread calls it.
  void ready(member& one) noexcept;

  bool step();
  std::size_t run();
  void advance_to(clock::time_point time);
  [[nodiscard]] clock::time_point now() const { return now_; }
  [[nodiscard]] std::string order() const;
  void give_up_after(std::size_t steps) { most_steps_ = steps; }

  /// Throws std::logic_error on any other thread.
  void check_thread() const;
  /// Ends the program there, and says of which actor.
  void check_thread_for(const member& one) const noexcept;
  [[nodiscard]] bool is_here() const { return boost::this_thread::get_id() == thread_; }
  /// One message of `one`, whatever the order. False: it has nothing to do.
  bool serve(member& one);
  /// Makes steps until it is signalled: true; or until the time has come: false. Throws
  /// std::logic_error where nothing is left to happen.
  bool await(member& target, const event& answered, clock::time_point time, bool may_pass_time);

 private:
  bool one_step();
  void count(std::size_t& steps) const;
  [[nodiscard]] clock::time_point next_alarm() const;
  void ring();

  casting casting_;
  const boost::thread::id thread_ = boost::this_thread::get_id();
  clock::time_point now_{};
  std::vector<member*> members_;
  std::vector<member*> ready_;  // in the order in which they came to have something to do
  std::map<std::string, int> numbers_;
  std::vector<std::string> order_;
  std::size_t most_steps_ = 1'000'000;
};

}  // namespace actors::runtime
