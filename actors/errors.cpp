// SPDX-License-Identifier: BSL-1.0
#include <actors/errors.hpp>

#include <actors/runtime/log.hpp>

#include <sstream>
#include <utility>

namespace actors {
namespace {

std::string too_many(const std::string& child, int at_most,
                     std::chrono::steady_clock::duration within, const std::exception_ptr& last) {
  std::ostringstream text;
  text << child << " failed once more than the " << at_most << " times allowed within "
       << std::chrono::duration<double>{within}.count()
       << " s, the last time by: " << runtime::text_of(last);
  return std::move(text).str();
}

}  // namespace

too_many_restarts::too_many_restarts(
    const std::string& child, int at_most, std::chrono::steady_clock::duration within,
    std::exception_ptr last)
    : error{too_many(child, at_most, within, last)}, last_{std::move(last)} {}

}  // namespace actors
