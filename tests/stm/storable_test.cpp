// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/atomically.hpp>
#include <stm/store.hpp>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace {

/// Puts `first`, then `second`, through every way that leads into and out of a variable and a
/// store.
template <class T>
void keeps(const T& first, const T& second) {
  stm::var<T> v{first};
  CHECK(v.load() == first);
  stm::atomically([&](stm::transaction& tx) {
    CHECK(*tx[v] == first);
    tx[v] = second;
    CHECK(*tx[v] == second);
    tx[v] = first;
    tx[v].edit([&](T& x) { x = second; });
    CHECK(*tx[v] == second);
  });
  CHECK(stm::read_only([&](stm::read_transaction& tx) -> T { return *tx[v]; }) == second);

  stm::store<T> store;
  auto handle = store.checkout("key");
  CHECK_FALSE(handle.has_value());
  handle = first;
  handle.commit();
  CHECK(*store.checkout("key") == first);
  handle.edit([&](T& x) { x = second; });
  handle.commit();
  CHECK(*store.checkout("key") == second);
  CHECK(store.snapshot()["key"] == second);
  CHECK(store.to_map().at("key") == second);
  stm::atomically([&](stm::transaction& tx) {
    CHECK(**tx[store.var("key")] == second);
    tx[store.var("key")] = first;
  });
  CHECK(*store.checkout("key") == first);
  CHECK(store.erase("key"));
  CHECK_FALSE(store.checkout("key").has_value());
}

struct no_default {
  explicit no_default(std::string n) : name{std::move(n)} {}
  std::string name;
  bool operator==(const no_default&) const = default;
};
struct small_no_default {
  explicit small_no_default(short v) : value{v} {}
  short value;
  bool operator==(const small_no_default&) const = default;
};
struct twelve_bytes {
  int a, b, c;
  bool operator==(const twelve_bytes&) const = default;
};
struct padded {
  char c;
  int i;
  bool operator==(const padded&) const = default;
};
struct aligned {
  alignas(64) std::array<double, 3> values;
  bool operator==(const aligned&) const = default;
};
struct constant {
  const int value;
  bool operator==(const constant&) const = default;
};
enum class colour { red, green };

}  // namespace

TEST_CASE("an int") {
  keeps(1, -2);
}
TEST_CASE("a 64 bit number") {
  keeps(std::uint64_t{1} << 63, std::uint64_t{7});
}
TEST_CASE("a bool") {
  keeps(false, true);
}
TEST_CASE("a char") {
  keeps('a', '\0');
}
TEST_CASE("a double") {
  keeps(1.5, -0.25);
}
TEST_CASE("an enumeration") {
  keeps(colour::red, colour::green);
}
TEST_CASE("a pointer") {
  static const int a = 0, b = 1;
  keeps(&a, &b);
}
TEST_CASE("a string") {
  keeps(std::string{"short"}, std::string(1000, 'x'));
}
TEST_CASE("a vector") {
  keeps(std::vector{1, 2, 3}, std::vector<int>{});
}
TEST_CASE("a struct without a default constructor") {
  keeps(no_default{"a"}, no_default{"b"});
}
TEST_CASE("a small struct without a default constructor") {
  keeps(small_no_default{1}, small_no_default{2});
}
TEST_CASE("a struct of 12 bytes") {
  keeps(twelve_bytes{1, 2, 3}, twelve_bytes{4, 5, 6});
}
TEST_CASE("a struct with a hole in it") {
  keeps(padded{'a', 1}, padded{'b', 2});
}
TEST_CASE("a struct that has to lie at multiples of 64") {
  keeps(aligned{{1, 2, 3}}, aligned{{4, 5, 6}});
}
TEST_CASE("a variant") {
  using either = std::variant<int, std::string>;
  keeps(either{1}, either{"text"});
}
TEST_CASE("an optional") {
  keeps(std::optional<int>{}, std::optional{3});
}
TEST_CASE("a shared pointer to what is constant") {
  keeps(std::make_shared<const std::string>("a"), std::make_shared<const std::string>("b"));
}

TEST_CASE("a struct with a constant member can be read and replaced") {
  stm::var<constant> v{constant{1}};
  stm::atomically([&](stm::transaction& tx) {
    CHECK(tx[v]->value == 1);
    tx[v] = constant{2};
  });
  CHECK(v.load().value == 2);

  stm::store<constant> store;
  auto handle = store.checkout("key");
  handle = constant{3};
  handle.commit();
  CHECK(store.checkout("key")->value == 3);
}

namespace {

struct spot {
  int x, y;
  bool operator==(const spot&) const = default;
};
struct hash_of_spot {
  std::size_t operator()(const spot& p) const { return static_cast<std::size_t>(p.x * 31 + p.y); }
};
struct five_for_all {
  std::size_t operator()(int) const { return 5; }
};

}  // namespace

TEST_CASE("any key that can be hashed is a key") {
  stm::store<std::string, spot, hash_of_spot> map;
  auto both = map.checkout(spot{1, 2}, spot{2, 1});
  both[spot{1, 2}] = "a";
  both[spot{2, 1}] = "b";
  both.commit();
  CHECK(*map.checkout(spot{1, 2}) == "a");
  CHECK(map.contains(spot{2, 1}));
  const spot nowhere{0, 0};
  CHECK_FALSE(map.contains(nowhere));
  CHECK_THROWS_AS((void)map.snapshot()[nowhere], stm::missing_value);
}

TEST_CASE("keys that all hash to the same are told apart") {
  stm::store<int, int, five_for_all> map;
  for (int i = 0; i < 100; ++i) map.commit({}, {i}, [&](auto& one) { one[i] = i * i; });
  int wrong = 0;
  for (int i = 0; i < 100; ++i) wrong += *map.checkout(i) != i * i;
  CHECK(wrong == 0);
  CHECK(map.keys().size() == 100);
}
