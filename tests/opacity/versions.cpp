// SPDX-License-Identifier: BSL-1.0
#include <tests/opacity/versions.hpp>

#include <string>

namespace opacity {

versions::versions(const numbering& numbers, key keys) : numbers_{numbers}, words_{numbers} {
  for (key k = 0; k < keys; ++k) all_.push_back({initial, k, no_node, no_version, no_version});
  first_.reserve(numbers.size() + std::size_t{1});
  replay replayed{keys};
  numbers.for_each([&](node n, const thread_history& thread, std::size_t attempt) {
    first_.push_back(size());
    if (!thread.attempts[attempt].is_committed) return;
    replayed.run(thread, attempt, [](auto...) {});
    for (const access& each : replayed.left())
      all_.push_back({each.value, each.at, n, no_version, no_version});
  });
  first_.push_back(size());
}

version_number versions::find(key at, written seen, node by, faults& found) const {
  if (seen == initial) return at;
  if (const node writer = numbers_.writer(seen); writer != no_node) {
    const range its = written_by(writer);
    for (version_number v = its.begin; v < its.end; ++v)
      if (all_[v].value == seen && all_[v].at == at) return v;
  }
  report(at, seen, by, found);
  return no_version;
}

void versions::report(key at, written seen, node by, faults& found) const {
  found.add([&] {
    const std::string what = words_.full_name(by) + ", saw at " + words_.name_of_key(at) + ' ';
    const node writer = numbers_.writer(seen);
    if (writer == no_node) return "unknown value: " + what + words_.value(seen);
    const range its = written_by(writer);
    for (version_number v = its.begin; v < its.end; ++v)
      if (all_[v].value == seen)
        return "misplaced value: " + what + words_.value(seen) + " to " +
               words_.name_of_key(all_[v].at);
    const bool has_failed = !numbers_.attempt_of(writer).is_committed;
    return "dirty read: " + what + words_.value(seen) + ", which " +
           (has_failed ? "failed" : "then replaced it or took it back");
  });
}

void versions::put_in_order(node writer, const replay& replayed, faults& found) {
  const range its = written_by(writer);
  for (version_number v = its.begin; v < its.end; ++v) {
    const key at = all_[v].at;
    const written seen = replayed.seen_at(at);
    if (seen == nothing) {
      found.add([&] {
        return "not to be judged: " + words_.full_name(writer) + ", wrote " +
               words_.name_of_key(at) + " without reading it";
      });
      continue;
    }
    faults told_already;
    const version_number before = find(at, seen, writer, told_already);
    if (before == no_version) continue;
    version& replaced = all_[before];
    if (replaced.next != no_version) {
      found.add([&] {
        return "lost update: " + words_.name(all_[replaced.next].writer) + " and " +
               words_.name(writer) + " both replaced " + words_.value(replaced.value) + " at " +
               words_.name_of_key(at);
      });
      continue;
    }
    replaced.next = v;
    all_[v].before = before;
  }
}

}  // namespace opacity
