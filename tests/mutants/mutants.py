# SPDX-License-Identifier: BSL-1.0
"""Takes one guard after another out of the engine and shows that a law then fails.

usage: mutants.py [--all | --opacity] [--jobs N] [WORD...]

Run by hand, when the engine or the laws have changed; takes some minutes. Each mutant is built in a temporary copy,
with the schedule hook, beside the laws that are expected to catch it: one has to. A mutant that
no law can catch says why; it has to pass them all. WORD: only mutants whose names contain one of them. --all: run
every law and say which of them catch it. --opacity: run the random transactions of tests/opacity in place of the laws,
and say which of them catch it, and after how many transactions; none has to. CXX: the compiler.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from mutant_table import MUTANTS
from sources import ROOT, patch

LAWS = sorted(path.stem for path in (ROOT / "tests/laws").glob("*.cpp"))
WORKLOADS = ["blocks", "checkouts", "nesting"]  # of tests/opacity
# Threads, variables and transactions; checked every 2000, so that it is known when a mutant is caught.
SETTINGS = [(4, 6, 100_000), (3, 2, 100_000), (4, 60, 100_000), (8, 1000, 30_000)]
LIBRARIES = ["-lboost_thread", "-lboost_chrono", "-pthread"]
TIME_LIMIT = 120  # seconds a law may take; one that hangs has failed


def build(folder, *arguments):
    subprocess.run([os.environ.get("CXX", "g++"), "-std=c++20", "-O1", "-w", "-DTALLY_SCHEDULE_HOOK", "-I.", *arguments],
                   cwd=folder, check=True)


def build_engine(folder, *sanitize):
    """As one source."""
    sources = sorted(path.relative_to(folder) for path in (folder / "stm").rglob("*.cpp"))
    (folder / "engine.cpp").write_text("".join(f'#include "{source}"\n' for source in sources), encoding="utf-8")
    build(folder, *sanitize, "-c", "engine.cpp")


def run(folder, *command):
    """What it says if it fails; None if it does not."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=TIME_LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return "hangs"
    return None if done.returncode == 0 else done.stdout or "crashes"


def failing_laws(folder, laws, first_is_enough):
    """Builds the engine and each law; yields the laws that fail."""
    # Only AddressSanitizer sees all that is done to values that are gone.
    sanitize = ["-fsanitize=address"] if "freed_while_read" in laws else []
    build_engine(folder, *sanitize)
    failed = []
    for law in laws:
        build(folder, *sanitize, f"tests/laws/{law}.cpp", "engine.o", "main.o", *LIBRARIES, "-o", law)
        if run(folder, f"./{law}") is not None:
            failed.append(law)
            if first_is_enough:
                break
    return failed


def failing_workloads(folder):
    """Builds the engine and each workload; yields those that fail, with how long that has taken."""
    build_engine(folder)
    failed = []
    for workload in WORKLOADS:
        build(folder, f"tests/opacity/{workload}.cpp", *sorted(path.name for path in folder.glob("opacity_*.o")),
              "engine.o", *LIBRARIES, "-o", workload)
        for threads, keys, transactions in SETTINGS:
            said = run(folder, f"./{workload}", f"--threads={threads}", f"--keys={keys}",
                       f"--transactions={transactions}", "--history=2000")
            if said is not None:
                after = re.search(r"after less than (\d+) transactions\n([^:\n]*)", said)
                what = f"after {after[1]} transactions: {after[2]}" if after else said.splitlines()[0]
                failed.append(f"{workload} ({threads} threads, {keys} variables, {what})")
                break
    return failed


def in_a_copy(original, mutant, work):
    """What `work` finds in the mutant's folder, or a text about what is wrong with it."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / "mutant"
        shutil.copytree(original, folder)
        try:
            patch(folder / "stm" / mutant[1], mutant[2])
            return work(folder), None
        except (ValueError, subprocess.CalledProcessError) as error:
            return [], f"NOT BUILT   {mutant[0]}: {error}"


def verdict(original, mutant, run_all):
    """A line about the mutant, and whether it is as the table says."""
    name, _, _, expected = mutant
    is_harmless = isinstance(expected, str)
    laws = LAWS if run_all or is_harmless else expected
    failed, wrong = in_a_copy(original, mutant, lambda folder: failing_laws(folder, laws, not run_all))
    if wrong:
        return wrong, False
    if is_harmless:
        return f"{'CAUGHT' if failed else 'harmless'}  {name}: {', '.join(failed) or expected}", not failed
    is_good = any(law in expected for law in failed)
    return f"{'caught' if is_good else 'NOT CAUGHT'}  {name}: {', '.join(failed) or 'by none'}", is_good


def verdict_of_workloads(original, mutant):
    """As verdict(): good if it could be built."""
    failed, wrong = in_a_copy(original, mutant, failing_workloads)
    return wrong or f"{'caught' if failed else 'not caught'}  {mutant[0]}: {', '.join(failed) or 'by none'}", not wrong


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="run every law against each mutant")
    parser.add_argument("--opacity", action="store_true", help="run tests/opacity in place of the laws")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="mutants at a time")
    parser.add_argument("words", nargs="*", metavar="WORD", help="only mutants whose names contain one of these")
    options = parser.parse_args(arguments)
    chosen = [mutant for mutant in MUTANTS if not options.words or any(word in mutant[0] for word in options.words)]

    all_good = bool(chosen)
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        original = pathlib.Path(scratch)
        for part in ("stm", "tests/laws", "tests/opacity", "tests/support"):
            shutil.copytree(ROOT / part, original / part)
        if options.opacity:
            for source in (original / "tests/opacity").glob("*.cpp"):
                if source.stem not in WORKLOADS and not source.stem.endswith("_test"):
                    build(original, "-c", source, "-o", f"opacity_{source.stem}.o")
            judge = verdict_of_workloads
        else:
            build(original, "-c", "tests/support/main.cpp")

            def judge(folder, mutant):
                return verdict(folder, mutant, options.all)
        failed = []
        if not options.words:
            failed = failing_workloads(original) if options.opacity else failing_laws(original, LAWS, False)
        if failed:
            print(f"The engine as it is fails {', '.join(failed)}")
            return 1
        for line, good in pool.map(lambda mutant: judge(original, mutant), chosen):
            print(line, flush=True)
            all_good = all_good and good
    return 0 if all_good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
