// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/atomically.hpp>
#include <stm/name.hpp>
#include <stm/ref.hpp>

#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace {

struct point {
  int x, y;
  bool operator==(const point&) const = default;
};

}  // namespace

TEST_CASE("a star reads a variable and an assignment writes it") {
  stm::var<int> from{1}, to{2};
  stm::atomically([&](stm::transaction& tx) { tx[to] = *tx[from] + 10; });
  CHECK(to.load() == 11);
  CHECK(from.load() == 1);
}

TEST_CASE("each compound assignment changes the value as it would change a plain one") {
  stm::var<int> number{10};
  stm::atomically([&](stm::transaction& tx) {
    tx[number] += 5;
    CHECK(*tx[number] == 15);
    tx[number] -= 3;
    CHECK(*tx[number] == 12);
    tx[number] *= 4;
    CHECK(*tx[number] == 48);
    tx[number] /= 6;
    CHECK(*tx[number] == 8);
    ++tx[number];
    CHECK(*tx[number] == 9);
    --tx[number];
  });
  CHECK(number.load() == 8);
}

TEST_CASE("an arrow reaches the members of small and of large values") {
  stm::var<point> small{point{1, 2}};
  stm::var<std::string> large{"four"};
  stm::atomically([&](stm::transaction& tx) {
    CHECK(tx[small]->y == 2);
    CHECK(tx[large]->size() == 4);
    tx[small] = {3, 4};
    tx[large] = "six...";
    CHECK(tx[small]->y == 4);
    CHECK(tx[large]->size() == 6);
  });
  stm::read_only([&](stm::read_transaction& tx) {
    CHECK(tx[small]->x == 3);
    CHECK(tx[large]->front() == 's');
  });
}

TEST_CASE("a small value is read as a copy, a large one by reference") {
  using small = decltype(*std::declval<stm::ref<int>>());
  using large = decltype(*std::declval<stm::ref<std::string>>());
  CHECK(std::is_same_v<small, int>);
  CHECK(std::is_same_v<large, const std::string&>);
}

TEST_CASE("edit changes a value in place") {
  stm::var<std::vector<int>> numbers{{1, 2}};
  stm::var<point> small{point{1, 1}};
  stm::atomically([&](stm::transaction& tx) {
    tx[numbers].edit([](std::vector<int>& all) { all.push_back(3); });
    tx[numbers].edit([](std::vector<int>& all) { all.push_back(4); });
    tx[small].edit([](point& p) { p.x = 9; });
  });
  CHECK(numbers.load() == std::vector{1, 2, 3, 4});
  CHECK(small.load() == point{9, 1});
}

TEST_CASE("an edit that leaves a nested block by an exception is taken back whole") {
  stm::var<std::vector<int>> numbers{{1}};
  stm::var<int> small{1};
  const auto edit_and_throw = [](auto edited, auto change) {
    stm::atomically([&](stm::transaction& inner) {
      edited(inner).edit([&](auto& value) {
        change(value);
        throw std::runtime_error{"half-way"};
      });
    });
  };
  stm::atomically([&](stm::transaction& tx) {
    tx[numbers].edit([](auto& all) { all.push_back(2); });
    CHECK_THROWS_AS(
        edit_and_throw(
            [&](auto& inner) { return inner[numbers]; }, [](auto& all) { all.push_back(3); }),
        std::runtime_error);
    CHECK_THROWS_AS(
        edit_and_throw([&](auto& inner) { return inner[small]; }, [](int& value) { value = 2; }),
        std::runtime_error);
  });
  CHECK(numbers.load() == std::vector{1, 2});
  CHECK(small.load() == 1);
}

TEST_CASE("a variable can be written with its own value") {
  stm::var<std::string> text{"a text too long to lie in the string itself"};
  stm::atomically([&](stm::transaction& tx) {
    tx[text] = *tx[text];
    tx[text] = *tx[text] + "!";
    tx[text] = *tx[text];
  });
  CHECK(text.load() == "a text too long to lie in the string itself!");
}

TEST_CASE("an edit may use other variables") {
  stm::var<int> a{1}, b{10};
  stm::var<std::string> text{"x"};
  stm::atomically([&](stm::transaction& tx) {
    tx[a].edit([&](int& value) {
      tx[b] += 1;
      value += *tx[b];
    });
    tx[text].edit([&](std::string& value) { value += std::to_string(*tx[a]); });
  });
  CHECK(a.load() == 12);
  CHECK(b.load() == 11);
  CHECK(text.load() == "x12");
}

TEST_CASE_TEMPLATE("an edit that has written its own variable is refused by name", T, int, double,
                   std::string) {
  stm::var<T> v{T{}};
  stm::name(v, "savings");
  T other{};
  other += 'x';
  const auto assign = [&](stm::transaction& tx, T&) { tx[v] = other; };
  const auto edit = [&](stm::transaction& tx, T&) { tx[v].edit([&](T& value) { value = other; }); };
  const auto nest = [&](stm::transaction&, T&) {
    stm::atomically([&](stm::transaction& inner) { inner[v] = other; });
  };
  const auto refuse = [&](auto prepare, auto change) {
    CHECK_THROWS_WITH_AS(
        stm::atomically([&](stm::transaction& tx) {
          prepare(tx);
          tx[v].edit([&](T& value) { change(tx, value); });
        }),
        "stm: \"savings\" is written in the middle of an edit", std::logic_error);
  };
  const auto refuse_each = [&](auto prepare) {
    refuse(prepare, assign);
    refuse(prepare, edit);
    refuse(prepare, nest);
  };
  refuse_each([](stm::transaction&) {});
  refuse_each([&](stm::transaction& tx) { tx[v] = T{}; });
  refuse_each([&](stm::transaction& tx) { tx[v].edit([](T&) {}); });
  refuse_each([&](stm::transaction& tx) { stm::atomically([&](auto&) { tx[v] = T{}; }); });
  CHECK(v.load() == T{});
}

TEST_CASE_TEMPLATE("an edit may read its variable, write others, and be tried again", T, int,
                   double, std::string) {
  stm::var<T> v{T{}}, other{T{}};
  T expected{};
  for (int i = 0; i < 3; ++i) expected += 'x';
  stm::atomically([&](stm::transaction& tx) {
    for (int i = 0; i < 3; ++i) {
      tx[v].edit([&](T& value) {
        CHECK_THROWS_AS(tx[v] = expected, std::logic_error);
        static_cast<void>(*tx[v]);
        tx[other].edit([&](T& of_other) {
          CHECK_THROWS_AS(tx[v] = expected, std::logic_error);
          of_other += 'x';
        });
        CHECK_THROWS_AS(tx[v] = expected, std::logic_error);
        value += 'x';
      });
    }
    tx[other] = *tx[other];
  });
  CHECK(v.load() == expected);
  CHECK(other.load() == expected);
}

TEST_CASE("of a value with padding an edit is an edit as well") {
  struct padded {
    char small;
    int large;
  };
  stm::var<padded> v{padded{'a', 1}};
  stm::atomically([&](stm::transaction& tx) {
    tx[v].edit([&](padded& p) {
      CHECK_THROWS_AS((tx[v] = padded{'b', 2}), std::logic_error);
      ++p.large;
    });
  });
  CHECK(v.load().large == 2);
}

TEST_CASE("a variable whose edit has thrown is committed as it was written before") {
  stm::var<std::string> text{"before"};
  stm::atomically([&](stm::transaction& tx) {
    tx[text] = "written";
    CHECK_THROWS_AS(tx[text].edit([](std::string&) { throw std::runtime_error{"at once"}; }),
                    std::runtime_error);
  });
  CHECK(text.load() == "written");
}
