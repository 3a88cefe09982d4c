// SPDX-License-Identifier: BSL-1.0
// As `tail -f song | grep PATTERN`, while the song is being written.
#include <actors/actors.hpp>
#include <stm/stm.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <regex>
#include <string>

/// Sends each line of a file once it has been written, up to the last: "The end".
class tail : public actors::actor {
  std::ifstream file_;
  const stm::var<int>& written_;
  std::string line_;
  int read_ = 0;

  bool process() override {
    stm::read_only([&](stm::read_transaction& tx) { tx.check(*tx[written_] > read_); });
    std::getline(file_, line_);
    ++read_;
    output(line_);
    return line_ != "The end";
  }

 public:
  tail(const std::string& file, const stm::var<int>& lines_written)
      : file_{file}, written_{lines_written} {}

  actors::late_bind<void(std::string)> output;
};

class grep : public actors::actor {
  const std::regex pattern_;

 public:
  explicit grep(const char* pattern) : pattern_{pattern} {}

  actors::late_bind<void(std::string)> output;
  actors::actor_method<void(std::string)> input{
      this, [this](std::string line) {
        if (std::regex_search(line, pattern_)) output(line);
      }};
};

class printer : public actors::actor {
 public:
  actors::actor_method<void(std::string)> input{
      this, [](std::string line) { std::cout << line << '\n'; }};
};

int main(int, char** argv) {
  const std::string song = std::string{argv[0]} + ".txt";
  std::ofstream file{song};
  stm::var<int> lines{0};
  actors::running<tail> follower{actors::defer_start, song, lines};
  actors::running<grep> tens{"^[0-9]0 bottles"};
  actors::running<printer> screen;
  actors::pipeline(follower, tens, screen);
  follower.start();

  const auto sing = [&](auto... words) {
    (file << ... << words) << std::endl;
    stm::atomically([&](stm::transaction& tx) { ++tx[lines]; });
  };
  for (int bottles = 99; bottles > 0; --bottles) {
    sing(bottles, " bottles of beer on the wall");
    sing("Take one down, pass it around");
  }
  sing("The end");
  follower.join();
  actors::drain(tens, screen);
  std::filesystem::remove(song);
}
