// SPDX-License-Identifier: BSL-1.0
#include <tests/opacity/graph.hpp>

#include <string>

namespace opacity {

graph::graph(const numbering& numbers, key keys, faults& found)
    : numbers_{numbers}, versions_{numbers, keys}, time_{numbers} {
  replay_all(keys, found);
  find_readers();
}

void graph::replay_all(key keys, faults& found) {
  const wording words{numbers_};
  replay replayed{keys};
  first_seen_.reserve(attempts() + std::size_t{1});
  numbers_.for_each([&](node n, const thread_history& thread, std::size_t number) {
    first_seen_.push_back(static_cast<std::uint32_t>(seen_.size()));
    replayed.run(thread, number, [&](key at, written seen, written expected, bool is_own) {
      found.add([&] {
        return (is_own ? "own write not seen: " : "non-repeatable read: ") + words.full_name(n) +
               ", saw at " + words.name_of_key(at) + ' ' + words.value(seen) + " after " +
               words.value(expected);
      });
    });
    for (const access& each : replayed.seen())
      if (const auto v = versions_.find(each.at, each.value, n, found); v != no_version)
        seen_.push_back(v);
    versions_.put_in_order(n, replayed, found);
  });
  first_seen_.push_back(static_cast<std::uint32_t>(seen_.size()));
}

void graph::find_readers() {
  // Counted two places ahead, so that each entry has become its version's end when it is filled.
  first_reader_.resize(versions_.size() + std::size_t{2});
  for (const version_number v : seen_) ++first_reader_[v + 2];
  for (std::size_t i = 2; i < first_reader_.size(); ++i) first_reader_[i] += first_reader_[i - 1];
  readers_.resize(seen_.size());
  for (node n = 0; n < attempts(); ++n)
    for (std::size_t i = first_seen_[n]; i < first_seen_[n + 1]; ++i)
      readers_[first_reader_[seen_[i] + 1]++] = n;
}

}  // namespace opacity
