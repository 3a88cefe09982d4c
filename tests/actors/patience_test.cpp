// SPDX-License-Identifier: BSL-1.0
// How often a thread looks before it sleeps.
#include <doctest/doctest.h>

#include <actors/runtime/patience.hpp>

using actors::runtime::patience;

namespace {

/// After so many misses that it looks for trial only.
patience worn_out() {
  patience mine;
  while (mine.looks() > 0) mine.missed();
  return mine;
}

/// How often it looks, wait by wait, when all is in vain.
int looks_in_vain(patience& mine) {
  const int looks = mine.looks();
  if (looks > 0) mine.missed();
  return looks;
}

}  // namespace

TEST_CASE("each look in vain halves the next, until there is none") {
  patience mine;
  int before = patience::most;
  CHECK(mine.looks() == before);
  for (; before > 0; before = mine.looks()) {
    mine.missed();
    CHECK(mine.looks() <= before / 2);
  }
}

TEST_CASE("a hit restores it") {
  patience mine;
  mine.missed();
  mine.hit(3);
  CHECK(mine.looks() == patience::most);
}

TEST_CASE("a thread that does not look tries it now and then, and seldom for long") {
  patience mine = worn_out();
  int some = 0;
  int many = 0;
  for (int wait = 0; wait < 2560; ++wait) {
    const int looks = looks_in_vain(mine);
    CHECK((looks == 0 || looks == patience::most || looks == patience::longest));
    some += looks == patience::most;
    many += looks == patience::longest;
  }
  CHECK(some == 70);
  CHECK(many == 10);
}

TEST_CASE("where a long look helps it is kept until it does not") {
  patience mine = worn_out();
  while (mine.looks() < patience::longest) mine.missed();
  mine.hit(patience::most + 1);
  CHECK(mine.looks() == patience::longest);
  mine.hit(1);
  CHECK(mine.looks() == patience::longest);
  mine.missed();
  CHECK(mine.looks() == patience::most);
}

TEST_CASE("what comes soon asks for no long looks") {
  patience mine = worn_out();
  while (mine.looks() < patience::longest) mine.missed();
  mine.hit(patience::most);
  CHECK(mine.looks() == patience::most);
}
