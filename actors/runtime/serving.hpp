// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace actors::runtime {

/// An actor, as far as those who wait for each other are concerned.
class served_actor {
 public:
  served_actor(const served_actor&) = delete;
  served_actor& operator=(const served_actor&) = delete;

  /// Whether it has been told to stop; `at_once`: with the message in hand.
  [[nodiscard]] virtual bool told_to_stop(bool at_once) const = 0;

 protected:
  served_actor() = default;
  virtual ~served_actor() = default;
};

/// While it lives, the calling thread serves the actor. A thread may serve one actor within
/// another.
class serving {
 public:
  explicit serving(const served_actor& self) : self_{&self}, outer_{innermost} { innermost = this; }
  ~serving() { innermost = outer_; }
  serving(const serving&) = delete;
  serving& operator=(const serving&) = delete;

  [[nodiscard]] const served_actor& self() const { return *self_; }
  /// What the calling thread serves, innermost first; null: nothing.
  [[nodiscard]] static const serving* here() { return innermost; }

  /// Whether the chain that begins here has the actor in it.
  [[nodiscard]] static bool contains(const serving* chain, const served_actor& actor) {
    for (; chain; chain = chain->outer_) {
      if (chain->self_ == &actor) return true;
    }
    return false;
  }
  /// Whether the calling thread is handling a message of this very actor.
  [[nodiscard]] static bool innermost_is(const served_actor& actor) {
    return innermost && innermost->self_ == &actor;
  }

 private:
  static inline constinit thread_local const serving* innermost = nullptr;

  const served_actor* self_;
  const serving* outer_;
};

}  // namespace actors::runtime
