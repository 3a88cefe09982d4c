// SPDX-License-Identifier: BSL-1.0
#include <tests/linearizable/map_model.hpp>

namespace linearizable {

std::string map_operation::words() const {
  const std::string by = " by handle " + std::to_string(handle), number = std::to_string(value);
  switch (what) {
    case map_kind::read:
      return key;
    case map_kind::write:
      return key + " = " + number;
    case map_kind::add:
      return key + " += " + number;
    case map_kind::exchange:
      return "exchange " + key + " for " + number;
    case map_kind::swap:
      return "swap " + key + " and " + other;
    case map_kind::erase:
      return "erase " + key;
    case map_kind::contains:
      return "contains " + key;
    case map_kind::list:
      return "list";
    case map_kind::check_out:
      return "check out " + key + by;
    case map_kind::check_out_two:
      return "check out " + key + " and " + other + by;
    case map_kind::commit:
      return "commit " + key + " = " + number + by;
    case map_kind::commit_erased:
      break;
  }
  return "commit " + key + " erased" + by;
}

std::optional<std::string> map_model::apply(const operation& o) {
  const std::string before = seen(o.key);
  const auto now = places_[o.key].value;
  switch (o.what) {
    case map_kind::read:
      return before;
    case map_kind::write:
      set(o.key, o.value);
      return "done";
    case map_kind::add:
      set(o.key, now.value_or(0) + o.value);
      return seen(o.key);
    case map_kind::exchange:
      set(o.key, o.value);
      return before;
    case map_kind::swap: {
      const std::string both = before + ' ' + seen(o.other);
      set(o.key, places_[o.other].value);
      set(o.other, now);
      return both;
    }
    case map_kind::erase:
      if (!now) return "none";
      set(o.key, {});
      return "done";
    case map_kind::contains:
      return now ? "yes" : "no";
    case map_kind::list: {
      std::string all;
      for (const auto& [key, at] : places_)
        if (at.value) all += key + '=' + std::to_string(*at.value) + ' ';
      return all;
    }
    case map_kind::check_out:
      handles_[o.handle] = {{o.key, places_[o.key].version}};
      return before;
    case map_kind::check_out_two:
      handles_[o.handle] = {{o.key, places_[o.key].version}, {o.other, places_[o.other].version}};
      return before + ' ' + seen(o.other);
    case map_kind::commit:
    case map_kind::commit_erased:
      break;
  }
  return commit(o);
}

std::string map_model::commit(const operation& o) {
  for (const auto& [key, version] : handles_[o.handle])
    if (places_[key].version != version) return "moved";
  set(o.key, o.what == map_kind::commit ? std::optional{o.value} : std::nullopt);
  handles_[o.handle][o.key] = places_[o.key].version;
  return "done";
}

}  // namespace linearizable
