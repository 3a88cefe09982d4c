// SPDX-License-Identifier: BSL-1.0
// What most examples include.
#include <actors/actors.hpp>
#include <stm/stm.hpp>

#include <iostream>
#include <string>
