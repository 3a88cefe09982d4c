# SPDX-License-Identifier: BSL-1.0
"""Sows faults into a copy of the library and shows that each layer of tests, on its own, finds those it has to find.

usage: gate.py [--all] [--jobs N] [--layer NAME]... [WORD...]

All faults are in one build, each behind a condition that is true in runs with its number: see seeded_fault.hpp. A line
for each fault says which program of which layer has found it, how often the fault was met by then, and after how many
seconds; in which run, if it was not the first one. --all: every program is run with every fault, whether it has to find
it or not. --layer: only programs of this layer. WORD: only faults whose names contain one of them. CXX: the compiler.
The last line is "N passed, N failed".
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
import time

from seeded_faults import FAULTS
from sources import ROOT, patch

TIME_LIMIT = 20  # seconds; a program that hangs has found its fault
SLOWER = 5  # times as long as without a fault: until then it is not hanging but slow
PATIENCE = 300  # seconds, for one without a fault
TRIES = 8  # for a program whose threads meet a fault by chance
HUNG = 124  # what timeout returns then
LIBRARIES = ["-lboost_thread", "-lboost_chrono", "-pthread"]
# Layer, a folder below tests/: what its programs are linked with besides, arguments, environment.
LAYERS = {
    "laws": (["main.o"], ["--abort-after=1"], {}),
    "orders": (["main.o", "actors.o"], ["--abort-after=1"], {}),
    "opacity": (["checker.o"], ["--threads=4", "--keys=6", "--transactions=200000", "--history=2000"], {}),
    "fuzz": (["player.o"], ["tests/fuzz/corpus"], {}),
    "actors": (["main.o", "actors.o"], ["--abort-after=1"], {}),
    "linearizable": (["main.o", "map_model.o", "actors.o"], ["--abort-after=1"],
                     {"TALLY_SEEDS": "4", "TALLY_THOUSANDS": "1"}),
    "faults": (["main.o", "failing.o"], ["--abort-after=1"], {"TALLY_PATIENCE": "5"}),
    "soak": (["soak.o", "actors.o"], ["--seconds=6", "--growth=1"], {}),
}
FLAGS = ["-std=c++20", "-O1", "-w", "-DTALLY_SCHEDULE_HOOK", "-DBOOST_THREAD_VERSION=4",
         "-DDOCTEST_CONFIG_NO_POSIX_SIGNALS", "-I."]


def sow(folder):
    for number, (_, file, replacements, _) in enumerate(FAULTS, 1):
        # A fault may change what the one before it has made of its line.
        named = [[text.replace("FAULT_BEFORE", f"seeded::fault({number - 1})").replace("FAULT", f"seeded::fault({number})")
                  for text in pair] for pair in replacements]
        patch(folder / file, named)
    patch(folder / "stm/engine/sync.hpp",
          [["#pragma once", "#pragma once\n#include <tests/mutants/seeded_fault.hpp>"]])


def compile_into(folder, target, *sources):
    """Several sources as one."""
    if len(sources) > 1:
        one = folder / f"{target}.cpp"
        one.write_text("".join(f'#include "{source}"\n' for source in sources), encoding="utf-8")
        sources = [one.name]
    subprocess.run([os.environ.get("CXX", "g++"), *FLAGS, "-c", *sources, "-o", target], cwd=folder, check=True)


def below(folder, *parts):
    return sorted(path.relative_to(folder) for part in parts for path in (folder / part).rglob("*.cpp"))


def build(folder, pool, programs):
    checker = [path for path in below(folder, "tests/opacity")
               if path.stem not in ("blocks", "checkouts", "nesting") and not path.stem.endswith("_test")]
    player = [path for path in below(folder, "tests/fuzz") if path.stem != "replay"]
    replaced_new = "tests/support/replaced_new.cpp"
    rounds = [path for path in below(folder, "tests/soak") if path.stem not in ("main", "bank_rounds", "call_rounds")]
    failing = [f"tests/faults/{name}.cpp" for name in ("child", "fault", "run", "scene")]
    parts = {"engine.o": below(folder, "stm"), "actors.o": below(folder, "actors"), "checker.o": checker,
             "player.o": player, "map_model.o": ["tests/linearizable/map_model.cpp"],
             "failing.o": [*failing, replaced_new], "soak.o": [*rounds, replaced_new],
             "main.o": ["tests/support/main.cpp"]}
    needed = {"engine.o"}.union(*(LAYERS[layer][0] for layer, _ in programs))
    objects = {part: sources for part, sources in parts.items() if part in needed}
    for layer, program in programs:
        objects[f"{layer}-{program}.o"] = [f"tests/{layer}/{program}.cpp"]
    list(pool.map(lambda each: compile_into(folder, each[0], *each[1]), objects.items()))
    for layer, program in programs:
        subprocess.run([os.environ.get("CXX", "g++"), f"{layer}-{program}.o", *LAYERS[layer][0], "engine.o",
                        *LIBRARIES, "-o", f"{layer}-{program}"], cwd=folder, check=True)


def run(folder, number, layer, program, limit):
    """How the program has failed with this fault within so many seconds; None if it has not, or has not met it."""
    _, arguments, environment = LAYERS[layer]
    began = time.monotonic()
    done = subprocess.run(["timeout", "--signal=ABRT", "--kill-after=5", str(limit),
                           f"./{layer}-{program}", *arguments],
                          cwd=folder, check=False, capture_output=True, text=True, errors="replace",
                          env={**os.environ, **environment, "TALLY_FAULT": str(number)})
    if done.returncode == 0:
        return None
    how = {1: "fails", HUNG: "hangs"}.get(done.returncode, "crashes")
    found = re.search(r"The fault was met (\d+) times", done.stdout)
    met = int(found[1]) if found else 0
    if number and not met:
        return None
    return f"{layer}/{program} {how} (met {met} times, {time.monotonic() - began:.1f} s)"


def run_without(folder, layer, program):
    """How the program has failed without a fault, or None; and how long it has taken."""
    began = time.monotonic()
    how = run(folder, 0, layer, program, PATIENCE)
    return how, time.monotonic() - began


def due_for(number, layers):
    """The programs that have to find this fault."""
    return [(layer, program) for layer, some in FAULTS[number - 1][3].items() for program in some
            if not layers or layer in layers]


def judge(folder, number, due, run_all, took):
    """took: the programs, and how long each takes without a fault."""
    name = FAULTS[number - 1][0]
    found, missed = [], []
    for layer, program in took if run_all else due:
        limit = max(TIME_LIMIT, SLOWER * took[layer, program])
        for attempt in range(1, TRIES + 1 if (layer, program) in due else 2):
            how = run(folder, number, layer, program, limit)
            if how:
                found.append(how if attempt == 1 else f"{how} in run {attempt}")
                break
        else:
            if (layer, program) in due:
                missed.append(f"{layer}/{program}")
    line = f"{name}: {', '.join(found) or 'found by none'}"
    return line + (f"; NOT FOUND by {', '.join(missed)}" if missed else ""), not missed


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="run every program with every fault")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="compilers, and then faults, at a time")
    parser.add_argument("--layer", action="append", dest="layers", choices=LAYERS, help="only its programs")
    parser.add_argument("words", nargs="*", metavar="WORD", help="only faults whose names contain one of these")
    options = parser.parse_args(arguments)
    due = {number: due_for(number, options.layers) for number in range(1, len(FAULTS) + 1)}
    chosen = [number for number, fault in enumerate(FAULTS, 1)
              if (due[number] or options.all)
              and (not options.words or any(word in fault[0] for word in options.words))]
    programs = sorted({each for number in (due if options.all else chosen) for each in due[number]})
    results = []
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        folder = pathlib.Path(scratch)
        for part in ("stm", "actors", "bench", "tests"):
            shutil.copytree(ROOT / part, folder / part)
        sow(folder)
        build(folder, pool, programs)
        took = {}
        for program, (how, seconds) in zip(programs, pool.map(lambda each: run_without(folder, *each), programs)):
            took[program] = seconds
            if how:
                print(f"FAILS WITHOUT A FAULT: {how}", flush=True)
                results.append(False)
        for line, good in pool.map(lambda number: judge(folder, number, due[number], options.all, took), chosen):
            print(line, flush=True)
            results.append(good)
    failed = results.count(False) + (not results)
    print(f"{results.count(True)} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
