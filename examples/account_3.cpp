// SPDX-License-Identifier: BSL-1.0
#include <actors/actors.hpp>
#include <examples/account_actor.hpp>
#include <examples/arguments.hpp>
#include <examples/game.hpp>
#include <examples/mischief_maker.hpp>

using namespace examples;

int main(int argc, char** argv) {
  const auto seed = seed_from(argc, argv);
  actors::running<account_actor> freds{1000}, barneys{1000};
  play<mischief_maker<account_actor>>(freds, barneys, seed);
}
