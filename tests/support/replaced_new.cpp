// SPDX-License-Identifier: BSL-1.0
// The global operators of programs in which memory can run out.
#include <tests/support/replaced_new.hpp>

#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

void* allocate(std::size_t size, std::size_t alignment) {
  if (const support::allocation_watch watch = support::before_allocation) watch();
  const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
  void* got = std::aligned_alloc(alignment, rounded ? rounded : alignment);
  if (!got) throw std::bad_alloc{};
  support::allocations_alive.fetch_add(1, std::memory_order_relaxed);
  return got;
}
void release(void* p) noexcept {
  if (p) support::allocations_alive.fetch_sub(1, std::memory_order_relaxed);
  std::free(p);
}

}  // namespace

void* operator new(std::size_t size) {
  return allocate(size, alignof(std::max_align_t));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
// AddressSanitizer has one of its own, which the watch would miss.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return ::operator new(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void operator delete(void* p) noexcept {
  release(p);
}
void operator delete(void* p, std::size_t) noexcept {
  release(p);
}
void operator delete(void* p, std::align_val_t) noexcept {
  release(p);
}
void operator delete(void* p, std::size_t, std::align_val_t) noexcept {
  release(p);
}
void operator delete(void* p, const std::nothrow_t&) noexcept {
  release(p);
}
