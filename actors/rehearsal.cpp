// SPDX-License-Identifier: BSL-1.0
#include <actors/rehearsal.hpp>

#include <actors/runtime/casting.hpp>
#include <actors/runtime/stage.hpp>

namespace actors {

rehearsal::rehearsal(std::uint64_t seed)
    : stage_{std::make_unique<runtime::stage>(runtime::casting{seed})} {}

rehearsal::rehearsal(std::string_view script)
    : stage_{std::make_unique<runtime::stage>(runtime::casting{script})} {}

rehearsal::~rehearsal() = default;

bool rehearsal::step() {
  return stage_->step();
}

std::size_t rehearsal::run() {
  return stage_->run();
}

void rehearsal::advance_to(std::chrono::steady_clock::time_point time) {
  stage_->advance_to(time);
}

std::chrono::steady_clock::time_point rehearsal::now() const {
  return stage_->now();
}

std::string rehearsal::order() const {
  return stage_->order();
}

void rehearsal::give_up_after(std::size_t steps) {
  stage_->give_up_after(steps);
}

}  // namespace actors
