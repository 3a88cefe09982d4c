// SPDX-License-Identifier: BSL-1.0
#include <tests/fuzz/difference.hpp>
#include <tests/fuzz/model.hpp>

#include <algorithm>
#include <utility>

namespace fuzz {

model::model() {
  moment first{};
  for (unsigned place = 2 * keys; place < places; ++place) first[place].value = 0;
  moments_.push_back(first);
}

void model::forget() {
  moments_.erase(moments_.begin(), moments_.end() - 1);
}

void model::commit(const std::map<unsigned, content>& writes) {
  if (writes.empty()) return;
  moment next = now();
  for (const auto& [place, value] : writes) {
    next[place].value = value;
    ++next[place].commits;
  }
  moments_.push_back(next);
}

void model::shows(unsigned place, std::uint64_t version) {
  cell& last = moments_.back()[place];
  cell& known = known_[place];
  if (known.commits == last.commits)
    require(version == known.shown, "a version has moved without a commit");
  else
    require(version > known.shown, "a commit has not moved the version on");
  last.shown = version;
  known = last;
}

attempt model::begin(int number, bool is_updating) {
  attempt run{};
  run.id = next_id();
  run.number = number;
  run.begin = moments_.size() - 1;
  run.is_updating = is_updating;
  run.namings = namings_;
  return run;
}

bool model::could_be(const attempt& run, const moment& when) const {
  return std::all_of(
      run.seen.begin(), run.seen.end(), [&](const auto& held) { return held(when); });
}

void model::committed(const attempt& run) {
  require(!run.is_over && !run.waits, "a block has committed although it had failed");
  if (run.drafts.empty()) return;
  require(could_be(run, now()), "a block has committed although what it has read has changed");
  // Also where it holds the same value again.
  for (const auto& [place, commits] : run.found)
    require(now()[place].commits == commits,
            "a block has committed although what it has read was written");
  std::map<unsigned, content> writes;
  for (const auto& [place, written] : run.drafts) writes[place] = written.value;
  commit(writes);
}

bool model::is_disturbed(const attempt& run) const {
  const moment& then = moments_[run.begin];
  for (unsigned place : run.read)
    if (then[place].commits != now()[place].commits) return true;
  for (unsigned store = 0; store < 2; ++store)
    if (run.has_looked_at[store] && run.namings[store] != namings_[store]) return true;
  return false;
}

void model::has_failed(const attempt& run) const {
  require(run.waits || is_disturbed(run), "a block has failed although nothing has changed");
}

void model::saw_that(attempt& run, std::function<bool(const moment&)> condition, const char* what) {
  run.seen.push_back(std::move(condition));
  for (std::size_t i = run.begin; i < moments_.size(); ++i)
    if (could_be(run, moments_[i])) return;
  differ(what);
}

void model::saw(attempt* run, unsigned place, const content& value,
                std::optional<std::uint64_t> version) {
  const auto shown_as = [=](const moment& when) {
    return when[place].value == value && (!version || when[place].shown == *version);
  };
  if (!run) {
    if (!shown_as(now())) differ("place " + std::to_string(place) + " holds something else");
    return;
  }
  if (const auto mine = run->drafts.find(place); mine != run->drafts.end()) {
    require(mine->second.value == value, "a block does not see what it has written");
    return;
  }
  run->read.insert(place);
  // A block that may write reads what was committed last.
  if (run->is_updating && now()[place].value == value)
    run->found.try_emplace(place, now()[place].commits);
  saw_that(*run, shown_as, "a block has seen what never was together");
}

void model::wrote(attempt* run, unsigned place, const content& value) {
  if (run)
    run->drafts[place] = {value, next_id()};
  else
    commit({{place, value}});
}

void model::named(attempt* run, unsigned place) {
  if (!is_key(place) || named_[place]) return;
  named_[place] = true;
  ++namings_[store_of(place)];
  if (run) ++run->namings[store_of(place)];
}

void model::looked_at(attempt* run, unsigned store) {
  if (!run) return;
  run->has_looked_at[store] = true;
  for (unsigned place = store * keys; place < (store + 1) * keys; ++place)
    if (named_[place] && !run->drafts.count(place)) run->read.insert(place);
}

}  // namespace fuzz
