// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/limited.hpp>

#include <actors/runtime/admission.hpp>

#include <memory>
#include <stdexcept>

namespace actors::runtime {
namespace {

class limited final : public executor {
 public:
  limited(executor& by, const options& how) : by_{by}, door_{how.mailbox_limit, how.full} {}

  void start(actor_core& owned) override { by_.start(owned); }
  void ready(actor_core& owned) noexcept override { by_.ready(owned); }
  void interrupt() noexcept override { by_.interrupt(); }
  bool works_here() const noexcept override { return by_.works_here(); }
  admission* limit() noexcept override { return &door_; }
  void let_go() noexcept override {
    by_.let_go();
    std::unique_ptr<limited>{this};
  }
  clock::time_point now() const override { return by_.now(); }
  void wake_at(actor_core& resting, clock::time_point time) override { by_.wake_at(resting, time); }
  void cancel_wake_up(actor_core& resting) noexcept override { by_.cancel_wake_up(resting); }
  event::news await(event& answered) override { return by_.await(answered); }
  bool await_until(event& answered, clock::time_point time) override {
    return by_.await_until(answered, time);
  }

 private:
  executor& by_;
  admission door_;
};

}  // namespace

executor& with_limit(executor& by, const options& how) {
  if (how.mailbox_limit == options::unlimited) return by;
  if (how.mailbox_limit == 0)
    throw std::invalid_argument{"options::mailbox_limit is 0: such a mailbox takes no message"};
  return *std::make_unique<limited>(by, how).release();
}

}  // namespace actors::runtime
