# SPDX-License-Identifier: BSL-1.0
"""What the report says of long audits, strings, the cost of an audit, and the cells to follow."""

import unittest

from reporting import costs, followed, page, tables
from reporting.results import Results, yardstick

BANKS = "account_spinlocks stm_var stm_store string_spinlocks string_stm"


def runs(name, *rates, **more):
    return [{"name": name, "items_per_second": rate, "iterations": 1000, "real_time": 10.0, "cpu_time": 20.0, **more}
            for rate in rates]


def audits(bank, *rates):
    return [run for rate in rates for run in
            runs(f"long_audit/{bank}/accounts:16384/threads:2", rate, audits=rate / 10, audits_per_second=rate,
                 transfers_per_second=4e6, attempts_per_commit=1.0)]


def document():
    return {"context": {"num_cpus": 2, "banks": BANKS}, "benchmarks": [
        *runs("transfer/account_spinlocks/accounts:2/threads:4", 10e6),
        *runs("transfer/stm_var/accounts:2/threads:4", 15e6, attempts_per_commit=1.25),
        *audits("account_spinlocks", 10000, 11000, 12000),
        *audits("stm_var", 22000, 0, 33000),
        *audits("stm_store", 0, 0, 10),
        *runs("edit_two/string_spinlocks/strings:1024/threads:1", 80e6),
        *runs("edit_two/string_stm/strings:1024/threads:1", 10e6, attempts_per_commit=1.0),
        *runs("audit_cost/strided_scan/variables:4096/threads:1", 1e6),
        *runs("audit_cost/dense_scan/variables:4096/threads:1", 2e6),
        *runs("audit_cost/var_scan/variables:4096/threads:1", 4e5, attempts_per_commit=1.0),
    ]}


def row_of(table, *words):
    """The cells of the one line of a table that begins with these."""
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()]
    found = [line for line in lines if line[:len(words)] == list(words)]
    assert len(found) == 1, (words, table)
    return found[0][len(words):]


class Places(unittest.TestCase):
    def test_a_table_has_the_threads_and_the_attempts_of_its_own_size(self):
        made = document()
        made["benchmarks"] += runs("transfer/stm_var/accounts:1024/threads:2", 5e6, attempts_per_commit=1.125)
        results = Results(made)
        self.assertEqual(row_of(tables.of_place(results, "transfer", 1024), "bank"),
                         ["2 threads", "attempts a commit"])
        self.assertEqual(row_of(tables.of_place(results, "transfer", 1024), "stm_var")[1], "1.125")
        self.assertEqual(row_of(tables.of_place(results, "transfer", 2), "stm_var")[1], "1.250")
        self.assertIn("The last columns are of 2 threads.", page.reading(results, "transfer", 1024))


class LongAudits(unittest.TestCase):
    def setUp(self):
        self.results = Results(document())

    def test_their_figure_is_audits_a_second_and_transfers_stand_beside_them(self):
        table = tables.of_place(self.results, "long_audit", 16384)
        self.assertEqual(row_of(table, "bank"), ["2 threads", "attempts a commit", "transfers a second",
                                                 "audits astray"])
        self.assertEqual(row_of(table, "stm_var"), ["22.0 k (0 to 33.0) 2.00x", "1.000", "4.00 M", "0 %"])
        self.assertIn("Audits a second", page.reading(self.results, "long_audit", 16384))

    def test_a_bank_whose_audits_starve_is_shown_as_such(self):
        table = tables.of_place(self.results, "long_audit", 16384, full=False)
        self.assertEqual(row_of(table, "stm_store"), ["starved: 0"])
        told = page.cautions(self.results)
        self.assertIn("`stm_store` starves whoever audits", told)
        self.assertIn("in 2 of 3 runs with 2 threads", told)
        self.assertIn("in 1 of 3 runs with 2 threads", told)
        self.assertNotIn("`account_spinlocks` starves", told)

    def test_runs_of_which_some_starved_are_noisy(self):
        self.assertEqual({cell.key.bank for cell in self.results.noisy()}, {"stm_var", "stm_store"})

    def test_a_page_can_be_written_where_every_audit_starved(self):
        made = document()
        made["benchmarks"] = audits("account_spinlocks", 0, 0) + audits("stm_var", 0, 0)
        self.assertIn("starved: 0", page.written(Results(made), []))
        self.assertIn("starved: 0", page.spoken(Results(made)))

    def test_what_starved_can_be_drawn(self):
        try:
            from reporting import plots
        except ImportError:
            self.skipTest("matplotlib is missing")
        for rates in ((0, 0, 0), (0, 5, 6)):
            made = document()
            made["benchmarks"] = audits("account_spinlocks", *rates) + audits("stm_var", 0)
            figure, _ = plots.by_threads(Results(made), "long_audit")
            drawn = [line for line in figure.axes[0].lines if len(line.get_xdata())]
            self.assertEqual(len(drawn), 1 if any(rates) else 0)
            plots.pyplot.close(figure)


class Strings(unittest.TestCase):
    def test_they_are_compared_with_strings_under_spinlocks(self):
        results = Results(document())
        self.assertEqual(yardstick("edit_two"), "string_spinlocks")
        self.assertEqual(results.ratio(results.find("edit_two", "string_stm", 1024, 1)), 0.125)
        table = tables.of_place(results, "edit_two", 1024, full=False)
        self.assertEqual(row_of(table, "string_stm"), ["10.0 M 0.12x"])
        self.assertIn("edit_two among 1024 strings", page.spoken(results))
        self.assertNotIn("account_spinlocks", table)


class Costs(unittest.TestCase):
    def test_they_are_nanoseconds_a_variable_and_how_many_times_as_long_as_each_scan(self):
        row = row_of(costs.table(Results(document())), "4096")
        self.assertEqual(row, ["0.244 ns", "0.122 ns", "0.61 ns", "2.50x", "5.00x", "1.000"])

    def test_they_are_no_bank_and_no_winner(self):
        results = Results(document())
        self.assertNotIn("audit_cost", results.workloads())
        self.assertNotIn("var_scan", tables.of_winners(results))

    def test_a_scan_that_is_missing_or_wrong_leaves_no_ratio(self):
        made = document()
        made["benchmarks"] = [run for run in made["benchmarks"] if "strided" not in run["name"]]
        made["benchmarks"].append({"name": "audit_cost/dense_scan/variables:4096/threads:1", "error_occurred": True,
                                   "error_message": "the books are wrong: 1 sums do not add up"})
        row = row_of(costs.table(Results(made)), "4096")
        self.assertEqual(row, ["-", "WRONG BOOKS", "0.61 ns", "-", "-", "1.000"])

    def test_there_is_no_section_without_them(self):
        made = document()
        made["benchmarks"] = [run for run in made["benchmarks"] if "audit_cost" not in run["name"]]
        self.assertNotIn("audit_cost", page.written(Results(made), []))


class Followed(unittest.TestCase):
    def setUp(self):
        self.table = followed.table(Results(document()))

    def test_each_has_its_ratio_and_its_attempts(self):
        self.assertEqual(row_of(self.table, "transfer among 2 accounts", "stm_var", "4"),
                         ["15.0 M", "10.0 M", "1.50", "1.250"])
        self.assertEqual(row_of(self.table, "long_audit among 16384 accounts", "stm_var", "2"),
                         ["22.0 k", "11.0 k", "2.00", "1.000"])
        self.assertEqual(row_of(self.table, "edit_two among 1024 strings", "string_stm", "1"),
                         ["10.0 M", "80.0 M", "0.125", "1.000"])

    def test_one_that_was_not_measured_stands_there_without_a_figure(self):
        self.assertEqual(row_of(self.table, "counter", "stm_var", "1"), ["-", "-", "-", "-"])
        self.assertEqual(len(self.table.splitlines()), 2 + len(followed.CELLS))

    def test_wrong_books_have_no_figure(self):
        made = document()
        made["benchmarks"].append({"name": "transfer/stm_var/accounts:2/threads:4", "error_occurred": True,
                                   "error_message": "the books are wrong"})
        self.assertEqual(row_of(followed.table(Results(made)), "transfer among 2 accounts", "stm_var", "4"),
                         ["WRONG BOOKS", "-", "-", "-"])


if __name__ == "__main__":
    unittest.main()
