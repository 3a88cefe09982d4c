// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/callees/total_actor.hpp>

#include <actors/actors.hpp>

#include <boost/thread/future.hpp>

#include <cstddef>
#include <optional>
#include <tuple>

namespace bench {

/// A total_actor in a Holder that the Servers serve.
template <template <class> class Holder, class... Servers>
class asked_total {
 public:
  explicit asked_total(std::size_t) {
    std::apply([&](auto&... by) { actor_.emplace(by...); }, servers_);
  }

  long add(long by) { return actor_->add(by); }
  boost::future<long> add_async(long by) { return actor_->add.async(by); }
  void refuse(long by) { actor_->refuse(by); }
  void note(long by) { actor_->note(by); }
  // A message that comes after all that this thread has sent, and that no caller handles itself.
  void wait_until_handled() { actor_->total.async().get(); }
  long total() { return actor_->total(); }

 private:
  std::tuple<Servers...> servers_;
  std::optional<Holder<total_actor>> actor_;  // always there: it is made once servers_ are
};

}  // namespace bench
