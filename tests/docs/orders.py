# SPDX-License-Identifier: BSL-1.0
"""Fails unless docs/memory_model.md has a row for every memory order in the sources, and no other.

A row names its file and function first, and the orders of its operation in the third column:

    | `file` `function()` | operation | `order` | ...

usage: orders.py ROOT     ROOT: the top of the source tree
"""

import collections
import pathlib
import re
import sys

ROOMS = ("stm", "actors")
ORDER = re.compile(r"\b(?:memory_order_)(\w+)")
ROW = re.compile(r"^\| `(?P<file>[^`]+\.[ch]pp)` `(?P<function>[^`(]+)\(\)` \|[^|]*\|(?P<orders>[^|]*)\|", re.MULTILINE)


def in_code(text):
    return ORDER.findall(re.sub(r"//.*", "", text))


def in_sources(root):
    found = collections.Counter()
    for room in ROOMS:
        for path in (root / room).rglob("*.[ch]pp"):
            name = path.relative_to(root).as_posix()
            found.update((name, order) for order in in_code(path.read_text(encoding="utf-8")))
    return found


def in_page(text):
    return collections.Counter((row["file"], order) for row in ROW.finditer(text)
                               for order in re.findall(r"`(\w+)`", row["orders"]))


def misnamed(root, text):
    for row in ROW.finditer(text):
        file = root / row["file"]
        if not file.exists() or f"{row['function']}(" not in file.read_text(encoding="utf-8"):
            yield f"{row['file']} has no {row['function']}()"


def main(root):
    text = (root / "docs/memory_model.md").read_text(encoding="utf-8")
    faults = list(misnamed(root, text))
    sources, page = in_sources(root), in_page(text)
    for file, order in sorted(sources.keys() | page.keys()):
        if sources[file, order] != page[file, order]:
            faults.append(f"{file}: {sources[file, order]} of {order}, but {page[file, order]} in the page")
    print("\n".join(faults) or f"all {sum(sources.values())} orders are there")
    return 1 if faults or not sources else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
