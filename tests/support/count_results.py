# SPDX-License-Identifier: BSL-1.0
"""Prints `N passed, N failed` for a run of meson's tests; exit status 0 only if none failed.

usage: count_results.py TESTLOG STATUS     TESTLOG: meson-logs/testlog.json   STATUS: what `meson test` returned
"""

import json
import pathlib
import sys


def main(path, status):
    log = pathlib.Path(path)
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    results = [json.loads(line)["result"] for line in lines]
    passed = sum(result in ("OK", "EXPECTEDFAIL") for result in results)
    failed = sum(result not in ("OK", "EXPECTEDFAIL", "SKIP") for result in results)
    # A run that found no test, or that failed in no test of its own, has not passed.
    if failed == 0 and (passed == 0 or status != "0"):
        failed = 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
