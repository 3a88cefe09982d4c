// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/stm.hpp>

#include <tests/opacity/luck.hpp>
#include <tests/opacity/recorder.hpp>
#include <tests/opacity/world.hpp>

#include <cstdint>

namespace opacity {

/// What one thread does with the variables: random steps of random transactions, all recorded.
struct player {
  opacity::world& world;
  recorder& log;
  opacity::luck& luck;

  /// Thrown by blocks that want to be taken back.
  struct enough {};

  /// Runs body(tx) as a transaction; one that throws `enough` is over then.
  template <class Body>
  void update(Body body) {
    log.about_to_begin();
    try {
      stm::atomically([&](stm::transaction& tx) {
        const recorder::block running{log};
        body(tx);
      });
      log.committed();
    } catch (const enough&) {
      log.given_up();
    }
  }
  template <class Body>
  void read_only(Body body) {
    log.about_to_begin();
    stm::read_only([&](stm::read_transaction& tx) {
      const recorder::block running{log};
      body(tx);
    });
    log.committed();
  }

  /// Runs look(), which is a transaction of the library's own making, and then notes what it saw,
  /// which it returns.
  template <class Look, class Note>
  auto read_by(Look look, Note note) {
    log.about_to_begin();
    auto seen = look();
    {
      const recorder::block done{log};
      note(seen);
    }
    log.committed();
    return seen;
  }

  [[nodiscard]] key some_key() { return luck.below(world.keys()); }

  template <class Tx>
  void read(Tx& tx, key k) {
    log.saw(k, world.read(tx, k));
  }
  template <class Tx>
  void read_some(Tx& tx, std::uint32_t many) {
    for (; many > 0; --many) read(tx, some_key());
  }
  template <class Tx>
  void read_all(Tx& tx) {
    const key first = some_key();
    for (key i = 0; i < world.keys(); ++i) read(tx, (first + i) % world.keys());
  }
  /// Without reading it, which is for blocks that are taken back.
  void write(stm::transaction& tx, key k) {
    const written value = log.fresh();
    log.wrote(k, value);
    if (luck.one_in(3))
      world.edit(tx, k, value);
    else
      world.write(tx, k, value);
  }
  void change(stm::transaction& tx, key k) {
    read(tx, k);
    write(tx, k);
  }
  /// Reads, changes, and reads again what it may have changed.
  void change_some(stm::transaction& tx, std::uint32_t many) {
    for (; many > 0; --many) {
      const key k = some_key();
      if (luck.one_in(3))
        read(tx, k);
      else
        change(tx, k);
      if (luck.one_in(4)) read(tx, k);
    }
  }
};

}  // namespace opacity
