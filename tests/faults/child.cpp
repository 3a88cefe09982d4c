// SPDX-License-Identifier: BSL-1.0
#include <tests/faults/child.hpp>

#include <tests/support/deadline.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#endif

namespace faults {
namespace {

/// In seconds: what hangs is ended by SIGALRM. TALLY_PATIENCE: so long instead.
unsigned longest() {
  const char* const given = std::getenv("TALLY_PATIENCE");
  return given ? static_cast<unsigned>(std::atoi(given))
               : 60 * static_cast<unsigned>(support::patience_factor());
}

bool has_lost_memory() {
#if defined(__SANITIZE_ADDRESS__)
  return __lsan_do_recoverable_leak_check() != 0;
#else
  return false;
#endif
}

void write_all(int to, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t some = write(to, text.data() + done, text.size() - done);
    if (some <= 0) _exit(3);
    done += static_cast<std::size_t>(some);
  }
}

[[noreturn]] void be_a_child(int to, const std::function<std::string()>& work) {
  // The test's own handlers report what is the parent's affair.
  for (const int each : {SIGABRT, SIGSEGV, SIGTERM, SIGFPE, SIGILL}) std::signal(each, SIG_DFL);
  alarm(longest());
  try {
    write_all(to, work());
  } catch (const std::exception& e) {
    std::fprintf(stderr, "a child has failed: %s\n", e.what());
    _exit(4);
  }
  _exit(has_lost_memory() ? 2 : 0);
}

std::string end_of(int status) {
  if (WIFSIGNALED(status)) return "ended by signal " + std::to_string(WTERMSIG(status));
  if (WEXITSTATUS(status) == 2) return "memory has been lost";
  return WEXITSTATUS(status) == 0 ? "" : "exit " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

child in_a_child(const std::function<std::string()>& work) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::runtime_error{"no pipe"};
  std::fflush(nullptr);
  const pid_t id = fork();
  if (id < 0) throw std::runtime_error{"no process"};
  if (id == 0) be_a_child(ends[1], work);
  close(ends[1]);
  child all;
  std::array<char, 4096> some{};
  for (ssize_t got = 0; (got = read(ends[0], some.data(), some.size())) > 0;)
    all.told.append(some.data(), static_cast<std::size_t>(got));
  close(ends[0]);
  int status = 0;
  waitpid(id, &status, 0);
  all.ended = end_of(status);
  return all;
}

}  // namespace faults
