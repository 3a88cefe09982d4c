// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/linearizable/call.hpp>
#include <tests/linearizable/checker.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace linearizable {

/// "write a = 7: done"
template <class Operation, class Result>
std::string words(const call<Operation, Result>& one) {
  return one.operation.words() + (one.result ? ": " + *one.result : " has not returned");
}

/// A line for each call, in the order of their begins, with a bar from its begin to its end:
///
///   thread 0 |--|      write a = 7: done
///   thread 1   |----|  read a: 7
template <class Operation, class Result>
std::string picture(std::vector<call<Operation, Result>> calls) {
  std::vector<moment> moments;  // that are in use
  for (const auto& each : calls) moments.insert(moments.end(), {each.invoked, each.returned});
  std::sort(moments.begin(), moments.end());
  moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
  const auto column = [&](moment m) {
    return static_cast<std::size_t>(
        std::lower_bound(moments.begin(), moments.end(), m) - moments.begin());
  };
  std::sort(calls.begin(), calls.end(), [](const auto& a, const auto& b) {
    return a.invoked < b.invoked;
  });
  std::string text;
  for (const auto& each : calls) {
    std::string bar(moments.size() + 1, ' ');
    const auto first = column(each.invoked), last = column(each.returned);
    std::fill_n(bar.begin() + static_cast<std::ptrdiff_t>(first), last - first, '-');
    bar[first] = '|';
    bar[last] = each.result ? '|' : '-';
    text += "  thread " + std::to_string(each.thread) + ' ' + bar + ' ' + words(each) + '\n';
  }
  return text;
}

/// The history, and how far an order came that would explain it.
template <class Model>
std::string report(const history_of<Model>& calls, const verdict& found) {
  std::string text = "no order of these calls explains their results:\n" + picture(calls);
  text += "the longest that explains some:";
  for (const std::size_t i : found.order) text += "\n  " + words(calls[i]);
  return text + '\n';
}

}  // namespace linearizable
