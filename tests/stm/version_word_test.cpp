// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/engine/version_word.hpp>

using namespace stm::engine;

TEST_CASE("the flags are no part of the version") {
  const version_word plain = word_of_version(77);
  CHECK(version_of(plain | locked_bit | waiters_bit | reserved_bit) == 77);
  CHECK(without_flags(plain | flag_bits) == plain);
  CHECK(without_soft(plain | flag_bits) == (plain | locked_bit));
  CHECK(is_locked(plain | locked_bit));
  CHECK_FALSE(is_locked(plain | soft_bits));
}

TEST_CASE("the next word of the same epoch is the next version, unlocked") {
  const version_word before = (version_word{5} << epoch_shift) | (3 * one_sequence);
  const version_word next = next_word(before | flag_bits, 5);
  CHECK(version_of(next) == version_of(before) + 1);
  CHECK(epoch_of(next) == 5);
  CHECK((next & flag_bits) == 0);
}

TEST_CASE("the first word of a later epoch is later than any of an earlier one") {
  const version_word last = (version_word{5} << epoch_shift) | sequence_mask;
  CHECK(version_of(next_word(last, 6)) > version_of(last));
  CHECK(epoch_of(next_word(last, 6)) == 6);
}

TEST_CASE("a word has room for 1024 versions of an epoch") {
  version_word word = next_word(0, 1);
  int versions = 1;
  while (!is_saturated(word)) {
    const version_word next = next_word(word, 1);
    REQUIRE(version_of(next) > version_of(word));
    word = next;
    ++versions;
  }
  CHECK(versions == 1024);
  CHECK(epoch_of(word) == 1);
}

TEST_CASE("no commit leaves version 0, which means that there was none") {
  CHECK(version_of(next_word(0, 1)) != 0);
  CHECK(version_of(0) == 0);
}
