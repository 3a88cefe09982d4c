// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/mutex.hpp>

#include <boost/thread/lock_guard.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace actors::runtime {

/// The Things of the process that have a name, each while it lives.
template <class Thing>
class directory {
 public:
  [[nodiscard]] static directory& of_the_process() {
    // Never destroyed: what is in it may end after main().
    static auto& only = *new directory;
    return only;
  }

  /// False: another one has the name.
  [[nodiscard]] bool add(const std::string& name, Thing& thing) {
    boost::lock_guard<mutex> lock{mutex_};
    return by_name_.emplace(name, &thing).second;
  }
  /// Waits for whoever uses the thing just now.
  void remove(std::string_view name) {
    boost::lock_guard<mutex> lock{mutex_};
    by_name_.erase(by_name_.find(name));
  }
  /// Calls `use` with the thing of that name, which is there as long as that takes. False: there is
  /// none.
  template <class Use>
  bool with(std::string_view name, Use use) {
    boost::lock_guard<mutex> lock{mutex_};
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return false;
    use(*found->second);
    return true;
  }

 private:
  directory() = default;

  mutex mutex_;  // locked before any mutex of an actor or an outlet
  std::map<std::string, Thing*, std::less<>> by_name_;  // guarded by mutex_
};

}  // namespace actors::runtime
