// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/stm.hpp>

#include <string>
#include <utility>

namespace examples {

/// An account that is a key of a store. How its balance changes is for its heirs to say.
class store_account {
 public:
  store_account(stm::store<int>& bank, std::string name, int initial)
      : bank_{bank}, name_{std::move(name)} {
    auto balance = checkout();
    balance = initial;
    balance.commit();
  }

  int balance() const { return *checkout(); }

 protected:
  stm::value<int> checkout() const { return bank_.checkout(name_); }

 private:
  stm::store<int>& bank_;
  std::string name_;
};

}  // namespace examples
