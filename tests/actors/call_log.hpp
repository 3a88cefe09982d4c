// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/trace.hpp>

#include <cstdint>
#include <exception>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

/// Writes down what happens to calls, which it numbers from 1 on.
class call_log final : public actors::call_observer {
 public:
  struct entry {
    std::string what;
    std::uint64_t id;
    std::uint64_t parent;
    const void* function;
    const void* actor;
    std::string actor_name;
    std::thread::id thread;
    actors::traced_call::clock::time_point time;
  };

  void see(const actors::trace_event& event) noexcept override {
    const std::lock_guard lock{mutex_};
    const actors::traced_call& call = event.call;
    seen_.push_back(
        {word_for(event), number_of(call.id), call.parent ? number_of(call.parent) : 0,
         call.function, call.actor, call.actor_name(), std::this_thread::get_id(), event.time});
  }

  std::vector<entry> all() const {
    const std::lock_guard lock{mutex_};
    return seen_;
  }
  /// "sent 1, begun 1, ..."
  std::string text() const {
    std::string joined;
    for (const entry& each : all()) append(joined, each.what + ' ' + std::to_string(each.id));
    return joined;
  }
  /// What happened to each call: "sent, begun, ..."
  std::map<std::uint64_t, std::string> lives() const {
    std::map<std::uint64_t, std::string> each_life;
    for (const entry& each : all()) append(each_life[each.id], each.what);
    return each_life;
  }
  std::string text_of(std::uint64_t id) const { return lives()[id]; }
  std::uint64_t parent_of(std::uint64_t id) const {
    for (const entry& each : all()) {
      if (each.id == id) return each.parent;
    }
    return 0;
  }

 private:
  static void append(std::string& joined, const std::string& more) {
    if (!joined.empty()) joined += ", ";
    joined += more;
  }
  static std::string word_for(const actors::trace_event& event) {
    static constexpr const char* words[] = {"sent", "begun", "finished", "failed", "dropped"};
    std::string word = words[static_cast<int>(event.what)];
    if (!event.failure) return word;
    try {
      std::rethrow_exception(event.failure);
    } catch (const std::exception& e) {
      return word + ": " + e.what();
    } catch (...) {
      return word;
    }
  }
  std::uint64_t number_of(std::uint64_t id) {
    return numbers_.try_emplace(id, numbers_.size() + 1).first->second;
  }

  mutable std::mutex mutex_;
  // Guarded by mutex_:
  std::vector<entry> seen_;
  std::map<std::uint64_t, std::uint64_t> numbers_;
};
