// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/names.hpp>
#include <stm/engine/spin_lock.hpp>

#include <sstream>
#include <unordered_map>
#include <utility>

namespace stm::engine {
namespace {

struct registry {
  spin_lock lock;
  std::unordered_map<const cell_base*, std::string> names;  // guarded by lock

  /// Never destroyed: a thread may outlive main().
  static registry& all() {
    static auto& one = *new registry;
    return one;
  }
};

}  // namespace

void set_name(const cell_base& cell, std::string name) {
  registry& all = registry::all();
  const spin_lock::guard guard{all.lock};
  if (name.empty())
    all.names.erase(&cell);
  else
    all.names.insert_or_assign(&cell, std::move(name));
}

std::string variable_text(const cell_base& cell) {
  registry& all = registry::all();
  {
    const spin_lock::guard guard{all.lock};
    if (const auto found = all.names.find(&cell); found != all.names.end())
      return std::string{"\""}.append(found->second).append("\"");
  }
  std::ostringstream text;
  text << "the variable at " << static_cast<const void*>(&cell);
  return std::move(text).str();
}

}  // namespace stm::engine
