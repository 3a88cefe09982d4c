// SPDX-License-Identifier: BSL-1.0
#include <tests/opacity/cycle_text.hpp>
#include <tests/opacity/wording.hpp>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace opacity {

namespace {

class writer {
 public:
  writer(const cycle& found, const numbering& numbers)
      : found_{found}, numbers_{numbers}, words_{numbers} {
    for (const auto& link : found.links)
      if (link.why != edge::time) keys_.push_back(link.at);
  }

  std::string write() {
    const auto& links = found_.links;
    std::string text =
        "a cycle of " + std::to_string(links.size()) + " attempts, " +
        (found_.is_shortest ? "the shortest there is" : "not surely the shortest") +
        ": each has to come before the next one\n";
    for (std::size_t i = 0; i < links.size(); ++i) {
      const node next = links[(i + 1) % links.size()].from;
      text += "  " + words_.full_name(links[i].from) + '\n' + steps_of(links[i].from);
      text +=
          "    " + reason(links[i].why, words_.name_of_key(links[i].at), words_.name(next)) + '\n';
    }
    return text;
  }

 private:
  static constexpr std::size_t most_steps = 16;  // those at keys of the cycle come in any case

  static std::string reason(edge why, const std::string& at, const std::string& next) {
    switch (why) {
      case edge::ww:
        return "ww: its value at " + at + " was replaced by " + next;
      case edge::wr:
        return "wr: its value at " + at + " was read by " + next;
      case edge::rw:
        return "rw: the value that it read at " + at + " was replaced by " + next;
      case edge::time:
        break;
    }
    return "real time: it had ended before the begin of " + next;
  }
  std::string steps_of(node n) const {
    const thread_history& thread = numbers_.thread_history_of(n);
    const std::size_t number = numbers_.attempt_number(n);
    std::string text;
    std::size_t told = 0, left_out = 0;
    for (std::size_t i = thread.attempts[number].first_step; i < thread.end_of_steps(number); ++i) {
      const step& each = thread.steps[i];
      const bool is_needed = std::find(keys_.begin(), keys_.end(), each.at) != keys_.end();
      if (is_needed || told < most_steps) {
        text += "      " + text_of_step(each) + '\n';
        ++told;
      } else {
        ++left_out;
      }
    }
    if (left_out != 0) text += "      and " + std::to_string(left_out) + " steps at other keys\n";
    return text;
  }
  std::string text_of_step(const step& s) const {
    switch (s.what) {
      case step::kind::read:
        return "read " + words_.name_of_key(s.at) + ": " + words_.value(s.value);
      case step::kind::write:
        return "wrote " + words_.name_of_key(s.at);
      case step::kind::take_back:
        break;
    }
    return "took back what it had written from its step " + std::to_string(s.value) + " on";
  }

  const cycle& found_;
  const numbering& numbers_;
  const wording words_;
  std::vector<key> keys_;  // for which the attempts are on the cycle
};

}  // namespace

std::string text_of(const cycle& found, const numbering& numbers) {
  return writer{found, numbers}.write();
}

}  // namespace opacity
