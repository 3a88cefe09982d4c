# SPDX-License-Identifier: BSL-1.0
"""accounts_bench as its users call it: what it accepts, refuses, lists and writes."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

from reporting.results import Results

PROGRAM = sys.argv.pop(1)
BANKS = ["unsynchronised", "global_mutex", "account_mutexes", "account_spinlocks", "stm_var", "stm_store",
         "stm_checkout", "cashier_actor", "account_actors", "channel_cashier"]


def called(*options):
    return subprocess.run([PROGRAM, *options], capture_output=True, text=True, check=False)


def listed(*options):
    return called("--benchmark_list_tests", *options).stdout.split()


class CommandLine(unittest.TestCase):
    def test_what_is_not_accepted_ends_with_status_2_and_one_line_of_what_is(self):
        for option in ("--colour", "quick", "-q", "--quick=yes", "--seed", "--seed=", "--seed=x", "--seed=-1",
                       "--seed=1.5", "--seed=99999999999999999999", "--benchmark_repetitions=0",
                       "--benchmark_repetitions=2x", "--benchmark_min_time=0", "--benchmark_min_time=-1",
                       "--benchmark_min_time=nan", "--benchmark_min_time=9", "--benchmark_filter=(", "--benchmark_out=",
                       "--benchmark_out_format=csv", "--benchmark_out_format", ""):
            outcome = called("--quick", option)
            self.assertEqual((outcome.returncode, outcome.stdout, outcome.stderr.count("\n")), (2, "", 1), option)
            self.assertIn("accounts_bench accepts --quick, --seed=N", outcome.stderr)

    def test_a_filter_that_fits_nothing_and_a_file_that_cannot_be_written_end_with_status_2(self):
        for options in (["--benchmark_filter=no_such_bank"], ["--benchmark_out=/no/such/folder/accounts.json"]):
            outcome = called(*options)
            self.assertEqual((outcome.returncode, outcome.stderr.count("\n")), (2, 1), options)

    def test_help_is_one_line_and_no_error(self):
        outcome = called("--help")
        self.assertEqual((outcome.returncode, outcome.stdout.count("\n"), outcome.stderr), (0, 1, ""))

    def test_the_quick_comparison_has_every_bank_on_2_and_1024_accounts_with_1_and_2_threads(self):
        cells = listed("--quick", "--benchmark_filter=^transfer/")
        expected = {f"transfer/{bank}/accounts:{accounts}/threads:{threads}"
                    for bank in BANKS for accounts in (2, 1024) for threads in (1, 2)
                    if not (bank == "unsynchronised" and threads > 1)
                    and not (bank == "account_actors" and accounts > 64)}
        self.assertEqual(set(cells), expected)

    def test_the_whole_comparison_has_every_workload_and_size_and_at_least_4_threads(self):
        cells = listed("--benchmark_filter=/stm_var/.*threads:[124]$")
        expected = {f"{workload}/stm_var/accounts:{accounts}/threads:{threads}"
                    for workload in ("transfer", "read_pair", "audit_mix")
                    for accounts in (2, 16, 1024) for threads in (1, 2, 4)}
        self.assertEqual(set(cells), expected | {f"counter/stm_var/threads:{threads}" for threads in (1, 2, 4)})

    def test_a_filter_with_a_minus_leaves_out(self):
        cells = listed("--quick", "--benchmark_filter=-actor|channel")
        self.assertTrue(cells)
        self.assertFalse([name for name in cells if "actor" in name or "channel" in name])

    def test_a_run_writes_what_the_report_reads(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "accounts.json")
            outcome = called("--quick", "--seed=42", "--benchmark_filter=accounts:2/|counter",
                             "--benchmark_min_time=0.002", "--benchmark_repetitions=2",
                             f"--benchmark_out={file}", "--benchmark_out_format=json")
            self.assertEqual((outcome.returncode, outcome.stdout), (0, ""), outcome.stderr)
            self.assertIn("runs of each: 2; seconds a run: 0.002;", outcome.stderr)
            results = Results(json.loads(file.read_text(encoding="utf-8")))
        self.assertEqual(results.banks, BANKS)
        self.assertEqual(results.context["seed"], "42")
        self.assertEqual(results.wrong(), [])
        for cell in results.cells.values():
            self.assertEqual(len(cell.runs), 2)
            self.assertGreater(cell.least(), 0)
        attempts = results.find("counter", "stm_var", None, 2).middle("attempts_per_commit")
        self.assertEqual(attempts, 1)


if __name__ == "__main__":
    unittest.main()
