# SPDX-License-Identifier: BSL-1.0
"""Compiles the samples of a Markdown page: all of them together, as one program without main().

    ```cpp            declarations
    ```cpp body       statements, compiled as the body of a function of their own
    <!-- cpp ... -->  declarations that the reader does not see, for the samples after them

A section (## Title) is a namespace, so each says for itself what it uses; includes count for the whole page.

usage: samples.py PAGE -- COMPILER [ARGUMENT...]
"""

import pathlib
import re
import subprocess
import sys

SAMPLE = re.compile(r"^```cpp(?P<body> body)?\n(?P<shown>.*?)^```$"
                    r"|^<!-- cpp\n(?P<hidden>.*?)^-->$"
                    r"|^## (?P<title>[^\n]*)$", re.MULTILINE | re.DOTALL)
INCLUDE = re.compile(r"^#include .*$", re.MULTILINE)
FENCE = re.compile(r"^```cpp", re.MULTILINE)
USUAL = """\
#include <actors/actors.hpp>
#include <stm/stm.hpp>
#include <chrono>
#include <iostream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
using namespace std::chrono_literals;
"""


def program_of(text, page):
    """The program, and the number of samples in it."""
    includes, parts, count = [], ["namespace section_0 {"], 0
    for found in SAMPLE.finditer(text):
        if found["title"] is not None:
            parts.append(f"}}\nnamespace section_{len(parts)} {{")
            continue
        code = found["hidden"] if found["shown"] is None else found["shown"]
        count += found["shown"] is not None
        includes += INCLUDE.findall(code)
        # Errors are told at the line of the page.
        line = text.count("\n", 0, found.start()) + 2
        placed = f'#line {line} "{page}"\n' + INCLUDE.sub("", code)
        parts.append(f"inline void body_{line}() {{\n{placed}}}" if found["body"] else placed)
    return "\n".join([USUAL, *includes, *parts, "}\n"]), count


def main(page, separator, *compiler):
    text = pathlib.Path(page).read_text(encoding="utf-8")
    program, count = program_of(text, page)
    if separator != "--" or count == 0 or count != len(FENCE.findall(text)):
        print(f"{page}: {count} samples found of {len(FENCE.findall(text))}")
        return 1
    outcome = subprocess.run([*compiler, "-"], input=program, text=True, check=False)
    print(f"{count} samples " + ("compile" if outcome.returncode == 0 else "do not compile"))
    return outcome.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
