# SPDX-License-Identifier: BSL-1.0
"""The report's arithmetic and words, on a few figures made here."""

import io
import json
import pathlib
import sys
import tempfile
import unittest
from contextlib import redirect_stderr, redirect_stdout
from unittest import mock

import report
from reporting import page, tables, words
from reporting.results import Key, Results, Unreadable

CONTEXT = {
    "num_cpus": 2, "processor": "a machine", "compiler": "a compiler", "flags": "-O3", "assertions": "off",
    "seed": "7", "quick": "yes", "banks": "unsynchronised account_spinlocks stm_var account_actors",
    "bank.unsynchronised.kind": "none", "bank.unsynchronised.limit": "one thread only",
    "bank.account_spinlocks.kind": "locks", "bank.stm_var.kind": "transactions",
    "bank.account_actors.kind": "messages",
}


def run(name, rate, **more):
    return {"name": name, "items_per_second": rate, "iterations": 1000, "real_time": 10.0, "cpu_time": 20.0, **more}


def runs(name, *rates, **more):
    return [run(name, rate, **more) for rate in rates]


def document():
    return {"context": dict(CONTEXT), "benchmarks": [
        *runs("transfer/unsynchronised/accounts:2/threads:1", 200e6, cpu_time=10.0),
        *runs("transfer/account_spinlocks/accounts:2/threads:2", 80e6, 100e6, 90e6, insufficient_funds=25),
        *runs("transfer/stm_var/accounts:2/threads:2", 36e6, 30e6, 60e6, attempts_per_commit=1.25),
        *runs("transfer/account_actors/accounts:2/threads:2", 9e4, 8e4, cpu_time=1.0),
        *runs("audit_mix/account_actors/accounts:2/threads:2", 5e4, audits=40, audits_astray=10,
              audits_per_second=5000.0),
        *runs("counter/stm_var/threads:2", 10e6),
    ]}


def wrong_document():
    made = document()
    made["benchmarks"].append({"name": "transfer/stm_var/accounts:2/threads:2", "error_occurred": True,
                               "error_message": "the books are wrong: account 1 holds 5"})
    return made


class Arithmetic(unittest.TestCase):
    def setUp(self):
        self.results = Results(document())
        self.locks = self.results.find("transfer", "account_spinlocks", 2, 2)
        self.stm = self.results.find("transfer", "stm_var", 2, 2)

    def test_a_cell_has_the_median_least_and_most_of_its_runs(self):
        self.assertEqual((self.locks.median(), self.locks.least(), self.locks.most()), (90e6, 80e6, 100e6))

    def test_the_median_of_an_even_number_of_runs_lies_between_the_middle_two(self):
        self.assertEqual(self.results.find("transfer", "account_actors", 2, 2).median(), 85e3)

    def test_a_ratio_is_of_medians_in_the_same_workload_accounts_and_threads(self):
        self.assertAlmostEqual(self.results.ratio(self.stm), 36 / 90)
        self.assertEqual(self.results.ratio(self.locks), 1)

    def test_there_is_no_ratio_where_the_yardstick_was_not_measured(self):
        self.assertIsNone(self.results.ratio(self.results.find("counter", "stm_var", None, 2)))
        self.assertIsNone(self.results.ratio(self.results.find("transfer", "unsynchronised", 2, 1)))

    def test_shares_are_of_all_runs_together(self):
        self.assertAlmostEqual(self.locks.refused(), 75 / 3000)
        self.assertEqual(tables.astray(self.results.find("audit_mix", "account_actors", 2, 2)), 0.25)

    def test_a_counter_that_a_bank_lacks_is_none(self):
        self.assertEqual(self.stm.middle("attempts_per_commit"), 1.25)
        self.assertIsNone(self.locks.middle("attempts_per_commit"))

    def test_runs_that_differ_much_are_noisy(self):
        self.assertEqual([cell.key.bank for cell in self.results.noisy()], ["stm_var"])

    def test_clients_that_never_sleep_and_lack_processors_are_crowded(self):
        self.assertEqual(self.results.crowded(), [])
        starved = document()
        for each in starved["benchmarks"]:
            each["cpu_time"] = 11.0
        banks = {cell.key.bank for cell in Results(starved).crowded()}
        self.assertEqual(banks, {"account_spinlocks", "stm_var"})

    def test_the_fastest_bank_is_one_that_threads_may_share(self):
        self.assertEqual(tables.fastest(self.results, "transfer", 2, 2).key.bank, "account_spinlocks")
        self.assertIsNone(tables.fastest(self.results, "transfer", 2, 1))

    def test_wins_and_losses_are_counted(self):
        self.assertEqual(tables.ahead_and_behind(self.results, "stm_var"),
                         "`stm_var` is ahead of `account_spinlocks` in 0 of 1 cell and behind in 1: at best 0.40x, "
                         "transfer among 2 accounts, 2 threads; at worst 0.40x, transfer among 2 accounts, 2 threads.")


class Words(unittest.TestCase):
    def test_amounts_have_three_digits_and_a_unit(self):
        told = [words.amount(x) for x in (0, 7.25, 99.97, 999, 999.7, 1000, 84.25e6, 123456, 1.5e9)]
        self.assertEqual(told, ["0", "7.25", "100", "999", "1.00 k", "1.00 k", "84.2 M", "123 k", "1.50 G"])

    def test_a_span_is_in_the_unit_of_its_median(self):
        self.assertEqual(words.span(1.2e6, 0.9e6, 12e6), "1.20 M (0.9 to 12.0)")

    def test_small_ratios_are_fractions(self):
        told = [words.ratio(x) for x in (None, 22.4, 1.234, 0.1, 0.02, 0.00072)]
        self.assertEqual(told, ["-", "22x", "1.23x", "0.10x", "1/50", "1/1400"])

    def test_a_time_has_three_digits_and_a_unit(self):
        told = [words.lasting(x) for x in (31.25e-9, 999.7e-9, 4.104e-6, 0.0123, 2)]
        self.assertEqual(told, ["31.2 ns", "1.00 us", "4.10 us", "12.3 ms", "2.00 s"])

    def test_a_share_is_never_rounded_to_nothing(self):
        self.assertEqual([words.percent(x) for x in (0, 0.0001, 0.0251)], ["0 %", "< 0.1 %", "2.5 %"])

    def test_a_table_lines_up(self):
        self.assertEqual(words.table(["a", "long"], [["wide", "x"]]),
                         "| a    | long |\n|------|------|\n| wide | x    |")


class Page(unittest.TestCase):
    def test_right_books_are_the_first_thing_said(self):
        for text in (page.written(Results(document()), []), page.spoken(Results(document()))):
            self.assertIn("The books are right", text.split("transfer among")[0])
            self.assertNotIn("WRONG", text)

    def test_wrong_books_are_said_in_big_letters_and_in_their_cell(self):
        results = Results(wrong_document())
        for text in (page.written(results, []), page.spoken(results)):
            self.assertIn("# THE BOOKS ARE WRONG in 1 of 12 runs", text)
            self.assertIn("account 1 holds 5", text)
            self.assertIn("WRONG BOOKS", text)
            self.assertNotIn("The books are right", text)

    def test_audits_that_money_in_flight_led_astray_are_told(self):
        self.assertIn("`account_actors`: 25.0 % of the audits did not add up, in 1 cell",
                      page.cautions(Results(document())))
        made = document()
        made["benchmarks"] += runs("audit_mix/account_actors/accounts:16/threads:2", 5e4, audits=40, audits_astray=1)
        self.assertIn("2.5 % to 25.0 % of the audits did not add up, in 2 cells", page.cautions(Results(made)))

    def test_a_build_with_assertions_is_no_measurement(self):
        checked = document()
        checked["context"]["assertions"] = "on"
        self.assertIn("with assertions", page.cautions(Results(checked)))

    def test_the_machine_the_seed_and_the_command_are_told(self):
        text = page.written(Results(document()), [("transfer_by_threads.svg", "a picture")])
        for told in ("a machine", "a compiler", "-O3", "bench/run.sh --quick --seed=7", "one thread only",
                     "![a picture](transfer_by_threads.svg)", "36.0 M (30.0 to 60.0) 0.40x", "1.250"):
            self.assertIn(told, text)


class Program(unittest.TestCase):
    def outcome(self, text, *options):
        """(exit status, what stdout got, what stderr got, the files made)"""
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "accounts.json")
            file.write_text(text, encoding="utf-8")
            out = pathlib.Path(folder, "made", "here")
            words_given = ["report.py", str(file), "--out", str(out), *options]
            said, complained = io.StringIO(), io.StringIO()
            with mock.patch.object(sys, "argv", words_given), redirect_stdout(said), redirect_stderr(complained):
                try:
                    status = report.main()
                except SystemExit as end:
                    status = end.code
            made = sorted(each.name for each in out.iterdir()) if out.exists() else []
            return status, said.getvalue(), complained.getvalue(), made

    def test_right_books_end_with_status_0_and_a_page(self):
        status, said, _, made = self.outcome(json.dumps(document()))
        self.assertEqual(status, 0)
        self.assertIn("report.md", made)
        self.assertIn("transfer among 2 accounts", said)

    def test_every_workload_is_drawn(self):
        try:
            import matplotlib  # noqa: F401
        except ImportError:
            self.skipTest("matplotlib is missing")
        _, _, _, made = self.outcome(json.dumps(document()))
        self.assertEqual([name for name in made if name.endswith(".svg")],
                         ["audit_mix_by_threads.svg", "counter_by_threads.svg", "transfer_by_threads.svg"])

    def test_wrong_books_end_with_status_1(self):
        status, said, _, made = self.outcome(json.dumps(wrong_document()))
        self.assertEqual(status, 1)
        self.assertTrue(said.startswith("# THE BOOKS ARE WRONG"))
        self.assertIn("report.md", made)

    def test_what_cannot_be_read_ends_with_status_2_and_one_line(self):
        strange = {"context": CONTEXT, "benchmarks": [run("another/benchmark", 1)]}
        for text in ("", "{}", "[1]", json.dumps({"context": CONTEXT, "benchmarks": []}), json.dumps(strange)):
            status, said, complained, _ = self.outcome(text)
            self.assertEqual((status, said, complained.count("\n")), (2, "", 1), text)

    def test_an_unknown_option_ends_with_status_2_and_one_line_of_what_is_accepted(self):
        status, _, complained, _ = self.outcome("{}", "--colour")
        self.assertEqual((status, complained.count("\n")), (2, 1))
        self.assertIn("report.py accepts FILE.json [--out DIR]", complained)

    def test_a_missing_file_cannot_be_read(self):
        with self.assertRaises(Unreadable):
            Results.read("/no/such/file.json")

    def test_a_cell_is_known_by_its_name(self):
        self.assertIn(Key("counter", "stm_var", None, 2), Results(document()).cells)


if __name__ == "__main__":
    unittest.main()
