# SPDX-License-Identifier: BSL-1.0
"""Fails on an include that layers.txt does not allow.

usage: layering.py ROOT [TABLE]     ROOT: the top of the source tree
"""

import pathlib
import re
import sys

INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)')
ROOMS = ("stm", "actors", "bench", "tests", "examples")


class Table:
    """layers.txt: sections of lines of names."""

    def __init__(self, text):
        self.sections = {}
        for line in text.splitlines():
            line = line.split("#")[0].strip()
            if line.startswith("["):
                lines = self.sections.setdefault(line.strip("[]"), [])
            elif line:
                lines.append(line.split())

    def names(self, section):
        return [name for line in self.sections.get(section, []) for name in line]

    def levels(self, room):
        """Each name of the room with the number of its line."""
        order = self.sections.get(f"order in {room}", [])
        return {name: level for level, line in enumerate(order) for name in line}

    def ordered_rooms(self):
        return [title.removeprefix("order in ") for title in self.sections if title.startswith("order in ")]

    def confined(self):
        """Each include that belongs into one file alone, with the name of that file."""
        for title in self.sections:
            if title.startswith("only in "):
                for target in self.names(title):
                    yield target, title.removeprefix("only in ")


class File:
    def __init__(self, root, path):
        self.path = path.relative_to(root).as_posix()
        self.room, _, self.name = self.path.rpartition(".")[0].partition("/")
        self.is_header = path.suffix == ".hpp"
        self.includes = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if match := INCLUDE.match(line):
                self.includes.append((number, match[1] == '"', match[2]))


def complaints_about_table(table, files):
    for room in table.ordered_rooms():
        listed = table.names(f"order in {room}")
        there = {file.name for file in files if file.room == room}
        yield from (f"layers.txt: {room}/{name} stands in two places" for name in listed if listed.count(name) > 1)
        yield from (f"layers.txt: there is no {room}/{name}" for name in listed if name not in there)
        yield from (f"layers.txt: {room}/{name} is missing" for name in sorted(there - set(listed)))


def complaint_about_room(table, file, target):
    """What is wrong with a file that includes `target` of another room."""
    room = file.room
    if f"{room} may include all but" in table.sections:
        if target.startswith(tuple(table.names(f"{room} may include all but"))):
            return "is not for users"
    elif room in table.ordered_rooms():
        allowed = table.names(f"{room} may include") + table.names(f"{room}/{file.name} may include")
        if target.removesuffix(".hpp") not in allowed:
            return f"is not for {room}/"
    return None


def complaints_about_file(table, file):
    levels = table.levels(file.room)
    for number, quoted, target in file.includes:
        place = f"{file.path}:{number}: {target}"
        room, _, name = target.removesuffix(".hpp").partition("/")
        if file.room in table.ordered_rooms() and quoted:
            yield f"{place} is included with quotes, not as <{file.room}/...>"
        elif room in ROOMS and room != file.room:
            if wrong := complaint_about_room(table, file, target):
                yield f"{place} {wrong}"
        elif room == file.room and levels.get(name, -1) > levels.get(file.name, len(levels)):
            yield f"{place} stands below {file.room}/{file.name} in layers.txt"
        if file.is_header and target.startswith(tuple(table.names(f"never in headers of {file.room}"))):
            yield f"{place} must not be in a header of {file.room}/"
        for confined, owner in table.confined():
            if target == confined and file.room in table.ordered_rooms() and f"{file.room}/{file.name}" != owner:
                yield f"{place} belongs into {owner}.hpp alone"


def complaints_about_cycles(files):
    headers = {file.path: file for file in files if file.is_header}
    finished = set()

    def visit(path, trail):
        if path in trail:
            yield "a cycle: " + " -> ".join(trail[trail.index(path):] + [path])
        elif path in headers and path not in finished:
            for _, _, target in headers[path].includes:
                yield from visit(target, trail + [path])
            finished.add(path)

    for path in headers:
        yield from visit(path, [])


def complaints_about_umbrellas(table, files):
    """A room's header of the room's own name includes every header that is for users and does not stand below it."""
    for room in table.ordered_rooms():
        levels = table.levels(room)
        for umbrella in (file for file in files if file.path == f"{room}/{room}.hpp"):
            included = {target for _, _, target in umbrella.includes}
            for file in files:
                if file.room == room and file.is_header and "/" not in file.name and file is not umbrella:
                    if file.path not in included and levels.get(file.name, 0) <= levels.get(room, 0):
                        yield f"{umbrella.path} does not include {file.path}"


def complaints(root, table):
    paths = [path for room in ROOMS for suffix in ("hpp", "cpp") for path in sorted((root / room).rglob(f"*.{suffix}"))]
    files = [File(root, path) for path in paths]
    yield from complaints_about_table(table, files)
    for file in files:
        yield from complaints_about_file(table, file)
    yield from complaints_about_cycles(files)
    yield from complaints_about_umbrellas(table, files)


def main(arguments):
    root = pathlib.Path(arguments[0]).resolve()
    path = pathlib.Path(arguments[1]) if len(arguments) > 1 else pathlib.Path(__file__).with_name("layers.txt")
    found = list(complaints(root, Table(path.read_text(encoding="utf-8"))))
    print("\n".join(found) or "every include is in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
