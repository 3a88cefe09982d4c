// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace linearizable {

/// The word of an actor's mailbox as mailbox.hpp describes its states, with a list for the links.
/// Its owner alone takes, releases and closes.
class mailbox_model {
 public:
  struct operation {
    enum class kind { push, claim, stop, stop_now, take, release, close };
    kind what;
    int item = 0;

    [[nodiscard]] std::string words() const {
      static const char* const names[] = {
          "push ", "claim", "stop", "stop now", "take all", "release", "close"};
      return names[static_cast<int>(what)] + (what == kind::push ? std::to_string(item) : "");
    }
  };
  using result = std::string;

  std::optional<result> apply(const operation& o) {
    using kind = operation::kind;
    switch (o.what) {
      case kind::push:
        if (is_refusing_) return "refused";
        list_.push_back(o.item);
        return std::exchange(is_busy_, true) ? "queued" : "claimed";
      case kind::claim:
        return is_idle() && (is_busy_ = true) ? "yes" : "no";
      case kind::stop:
      case kind::stop_now: {
        const bool closes = o.what == kind::stop_now;
        if (is_closed() || (is_refusing_ && is_closing_ >= closes)) return "before";
        is_refusing_ = true;
        is_closing_ = is_closing_ || closes;
        return std::exchange(is_busy_, true) ? "owner" : "claimed";
      }
      case kind::take: {
        std::string all = is_refusing_ ? "refusing" : "open";
        for (const int each : std::exchange(list_, {})) all += ' ' + std::to_string(each);
        return all;
      }
      case kind::release:
        if (!list_.empty() || is_refusing_) return "no";
        is_busy_ = false;
        return "yes";
      case kind::close:
        break;
    }
    if (!list_.empty()) return "no";
    is_busy_ = is_closing_ = false;
    return "yes";
  }

  auto operator<=>(const mailbox_model&) const = default;

 private:
  [[nodiscard]] bool is_idle() const { return !is_busy_ && !is_refusing_; }
  [[nodiscard]] bool is_closed() const { return !is_busy_ && is_refusing_; }

  std::vector<int> list_;  // what has come since the last take
  bool is_busy_ = false;
  bool is_refusing_ = false;
  bool is_closing_ = false;
};

}  // namespace linearizable
