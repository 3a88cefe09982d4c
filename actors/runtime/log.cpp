// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/log.hpp>

#include <boost/core/demangle.hpp>

#include <cstdio>
#include <string_view>

namespace actors::runtime {

std::string name_of(const std::type_info& actor) {
  const std::string full = boost::core::demangle(actor.name());
  for (const std::string_view holder :
       {"actors::running<", "actors::pooled<", "actors::rehearsed<"}) {
    if (full.starts_with(holder))
      return full.substr(holder.size(), full.size() - holder.size() - 1);
  }
  return full;
}

std::string text_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& e) {
    return e.what();
  } catch (...) {
    return "an exception of an unknown type";
  }
}

void log_failure(const std::type_info& actor, const std::exception_ptr& failure) noexcept {
  log_failure(name_of(actor), failure);
}

void log_failure(const std::string& who, const std::exception_ptr& failure) noexcept {
  std::fprintf(stderr, "%s: %s\n", who.c_str(), text_of(failure).c_str());
}

void log_undelivered(const std::type_info& actor, std::size_t messages) noexcept {
  std::fprintf(stderr, "%s: stopped before it handled %zu of its messages\n",
               name_of(actor).c_str(), messages);
}

}  // namespace actors::runtime
