// SPDX-License-Identifier: BSL-1.0
// With one_definition_again.cpp: two parts of one program may both include everything.
#include <actors/actors.hpp>
#include <actors/send_on_commit.hpp>
#include <stm/stm.hpp>

void one_definition_again();

int main() {
  one_definition_again();
}
