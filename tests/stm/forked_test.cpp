// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/support/elsewhere.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <string>

namespace {

/// What `work`, which returns whether all is well, comes to in a child process.
template <class Work>
bool in_a_child(Work work) {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) _exit(work() ? 0 : 1);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

TEST_CASE("a child process that was forked outside every transaction has variables of its own") {
  stm::var<int> a{1};
  stm::var<std::string> text{"before"};
  support::elsewhere([&] { stm::atomically([&](stm::transaction& tx) { tx[a] = 2; }); });
  CHECK(in_a_child([&] {
    stm::atomically([&](stm::transaction& tx) {
      tx[a] += 1;
      tx[text] = std::string{"in the child"};
    });
    return a.load() == 3 && text.load() == "in the child";
  }));
  CHECK(a.load() == 2);
  CHECK(text.load() == "before");
}

TEST_CASE("a child process that is forked inside a block goes on with the block") {
  stm::var<int> a{1};
  bool is_well = false;
  stm::atomically([&](stm::transaction& tx) {
    tx[a] = 5;
    is_well = in_a_child([&] {
      tx[a] += 1;
      return *tx[a] == 6;
    });
  });
  CHECK(is_well);
  CHECK(a.load() == 5);
}
