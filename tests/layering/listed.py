# SPDX-License-Identifier: BSL-1.0
"""Fails on a source file that the meson.build above it does not name: nobody would build, run or install it.

usage: listed.py ROOT     ROOT: the top of the source tree
"""

import pathlib
import re
import sys

ROOMS = ("stm", "actors", "bench", "tests", "examples")


def build_file_of(path):
    return next(folder / "meson.build" for folder in path.parents if (folder / "meson.build").exists())


def is_named(path):
    """Whether the text names the file, or as lists of tests do, its stem with or without _test."""
    build_file = build_file_of(path)
    text = re.sub(r"#.*", "", build_file.read_text(encoding="utf-8"))
    stem = path.relative_to(build_file.parent).with_suffix("").as_posix()
    names = {stem + path.suffix, stem, stem.removesuffix("_test")}
    return not names.isdisjoint(re.findall(r"'([^']*)'", text))


def needs_a_name(root, path):
    """Headers of the libraries are installed; headers of programs are found by their include.

    The programs of tests/consumers are built by users' projects of their own.
    """
    room, folder = path.relative_to(root).parts[:2]
    return (path.suffix == ".cpp" or room in ("stm", "actors")) and folder != "consumers"


def main(root):
    paths = [path for room in ROOMS for path in sorted((root / room).rglob("*.[ch]pp"))]
    missing = [path for path in paths if needs_a_name(root, path) and not is_named(path)]
    for path in missing:
        print(f"{build_file_of(path).relative_to(root)} does not name {path.relative_to(root)}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
