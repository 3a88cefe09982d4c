// SPDX-License-Identifier: BSL-1.0
// Those who observe calls.
#include <doctest/doctest.h>

#include <tests/faults/office.hpp>

#include <atomic>
#include <sstream>

using faults::frail;
using faults::in;
using faults::keeper;
using faults::office;
using faults::rehearsing;
using faults::with_threads;

namespace {

/// Counts what has begun and not ended.
class watcher final : public actors::call_observer {
 public:
  void see(const actors::trace_event& event) noexcept override {
    using kind = actors::trace_event::kind;
    seen_ = true;
    under_way_ += event.what == kind::sent ? 1 : event.what == kind::begun ? 0 : -1;
  }
  [[nodiscard]] int under_way() const { return under_way_; }
  [[nodiscard]] bool has_seen() const { return seen_; }

 private:
  std::atomic<int> under_way_{0};
  std::atomic<bool> seen_{false};
};

/// All that is called is watched; an outlet leads into a mailbox with one place.
template <class Place>
struct watched : office<Place> {
  watcher all;
  actors::observing on{all};
  decltype(std::declval<Place&>().template make<keeper>()) small =
      this->template make<keeper>(actors::options{.mailbox_limit = 1});
  actors::late_bind<void(frail)> way;

  watched() { way.bind(small->input); }

  [[nodiscard]] std::string state() {
    small->settle();
    const std::string kept = office<Place>::state() + ' ' + std::to_string(small->kept());
    return kept + ' ' + std::to_string(all.under_way());
  }
};

template <class Place>
std::vector<faults::scene> observed_calls() {
  using at = watched<Place>;
  return {
      in<at>("calls of each kind",
             [](at& here) {
               here.one->input(frail{2});
               auto answer = here.one->put.async(frail{2});
               here.go_on();
               here.result = answer.get().value + here.one->put(frail{2}).value;
               here.one->settle();
             })
          .may_throw_after(),
      in<at>("calls that are dropped",
             [](at& here) {
               {
                 const auto made = here.template make_deferred<keeper>();
                 made->input(frail{2});
                 auto call = made->put.cancellable(frail{2});
                 call.cancel();
               }
               here.result = here.all.has_seen() ? 1 : 0;
             }),
      in<at>("a call through an outlet into the last place",
             [](at& here) {
               here.way(frail{2});
               here.small->settle();
               here.result = 1;
             })
          .may_throw_after(),
      in<at>("a printer, which may leave out a line",
             [](at& here) {
               std::ostringstream lines;
               actors::call_printer printer{lines};
               printer.name(*here.one, &keeper::put, "put");
               const actors::observing also{printer};
               here.result = here.one->put(frail{2}).value;
             })
          .may_throw_after(),
  };
}

}  // namespace

TEST_CASE_TEMPLATE("a call that is observed fails no more than one that is not, and ends", Place,
                   rehearsing, with_threads) {
  faults::play_at<Place>(observed_calls<Place>());
}
