# SPDX-License-Identifier: BSL-1.0
"""Demands that an example says in one line what it accepts, and ends with status 2 when it is given anything else.

usage: check_arguments.py PROGRAM
"""

import subprocess
import sys

NOT_ACCEPTED = (
    ["--sed", "1"], ["1"], ["--seed"], ["--seed", ""], ["--seed", "one"], ["--seed", "1x"], ["--seed", " 1"],
    ["--seed", "-1"], ["--seed", "4294967296"], ["--seed", "1", "2"], ["--seed", "1", "--help"], ["--help", "me"], [""],
)


def outcome(program, arguments):
    ended = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout, ended.stderr


def main(program):
    status, accepted, errors = outcome(program, ["--help"])
    wrong = []
    if (status, errors) != (0, "") or accepted.count("\n") != 1 or "--seed" not in accepted:
        wrong.append(f"--help: status {status}, {accepted!r}, {errors!r}")
    for arguments in NOT_ACCEPTED:
        if (found := outcome(program, arguments)) != (2, "", accepted):
            wrong.append(f"{arguments}: {found}")
    for seed in ("0", "4294967295"):
        if (status := outcome(program, ["--seed", seed])[0]) != 0:
            wrong.append(f"--seed {seed}: status {status}")
    print("\n".join(wrong) or accepted)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
