// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/string_bank.hpp>

#include <stm/stm.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace bench {

/// A transactional variable a string; each operation is one transaction.
class string_stm {
 public:
  static constexpr bank_facts facts{
      .name = "string_stm",
      .kind = "transactions",
      .idea = "a transactional variable a string, edited as a copy that a commit publishes",
      .audits = "none",
      .composes = "yes: transactions nest and join",
      .waits = "only while another commit publishes the same string",
  };

  explicit string_stm(std::size_t strings) : strings_(strings) {}

  void edit_two(std::size_t raised, std::size_t lowered, std::size_t at) {
    stm::atomically([&](stm::transaction& tx) {
      tx[strings_[raised].text].edit([at](std::string& text) { raise(text, at); });
      tx[strings_[lowered].text].edit([at](std::string& text) { lower(text, at); });
    });
  }
  std::string text(std::size_t id) { return strings_[id].text.load(); }

  static stm::totals statistics() { return stm::statistics(); }

 private:
  struct alignas(apart) entry {
    stm::var<std::string> text{opening_string()};
  };
  std::vector<entry> strings_;
};

}  // namespace bench
