// SPDX-License-Identifier: BSL-1.0
// What nearly every test includes and never changes, parsed once for all sources of a folder. A
// test includes what it uses all the same: `tests/run.sh --alone` compiles without this file. No
// include guard: it is a main file as well.
#include <algorithm>
#include <atomic>
#include <boost/thread/future.hpp>
#include <boost/thread/thread.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>
