// SPDX-License-Identifier: BSL-1.0
#include <actors/actors.hpp>

#include <iostream>
#include <string>
#include <string_view>
#include <utility>

/// Says its line once it has heard its cue, and goes when somebody says good night.
class guest : public actors::actor {
 public:
  guest(std::string cue, std::string line) : cue_{std::move(cue)}, line_{std::move(line)} {}

  void enter(std::string_view room) {
    actors::publish_to(room, say);
    actors::subscribe_to(room, hear);
  }

  actors::late_bind<void(std::string)> say;
  actors::actor_method<void(std::string)> hear{
      this, [this](std::string line) {
        heard += line + '\n';
        if (line.ends_with(cue_)) say(line_);
        if (line.ends_with("Good night!")) stop();
      }};

  std::string heard;

 private:
  const std::string cue_, line_;
};

int main() {
  actors::backplane<std::string> parlour{"parlour"};
  actors::running<guest> fred{"Anybody here?", "Fred: Only me."};
  actors::running<guest> barney{"Only me.", "Barney: And me. Where is Betty?"};
  actors::running<guest> wilma{"Where is Betty?", "Wilma: Asleep. Good night!"};
  for (auto* each : {&fred, &barney, &wilma}) each->enter("parlour");

  actors::late_bind<void(std::string)> door;
  actors::publish_to("parlour", door);
  door("Dino: Anybody here?");
  actors::join(fred, barney, wilma);

  std::cout << fred.heard;
  const bool agree = fred.heard == barney.heard && barney.heard == wilma.heard;
  std::cout << (agree ? "All have heard the same\n" : "They have heard different things\n");

  try {
    actors::publish_to("kitchen", door);
  } catch (const actors::unknown_backplane& e) {
    std::cout << e.what() << '\n';
  }
}
