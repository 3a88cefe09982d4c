// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/callees/function_callee.hpp>
#include <bench/callees/mutex_callee.hpp>
#include <bench/calls.hpp>

#include <cstddef>
#include <map>
#include <string>

/// What handles calls wrongly, each in its own way: proof that it is found. What counts for itself
/// which call it is has one client, so that what goes wrong is the same every time.
namespace bench::broken {

/// Right, and tells something of itself besides.
struct tells_its_size : mutex_callee {
  static constexpr bank_facts facts{.name = "tells_its_size"};
  using mutex_callee::mutex_callee;
  std::map<std::string, double> figures() const { return {{"bytes_each", 104}}; }
};

struct forgets_a_call : mutex_callee {
  static constexpr bank_facts facts{.name = "forgets_a_call", .most_threads = 1};
  using mutex_callee::mutex_callee;
  long add(long by) { return mutex_callee::add(calls_++ == 7 ? 0 : by); }

 private:
  int calls_ = 0;
};

struct answers_instead_of_throwing : function_callee {
  using function_callee::function_callee;
  void refuse(long by) {
    try {
      function_callee::refuse(by);
    } catch (const refusal&) {
    }
  }
};

/// Says that all is handled when the last messages are not.
struct handles_late : mutex_callee {
  static constexpr bank_facts facts{.name = "handles_late", .most_threads = 1};
  using mutex_callee::mutex_callee;
  void note(long by) { waiting_ += by; }
  void wait_until_handled() { mutex_callee::add(waiting_ - 1), waiting_ = 1; }

 private:
  long waiting_ = 0;
};

}  // namespace bench::broken
