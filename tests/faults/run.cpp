// SPDX-License-Identifier: BSL-1.0
#include <tests/faults/run.hpp>

#include <stm/stm.hpp>

#include <tests/faults/frail.hpp>
#include <tests/support/elsewhere.hpp>

#include <cxxabi.h>

#include <exception>
#include <memory>
#include <new>
#include <sstream>
#include <string>
#include <typeinfo>
#include <utility>

namespace faults {
namespace {

/// What was thrown, where it is not the failure that was injected.
std::string unexpected(const std::exception_ptr& thrown);

std::string unexpected(const stm::hook_failed& all) {
  for (const auto& each : all.failures())
    if (const auto other = unexpected(each); !other.empty()) return other;
  return "";  // What has ended the block is the scene's own affair.
}

std::string unexpected(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::bad_alloc&) {
    return "";
  } catch (const broken&) {
    return "";
  } catch (const stm::hook_failed& all) {
    return unexpected(all);
  } catch (const std::exception& other) {
    return *other.what() ? other.what() : typeid(other).name();
  } catch (...) {
    return abi::__cxa_current_exception_type()->name();
  }
}

int alive() {
  return frail::alive() + frail_key::alive();
}

void replace_often() {
  stm::var<std::shared_ptr<int>> any;
  for (int i = 0; i < 4000 && alive() > 0; ++i)
    stm::atomically([&](stm::transaction& tx) { tx[any] = nullptr; });
}

/// Replaced values end a little later, by the commits of threads that go on: of so many at a time
/// as a scene has had. False: one does not.
bool all_values_end(int threads = 4) {
  replace_often();
  if (alive() == 0) return true;
  bool have_ended = false;
  if (threads > 1) support::elsewhere([&] { have_ended = all_values_end(threads - 1); });
  return have_ended;
}

ending end_of(room& in) {
  return {in.state(), in.result()};
}

std::string differs(const char* what, const ending& is) {
  return std::string{what} + ": " + is.state + " = " + std::to_string(is.result);
}

/// What does not hold of how the act ended.
std::string judged(const scene& it, const expected& known, const ending& is,
                   const std::exception_ptr& thrown, bool has_failed) {
  if (!thrown) return is == known.after ? "" : differs("returned", is);
  if (!has_failed) return "thrown without a failure: " + unexpected(thrown);
  if (const auto other = unexpected(thrown); !other.empty()) return "thrown: " + other;
  if (it.may_end_anywhere || is.state == known.before.state) return "";
  if (it.may_throw_when_done && is.state == known.after.state) return "";
  if (it.may_end_as_allowed && is.state == known.allowed.state) return "";
  return differs("thrown", is);
}

}  // namespace

expected run_without_a_failure(const scene& it) {
  expected all;
  {
    const auto room = it.prepare();
    all.before = end_of(*room);
    room->act();
    all.after = end_of(*room);
  }
  if (it.may_end_as_allowed) {
    const auto room = it.prepare();
    room->be_allowed();
    all.allowed = end_of(*room);
  }
  return all;
}

std::string encode(const expected& known) {
  std::ostringstream text;
  for (const auto& each : {known.before, known.after, known.allowed})
    text << each.result << '\n' << each.state << '\n';
  return text.str();
}

expected decode(const std::string& from) {
  std::istringstream text{from};
  expected known;
  for (auto* each : {&known.before, &known.after, &known.allowed}) {
    std::string number;
    std::getline(text, number);
    each->result = number.empty() ? 0 : std::stoi(number);
    std::getline(text, each->state);
  }
  return known;
}

run_end run_with_a_failure(const scene& it, long nth, const expected& known) {
  run_end end;
  {
    const auto room = it.prepare();
    std::exception_ptr thrown;
    {
      const armed now{nth, it.where, it.keys_fail};
      try {
        room->act();
      } catch (...) {
        thrown = std::current_exception();
      }
      end.has_failed = now.has_failed();
    }
    const ending is = end_of(*room);
    end.wrong = judged(it, known, is, thrown, end.has_failed);
    if (!end.wrong.empty()) return end;
    const bool has_thrown = std::exchange(thrown, nullptr) != nullptr;
    support::elsewhere([&] { room->use(); });
    if (end_of(*room) != is) end.wrong = "using it has changed it";
    if (is == known.before || (has_thrown && it.may_end_anywhere)) {
      room->act();
      if (end_of(*room) != known.after) end.wrong = differs("repeated", end_of(*room));
    }
  }
  if (!all_values_end()) end.wrong = "values are left over: " + std::to_string(alive());
  return end;
}

}  // namespace faults
