// SPDX-License-Identifier: BSL-1.0
// Replaces the global operators new and delete of a program, the libraries' too.
#include <tests/faults/fault.hpp>

#include <atomic>
#include <cstddef>
#include <cstdlib>
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

void* allocate(std::size_t size, std::size_t alignment) {
  point(kind::allocation);
  const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
  void* got = std::aligned_alloc(alignment, rounded ? rounded : alignment);
  if (!got) throw std::bad_alloc{};
  return got;
}

}  // namespace
}  // namespace faults

void* operator new(std::size_t size) {
  return faults::allocate(size, alignof(std::max_align_t));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return faults::allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* p) noexcept {
  std::free(p);
}
void operator delete(void* p, std::size_t) noexcept {
  std::free(p);
}
void operator delete(void* p, std::align_val_t) noexcept {
  std::free(p);
}
void operator delete(void* p, std::size_t, std::align_val_t) noexcept {
  std::free(p);
}
