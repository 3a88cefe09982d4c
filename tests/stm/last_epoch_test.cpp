// SPDX-License-Identifier: BSL-1.0
// What happens when the clock of the process runs out: each case in a process of its own.
#include <doctest/doctest.h>

#include <stm/atomically.hpp>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstdio>

#include <deque>
#include <exception>
#include <string>

namespace {

struct end {
  bool is_abort;
  std::string last_words;
};

/// Runs `work` in a copy of this process, and tells how it has ended.
template <class Work>
end end_of(Work work) {
  int words[2];
  REQUIRE(pipe(words) == 0);
  std::fflush(nullptr);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const rlimit no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    std::signal(SIGABRT, SIG_DFL);
    dup2(words[1], STDERR_FILENO);
    work();
    _exit(0);
  }
  close(words[1]);
  end found{};
  char letter = 0;
  while (read(words[0], &letter, 1) == 1) found.last_words += letter;
  close(words[0]);
  int status = 0;
  waitpid(child, &status, 0);
  found.is_abort = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
  return found;
}

void skip_to_the_last_epoch() {
  (void)stm::engine::domain.clock.move_past(stm::engine::limits::last_epoch - 1);
}

const std::string message = "stm: the clock of this process has run through all its epochs\n";

}  // namespace

TEST_CASE("a snapshot of the last epoch ends the program, and says why") {
  const auto found = end_of([] {
    skip_to_the_last_epoch();
    std::deque<stm::var<int>> many(20);
    stm::read_only([&](stm::read_transaction& tx) {
      for (auto& each : many) (void)*tx[each];
    });
  });
  CHECK(found.is_abort);
  CHECK(found.last_words.find(message) != std::string::npos);
}

TEST_CASE("a commit that needs a version after the last one ends the program, and says why") {
  const auto found = end_of([] {
    skip_to_the_last_epoch();
    stm::var<int> v{0};
    for (int i = 0; i < 10'000; ++i) stm::atomically([&](stm::transaction& tx) { ++tx[v]; });
  });
  CHECK(found.is_abort);
  CHECK(found.last_words.find(message) != std::string::npos);
}

TEST_CASE("small transactions go on in the last epoch") {
  const auto found = end_of([] {
    skip_to_the_last_epoch();
    stm::var<int> a{0}, b{0};
    stm::atomically([&](stm::transaction& tx) { tx[a] = 1, tx[b] = 1; });
    if (stm::read_only([&](stm::read_transaction& tx) { return *tx[a] + *tx[b]; }) != 2)
      std::terminate();
  });
  CHECK_FALSE(found.is_abort);
  CHECK(found.last_words == "");
}
