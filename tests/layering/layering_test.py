# SPDX-License-Identifier: BSL-1.0
"""Shows on small trees that layering.py sees each kind of include that is out of order."""

import pathlib
import tempfile
import unittest

import layering

TABLE = layering.Table("""
[order in stm]
engine/sync engine/epoch
outside var
stm
[order in actors]
actor
actors
bridge
[actors may include]
stm/outside
[actors/bridge may include]
stm/var
[examples may include all but]
stm/engine/
[never in headers of stm]
boost/
[only in stm/engine/sync]
atomic
""")

IN_ORDER = {
    "stm/engine/sync.hpp": "#include <atomic>\n",
    "stm/engine/sync.cpp": "#include <stm/engine/sync.hpp>\n#include <boost/thread.hpp>\n",
    "stm/engine/epoch.hpp": "#include <stm/engine/sync.hpp>\n",
    "stm/outside.hpp": "",
    "stm/var.hpp": "#include <stm/engine/epoch.hpp>\n#include <vector>\n",
    "stm/stm.hpp": "#include <stm/outside.hpp>\n#include <stm/var.hpp>\n",
    "actors/actor.hpp": "#include <stm/outside.hpp>\n#include <boost/thread.hpp>\n",
    "actors/actors.hpp": "#include <actors/actor.hpp>\n",
    "actors/bridge.hpp": "#include <actors/actor.hpp>\n#include <stm/var.hpp>\n",
    "examples/hello.cpp": "#include <stm/stm.hpp>\n#include <actors/actor.hpp>\n",
    "tests/stm/epoch_test.cpp": '#include <stm/engine/epoch.hpp>\n#include "own.hpp"\n',
}


def complaints(changes):
    """What is said of the tree above with some files changed."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in (IN_ORDER | changes).items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        return list(layering.complaints(root, TABLE))


class Layering(unittest.TestCase):
    def expect(self, changes, *expected):
        self.assertEqual(complaints(changes), list(expected))

    def test_a_tree_in_order_passes(self):
        self.expect({})

    def test_a_file_may_not_include_one_of_a_line_below(self):
        self.expect({"stm/engine/epoch.hpp": "// why\n#include <stm/var.hpp>\n"},
                    "stm/engine/epoch.hpp:2: stm/var.hpp stands below stm/engine/epoch in layers.txt",
                    "a cycle: stm/engine/epoch.hpp -> stm/var.hpp -> stm/engine/epoch.hpp")

    def test_the_source_of_a_header_is_bound_as_the_header_is(self):
        self.expect({"stm/engine/sync.cpp": "#include <stm/stm.hpp>\n"},
                    "stm/engine/sync.cpp:1: stm/stm.hpp stands below stm/engine/sync in layers.txt")

    def test_a_cycle_within_a_line_is_found(self):
        self.expect({"stm/engine/sync.hpp": "#include <stm/engine/epoch.hpp>\n"},
                    "a cycle: stm/engine/epoch.hpp -> stm/engine/sync.hpp -> stm/engine/epoch.hpp")

    def test_stm_may_not_include_actors(self):
        self.expect({"stm/var.hpp": "#include <actors/actor.hpp>\n"},
                    "stm/var.hpp:1: actors/actor.hpp is not for stm/")

    def test_a_library_may_not_include_its_tests(self):
        self.expect({"actors/actor.hpp": "#include <tests/support/counted.hpp>\n"},
                    "actors/actor.hpp:1: tests/support/counted.hpp is not for actors/")

    def test_actors_may_include_only_the_named_headers_of_stm(self):
        self.expect({"actors/actor.hpp": "#include <stm/var.hpp>\n"},
                    "actors/actor.hpp:1: stm/var.hpp is not for actors/")

    def test_what_one_file_may_include_others_of_its_room_may_not(self):
        self.expect({"actors/bridge.hpp": "#include <stm/stm.hpp>\n"},
                    "actors/bridge.hpp:1: stm/stm.hpp is not for actors/")

    def test_the_umbrella_may_not_include_what_stands_below_it(self):
        self.expect({"actors/actors.hpp": "#include <actors/actor.hpp>\n#include <actors/bridge.hpp>\n"},
                    "actors/actors.hpp:2: actors/bridge.hpp stands below actors/actors in layers.txt")

    def test_an_example_may_not_reach_into_the_engine(self):
        self.expect({"examples/hello.cpp": "#include <stm/engine/epoch.hpp>\n"},
                    "examples/hello.cpp:1: stm/engine/epoch.hpp is not for users")

    def test_boost_may_not_be_in_a_header_of_stm(self):
        self.expect({"stm/var.hpp": "#  include <boost/thread.hpp>\n"},
                    "stm/var.hpp:1: boost/thread.hpp must not be in a header of stm/")

    def test_atomics_come_from_one_header(self):
        self.expect({"actors/actor.hpp": "#include <atomic>\n"},
                    "actors/actor.hpp:1: atomic belongs into stm/engine/sync.hpp alone")

    def test_quotes_do_not_hide_an_include(self):
        self.expect({"stm/var.hpp": '#include "stm.hpp"\n'},
                    "stm/var.hpp:1: stm.hpp is included with quotes, not as <stm/...>")

    def test_a_file_that_stands_in_no_line_is_found(self):
        self.expect({"stm/engine/new.hpp": ""}, "layers.txt: stm/engine/new is missing")

    def test_the_umbrella_includes_every_header_for_users(self):
        self.expect({"stm/stm.hpp": "#include <stm/var.hpp>\n"}, "stm/stm.hpp does not include stm/outside.hpp")


if __name__ == "__main__":
    unittest.main()
