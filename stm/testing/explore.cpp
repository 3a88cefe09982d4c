// SPDX-License-Identifier: BSL-1.0
#include <stm/testing/explore.hpp>

#include <stm/engine/thread_slot.hpp>
#include <stm/testing/crew.hpp>
#include <stm/testing/one_core.hpp>
#include <stm/testing/told_order.hpp>

#include <algorithm>
#include <unordered_set>

namespace stm::testing {

void scene::thread(std::function<void()> work) {
  if (threads_.size() == most_threads)
    throw std::length_error{"a scene of more than " + std::to_string(most_threads) + " threads"};
  threads_.push_back(std::move(work));
}

failed_order::failed_order(const std::string& why, std::string order)
    : std::runtime_error{why + "; the order was: " + order}, order_{std::move(order)} {}

/// One run after the other.
class explorer {
 public:
  explorer() { static_cast<void>(engine::thread_slot::mine()); }  // before those of the hands

  crew::run_result run(order_source& source, const script& describe) {
    const crew::direction here{team_};
    scene all;
    describe(all);
    auto result = team_.run(all.threads_, source);
    try {
      if (result.failure) std::rethrow_exception(result.failure);
      for (auto& check : all.checks_) check();
    } catch (const std::exception& failure) {
      throw failed_order{failure.what(), result.order};
    } catch (...) {
      throw failed_order{"something that is no std::exception was thrown", result.order};
    }
    return result;
  }

 private:
  one_core here_;
  crew team_;
};

explored explore(order_source& source, std::size_t runs, const script& describe) {
  explorer all;
  explored sum;
  std::unordered_set<std::uint64_t> seen;
  for (bool has_more = true; has_more && sum.runs < runs;) {
    const auto result = all.run(source, describe);
    ++sum.runs;
    seen.insert(result.fingerprint);
    sum.longest = std::max(sum.longest, result.steps);
    sum.cut += result.is_cut;
    has_more = source.end(result.steps);
    sum.is_all = !has_more && sum.cut == 0;
  }
  sum.distinct = seen.size();
  return sum;
}

void replay(std::string_view order, const script& describe) {
  told_order source{order};
  explorer{}.run(source, describe);
}

}  // namespace stm::testing
