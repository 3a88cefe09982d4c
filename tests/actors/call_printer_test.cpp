// SPDX-License-Identifier: BSL-1.0
#include <actors/call_printer.hpp>

#include <actors/actors.hpp>
#include <actors/runtime/log.hpp>
#include <tests/actors/recorder.hpp>

#include <doctest/doctest.h>

#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

namespace {

/// What it prints, with x for each figure.
std::string without_figures(const std::string& printed) {
  static const std::regex blanks{" +"}, figures{"[0-9]+"};
  return std::regex_replace(std::regex_replace(printed, blanks, " "), figures, "x");
}

class pair : public recorder {
 public:
  actors::actor_function<void()> note_one{this, [this] { note(1); }};
};

}  // namespace

TEST_CASE("each event is a line, with the names that members were given") {
  actors::rehearsal show{1};
  actors::rehearsed<pair> example{show}, a{show};
  std::ostringstream out;
  actors::call_printer printer{out};
  printer.name(example, &pair::note_one, "note_one");
  printer.name(example, &pair::note, "note");
  {
    const actors::observing on{printer};
    a.note_one();
    show.run();
    CHECK_THROWS_AS(a.refuse(), std::out_of_range);
    a.stop();
    CHECK_THROWS_AS(a.note(1), actors::actor_stopped);
  }
  CHECK(without_figures(out.str()) ==
        " x us thread x sent #x (anonymous namespace)::pair.note_one\n"
        " x us thread x begun #x (anonymous namespace)::pair.note_one, after x us\n"
        " x us thread x sent #x (anonymous namespace)::pair.note, by #x\n"
        " x us thread x finished #x (anonymous namespace)::pair.note_one, in x us\n"
        " x us thread x begun #x (anonymous namespace)::pair.note, after x us\n"
        " x us thread x finished #x (anonymous namespace)::pair.note, in x us\n"
        " x us thread x sent #x (anonymous namespace)::pair+x\n"
        " x us thread x begun #x (anonymous namespace)::pair+x, after x us\n"
        " x us thread x failed #x (anonymous namespace)::pair+x: as asked\n"
        " x us thread x sent #x (anonymous namespace)::pair.note\n"
        " x us thread x dropped #x (anonymous namespace)::pair.note\n");
}

TEST_CASE("a member without a name is written as its place in the actor") {
  actors::rehearsal show{1};
  actors::rehearsed<recorder> a{show};
  std::ostringstream out;
  actors::call_printer printer{out};
  const actors::observing on{printer};
  a.note(1);
  const auto place = reinterpret_cast<const char*>(&a.note) - reinterpret_cast<const char*>(&a);
  CHECK(out.str().find(" recorder+" + std::to_string(place) + '\n') != std::string::npos);
}

TEST_CASE("a class is called the same however it is held") {
  using plain = actors::splitter<std::pair<int, std::vector<int>>>;
  const std::string name = actors::runtime::name_of(typeid(plain));
  CHECK(actors::runtime::name_of(typeid(actors::running<plain>)) == name);
  CHECK(actors::runtime::name_of(typeid(actors::pooled<plain>)) == name);
  CHECK(actors::runtime::name_of(typeid(actors::rehearsed<plain>)) == name);
}
