// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <regex.h>
#include <memory>
#include <optional>
#include <string>

namespace bench {

/// An extended regular expression that names have to match or, after a leading '-', must not.
class name_filter {
 public:
  /// Lets everything through.
  name_filter() = default;

  /// Nothing when the expression is malformed.
  static std::optional<name_filter> from(const std::string& text) {
    name_filter result;
    result.inverted_ = text.starts_with('-');
    const char* const expression = text.c_str() + (result.inverted_ ? 1 : 0);
    regex_t compiled;
    if (regcomp(&compiled, expression, REG_EXTENDED | REG_NOSUB) != 0) return std::nullopt;
    result.compiled_ = std::make_shared<const owned>(compiled);
    return result;
  }

  bool lets_through(const std::string& name) const {
    if (!compiled_) return true;
    return (regexec(&compiled_->expression, name.c_str(), 0, nullptr, 0) == 0) != inverted_;
  }

 private:
  struct owned {
    explicit owned(const regex_t& compiled) : expression{compiled} {}
    ~owned() { regfree(&expression); }
    owned(const owned&) = delete;
    owned& operator=(const owned&) = delete;
    regex_t expression;
  };

  std::shared_ptr<const owned> compiled_;
  bool inverted_ = false;
};

}  // namespace bench
