// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/backoff.hpp>
#include <stm/engine/history.hpp>

#include <cstdio>
#include <exception>

namespace stm::engine {
namespace {

/// Lets go of the versions that no open snapshot sees. `until`: when the newest was replaced.
void prune(thread_slot& slot, cell_base& cell, std::uint64_t until) {
  // Relaxed, all loads: the lock gave this thread what earlier commits of the variable did.
  atomic<history_node*>* link = &cell.history;
  while (history_node* node = link->load(std::memory_order_relaxed)) {
    const std::uint64_t born = epoch_of(node->word.load(std::memory_order_relaxed));
    if (slot.snapshots.need(born, until)) {
      link = &node->older;
    } else {
      // Release: pairs with the acquire in find_version().
      link->store(node->older.load(std::memory_order_relaxed), std::memory_order_release);
      slot.nodes.give(*node);
    }
    until = born;
  }
}

/// False: there is none, as the variable has changed meanwhile.
bool find_version(const cell_base& cell, std::uint64_t epoch, versioned& into) {
  // Acquire, all loads: pair with the releases in keep_version() and prune(): what comes of a later
  // commit, of this variable or of one that uses the node now, brings along that this variable was
  // locked by then. The caller looks at its word after this.
  for (const history_node* node = cell.history.load(std::memory_order_acquire); node;
       node = node->older.load(std::memory_order_acquire)) {
    into.word = node->word.load(std::memory_order_acquire);
    into.value = node->value.load(std::memory_order_acquire);
    if (epoch_of(into.word) <= epoch) return true;
  }
  return false;
}

[[noreturn]] void version_is_missing() noexcept {
  std::fputs("stm: a version that an open snapshot sees was not kept\n", stderr);
  std::terminate();
}

}  // namespace

void keep_version(thread_slot& slot, cell_base& cell, version_word replaced, std::uint64_t epoch) {
  prune(slot, cell, epoch_of(replaced));
  if (!slot.snapshots.need(epoch_of(replaced), epoch)) return;
  history_node& node = slot.nodes.take();
  // Release, all stores: pair with the acquire loads in find_version(): who comes upon them from a
  // variable that had this node before sees that variable locked, or later.
  node.word.store(without_flags(replaced), std::memory_order_release);
  node.value.store(cell.value.load(std::memory_order_relaxed), std::memory_order_release);
  node.older.store(cell.history.load(std::memory_order_relaxed), std::memory_order_release);
  cell.history.store(&node, std::memory_order_release);
}

void forget_versions(thread_slot& slot, cell_base& cell) {
  history_node* node = cell.history.load(std::memory_order_relaxed);
  cell.history.store(nullptr, std::memory_order_release);
  while (node) {
    history_node* const older = node->older.load(std::memory_order_relaxed);
    slot.nodes.give(*node);
    node = older;
  }
}

versioned wait_version(const cell_base& cell, std::uint64_t epoch) {
  for (spin_wait wait;; wait.once()) {
    versioned now;
    if (!load_consistent(cell, now)) continue;
    if (epoch_of(now.word) <= epoch) return {without_soft(now.word), now.value};
    versioned old;
    const bool is_found = find_version(cell, epoch, old);
    // Relaxed: the acquire loads before it keep it in its place.
    if (without_soft(cell.word.load(std::memory_order_relaxed)) != without_soft(now.word)) continue;
    if (!is_found) version_is_missing();
    return old;
  }
}

}  // namespace stm::engine
