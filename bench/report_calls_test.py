# SPDX-License-Identifier: BSL-1.0
"""What the report says of single calls of actors, of transfers in flight, and on whose thread a bank works."""

import unittest

from report_cells_test import row_of, runs
from reporting import calls, page, tables
from reporting.results import Results


def document():
    return {"context": {"num_cpus": 2, "banks": "account_mutexes_in_turn account_actors_pooled caf_event",
                        "bank.account_mutexes_in_turn.served": "the caller's",
                        "bank.account_actors_pooled.served": "the caller's where it is idle"}, "benchmarks": [
        *runs("call/mutex/threads:1", 50e6),
        *runs("call/pooled/threads:1", 39e6, 40e6, 44e6),
        *runs("call/running/threads:1", 25e3),
        *runs("call_many/pooled/actors:10000/threads:1", 20e6, bytes_each=104, resident_bytes_each=151.5),
        *runs("tell/pooled/threads:1", 30e6),
        *runs("throwing_call/function/threads:1", 1e6),
        *runs("throwing_call/pooled/threads:1", 5e5),
        *runs("transfer/account_mutexes_in_turn/accounts:1024/threads:4", 50e6),
        *runs("transfer/account_actors_pooled/accounts:1024/threads:4", 35e6),
        *runs("in_flight/account_actors_pooled/accounts:1024/threads:1", 4e6),
        *runs("in_flight/caf_event/accounts:1024/threads:1", 1e6),
    ]}


def without(what):
    made = document()
    made["benchmarks"] = [run for run in made["benchmarks"] if what not in run["name"]]
    return Results(made)


class Calls(unittest.TestCase):
    def setUp(self):
        self.table = calls.table(Results(document()))

    def test_each_has_its_median_how_long_one_takes_and_its_ratio_to_what_it_is_compared_with(self):
        self.assertEqual(row_of(self.table, "call", "pooled", "1"), ["40.0 M", "25.0 ns", "mutex", "50.0 M", "0.80x"])
        self.assertEqual(row_of(self.table, "call", "running", "1"), ["25.0 k", "40.0 us", "-", "-", "-"])
        self.assertEqual(row_of(self.table, "throwing_call", "pooled", "1"),
                         ["500 k", "2.00 us", "function", "1.00 M", "0.50x"])

    def test_where_nobody_waits_for_each_it_is_not_told_how_long_one_takes(self):
        self.assertEqual(row_of(self.table, "tell", "pooled", "1"), ["30.0 M", "-", "-", "-", "-"])
        self.assertEqual(row_of(self.table, "transfer among 1024 accounts", "account_actors_pooled", "4"),
                         ["35.0 M", "-", "account_mutexes_in_turn", "50.0 M", "0.70x"])
        self.assertEqual(row_of(self.table, "in_flight among 1024 accounts", "account_actors_pooled", "1"),
                         ["4.00 M", "-", "caf_event", "1.00 M", "4.00x"])

    def test_one_that_was_not_measured_stands_there_without_a_figure(self):
        self.assertEqual(row_of(self.table, "whole_life", "pooled", "1"), ["-", "-", "-", "-", "-"])
        self.assertEqual(len(self.table.splitlines()), 2 + len(calls.CELLS))

    def test_without_the_other_there_is_no_ratio(self):
        table = calls.table(without("caf"))
        self.assertEqual(row_of(table, "in_flight among 1024 accounts", "account_actors_pooled", "1"),
                         ["4.00 M", "-", "caf_event", "-", "-"])

    def test_what_went_wrong_has_no_figure_and_is_no_measure_for_others(self):
        made = document()
        for whose in ("call/mutex/threads:1", "throwing_call/pooled/threads:1"):
            made["benchmarks"].append({"name": whose, "error_occurred": True, "error_message": "the books are wrong: "})
        table = calls.table(Results(made))
        self.assertEqual(row_of(table, "call", "pooled", "1"), ["40.0 M", "25.0 ns", "mutex", "-", "-"])
        self.assertEqual(row_of(table, "throwing_call", "pooled", "1"), ["WRONG", "-", "function", "-", "-"])

    def test_the_memory_of_an_idle_actor_is_told(self):
        told = calls.memory(Results(document()))
        self.assertIn("takes 104 bytes beside its own data", told)
        self.assertIn("take 152 bytes of resident memory each", told)
        self.assertEqual(calls.memory(without("call_many")), "")

    def test_the_page_has_a_section_and_there_is_none_without_them(self):
        results = Results(document())
        for text in (page.written(results, []), page.spoken(results)):
            self.assertIn("104 bytes", text)
        self.assertIn("## Calls of actors", page.written(results, []))
        made = document()
        made["benchmarks"] = runs("counter/account_mutexes_in_turn/threads:1", 1e6)
        self.assertNotIn("## Calls of actors", page.written(Results(made), []))
        self.assertNotIn("calls of actors", page.spoken(Results(made)))

    def test_they_are_no_bank_and_no_winner(self):
        results = Results(document())
        self.assertEqual(results.workloads(), ["transfer", "in_flight"])
        self.assertNotIn("mutex ", tables.of_winners(results))


class Banks(unittest.TestCase):
    def test_transfers_in_flight_are_compared_with_pooled_actors(self):
        table = tables.of_place(Results(document()), "in_flight", 1024, full=False)
        self.assertEqual(row_of(table, "caf_event"), ["1.00 M 0.25x"])

    def test_each_says_on_whose_thread_it_works(self):
        table = tables.of_banks(Results(document()))
        self.assertEqual(row_of(table, "bank")[-1], "whose thread does the work")
        self.assertEqual(row_of(table, "account_actors_pooled")[-1], "the caller's where it is idle")


if __name__ == "__main__":
    unittest.main()
