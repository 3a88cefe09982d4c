// SPDX-License-Identifier: BSL-1.0
#include <bench/calls.hpp>
#include <tests/soak/faults.hpp>
#include <tests/soak/rounds.hpp>
#include <tests/soak/shifts.hpp>

#include <actors/actors.hpp>

#include <boost/thread/future.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace soak {

namespace {

/// Adds up what it is called with, also for those that are made after it.
class till : public actors::actor {
  std::atomic<std::int64_t>& total_;

 public:
  explicit till(std::atomic<std::int64_t>& total) : total_{total} {}

  actors::actor_function<int(int)> add{this, [this](int n) { return total_ += n, n; }};
  actors::actor_method<void(int)> note{this, [this](int n) { total_ += n; }};
  actors::actor_function<void(int)> refuse{
      this, [this](int n) {
        total_ += n;
        throw bench::refusal{};
      }};

 protected:
  // What stop_now() has left, so that nothing that was sent is missing.
  void on_undelivered(actors::undelivered& left) override {
    while (left.run_next()) {
    }
  }
};

/// Some tills, each of which is stopped and replaced again and again.
template <class Holder, class... Servers>
class shop {
 public:
  shop() {
    for (auto& each : tills_) each = make();
  }
  ~shop() { close(); }
  shop(const shop&) = delete;
  shop& operator=(const shop&) = delete;

  std::shared_ptr<Holder> any(support::dice& luck) {
    const auto number = static_cast<std::size_t>(luck.below(tills_count));
    const std::lock_guard lock{mutex_};
    return tills_[number];
  }
  /// Stops one while it is called. Who still holds it gets no more answers.
  void replace(support::dice& luck, bool at_once) {
    auto fresh = make();
    const auto number = static_cast<std::size_t>(luck.below(tills_count));
    {
      const std::lock_guard lock{mutex_};
      std::swap(tills_[number], fresh);
    }
    at_once ? fresh->stop_now() : fresh->stop();
    if (!at_once || luck.one_in(2)) fresh->join();
  }
  void close() {
    for (auto& each : tills_) {
      each->stop();
      each->join();
    }
  }
  std::int64_t total() const { return total_; }

 private:
  static constexpr int tills_count = 3;

  std::shared_ptr<Holder> make() {
    return std::apply(
        [&](auto&... by) { return std::make_shared<Holder>(by..., total_); }, servers_);
  }

  std::atomic<std::int64_t> total_{0};
  std::tuple<Servers...> servers_;
  std::mutex mutex_;
  std::array<std::shared_ptr<Holder>, tills_count> tills_;  // guarded by mutex_
};

/// Who calls the tills. What it was told lies between `sure` and `sure + unknown`.
struct caller {
  std::int64_t sure = 0;
  std::int64_t unknown = 0;  // its call was interrupted, or failed otherwise on the way
  std::int64_t wrong = 0;    // answers

  /// `is_exact`: nobody is interrupted or without memory, so that nothing is unknown.
  template <class Shop>
  void step(Shop& open, figures& all, support::dice& luck, bool is_exact) {
    const auto one = open.any(luck);
    const int amount = 1 + luck.below(100), how = luck.below(4);
    ++all.operations;
    try {
      const scarcity memory{!is_exact && luck.one_in(16) ? 1 + luck.below(4) : 0};
      if (how == 0) {
        wrong += one->add(amount) != amount;
      } else if (how == 1) {
        wrong += one->add.async(amount).get() != amount;
      } else if (how == 2) {
        one->note(amount);
      } else {
        one->refuse(amount);
        ++wrong;
      }
      sure += amount;
    } catch (const bench::refusal&) {
      ++all.faults;
      sure += amount;
    } catch (const actors::actor_stopped&) {
      ++all.faults;  // and was not handled
    } catch (const boost::thread_interrupted&) {
      ++all.faults;
      unknown += amount;
    } catch (const std::bad_alloc&) {
      ++all.faults;
      unknown += amount;
    } catch (const boost::broken_promise&) {
      ++wrong;
    }
  }
};

template <class Holder, class... Servers>
std::string till_round(figures& all, support::dice& luck) {
  const bool is_exact = luck.one_in(2);
  // Before the shop: a till that is kept by a caller ends before what it counts with.
  std::vector<caller> callers(static_cast<std::size_t>(1 + luck.below(6)));
  shop<Holder, Servers...> open;
  shifts{.posts = static_cast<int>(callers.size()),
         .interrupts = !is_exact,
         .work =
             [&](int post, support::dice& own, const std::atomic<bool>& is_over) {
               do callers[static_cast<std::size_t>(post)].step(open, all, own, is_exact);
               while (!is_over);
             },
         .between =
             [&](support::dice& manager) {
               for (int times = manager.below(4); times > 0; --times)
                 open.replace(manager, manager.one_in(2));
             }}
      .run(all, luck);
  open.close();
  std::int64_t sure = 0, unknown = 0;
  for (const caller& each : callers) {
    sure += each.sure;
    unknown += each.unknown;
    if (each.wrong != 0) return std::to_string(each.wrong) + " answers were wrong";
  }
  if (open.total() >= sure && open.total() <= sure + unknown) return {};
  return std::to_string(open.total()) + " was handled, and " + std::to_string(sure) + " to " +
         std::to_string(sure + unknown) + " answered";
}

}  // namespace

void add_till_rounds(std::vector<round>& to) {
  to.push_back({"tills with threads of their own", till_round<actors::running<till>>});
  to.push_back({"tills on a pool", till_round<actors::pooled<till>, actors::pool>});
}

}  // namespace soak
