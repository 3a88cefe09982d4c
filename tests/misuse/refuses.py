# SPDX-License-Identifier: BSL-1.0
"""Compiles a program and demands the outcome that the program states in a comment line of its own:

    // error: REGEX      the compiler refuses it, and says something that matches
    // compiles          the compiler accepts it

usage: refuses.py PROGRAM -- COMPILER [ARGUMENT...]
"""

import os
import pathlib
import re
import subprocess
import sys

STATED = re.compile(r"^// (?:error: (?P<reason>.+)|compiles)$", re.MULTILINE)
# What the compiler says, without where it says so and without the lines of the program that it shows.
SAID = re.compile(r"\b(?:error|note|warning): (.*)$", re.MULTILINE)


def main(program, separator, *compiler):
    stated = STATED.search(pathlib.Path(program).read_text(encoding="utf-8"))
    if separator != "--" or not stated:
        print(f"{program} states neither '// error: REGEX' nor '// compiles'")
        return 1

    outcome = subprocess.run([*compiler, program], capture_output=True, text=True, check=False,
                             env=os.environ | {"LC_ALL": "C"})
    reason = stated["reason"]
    print(outcome.stderr)
    if reason is None:
        print("compiles, as it should" if outcome.returncode == 0 else "does not compile, but should")
        return outcome.returncode
    if outcome.returncode == 0:
        print("compiles, but should not")
        return 1
    if not any(re.search(reason, said) for said in SAID.findall(outcome.stderr)):
        print(f"is refused, but not for its reason: {reason}")
        return 1
    print("is refused for its reason")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
