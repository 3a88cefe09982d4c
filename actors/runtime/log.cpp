// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/log.hpp>

#include <boost/core/demangle.hpp>

#include <cstdio>
#include <string_view>

namespace actors::runtime {
namespace {

constexpr const char* of_unknown_type = "an exception of an unknown type";

/// The name of an actor's class; without memory for that, as the compiler calls it.
class printable_name {
 public:
  explicit printable_name(const std::type_info& actor) noexcept : raw_{actor.name()} {
    try {
      name_ = name_of(actor);
    } catch (...) {
      // The other one is left.
    }
  }
  operator std::string_view() const noexcept { return name_.empty() ? raw_ : name_; }

 private:
  std::string_view raw_;
  std::string name_;
};

}  // namespace

std::string name_of(const std::type_info& actor) {
  std::string full = boost::core::demangle(actor.name());
  for (const std::string_view holder :
       {"actors::running<", "actors::pooled<", "actors::rehearsed<"}) {
    if (!full.starts_with(holder)) continue;
    full = full.substr(holder.size(), full.size() - holder.size() - 1);
    if (full.ends_with(' ')) full.pop_back();  // of "> >"
    break;
  }
  return full;
}

std::string text_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& e) {
    return e.what();
  } catch (...) {
    return of_unknown_type;
  }
}

void log_failure(const std::type_info& actor, const std::exception_ptr& failure) noexcept {
  log_failure(std::string_view{printable_name{actor}}, failure);
}

void log_failure(std::string_view who, const std::exception_ptr& failure) noexcept {
  const auto line = [&](const char* what) {
    std::fprintf(stderr, "%.*s: %s\n", static_cast<int>(who.size()), who.data(), what);
  };
  // Without a copy of what it says: there may be no memory.
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& e) {
    line(e.what());
  } catch (...) {
    line(of_unknown_type);
  }
}

void log_undelivered(const std::type_info& actor, std::size_t messages) noexcept {
  const printable_name name{actor};
  const std::string_view who{name};
  std::fprintf(stderr, "%.*s: stopped before it handled %zu of its messages\n",
               static_cast<int>(who.size()), who.data(), messages);
}

}  // namespace actors::runtime
