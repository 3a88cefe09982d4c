// SPDX-License-Identifier: BSL-1.0
#include <actors/actors.hpp>
#include <examples/say.hpp>

#include <string>
#include <utility>

using examples::say;

/// Knows what to do when it hears somebody, and nothing of who hears it.
class animal : public actors::actor {
 public:
  animal(std::string name, std::string sound) : name_{std::move(name)}, sound_{std::move(sound)} {}

  actors::actor_method<void(std::string)> hear{
      this, [this](std::string whom) {
        say(name_, "hears", whom, "and goes", sound_);
        heard_by(name_);
      }};
  actors::late_bind_safe<void(std::string)> heard_by{
      this, [this](std::string) { say("Nobody hears", name_); }};

 private:
  const std::string name_, sound_;
};

class dog : public animal {
 public:
  explicit dog(std::string name) : animal{std::move(name), "woof"} {}
};

class cat : public animal {
 public:
  explicit cat(std::string name) : animal{std::move(name), "meow"} {}
};

class shopkeeper : public actors::actor {
 public:
  actors::actor_method<void(std::string)> hear{
      this, [this](std::string whom) {
        say("Wilma hears", whom, "and throws a biscuit");
        if (++thrown_ == 2) return stop();
        throws("a biscuit");
      }};
  actors::late_bind<void(std::string)> throws;

 private:
  int thrown_ = 0;
};

int main() {
  actors::running<cat> tom{"Tom"};
  actors::running<dog> rex{"Rex"}, fifi{"Fifi"};
  actors::running<shopkeeper> wilma;
  tom.heard_by.bind(rex.hear);
  rex.heard_by.bind(fifi.hear);
  fifi.heard_by.bind(wilma.hear);
  wilma.throws.bind(rex.hear);

  tom.hear("the door");
  wilma.join();  // and all her visitors find the shop closed
  tom.heard_by.bind(fifi.hear);
  tom.hear("a mouse");
  actors::drain(tom, fifi);
}
