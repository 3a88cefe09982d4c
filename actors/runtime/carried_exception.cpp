// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/carried_exception.hpp>

#include <actors/runtime/sanitizers.hpp>

#include <boost/smart_ptr/make_shared.hpp>

#include <memory>
#include <new>
#include <utility>

namespace actors::runtime {
namespace {

class carrier final : public boost::exception_detail::clone_base {
 public:
  explicit carrier(std::exception_ptr failure) : failure_{std::move(failure)} {}
  ~carrier() override {
    // Who caught the exception has let go of it before this frees it: so says the count of its
    // holders, which the C++ runtime keeps out of ThreadSanitizer's sight.
    const unwatched release;
    failure_ = nullptr;
  }
  carrier(const carrier&) = delete;
  carrier& operator=(const carrier&) = delete;

  const clone_base* clone() const override { return std::make_unique<carrier>(failure_).release(); }
  void rethrow() const override { std::rethrow_exception(failure_); }

 private:
  std::exception_ptr failure_;
};

}  // namespace

boost::exception_ptr carried(std::exception_ptr failure) noexcept {
  try {
    return boost::exception_ptr{boost::make_shared<const carrier>(std::move(failure))};
  } catch (const std::bad_alloc&) {
    static const carrier of_no_memory{std::make_exception_ptr(std::bad_alloc{})};
    const boost::shared_ptr<const void> nobody;
    return boost::exception_ptr{
        boost::shared_ptr<const boost::exception_detail::clone_base>{nobody, &of_no_memory}};
  }
}

}  // namespace actors::runtime
