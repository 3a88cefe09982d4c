// SPDX-License-Identifier: BSL-1.0
#pragma once

#ifndef __has_feature
#define __has_feature(feature) 0
#endif

#if defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
extern "C" {
void AnnotateIgnoreWritesBegin(const char* file, int line);
void AnnotateIgnoreWritesEnd(const char* file, int line);
}
#endif

namespace actors::runtime {

#if defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
inline constexpr bool thread_sanitizer = true;

/// While it lives, ThreadSanitizer takes no note of what this thread writes and frees.
class unwatched {
 public:
  unwatched() { AnnotateIgnoreWritesBegin(__FILE__, __LINE__); }
  ~unwatched() { AnnotateIgnoreWritesEnd(__FILE__, __LINE__); }
  unwatched(const unwatched&) = delete;
  unwatched& operator=(const unwatched&) = delete;
};
#else
inline constexpr bool thread_sanitizer = false;

class unwatched {
 public:
  unwatched() noexcept {}
  ~unwatched() {}
  unwatched(const unwatched&) = delete;
  unwatched& operator=(const unwatched&) = delete;
};
#endif

#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
inline constexpr bool address_sanitizer = true;
#else
inline constexpr bool address_sanitizer = false;
#endif

}  // namespace actors::runtime
