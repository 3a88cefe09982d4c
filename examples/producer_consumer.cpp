// SPDX-License-Identifier: BSL-1.0
#include <actors/actors.hpp>

#include <array>
#include <cstddef>
#include <iostream>

struct loaf {
  std::size_t baker;
  int number;
};

class baker : public actors::actor {
 public:
  explicit baker(std::size_t who) : who_{who} {}

  actors::late_bind<void(loaf)> output;

 private:
  bool process() override {
    output({who_, baked_++});
    return baked_ < 200;
  }

  const std::size_t who_;
  int baked_ = 0;
};

class shop : public actors::actor {
 public:
  actors::actor_method<void(loaf)> input{
      this, [this](loaf l) {
        if (l.number != sold[l.baker]) ++out_of_order;
        ++sold[l.baker];
      }};

  std::array<int, 3> sold{};
  int out_of_order = 0;
};

int main() {
  actors::running<shop> corner;
  actors::running<baker> fred{actors::defer_start, 0u}, barney{actors::defer_start, 1u};
  actors::running<baker> wilma{actors::defer_start, 2u};
  for (auto* each : {&fred, &barney, &wilma}) each->output.bind(corner.input);

  actors::start(fred, barney, wilma);
  actors::join(fred, barney, wilma);
  actors::drain(corner);  // all that was baked is sold
  for (const int each : corner.sold) std::cout << each << ' ';
  std::cout << "loaves sold, " << corner.out_of_order << " out of order\n";
}
