// SPDX-License-Identifier: BSL-1.0
// What libFuzzer calls with bytes of its own choice, and the replay with those of the corpus.
#include <tests/fuzz/difference.hpp>
#include <tests/fuzz/player.hpp>

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto program = fuzz::decoded(bytes, size);
  fuzz::running_program = &program;
  fuzz::player{}.play(program);
  return 0;
}
