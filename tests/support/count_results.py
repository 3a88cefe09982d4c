# SPDX-License-Identifier: BSL-1.0
"""Prints what failed in a run of meson's tests, with the end of its output, and then `N passed, N failed`; exit status 0
only if none failed.

usage: count_results.py TESTLOG STATUS     TESTLOG: meson-logs/testlog.json   STATUS: what `meson test` returned
"""

import json
import pathlib
import sys

GOOD = ("OK", "EXPECTEDFAIL")
SHOWN_LINES = 25


def told(test):
    output = test.get("stdout", "") + test.get("stderr", "")
    lines = [f"failed: {test['name']} ({test['result']}, status {test.get('returncode')}, {test['duration']:.1f} s)"]
    return "\n".join(lines + output.splitlines()[-SHOWN_LINES:])


def main(path, status):
    log = pathlib.Path(path)
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    tests = [json.loads(line) for line in lines]
    passed = sum(test["result"] in GOOD for test in tests)
    failures = [test for test in tests if test["result"] not in (*GOOD, "SKIP")]
    failed = len(failures)
    # A run that found no test, or that failed in no test of its own, has not passed.
    if failed == 0 and (passed == 0 or status != "0"):
        failed = 1
    for test in failures:
        print(told(test))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
