// SPDX-License-Identifier: BSL-1.0
#include <tests/opacity/report.hpp>

#include <cstdio>
#include <utility>

namespace opacity {

namespace {

double seconds(std::clock_t ticks) {
  return static_cast<double>(ticks) / CLOCKS_PER_SEC;
}

}  // namespace

void report::begin(std::uint64_t seed) {
  seed_ = seed;
  since_ = std::clock();
}

void report::played() {
  const auto now = std::clock();
  playing_ += now - std::exchange(since_, now);
}

bool report::checked(const options::setting& part, const verdict& found) {
  checking_ += std::clock() - since_;
  transactions_ += part.transactions;
  sum_.attempts += found.attempts;
  sum_.failed += found.failed;
  sum_.reads += found.reads;
  if (found.is_opaque()) return true;
  std::printf(
      "NOT OPAQUE, after less than %llu transactions\n%s"
      "again, in another order: %s --threads=%u --keys=%u --history=%llu --seed=%llu\n",
      static_cast<unsigned long long>(transactions_), found.faults.c_str(), program_.c_str(),
      s_.threads, s_.keys, static_cast<unsigned long long>(part.transactions),
      static_cast<unsigned long long>(seed_));
  return false;
}

void report::end() const {
  std::printf(
      "opaque: %u threads, %u keys, %llu transactions; %zu attempts, %zu of them failed, %zu "
      "reads; %.2f s of processor time to play, %.2f s to check\n",
      s_.threads, s_.keys, static_cast<unsigned long long>(transactions_), sum_.attempts,
      sum_.failed, sum_.reads, seconds(playing_), seconds(checking_));
  std::fflush(stdout);
}

}  // namespace opacity
