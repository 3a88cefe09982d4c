// SPDX-License-Identifier: BSL-1.0
#include <tests/fuzz/difference.hpp>
#include <tests/fuzz/player.hpp>

#include <stm/engine/limits.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <stdexcept>

namespace fuzz {

namespace {

constexpr bool is_timed(unsigned policy) {
  return policy % 4 == 1;
}
/// None, a timeout that is up after the first attempt, or so many tries.
constexpr stm::retry_policy to_policy(unsigned policy) {
  if (is_timed(policy)) return {.timeout = std::chrono::nanoseconds{1}};
  if (policy % 4 == 2) return {.max_tries = 1 + static_cast<int>(policy / 4 % 4)};
  return {};
}

}  // namespace

// ---- attempts

void player::begin_attempt(std::optional<attempt>& run, int number, bool is_updating) {
  if (run) {
    model_.has_failed(*run);
    end_attempt(*run, false);
    require(is_updating || number == 2 || run->waits, "a block that only reads has failed twice");
  }
  run = model_.begin(number, is_updating);
}

void player::end_attempt(attempt& run, bool has_committed) {
  std::vector<int> due;
  for (const attempt::hook& each : run.hooks) {
    const bool is_to_run = each.is_for_commit ? has_committed && !each.is_taken_back
                                              : !has_committed || each.is_taken_back;
    if (is_to_run) due.push_back(each.id);
  }
  require(std::exchange(hooks_run_, {}) == due, "other hooks were run");
}

void player::take_back(const std::map<unsigned, draft>& drafts, std::size_t hooks) {
  run()->drafts = drafts;
  for (std::size_t i = hooks; i < run()->hooks.size(); ++i) run()->hooks[i].is_taken_back = true;
}

// ---- blocks

template <class Block>
void player::run_outermost(const std::vector<statement>& inside, unsigned policy, bool is_updating,
                           Block block) {
  std::optional<attempt> run;
  int attempts = 0;
  const auto limits = to_policy(policy);
  try {
    const int result = block(limits, [&](frame at) {
      begin_attempt(run, ++attempts, is_updating);
      at.run = &*run;
      at.may_wait = is_timed(policy);
      const in_frame here{*this, &at};
      all(inside);
      return attempts;
    });
    require(result == attempts, "a block has returned what an earlier run of it did");
    model_.committed(*run);
    return end_attempt(*run, true);
  } catch (const thrown&) {
    require(!run->is_over && !run->waits, "an exception has left an attempt that had failed");
  } catch (const stm::retry_timeout_exceeded&) {
    require(is_timed(policy), "a block without a timeout has come to it");
    model_.has_failed(*run);
  } catch (const stm::max_retries_exceeded& error) {
    require(attempts == limits.max_tries && error.attempts() == attempts,
            "a block has run another number of times than it may");
    model_.has_failed(*run);
  } catch (const std::logic_error&) {
    require(run->waits && run->read.empty() && !run->has_looked_at[0] && !run->has_looked_at[1],
            "a block that waits was taken for one that has read nothing");
  }
  end_attempt(*run, false);
}

template <class Block>
void player::run_nested(Block block) {
  const auto drafts = run()->drafts;
  const auto hooks = run()->hooks.size();
  try {
    block();
  } catch (...) {
    take_back(drafts, hooks);
    throw;
  }
}

void player::block(const std::vector<statement>& inside, unsigned policy) {
  if (!at_)
    return run_outermost(inside, policy, true, [](const stm::retry_policy& limits, auto body) {
      return stm::atomically(limits, [&](stm::transaction& tx) {
        return body(frame{&tx, nullptr, nullptr, true, false});
      });
    });
  run_nested([&] {
    stm::atomically([&](stm::transaction& tx) {
      frame at = *at_;
      at.tx = &tx;
      const in_frame here{*this, &at};
      all(inside);
    });
  });
}

void player::look_only(const std::vector<statement>& inside, unsigned policy) {
  if (!at_)
    return run_outermost(inside, policy, false, [](const stm::retry_policy& limits, auto body) {
      return stm::read_only(limits, [&](stm::read_transaction& tx) {
        return body(frame{nullptr, &tx, nullptr, false, false});
      });
    });
  run_nested([&] {
    stm::read_only([&](stm::read_transaction& tx) {
      frame at{nullptr, &tx, run(), false, at_->may_wait};
      const in_frame here{*this, &at};
      all(inside);
    });
  });
}

// ---- alternatives and waits

void player::either(const statement& that) {
  const std::size_t count = std::min<std::size_t>(that.inside.size(), 3);
  if (count < 2) return all(that.inside);
  const frame before = *at_;
  const auto drafts = run()->drafts;
  const auto hooks = run()->hooks.size();
  const auto alternative = [&](std::size_t i) {
    return [&, i](auto& tx) {
      if (i != 0) {
        require(run()->waits, "a block was run in the place of one that does not wait");
        run()->waits = run()->is_over = false;
        take_back(drafts, hooks);
      }
      frame at = before;
      if constexpr (std::is_same_v<decltype(tx), stm::transaction&>)
        at.tx = &tx;
      else
        at.look = &tx;
      at.may_wait = before.may_wait || i + 1 < count;
      const in_frame here{*this, &at};
      one(that.inside[i]);
      return i;
    };
  };
  run_nested([&] {
    if (before.tx && count == 2)
      stm::atomically(stm::or_else(alternative(0), alternative(1)));
    else if (before.tx)
      stm::atomically(stm::or_else(alternative(0), alternative(1), alternative(2)));
    else if (count == 2)
      stm::read_only(stm::or_else(alternative(0), alternative(1)));
    else
      stm::read_only(stm::or_else(alternative(0), alternative(1), alternative(2)));
  });
}

void player::wait_unless(unsigned place, content value) {
  if (see(place) == value || !at_->may_wait) return;
  run()->waits = true;
  if (at_->tx)
    at_->tx->retry();
  else
    at_->look->retry();
}

void player::swallow(const statement& that) {
  try {
    all(that.inside);
  } catch (const thrown&) {
  } catch (...) {
    run()->is_over = true;
  }
}

// ---- what comes in between, and after

void player::beside(const statement& that) {
  if (!at_) return all(that.inside);
  // Not in its turn, in which the thread would wait for itself.
  constexpr int most = static_cast<int>(stm::engine::limits::turn_after);
  const int attempts = that.c % 4 == 0 ? most : std::min(most, 1 + that.c % 2);
  if (run()->number > attempts) return;
  const stm::outside here;
  const in_frame nowhere{*this, nullptr};
  all(that.inside);
}

void player::ask_for_hook(const statement& that) {
  if (!at_->tx) return;
  const int id = ++hooks_;
  const bool is_for_commit = that.what == verb::hook_commit;
  const auto hook = [this, id] { hooks_run_.push_back(id); };
  if (is_for_commit)
    at_->tx->on_commit(hook);
  else
    at_->tx->on_rollback(hook);
  run()->hooks.push_back({is_for_commit, id, false});
}

}  // namespace fuzz
