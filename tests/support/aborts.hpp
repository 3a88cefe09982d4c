// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/support/captured_stderr.hpp>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>

namespace support {

/// True if `work` ends its process by abort(), as a failed assertion does. It runs in a copy of
/// this process, which should have one thread only, and its last words are not shown, unless asked
/// for.
template <class Work>
[[nodiscard]] bool aborts(Work work, bool are_words_shown = false) {
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    const rlimit no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    std::signal(SIGABRT, SIG_DFL);
    if (!are_words_shown) close(STDERR_FILENO);
    alarm(600);  // what hangs ends by another signal
    work();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

/// What it writes to the standard error before; empty if it does not end so.
template <class Work>
[[nodiscard]] std::string last_words(Work work) {
  captured_stderr out;
  return aborts(work, true) ? out.text() : std::string{};
}

}  // namespace support
