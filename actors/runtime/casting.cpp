// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/casting.hpp>

#include <stdexcept>

namespace actors::runtime {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \n");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \n") - first + 1);
}

/// Where the first name ends: at a comma, but not at one between the arguments of a template.
std::size_t end_of_name(std::string_view script) {
  int depth = 0;
  for (std::size_t i = 0; i < script.size(); ++i) {
    const char c = script[i];
    if (c == '<' || c == '(') ++depth;
    if (c == '>' || c == ')') --depth;
    if (c == ',' && depth <= 0) return i;
  }
  return script.npos;
}

}  // namespace

casting::casting(std::string_view script) {
  while (!script.empty()) {
    const auto comma = end_of_name(script);
    if (const auto name = trimmed(script.substr(0, comma)); !name.empty())
      script_.emplace_back(name);
    if (comma == script.npos) break;
    script.remove_prefix(comma + 1);
  }
}

std::size_t casting::choose(const std::vector<const std::string*>& ready) {
  // By remainder: the distributions of the standard library differ from one to another.
  if (by_dice_) {
    if (!thrown_) thrown_ = dice_();
    return *thrown_ % ready.size();
  }
  if (done_ == script_.size()) return 0;
  const std::string& wanted = script_[done_];
  std::string all;
  for (std::size_t i = 0; i < ready.size(); ++i) {
    if (*ready[i] == wanted) return i;
    all += (i > 0 ? ", " : "") + *ready[i];
  }
  throw std::logic_error{"entry " + std::to_string(done_ + 1) + " of the script, " + wanted +
                         ", has nothing to do; these have: " + all};
}

void casting::next() noexcept {
  thrown_.reset();
  if (done_ < script_.size()) ++done_;
}

}  // namespace actors::runtime
