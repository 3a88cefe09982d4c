# SPDX-License-Identifier: BSL-1.0
"""Runs a program and demands that the whole of its output matches.

usage: check_output.py REGEX PROGRAM
"""

import re
import subprocess
import sys


def main(form, program):
    outcome = subprocess.run([program], capture_output=True, text=True, check=False)
    print(outcome.stdout, outcome.stderr, sep="")
    return 0 if outcome.returncode == 0 and re.fullmatch(form, outcome.stdout) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
