// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace bench {

/// What every account of every bank holds when the bank opens.
inline constexpr int opening_balance = 1000;

/// Accounts stand this far apart in every bank that lays them out itself.
inline constexpr std::size_t apart = 64;

/// What a bank is and promises, in the words of the report.
struct bank_facts {
  std::string_view name;
  std::string_view kind = "";  // none, locks, transactions, messages
  std::string_view idea = "";
  std::string_view audits = "";
  std::string_view composes = "";
  std::string_view waits = "";
  std::string_view served = "the caller's";  // the thread that an operation's work is done on
  bool atomic_audits = true;
  std::size_t most_accounts = std::numeric_limits<std::size_t>::max();
  int most_threads = std::numeric_limits<int>::max();
  std::string_view limit = "";
};

/// A bank: accounts 0, 1, ... of whole money, used by several threads at once.
///
/// transfer(from, to, amount): false, and nothing moved, when `from` holds less than `amount`.
/// deposit(id, amount): pays money in from outside.
/// read_pair(a, b), audit(): the sum of two accounts, of all accounts.
/// balance(id): asked only while nobody else uses the bank.
/// Too little money is an outcome here, never an exception: throwing costs every bank alike.
template <class B>
concept bank = std::constructible_from<B, std::size_t> &&
    requires(B& open, std::size_t id, int amount) {
  { B::facts } -> std::convertible_to<const bank_facts&>;
  { open.transfer(id, id, amount) } -> std::same_as<bool>;
  { open.deposit(id, amount) } -> std::same_as<void>;
  { open.read_pair(id, id) } -> std::same_as<int>;
  { open.audit() } -> std::same_as<std::int64_t>;
  { open.balance(id) } -> std::same_as<int>;
};

/// Whether B can hold so many accounts, or whatever it holds, and be used by so many threads.
template <class B>
constexpr bool supports(std::size_t size, int threads) {
  return size <= B::facts.most_accounts && threads <= B::facts.most_threads;
}

}  // namespace bench
