// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <unistd.h>
#include <cstdio>
#include <string>

namespace support {

/// While it lives, what the program writes to the standard error goes into a file of no name.
class captured_stderr {
 public:
  captured_stderr() : file_{std::tmpfile()}, saved_{(std::fflush(stderr), ::dup(2))} {
    ::dup2(::fileno(file_), 2);
  }
  ~captured_stderr() {
    restore();
    std::fclose(file_);
  }
  captured_stderr(const captured_stderr&) = delete;
  captured_stderr& operator=(const captured_stderr&) = delete;

  /// Ends the capture and returns what was written.
  std::string text() {
    restore();
    std::string all;
    std::rewind(file_);
    for (int c = std::fgetc(file_); c != EOF; c = std::fgetc(file_)) all += static_cast<char>(c);
    return all;
  }

 private:
  void restore() {
    if (saved_ < 0) return;
    std::fflush(stderr);
    ::dup2(saved_, 2);
    ::close(saved_);
    saved_ = -1;
  }

  std::FILE* file_;
  int saved_;  // the standard error as it was; -1: restored
};

}  // namespace support
