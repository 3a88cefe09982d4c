// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/actor_core.hpp>
#include <actors/runtime/node_pool.hpp>

#include <memory>
#include <utility>

namespace actors::runtime {

/// A message nobody waits for.
template <class Body>
class tell final : public message, public pooled_node {
 public:
  explicit tell(Body body) : message{kind::tell}, body_{std::move(body)} {}

  [[nodiscard]] Body& body() { return body_; }

  void handle(actor_core& self) noexcept override {
    const std::unique_ptr<tell> mine{this};
    self.run_guarded(body_);
  }
  void stopped() noexcept override { std::unique_ptr<tell>{this}; }

 private:
  Body body_;
};

}  // namespace actors::runtime
