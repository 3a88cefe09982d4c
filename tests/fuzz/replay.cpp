// SPDX-License-Identifier: BSL-1.0
// replay FOLDER|FILE...: runs every program of the corpus, or of the files named. A difference
// prints the program and aborts.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

int main(int count, char** words) {
  std::set<std::filesystem::path> files;  // sorted: each replay is the same
  for (int i = 1; i < count; ++i) {
    if (!std::filesystem::is_directory(words[i]))
      files.insert(words[i]);
    else
      for (const auto& each : std::filesystem::directory_iterator{words[i]}) files.insert(each);
  }
  for (const auto& path : files) {
    std::ifstream file{path, std::ios::binary};
    if (!file) return std::fprintf(stderr, "cannot read %s\n", path.c_str()), 2;
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    std::vector<std::uint8_t> program{bytes.begin(), bytes.end()};
    std::fprintf(stderr, "%s\n", path.filename().c_str());
    LLVMFuzzerTestOneInput(program.data(), program.size());
  }
  std::printf("%zu programs\n", files.size());
  return files.empty() ? 1 : 0;
}
