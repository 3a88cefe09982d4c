// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/fuzz/places.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace fuzz {

using content = std::optional<long>;

/// What the model knows of a place at some moment.
struct cell {
  content value;
  std::uint64_t shown = 0;    // the version that the engine has shown
  std::uint64_t commits = 0;  // counted by the model

  [[nodiscard]] bool operator==(const cell&) const = default;
};
using moment = std::array<cell, places>;

/// What a running attempt has written.
struct draft {
  content value;
  std::uint64_t id;  // of this write
};

/// One attempt to run a block. What it has seen are conditions, all of which have to hold at one
/// moment between its begin and its end.
struct attempt {
  std::uint64_t id;
  int number;         // 1: the first of its block
  std::size_t begin;  // the moment it began at
  bool is_updating;
  std::map<unsigned, draft> drafts;
  std::vector<std::function<bool(const moment&)>> seen;
  std::set<unsigned> read;                  // places, not counting those it had written
  std::map<unsigned, std::uint64_t> found;  // how often these had been committed when first read
  std::array<bool, 2> has_looked_at{};      // a whole store
  std::array<std::uint64_t, 2> namings{};   // of keys of a store, that it knows of
  bool waits = false;
  bool is_over = false;  // the engine has ended it, which the program has swallowed

  struct hook {
    bool is_for_commit;
    int id;
    bool is_taken_back;
  };
  std::vector<hook> hooks;
};

/// What the engine should hold, as a list of all its moments, and what blocks should see.
///
/// Written without a look at how the engine does it: each commit makes a new moment.
class model {
 public:
  model();

  [[nodiscard]] const moment& now() const { return moments_.back(); }
  [[nodiscard]] std::size_t moments() const { return moments_.size(); }
  /// Forgets the moments before the last one; for when no block runs.
  void forget();

  /// A new moment, in which these are written.
  void commit(const std::map<unsigned, content>& writes);
  /// The engine shows this version of what was committed last.
  void shows(unsigned place, std::uint64_t version);

  [[nodiscard]] attempt begin(int number, bool is_updating);
  /// The block has ended and committed.
  void committed(const attempt& run);
  /// The block is run again, or has come to the end of its policy.
  void has_failed(const attempt& run) const;
  [[nodiscard]] bool is_disturbed(const attempt& run) const;

  /// A block, or whoever uses the engine outside one, where `run` is null, has seen a value, and
  /// its version if that can be seen.
  void saw(attempt* run, unsigned place, const content& value,
           std::optional<std::uint64_t> version = std::nullopt);
  void wrote(attempt* run, unsigned place, const content& value);
  /// All that has been seen was so at one moment, and this as well.
  void saw_that(attempt& run, std::function<bool(const moment&)> condition, const char* what);

  void named(attempt* run, unsigned place);
  [[nodiscard]] bool is_named(unsigned place) const { return named_[place]; }
  void looked_at(attempt* run, unsigned store);

  [[nodiscard]] std::uint64_t next_id() { return ++last_id_; }

 private:
  [[nodiscard]] bool could_be(const attempt& run, const moment& when) const;

  std::vector<moment> moments_;
  moment known_{};  // what shows() was told last
  std::array<bool, places> named_{};
  std::array<std::uint64_t, 2> namings_{};
  std::uint64_t last_id_ = 0;
};

}  // namespace fuzz
