#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Prints the comparison's table and writes report.md and the plots beside it.

Exit status: 0; 1 when the books were wrong in any run; 2 for what it cannot read or does not accept.
"""

import argparse
import pathlib
import sys

from reporting import page
from reporting.results import Results, Unreadable

ACCEPTED = "report.py accepts FILE.json [--out DIR] (default: beside the file) and --help"


class Options(argparse.ArgumentParser):
    def error(self, message):
        refuse(f"{ACCEPTED} ({message})")


def refuse(why):
    print(why, file=sys.stderr)
    sys.exit(2)


def asked():
    options = Options(prog="report.py", description=__doc__.splitlines()[0], allow_abbrev=False)
    options.add_argument("file", type=pathlib.Path, help="what accounts_bench wrote")
    options.add_argument("--out", type=pathlib.Path, help="the folder to write to")
    return options.parse_args()


def draw(folder, results):
    """The plots, or none where matplotlib is not there."""
    try:
        from reporting import plots
    except ImportError as missing:
        print(f"No plots: {missing} (python3-matplotlib).", file=sys.stderr)
        return []
    return plots.drawn_into(folder, results)


def main():
    options = asked()
    try:
        results = Results.read(options.file)
    except Unreadable as problem:
        refuse(f"report.py: {problem}")
    folder = options.out or options.file.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        plots = draw(folder, results)
        (folder / "report.md").write_text(page.written(results, plots), encoding="utf-8")
    except OSError as problem:
        refuse(f"report.py: cannot write to {folder}: {problem}")
    print(page.spoken(results))
    return 1 if results.wrong() else 0


if __name__ == "__main__":
    sys.exit(main())
