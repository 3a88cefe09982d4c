// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/testing/explore.hpp>
#include <stm/testing/order_source.hpp>
#include <stm/testing/pct.hpp>
#include <stm/testing/random_walk.hpp>
#include <stm/testing/within_preemptions.hpp>
