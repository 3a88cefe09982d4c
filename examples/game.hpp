// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actors.hpp>
#include <examples/say.hpp>

#include <cstdint>

namespace examples {

/// Lets Fred and Barney, two mischief makers, play with their accounts and says what came of it.
/// Returns the money that is in the accounts in the end.
template <class MischiefMaker, class Account>
int play(Account& freds, Account& barneys, std::uint32_t seed) {
  record("INITIAL", freds.balance());
  record("INITIAL", barneys.balance());
  actors::running<MischiefMaker> fred{freds, barneys, seed};
  actors::running<MischiefMaker> barney{barneys, freds, seed + 1};
  actors::join(fred, barney);

  const int left_to_fred = freds.balance();
  const int left_to_barney = barneys.balance();
  say("GAME OVER");
  say("Fred grabbed", fred.grabbed());
  say("Barney grabbed", barney.grabbed());
  say("Total grabbed", fred.grabbed() + barney.grabbed());
  say("Since they stopped grabbing...");
  say("Money left", left_to_fred, left_to_barney);
  say("Ending money", left_to_fred + left_to_barney);
  return left_to_fred + left_to_barney;
}

}  // namespace examples
