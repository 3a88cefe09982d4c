# SPDX-License-Identifier: BSL-1.0
"""accounts_bench as its users call it: what it accepts, refuses, lists and writes."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

from reporting import calls
from reporting.followed import CELLS
from reporting.results import Results, yardstick

PROGRAM = sys.argv.pop(1)
BANKS = ["unsynchronised", "global_mutex", "account_mutexes", "account_mutexes_in_turn", "account_spinlocks", "stm_var",
         "stm_store", "stm_checkout", "cashier_actor", "cashier_actor_pooled", "account_actors",
         "account_actors_pooled", "channel_cashier"]
STRING_BANKS = ["string_mutex", "string_spinlocks", "string_stm"]
PEERS = ["caf_scoped", "caf_event"]  # measured where CAF is installed
SCANS = ["dense_scan", "strided_scan", "var_scan"]


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

    def test_the_quick_comparison_has_every_bank_on_few_and_many_accounts_with_few_threads(self):
        cells = [name for name in listed("--quick", "--benchmark_filter=^transfer/") if "/caf_" not in name]
        expected = {f"transfer/{bank}/accounts:{accounts}/threads:{threads}"
                    for bank in BANKS
                    for accounts, threads in ((2, 1), (2, 2), (2, 4), (16, 2), (1024, 1), (1024, 2), (1024, 4))
                    if not (bank == "unsynchronised" and threads > 1)
                    and not (bank == "account_actors" and accounts > 64)}
        self.assertEqual(set(cells), expected)

    def test_the_whole_comparison_has_every_workload_and_size_and_at_least_4_threads(self):
        cells = listed("--benchmark_filter=/stm_var/.*threads:[124]$")
        expected = {f"{workload}/stm_var/accounts:{accounts}/threads:{threads}"
                    for workload in ("transfer", "read_pair", "audit_mix")
                    for accounts in (2, 16, 1024) for threads in (1, 2, 4)}
        expected |= {f"counter/stm_var/threads:{threads}" for threads in (1, 2, 4)}
        expected |= {f"long_audit/stm_var/accounts:16384/threads:{threads}" for threads in (2, 4)}
        self.assertEqual(set(cells), expected)

    def test_both_have_the_cells_to_follow_and_their_yardsticks(self):
        for options in ([], ["--quick"]):
            cells = set(listed(*options))
            for workload, bank, size, threads in CELLS:
                place = "" if size is None else f"/{'strings' if workload == 'edit_two' else 'accounts'}:{size}"
                for each in (bank, yardstick(workload)):
                    self.assertIn(f"{workload}/{each}{place}/threads:{threads}", cells)

    def test_both_have_the_calls_of_actors_and_what_they_are_compared_with(self):
        for options in ([], ["--quick"]):
            cells = set(listed(*options))
            peers = any("/caf_" in name for name in cells)
            for workload, whose, size, threads, other in calls.CELLS:
                place = "" if size is None else f"/{'actors' if workload == 'call_many' else 'accounts'}:{size}"
                for each in (whose, other):
                    if each is not None and (peers or each not in PEERS):
                        self.assertIn(f"{workload}/{each}{place}/threads:{threads}", cells)

    def test_both_have_transfers_in_flight_of_one_client_on_every_bank_that_takes_1024_accounts_and_can_do_that(self):
        for options in ([], ["--quick"]):
            cells = {name for name in listed(*options, "--benchmark_filter=^in_flight/") if "/caf_" not in name}
            self.assertEqual(cells, {f"in_flight/{bank}/accounts:1024/threads:1" for bank in
                                     ("cashier_actor", "cashier_actor_pooled", "account_actors_pooled")})

    def test_peers_are_all_there_or_none_and_measured_by_transfers(self):
        names = [name.split("/") for name in listed("--benchmark_filter=/caf_")]
        self.assertIn({bank for _, bank, *_ in names}, (set(), set(PEERS)))
        self.assertLessEqual({(workload, bank) for workload, bank, *_ in names},
                             {("transfer", "caf_scoped"), ("in_flight", "caf_event")})

    def test_both_have_long_audits_on_every_bank_that_takes_16384_accounts_and_2_threads(self):
        for options in ([], ["--quick"]):
            cells = set(listed(*options, "--benchmark_filter=^long_audit/.*threads:2$"))
            self.assertEqual(cells, {f"long_audit/{bank}/accounts:16384/threads:2" for bank in BANKS
                                     if bank not in ("unsynchronised", "account_actors")})

    def test_both_have_strings_and_scans(self):
        for options in ([], ["--quick"]):
            cells = set(listed(*options, "--benchmark_filter=^edit_two/.*threads:[12]$|^audit_cost/"))
            expected = {f"edit_two/{bank}/strings:1024/threads:{threads}"
                        for bank in STRING_BANKS for threads in (1, 2)}
            expected |= {f"audit_cost/{what}/variables:{count}/threads:1"
                         for what in SCANS for count in (16, 256, 4096, 65536, 1000000)}
            self.assertEqual(cells, expected)

    def test_a_filter_with_a_minus_leaves_out(self):
        cells = listed("--quick", "--benchmark_filter=-actor|channel")
        self.assertTrue(cells)
        self.assertFalse([name for name in cells if "actor" in name or "channel" in name])

    def test_a_run_writes_what_the_report_reads(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "accounts.json")
            # Of long audits not that with a mutex an account: ThreadSanitizer cannot follow more than 64 held at once.
            wanted = ("accounts:2/|counter|long_audit/(global|stm)|edit_two|variables:256/|"
                      "in_flight|call|tell|whole_life")
            outcome = called("--quick", "--seed=42", "--benchmark_min_time=0.002", "--benchmark_repetitions=2",
                             f"--benchmark_filter={wanted}",
                             f"--benchmark_out={file}", "--benchmark_out_format=json")
            self.assertEqual((outcome.returncode, outcome.stdout), (0, ""), outcome.stderr)
            self.assertIn("runs of each: 2; seconds a run: 0.002;", outcome.stderr)
            results = Results(json.loads(file.read_text(encoding="utf-8")))
        self.assertIn(results.banks, (BANKS + STRING_BANKS, BANKS + STRING_BANKS + PEERS))
        self.assertEqual(results.context["seed"], "42")
        self.assertEqual(results.wrong(), [])
        for cell in results.cells.values():
            self.assertEqual(len(cell.runs), 2)
            if cell.key.workload != "long_audit":  # whose audits may starve
                self.assertGreater(cell.least(), 0)
        audits = results.find("long_audit", "global_mutex", 16384, 2)
        self.assertEqual(audits.rates(), [run["audits_per_second"] for run in audits.runs])
        self.assertIn("bytes beside its own data", calls.memory(results))
        attempts = results.find("counter", "stm_var", None, 2).middle("attempts_per_commit")
        self.assertEqual(attempts, 1)


if __name__ == "__main__":
    unittest.main()
