# SPDX-License-Identifier: BSL-1.0
"""Writes for each header a source file that includes it alone, twice: the second time changes nothing.

usage: each_header.py HEADER... -- SOURCE...
"""

import pathlib
import sys

names = sys.argv[1:]
middle = names.index("--")
for header, source in zip(names[:middle], names[middle + 1:], strict=True):
    pathlib.Path(source).write_text(f"#include <{header}>\n#include <{header}>\n", encoding="utf-8")
