// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace fuzz {

/// What one statement of a program does. `a` mostly is a place or a slot, `b` a number.
enum class verb : std::uint8_t {
  // handles: checked out into a slot, edited, committed
  checkout,
  set,
  add,
  erase_copy,
  commit,
  try_commit,
  move_handle,
  drop,
  // changesets
  checkout_set,
  set_in,
  erase_in,
  commit_set,
  try_commit_set,
  edit_keys,
  // the store as a whole
  erase,
  contains,
  list_keys,
  to_map,
  some_to_map,
  dump,
  last_update,
  take_snapshot,
  pull_updates,
  // in a block; elsewhere a block of this alone
  read,
  write,
  write_again,
  increase,
  read_many,
  write_many,
  keep_ref,
  // outside any block, wherever it stands
  load,
  churn,
  // blocks, made of other statements
  block,
  look_only,
  catching,
  either,
  swallowing,
  beside,
  // in a block
  wait_unless,
  fail,
  hook_commit,
  hook_rollback,
  count_of_verbs
};

struct statement {
  verb what;
  std::uint8_t a = 0, b = 0, c = 0;
  std::vector<statement> inside;
  unsigned line = 0;  // as in words
};

/// Every sequence of bytes is a program: four bytes a statement, a fifth for those with others
/// inside, which tells how many.
[[nodiscard]] std::vector<statement> decoded(const std::uint8_t* bytes, std::size_t size);

/// One statement a line; an arrow before line `marked`, if there is one.
[[nodiscard]] std::string in_words(const std::vector<statement>& program, unsigned marked);

}  // namespace fuzz
