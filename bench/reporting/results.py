# SPDX-License-Identifier: BSL-1.0
"""The comparison's JSON as cells: one bank under one workload, with all its repetitions."""

import dataclasses
import json
import math
import re
import statistics

YARDSTICKS = {"edit_two": "string_spinlocks", "audit_cost": "strided_scan", "in_flight": "account_actors_pooled"}
# Those that banks are compared by; audit_cost and single calls have tables of their own.
WORKLOADS = ("transfer", "read_pair", "audit_mix", "long_audit", "counter", "in_flight", "edit_two")
NAME = re.compile(r"(\w+)/(\w+)(?:/(?:accounts|strings|variables|actors):(\d+))?/threads:(\d+)$")


def yardstick(workload):
    """What a workload's figures are compared with."""
    return YARDSTICKS.get(workload, "account_spinlocks")


class Unreadable(Exception):
    """The file is not what the comparison writes."""


@dataclasses.dataclass(frozen=True)
class Key:
    workload: str
    bank: str
    size: int | None  # how many accounts, strings, variables or actors; None: an account a thread, or one actor
    threads: int


class Cell:
    """All repetitions of one cell."""

    def __init__(self, key, runs):
        self.key = key
        self.wrong = [run["error_message"] for run in runs if run.get("error_occurred")]
        self.runs = [run for run in runs if not run.get("error_occurred")]

    def rates(self):
        return [run["items_per_second"] for run in self.runs]

    def median(self):
        return statistics.median(self.rates()) if self.runs else None

    def least(self):
        return min(self.rates())

    def most(self):
        return max(self.rates())

    def spread(self):
        if not self.runs or self.most() == 0:
            return 1.0
        return self.most() / self.least() if self.least() else math.inf

    def starved(self):
        """How many runs ended without anything that counts."""
        return sum(rate == 0 for rate in self.rates())

    def total(self, counter):
        return sum(run.get(counter, 0) for run in self.runs)

    def middle(self, counter):
        """The median of a counter, or None for a bank that has none."""
        values = [run[counter] for run in self.runs if counter in run]
        return statistics.median(values) if values else None

    def refused(self):
        """The share of operations that met insufficient funds."""
        operations = self.total("iterations")
        return self.total("insufficient_funds") / operations if operations else 0.0

    def cores(self):
        """How many processors the clients had, in the middle run."""
        shares = [run["cpu_time"] / run["real_time"] for run in self.runs if run["real_time"]]
        return statistics.median(shares) if shares else None


class Results:
    """Every cell of one run of the comparison."""

    def __init__(self, document):
        try:
            self.context = document["context"]
            self.banks = self.context["banks"].split()
            runs = {}
            for run in document["benchmarks"]:
                runs.setdefault(self._key(run["name"]), []).append(run)
            self.cells = {key: Cell(key, of_key) for key, of_key in runs.items()}
            self.repetitions = max(len(of_key) for of_key in runs.values())
        except (KeyError, TypeError, AttributeError, ValueError) as problem:
            raise Unreadable(f"not a result of accounts_bench: {problem!r}") from problem

    @classmethod
    def read(cls, path):
        try:
            with open(path, encoding="utf-8") as file:
                return cls(json.load(file))
        except (OSError, json.JSONDecodeError) as problem:
            raise Unreadable(f"cannot read {path}: {problem}") from problem

    @staticmethod
    def _key(name):
        found = NAME.match(name)
        if not found:
            raise ValueError(f"a cell named {name}")
        workload, bank, size, threads = found.groups()
        return Key(workload, bank, int(size) if size else None, int(threads))

    def fact(self, bank, what):
        return self.context.get(f"bank.{bank}.{what}", "")

    def find(self, workload, bank, size, threads):
        return self.cells.get(Key(workload, bank, size, threads))

    def yardstick(self, cell):
        """What a cell is compared with: the yardstick's in the same place, or None."""
        key = cell.key
        return self.find(key.workload, yardstick(key.workload), key.size, key.threads)

    def ratio(self, cell):
        """The cell's median to the yardstick's in the same place; None without one."""
        against = self.yardstick(cell)
        if cell.median() is None or against is None or not against.median():
            return None
        return cell.median() / against.median()

    def workloads(self):
        present = {key.workload for key in self.cells}
        return [each for each in WORKLOADS if each in present]

    def banks_of(self, workload):
        present = {key.bank for key in self.cells if key.workload == workload}
        return [bank for bank in self.banks if bank in present]

    def sizes(self, workload):
        return sorted({key.size for key in self.cells if key.workload == workload},
                      key=lambda count: count or 0)

    def thread_counts(self, workload):
        return sorted({key.threads for key in self.cells if key.workload == workload})

    def threads_at(self, workload, size):
        """The numbers of threads that one size was measured with."""
        return sorted({key.threads for key in self.cells if (key.workload, key.size) == (workload, size)})

    def wrong(self):
        """(cell, what was wrong) of every run whose books were wrong."""
        return [(cell, message) for cell in self.cells.values() for message in cell.wrong]

    def astray(self):
        """Cells in which money in flight made audits not add up."""
        return [cell for cell in self.cells.values() if cell.total("audits_astray") > 0]

    def starved(self):
        """Cells with runs that ended without anything that counts."""
        return [cell for cell in self.cells.values() if cell.starved()]

    def noisy(self, factor=1.5):
        """Cells whose fastest run is so many times as fast as their slowest."""
        return [cell for cell in self.cells.values() if cell.spread() > factor]

    def crowded(self, share=0.8):
        """Cells of clients that never sleep, and yet did not get the processors they asked for."""
        available = self.context.get("num_cpus", 1)

        def never_sleep(bank):
            return bank == yardstick("transfer") or self.fact(bank, "kind") in ("none", "transactions")

        return [cell for cell in self.cells.values()
                if never_sleep(cell.key.bank) and cell.cores() is not None
                and cell.cores() < share * min(cell.key.threads, available)]
