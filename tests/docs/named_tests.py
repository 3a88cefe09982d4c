# SPDX-License-Identifier: BSL-1.0
"""Fails where a page names, in double quotes, a test that is not there: docs/memory_model.md does so in its tables.

usage: named_tests.py ROOT     ROOT: the top of the source tree
"""

import pathlib
import re
import sys

TEST = re.compile(r'TEST_CASE(?:_TEMPLATE)?\(\s*((?:"[^"]*"\s*)+)')
PAGE = "docs/memory_model.md"


def sentences(root):
    for path in (root / "tests").rglob("*.cpp"):
        for parts in TEST.findall(path.read_text(encoding="utf-8")):
            yield "".join(re.findall(r'"([^"]*)"', parts))


def main(root):
    rows = [line for line in (root / PAGE).read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    named = {name for row in rows for name in re.findall(r'"([^"]+)"', row)}
    missing = named - set(sentences(root))
    for name in sorted(missing):
        print(f"{PAGE} names a test that is not there: {name}")
    print(f"{len(named)} tests are named")
    return 1 if missing or not named else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
