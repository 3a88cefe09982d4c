// SPDX-License-Identifier: BSL-1.0
#include <tests/faults/fault.hpp>

#include <tests/support/replaced_new.hpp>

#include <atomic>
#include <cstddef>
#include <new>

namespace faults {
namespace {

std::atomic<long> left{0};  // 0: nothing shall fail
std::atomic<bool> everywhere{false};
std::atomic<bool> failed{false};
std::atomic<bool> keys_are_sound{false};
std::array<std::atomic<long>, 3> counts{};
constinit thread_local bool is_armed_here = false;
constinit thread_local int spares = 0;

}  // namespace

void point(kind what) {
  if (left == 0 || spares > 0 || !(everywhere || is_armed_here)) return;
  if (what == kind::key && keys_are_sound) return;
  if (left.fetch_sub(1) != 1) return;
  failed = true;
  ++counts[static_cast<std::size_t>(what)];
  if (what == kind::allocation) throw std::bad_alloc{};
  throw broken{};
}

armed::armed(long nth, on where, bool keys_fail) {
  keys_are_sound = !keys_fail;
  failed = false;
  everywhere = where == on::every_thread;
  is_armed_here = true;
  left = nth;
}
armed::~armed() {
  left = 0;
  is_armed_here = false;
}
bool armed::has_failed() const {
  return failed;
}

spared::spared() {
  ++spares;
}
spared::~spared() {
  --spares;
}

std::array<long, 3> injected() {
  return {counts[0], counts[1], counts[2]};
}

namespace {

const bool allocations_can_fail = [] {
  support::before_allocation = [] { point(kind::allocation); };
  return true;
}();

}  // namespace
}  // namespace faults
