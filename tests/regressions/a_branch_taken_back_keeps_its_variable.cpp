// SPDX-License-Identifier: BSL-1.0
// A variable that was made in a branch which is taken back is left over broken: without a value, or
// with that of the branch (haskell/stm#31).
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/support/counted.hpp>
#include <tests/support/elsewhere.hpp>

#include <memory>
#include <stdexcept>
#include <string>

namespace {

using text_var = stm::var<std::string>;
const std::string made(40, 'm'), written(40, 'w');

}  // namespace

TEST_CASE("a variable made in an alternative that waits has the value that it was made with") {
  std::shared_ptr<text_var> fresh;
  stm::var<int> taken{0};
  stm::atomically(stm::or_else(
      [&](stm::transaction& tx) {
        fresh = std::make_shared<text_var>(made);
        tx[*fresh] = written;
        tx.check(*tx[taken] == 1);
      },
      [&](stm::transaction& tx) {
        CHECK(*tx[*fresh] == made);
        tx[taken] = 2;
        tx[*fresh].edit([](std::string& s) { s += '!'; });
      }));
  CHECK(taken.load() == 2);
  CHECK(fresh->load() == made + '!');
}

TEST_CASE("a variable made in a nested block that throws has the value that it was made with") {
  std::shared_ptr<text_var> fresh;
  stm::atomically([&](stm::transaction& tx) {
    try {
      stm::atomically([&](stm::transaction& inner) {
        fresh = std::make_shared<text_var>(made);
        inner[*fresh] = written;
        throw std::domain_error{"taken back"};
      });
    } catch (const std::domain_error&) {
      CHECK(*tx[*fresh] == made);
    }
  });
  CHECK(fresh->load() == made);
  support::elsewhere([&] {
    stm::atomically({.max_tries = 1}, [&](stm::transaction& tx) { tx[*fresh] = written; });
  });
  CHECK(fresh->load() == written);
}

TEST_CASE(
    "a link to a variable that was made in a branch is taken back, and the variable is freed") {
  using support::counted;
  counted::reset();
  using link = std::shared_ptr<stm::var<counted>>;
  {
    stm::var<link> place;
    CHECK_THROWS_AS(stm::atomically([&](stm::transaction& tx) {
                      tx[place] = std::make_shared<stm::var<counted>>(counted{5});
                      throw std::domain_error{"taken back"};
                    }),
                    std::domain_error);
    CHECK(place.load() == nullptr);
    CHECK(counted::alive() == 0);
    stm::atomically(stm::or_else(
        [&](stm::transaction& tx) {
          tx[place] = std::make_shared<stm::var<counted>>(counted{6});
          tx.retry();
        },
        [&](stm::transaction& tx) {
          CHECK(*tx[place] == nullptr);
          tx[place] = std::make_shared<stm::var<counted>>(counted{7});
        }));
    CHECK(counted::alive() == 1);
    CHECK(place.load()->load().value == 7);
  }
}
