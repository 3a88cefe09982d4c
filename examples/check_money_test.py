# SPDX-License-Identifier: BSL-1.0
"""Shows on doctored outputs that check_money.py sees when money or lines are wrong."""

import unittest

import check_money

GAME = """INITIAL\t1000
INITIAL\t1000
WITHDRAW\t90\t910
WITHDRAW\t40\t960
DEPOSIT\t40\t910
DEPOSIT\t90\t960
Awww, Tapped out 950 < 1000
Awww, Had enough of it
GAME OVER
Fred grabbed 90
Barney grabbed 40
Total grabbed 130
Since they stopped grabbing...
Money left 1050 950
Ending money 2000
"""

AUDITED = """INITIAL\t1000
INITIAL\t1000
TRANSFER\t90
TRANSFER\t40
Awww, Tapped out 50 < 100
Awww, Tapped out 50 < 60
GAME OVER
Fred grabbed 90
Barney grabbed 40
Total grabbed 130
Since they stopped grabbing...
Money left 1050 950
Ending money 2000
Auditor saw 2000 in all 7 times
"""

ACCOUNT_1 = """DEPOSIT\t100\t1000
WITHDRAW\t160\t940
WITHDRAW\t10\t930
WITHDRAW\t20\t910
DEPOSIT\t100\t910
Insufficient Funds in your account
Balance 1010
Requested 1600
1010
GAME OVER
Fred grabbed 160
Wilma grabbed 20
Barney grabbed 10
"""

ACCOUNT_2 = """WITHDRAW\t160\t840
DEPOSIT\t7\t840
Awww, Tapped out 15 < 160
Awww, Tapped out 15 < 20
Awww, Tapped out 15 < 40
GAME OVER
Fred grabbed 160
Barney grabbed 0
Betty grabbed 0
Total grabbed 160
Since they stopped grabbing...
Money left 847
"""

RACE = GAME + GAME.replace("left 1050", "left 1200").replace("money 2000", "money 2150") + "Money made out of nothing 150\n"


class CheckMoney(unittest.TestCase):
    def passes(self, program, output):
        self.assertEqual(check_money.complaints(program, output), [])

    def fails(self, program, output, right, wrong):
        self.assertIn(right, output)
        self.assertNotEqual(check_money.complaints(program, output.replace(right, wrong, 1)), [])

    def test_right_books_pass(self):
        for program in ("account_3", "account_stm_1", "account_stm_2", "account_stm_3", "account_stm_4"):
            self.passes(program, GAME)
        self.passes("account_stm_5", AUDITED)
        self.passes("account_1", ACCOUNT_1)
        self.passes("account_2", ACCOUNT_2)
        self.passes("account_race", RACE)
        self.passes("account_race", GAME + "No money was made or lost in 10 games, by luck alone\n")

    def test_an_empty_output_is_seen(self):
        for program in check_money.PROGRAMS:
            self.assertNotEqual(check_money.complaints(program, ""), [])

    def test_a_lost_update_is_seen(self):
        self.fails("account_stm_1", GAME, "DEPOSIT\t40\t910", "DEPOSIT\t40\t1000")
        self.fails("account_1", ACCOUNT_1, "WITHDRAW\t10\t930", "WITHDRAW\t10\t1090")
        self.fails("account_2", ACCOUNT_2, "DEPOSIT\t7\t840", "DEPOSIT\t7\t1000")

    def test_a_line_that_is_not_there_is_seen(self):
        for line in GAME.splitlines(keepends=True):
            self.fails("account_3", GAME, line, "")
        for line in AUDITED.splitlines(keepends=True):
            self.fails("account_stm_5", AUDITED, line, "")
        for line in ACCOUNT_1.splitlines(keepends=True):
            self.fails("account_1", ACCOUNT_1, line, "")
        for line in ACCOUNT_2.splitlines(keepends=True):
            self.fails("account_2", ACCOUNT_2, line, "")

    def test_a_torn_line_is_seen(self):
        self.fails("account_3", GAME, "WITHDRAW\t90\t910\nWITHDRAW\t40\t960\n", "WITHDRAW\t90WITHDRAW\t40\t960\n\t910\n")
        self.fails("account_3", GAME, "out 950 < 1000\nAwww, Had", "outAwww, Had enough of it\n 950 < 1000\nAwww, Had")

    def test_wrong_sums_are_seen(self):
        self.fails("account_3", GAME, "Fred grabbed 90", "Fred grabbed 80")
        self.fails("account_3", GAME, "Total grabbed 130", "Total grabbed 140")
        self.fails("account_3", GAME, "left 1050 950", "left 1060 940")
        self.fails("account_3", GAME, "left 1050 950\nEnding money 2000", "left 1050 960\nEnding money 2010")
        self.fails("account_1", ACCOUNT_1, "Wilma grabbed 20", "Wilma grabbed 10")
        self.fails("account_2", ACCOUNT_2, "Barney grabbed 0", "Barney grabbed 10")
        self.fails("account_2", ACCOUNT_2, "Money left 847", "Money left 840")

    def test_a_refusal_without_a_reason_is_seen(self):
        self.fails("account_3", GAME, "950 < 1000", "950 < 900")
        self.fails("account_1", ACCOUNT_1, "Requested 1600", "Requested 160")

    def test_a_total_that_nobody_may_see_is_seen(self):
        self.fails("account_stm_5", AUDITED, "Auditor saw 2000", "Auditor saw 1990 in all 1 times\nAuditor saw 2000")
        self.fails("account_stm_5", AUDITED, "Auditor saw 2000", "Auditor saw 1990")
        self.fails("account_stm_5", AUDITED, "7 times", "0 times")

    def test_a_race_is_told_as_it_was(self):
        self.fails("account_race", RACE, "nothing 150", "nothing 140")
        self.fails("account_race", RACE, "Money made out of nothing", "Money lost")
        self.fails("account_race", RACE, "Money made out of nothing 150", "No money was made or lost in 2 games")
        self.fails("account_race", GAME + "Money lost 0\n", "Money lost 0", "Money made out of nothing 0")


if __name__ == "__main__":
    unittest.main()
