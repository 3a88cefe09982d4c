// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor.hpp>
#include <actors/actor_function.hpp>
#include <actors/actor_method.hpp>
#include <actors/backplane.hpp>
#include <actors/call_printer.hpp>
#include <actors/defer_start.hpp>
#include <actors/errors.hpp>
#include <actors/late_bind.hpp>
#include <actors/options.hpp>
#include <actors/pending.hpp>
#include <actors/pipeline.hpp>
#include <actors/pool.hpp>
#include <actors/pooled.hpp>
#include <actors/rehearsal.hpp>
#include <actors/rehearsed.hpp>
#include <actors/restart_policy.hpp>
#include <actors/running.hpp>
#include <actors/splitter.hpp>
#include <actors/stepping.hpp>
#include <actors/steps.hpp>
#include <actors/supervisor.hpp>
#include <actors/together.hpp>
#include <actors/trace.hpp>
#include <actors/undelivered.hpp>
