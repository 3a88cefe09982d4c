// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace linearizable {

enum class map_kind {
  read,
  write,     // without reading
  add,       // to what is there, or to 0
  exchange,  // returns what was there
  swap,      // the values of two keys
  erase,
  contains,
  list,           // all keys and values
  check_out,      // one key, by a handle of its own
  check_out_two,  // that are committed together
  commit,         // a value for the first key
  commit_erased   // none
};

struct map_operation {
  map_kind what;
  std::string key{};
  int value = 0;
  std::string other{};  // of two keys
  int handle = 0;

  [[nodiscard]] std::string words() const;
};

/// A map of which each key has a version, which each change of it increases. What is committed by a
/// handle is refused once a version has moved that it has checked out.
class map_model {
 public:
  using operation = map_operation;
  using result = std::string;

  std::optional<result> apply(const operation& o);

  auto operator<=>(const map_model&) const = default;

 private:
  struct place {
    std::optional<int> value;
    int version = 0;

    auto operator<=>(const place&) const = default;
  };
  using handle = std::map<std::string, int>;  // keys and their versions

  void set(const std::string& key, std::optional<int> value) {
    place& at = places_[key];
    at.value = value;
    ++at.version;
  }
  [[nodiscard]] std::string seen(const std::string& key) {
    const auto& value = places_[key].value;
    return value ? std::to_string(*value) : "none";
  }
  result commit(const operation& o);

  std::map<std::string, place> places_;
  std::map<int, handle> handles_;
};

}  // namespace linearizable
