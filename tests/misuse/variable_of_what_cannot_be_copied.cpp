// SPDX-License-Identifier: BSL-1.0
// error: constraints? not satisfied
// A value that cannot be copied is held by std::shared_ptr<const T>.
#include <stm/stm.hpp>

#include <memory>

int main() {
  stm::var<std::unique_ptr<int>> x;
}
