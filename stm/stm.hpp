// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/atomically.hpp>
#include <stm/changeset.hpp>
#include <stm/conflicts.hpp>
#include <stm/errors.hpp>
#include <stm/name.hpp>
#include <stm/or_else.hpp>
#include <stm/outside.hpp>
#include <stm/read_transaction.hpp>
#include <stm/reclaim.hpp>
#include <stm/ref.hpp>
#include <stm/retry.hpp>
#include <stm/retry_policy.hpp>
#include <stm/snapshot.hpp>
#include <stm/statistics.hpp>
#include <stm/store.hpp>
#include <stm/transaction.hpp>
#include <stm/value.hpp>
#include <stm/var.hpp>
