// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/faults/fault.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace faults {

/// What a scene plays in: made anew for each run.
class room {
 public:
  virtual ~room() = default;
  virtual void act() = 0;
  /// Leads to the state that is allowed beside those before and after the act, if it has failed.
  virtual void be_allowed() = 0;
  /// All that others can see.
  [[nodiscard]] virtual std::string state() = 0;
  /// What the act has returned.
  [[nodiscard]] virtual int result() = 0;
  /// Changes all that the act may have locked, and takes that back. On another thread.
  virtual void use() = 0;
};

/// An act that throws has changed nothing, and one that returns has done all of it: whatever fails.
/// What is allowed beside that is said by the scene.
struct scene {
  std::string name;
  std::function<std::unique_ptr<room>()> prepare;
  bool may_throw_when_done = false;  // the act may also throw when it has done all of it
  bool may_end_as_allowed = false;   // or at the state of be_allowed()
  bool may_end_anywhere = false;     // but the act that is repeated does all of it
  bool keys_fail = true;             // the operations of keys are among the points
  on where = on::this_thread;

  [[nodiscard]] scene may_throw_after() && {
    may_throw_when_done = true;
    return std::move(*this);
  }
  [[nodiscard]] scene may_be_half_done() && {
    may_end_anywhere = true;
    return std::move(*this);
  }
  [[nodiscard]] scene with_sound_keys() && {
    keys_fail = false;
    return std::move(*this);
  }
  [[nodiscard]] scene everywhere() && {
    where = on::every_thread;
    return std::move(*this);
  }
};

/// A scene in a World, which has state(), use() and a result.
template <class World>
[[nodiscard]] scene in(const char* name, void (*act)(World&), void (*allowed)(World&) = nullptr) {
  struct one final : room {
    one(void (*a)(World&), void (*b)(World&)) : acts{a}, allows{b} {}
    void act() override { acts(world); }
    void be_allowed() override { allows(world); }
    std::string state() override { return world.state(); }
    int result() override { return world.result; }
    void use() override { world.use(); }

    World world;
    void (*acts)(World&);
    void (*allows)(World&);
  };
  return {.name = name,
          .prepare = [=] { return std::make_unique<one>(act, allowed); },
          .may_end_as_allowed = allowed != nullptr};
}

/// Plays each scene with its first point failing, its second, and so on, until a run without a
/// failure; in a process each, and all of them in one process, which has the memory left over from
/// the run before. After each run: what is promised holds; another thread can change everything;
/// the act succeeds where it is repeated; and with the room all values and keys are gone.
void play(const std::vector<scene>& scenes);

}  // namespace faults
