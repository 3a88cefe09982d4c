// SPDX-License-Identifier: BSL-1.0
#include <tests/fuzz/places.hpp>
#include <tests/fuzz/program.hpp>

#include <array>

namespace fuzz {

namespace {

constexpr unsigned deepest = 6;
constexpr unsigned most_statements = 160;

enum class about { a_number, a_place, a_key };
struct wording {
  const char* name;
  about what = about::a_number;
  bool has_inside = false;
};
constexpr std::array<wording, static_cast<std::size_t>(verb::count_of_verbs)> wordings{{
    {"checkout", about::a_key},
    {"set handle"},
    {"add to handle"},
    {"erase handle"},
    {"commit handle"},
    {"try_commit handle"},
    {"move handle"},
    {"drop handle"},
    {"checkout set", about::a_key},
    {"set in set"},
    {"erase in set"},
    {"commit set"},
    {"try_commit set"},
    {"store.commit", about::a_key},
    {"store.erase", about::a_key},
    {"contains", about::a_key},
    {"keys"},
    {"to_map"},
    {"to_map of some", about::a_key},
    {"dump"},
    {"last_update"},
    {"snapshot"},
    {"pull_updates"},
    {"read", about::a_place},
    {"write", about::a_place},
    {"write the same", about::a_place},
    {"increase", about::a_place},
    {"read many", about::a_place},
    {"write many", about::a_place},
    {"keep a ref", about::a_place, true},
    {"load", about::a_place},
    {"churn", about::a_place},
    {"atomically", about::a_number, true},
    {"read_only", about::a_number, true},
    {"atomically, catching", about::a_number, true},
    {"or_else", about::a_number, true},
    {"swallowing", about::a_number, true},
    {"outside", about::a_number, true},
    {"wait unless", about::a_place},
    {"throw"},
    {"on_commit"},
    {"on_rollback"},
}};

const wording& wording_of(verb what) {
  return wordings[static_cast<std::size_t>(what)];
}

class reader {
 public:
  reader(const std::uint8_t* bytes, std::size_t size) : at_{bytes}, end_{bytes + size} {}

  std::vector<statement> some(std::size_t most, unsigned depth) {
    std::vector<statement> all;
    while (all.size() < most && at_ != end_ && line_ < most_statements) {
      statement one{};
      one.what = static_cast<verb>(next() % static_cast<unsigned>(verb::count_of_verbs));
      one.a = next();
      one.b = next();
      one.c = next();
      one.line = ++line_;
      const bool has_inside = wording_of(one.what).has_inside;
      if (has_inside && depth < deepest) one.inside = some(next() % 8u, depth + 1);
      all.push_back(std::move(one));
    }
    return all;
  }

 private:
  std::uint8_t next() { return at_ == end_ ? std::uint8_t{0} : *at_++; }

  const std::uint8_t* at_;
  const std::uint8_t* end_;
  unsigned line_ = 0;
};

std::string place_in_words(unsigned place) {
  if (place < keys) return "text key " + std::to_string(place);
  if (place < 2 * keys) return "number key " + std::to_string(place - keys);
  if (place < 2 * keys + inline_vars) return "plain " + std::to_string(place - 2 * keys);
  return "boxed " + std::to_string(place - 2 * keys - inline_vars);
}

void put(std::string& text, const std::vector<statement>& program, unsigned marked, int depth) {
  for (const statement& each : program) {
    text += each.line == marked ? "--> " : "    ";
    text.append(static_cast<std::size_t>(depth) * 2, ' ');
    const wording& how = wording_of(each.what);
    text += how.name;
    text += ' ';
    text += how.what == about::a_number ? std::to_string(each.a)
            : how.what == about::a_place
                ? place_in_words(place_named_by(each.a))
                : place_in_words(key_named_by(each.a));
    text += ", " + std::to_string(each.b) + ", " + std::to_string(each.c) + '\n';
    put(text, each.inside, marked, depth + 1);
  }
}

}  // namespace

std::vector<statement> decoded(const std::uint8_t* bytes, std::size_t size) {
  return reader{bytes, size}.some(size, 0);
}

std::string in_words(const std::vector<statement>& program, unsigned marked) {
  std::string text;
  put(text, program, marked, 0);
  return text;
}

}  // namespace fuzz
