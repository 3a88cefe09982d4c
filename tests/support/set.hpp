// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/stm.hpp>

#include <tests/support/elsewhere.hpp>

#include <string>
#include <utility>

namespace support {

/// One commit that writes this alone.
template <class T, class To>
void set(stm::var<T>& variable, To to) {
  stm::atomically([&](stm::transaction& tx) { tx[variable] = T(std::move(to)); });
}
template <class T, class To>
void set(stm::store<T>& store, const std::string& key, To to) {
  auto value = store.checkout(key);
  value = T(std::move(to));
  value.commit();
}

/// The same in another thread.
template <class... Args>
void set_elsewhere(Args&&... args) {
  elsewhere([&] { set(std::forward<Args>(args)...); });
}

}  // namespace support
