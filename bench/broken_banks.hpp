// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/banks/unsynchronised.hpp>
#include <bench/client.hpp>
#include <bench/flights.hpp>

#include <cstddef>
#include <cstdint>

/// Banks that keep wrong books, each in its own way: proof that wrong books are found.
namespace bench::broken {

/// A bank that is right but where a test breaks it: at the first transfer and every tenth after it.
struct honest : unsynchronised {
  static constexpr bank_facts facts{.name = "honest"};
  using unsynchronised::unsynchronised;
  bool tenth() { return transfers_++ % 10 == 0; }

 private:
  int transfers_ = 0;
};

struct doubles_transfers : honest {
  using honest::honest;
  bool transfer(std::size_t from, std::size_t to, int amount) {
    if (!honest::transfer(from, to, amount)) return false;
    if (tenth()) honest::transfer(from, to, amount);
    return true;
  }
};

struct swaps_transfers : honest {
  using honest::honest;
  bool transfer(std::size_t from, std::size_t to, int amount) {
    if (tenth() && balance(from) >= amount) return honest::transfer(to, from, amount);
    return honest::transfer(from, to, amount);
  }
};

/// Says yes and does nothing.
struct forgets_transfers : honest {
  using honest::honest;
  bool transfer(std::size_t from, std::size_t to, int amount) {
    if (tenth() && balance(from) >= amount) return true;
    return honest::transfer(from, to, amount);
  }
};

/// Writes the payee's balance as it was before somebody else's deposit.
struct loses_updates : honest {
  using honest::honest;
  bool transfer(std::size_t from, std::size_t to, int amount) {
    if (!honest::transfer(from, to, amount)) return false;
    if (tenth()) deposit(to, -amount);
    return true;
  }
};

struct never_refuses : honest {
  using honest::honest;
  bool transfer(std::size_t from, std::size_t to, int amount) {
    deposit(from, -amount);
    deposit(to, amount);
    return true;
  }
};

struct always_refuses : honest {
  using honest::honest;
  bool transfer(std::size_t, std::size_t, int) { return false; }
};

/// Moves the money and says that it did not.
struct denies_transfers : honest {
  using honest::honest;
  bool transfer(std::size_t from, std::size_t to, int amount) {
    return honest::transfer(from, to, amount) && !tenth();
  }
};

struct loses_deposits : honest {
  using honest::honest;
  void deposit(std::size_t id, int amount) {
    if (!tenth()) honest::deposit(id, amount);
  }
};

/// Audits in the middle of a transfer now and then.
struct audits_half_way : honest {
  using honest::honest;
  std::int64_t audit() { return honest::audit() - (tenth() ? 7 : 0); }
};

struct reads_half_way : honest {
  using honest::honest;
  int read_pair(std::size_t one, std::size_t other) {
    return honest::read_pair(one, other) - (tenth() ? 7 : 0);
  }
};

/// Has money in flight between two calls until it rests, and says so.
struct audits_in_flight : audits_half_way {
  using audits_half_way::audits_half_way;
  bool at_rest = false;
  std::int64_t audit() { return at_rest ? honest::audit() : audits_half_way::audit(); }
  static constexpr bank_facts facts{.name = "audits_in_flight", .atomic_audits = false};
};

/// Answers transfers in flight when it is asked for the third time, and makes them only then.
template <class Bank>
struct lands_late : Bank {
  using Bank::Bank;
  int begun = 0;
  int landed = 0;

  void keep_in_flight(client& me, auto enough) { bench::keep_in_flight<flight>(*this, me, enough); }

 private:
  struct flight {
    flight(lands_late& bank, client::pair accounts, int sum)
        : open{&bank}, both{accounts}, amount{sum} {
      ++open->begun;
    }
    landing next() {
      if (--not_yet > 0) return landing::not_yet;
      ++open->landed;
      return open->transfer(both.first, both.second, amount) ? landing::moved : landing::refused;
    }
    lands_late* open;
    client::pair both;
    int amount;
    int not_yet = 3;
  };
};

}  // namespace bench::broken
