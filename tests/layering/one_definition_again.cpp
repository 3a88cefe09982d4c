// SPDX-License-Identifier: BSL-1.0
#include <actors/actors.hpp>
#include <actors/send_on_commit.hpp>
#include <stm/stm.hpp>

void one_definition_again();

void one_definition_again() {}
