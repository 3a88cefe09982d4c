// SPDX-License-Identifier: BSL-1.0
#include <actors/actor.hpp>

#include <actors/runtime/log.hpp>
#include <actors/undelivered.hpp>

namespace actors {

actor::~actor() {
  // Not closed only where a constructor, its own or its holder's, has failed: what it was sent is
  // answered all the same.
  if (!actor_core::closed()) actor_core::finish();
}

void actor::stop() noexcept {
  actor_core::stop();
}

void actor::stop_now() noexcept {
  actor_core::stop_now();
}

void actor::join() {
  static_cast<void>(actor_core::join_until(std::chrono::steady_clock::time_point::max()));
}

bool actor::join_until(std::chrono::steady_clock::time_point deadline) {
  return actor_core::join_until(deadline);
}

std::exception_ptr actor::failure() const noexcept {
  return actor_core::failure();
}

bool actor::stopping() const {
  return actor_core::stopping();
}

bool actor::stopping_at_once() const {
  return actor_core::told_to_stop(true);
}

bool actor::on_own_thread() const {
  return actor_core::serving_here();
}

std::optional<std::size_t> actor::depth() const {
  return actor_core::depth();
}

void actor::rest_until(std::chrono::steady_clock::time_point time) {
  actor_core::rest_until(time);
}

void actor::rest() {
  actor_core::rest();
}

std::chrono::steady_clock::time_point actor::now() const {
  return actor_core::now();
}

void actor::on_start() {}

bool actor::process() {
  never_process();
  return true;
}

void actor::on_stop() {}

void actor::on_error(std::exception_ptr failure) {
  runtime::log_failure(typeid(*this), failure);
  stop_now();
}

void actor::on_undelivered(undelivered& messages) {
  runtime::log_undelivered(typeid(*this), messages.size());
}

}  // namespace actors
