// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/message.hpp>
#include <stm/engine/sync.hpp>

#include <cstdint>

namespace actors::runtime {

/// An actor's mailbox and its state in one word: pushing a message and changing the state are one
/// step.
///
///   word = newest message | flags, the messages linked from the newest to the oldest
///
///   0                              idle: nobody serves the actor, and nothing has come
///   list | busy                    owned: one thread serves the actor, or brings it to another;
///                                  the list is what has come since its last take()
///   list | busy, refusing          told to stop: only joins and watches come in, the rest is
///   handled list | busy, refusing,closing  told to stop at once: closes after the message in hand
///   refusing                       closed: no thread but its destroyer touches the actor
///
/// It begins owned, by the thread that constructs the actor. Nothing here blocks.
class mailbox {
 public:
  enum class pushed {
    refused,  // the message was not taken
    queued,   // the actor may be gone already, and the message too
    claimed   // the actor was idle; the caller owns it now and has to bring it to a thread
  };
  enum class told {
    before,  // nothing has changed
    owner,   // its owner will see it
    claimed  // the actor was idle; the caller owns it now and has to bring it to a thread
  };
  struct taken {
    message* oldest;  // the messages, oldest first
    bool refusing;    // nothing but joins and watches comes after them
  };

  mailbox() = default;

  // For everybody.

  pushed push(message& m) {
    word seen = word_.load(std::memory_order_relaxed);  // a first guess
    do {
      if (seen == closed_word || (seen & refusing_bit && !m.concerns_end())) return pushed::refused;
      m.next = list_in(seen);
      // Release: pairs with the acquire in take(), the message is visible before its address.
      // Acquire: pairs with release(), all that the last owner did comes before what this one does.
    } while (!word_.compare_exchange(seen, word_of(m) | busy_bit | (seen & flag_bits),
                                     std::memory_order_acq_rel, std::memory_order_relaxed));
    return seen == idle_word ? pushed::claimed : pushed::queued;
  }
  /// idle -> owned, with nothing queued. False: it was not idle.
  [[nodiscard]] bool claim() {
    word expected = idle_word;
    // Acquire: pairs with release(), all that the last owner did comes before what this one does.
    return word_.compare_exchange(
        expected, busy_bit, std::memory_order_acquire, std::memory_order_relaxed);
  }
  /// From now on only joins and watches come in; what came before will be handled.
  told stop() { return tell_to(refusing_bit); }
  /// The same, and the owner closes after the message in hand.
  told stop_now() { return tell_to(refusing_bit | closing_bit); }

  /// True from stop() on.
  [[nodiscard]] bool refusing() const {
    return word_.load(std::memory_order_relaxed) & refusing_bit;
  }
  /// True from close() on. What the last owner did is visible then.
  [[nodiscard]] bool closed() const {
    return word_.load(std::memory_order_acquire) ==
           closed_word;  // Pairs with the release in close().
  }

  // For the owner.

  /// Between two messages: is it time to close()? The owner looks again, so relaxed is enough.
  [[nodiscard]] bool closing() const { return word_.load(std::memory_order_relaxed) & closing_bit; }
  /// Takes all messages that have come.
  [[nodiscard]] taken take() {
    // Acquire: pairs with the release in push().
    const word seen = word_.fetch_and(flag_bits, std::memory_order_acquire);
    return {reversed(list_in(seen)), (seen & refusing_bit) != 0};
  }
  /// What has come since the last take(), newest first; it stays as long as the owner takes
  /// nothing.
  [[nodiscard]] const message* newest() const {
    return list_in(word_.load(std::memory_order_acquire));  // Pairs with the release in push().
  }
  /// owned -> idle. False: something has come, or it was told to stop. The owner's last touch when
  /// it succeeds.
  [[nodiscard]] bool release() {
    word expected = busy_bit;
    // Release: pairs with the acquire in claim(), push() and stop() of the next owner.
    return word_.compare_exchange(
        expected, idle_word, std::memory_order_release, std::memory_order_relaxed);
  }
  /// owned, told to stop -> closed. False: something has come since the last take(). The last touch
  /// of the actor by any thread when it succeeds.
  [[nodiscard]] bool close() {
    word seen = word_.load(std::memory_order_relaxed);  // a first guess
    do {
      if (list_in(seen)) return false;
      // Release: pairs with the acquire in closed().
    } while (!word_.compare_exchange(
        seen, closed_word, std::memory_order_release, std::memory_order_relaxed));
    return true;
  }

 private:
  using word = std::uintptr_t;
  static constexpr word busy_bit = 1;
  static constexpr word closing_bit = 2;
  static constexpr word refusing_bit = 4;
  static constexpr word flag_bits = busy_bit | closing_bit | refusing_bit;
  static constexpr word idle_word = 0;
  static constexpr word closed_word = refusing_bit;
  static_assert(alignof(message) > flag_bits);

  static message* list_in(word w) { return reinterpret_cast<message*>(w & ~flag_bits); }
  static word word_of(message& m) { return reinterpret_cast<word>(&m); }

  static message* reversed(message* newest) {
    message* oldest = nullptr;
    while (newest) {
      message* older = newest->next;
      newest->next = oldest;
      oldest = newest;
      newest = older;
    }
    return oldest;
  }

  told tell_to(word bits) {
    word seen = word_.load(std::memory_order_relaxed);  // a first guess
    do {
      if (seen == closed_word || (seen & bits) == bits) return told::before;
      // Acquire: pairs with release(), who claims the actor sees all that its last owner did.
      // Release: what precedes the stop is visible to the owner that closes, which took this word
      // with acquire.
    } while (!word_.compare_exchange(
        seen, seen | busy_bit | bits, std::memory_order_acq_rel, std::memory_order_relaxed));
    return seen == idle_word ? told::claimed : told::owner;
  }

  stm::engine::atomic<word> word_{busy_bit};
};

}  // namespace actors::runtime
