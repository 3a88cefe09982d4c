# SPDX-License-Identifier: BSL-1.0
"""Runs an account example and does its books again, from all that it prints.

usage: check_money.py PROGRAM [ARGUMENT...]
"""

import collections
import pathlib
import re
import subprocess
import sys

LOG = r"(?P<log>(?:(?:DEPOSIT|WITHDRAW)\t\d+\t\d+\n|TRANSFER\t\d+\n|Awww, .+\n)*)"

ACCOUNT_1 = LOG + r"""Insufficient Funds in your account
Balance (?P<balance>\d+)
Requested (?P<requested>\d+)
(?P<left>\d+)
GAME OVER
Fred grabbed (?P<fred>\d+)
Wilma grabbed (?P<wilma>\d+)
Barney grabbed (?P<barney>\d+)
"""

ACCOUNT_2 = LOG + r"""GAME OVER
Fred grabbed (?P<fred>\d+)
Barney grabbed (?P<barney>\d+)
Betty grabbed (?P<betty>\d+)
Total grabbed (?P<total>\d+)
Since they stopped grabbing...
Money left (?P<left>\d+)
"""

GAME = r"INITIAL\t1000\nINITIAL\t1000\n" + LOG + r"""GAME OVER
Fred grabbed (?P<fred>\d+)
Barney grabbed (?P<barney>\d+)
Total grabbed (?P<total>\d+)
Since they stopped grabbing...
Money left (?P<freds>\d+) (?P<barneys>\d+)
Ending money (?P<ending>\d+)
"""

AUDITS = r"(?P<audits>(?:Auditor saw \d+ in all \d+ times\n)+)"

VERDICT = r"""(?P<verdict>Money made out of nothing|Money lost|No money was made or lost in) (?P<amount>\d+).*
"""


class Page:
    """What a program has printed: a named number is an attribute, a line of the log a tuple."""

    def __init__(self, match):
        self.match = match
        self.log = match["log"]

    def __getattr__(self, name):
        return int(self.match[name])

    def amounts(self, kind):
        return [int(amount) for amount in re.findall(rf"^{kind}\t(\d+)", self.log, re.MULTILINE)]

    def steps(self):
        """From which balance to which each line of the log takes an account."""
        for kind, amount, balance in re.findall(r"^(DEPOSIT|WITHDRAW)\t(\d+)\t(\d+)$", self.log, re.MULTILINE):
            amount, balance = int(amount), int(balance)
            yield (balance, balance + amount) if kind == "DEPOSIT" else (balance + amount, balance)


def complaints_about_steps(page, opening, closing):
    """One line begins at the balance where another ended, in whichever order they were printed."""
    reached = collections.Counter(opening)
    gone_from = collections.Counter(closing)
    for before, after in page.steps():
        gone_from[before] += 1
        reached[after] += 1
    for balance in sorted((reached - gone_from) | (gone_from - reached)):
        yield f"a balance of {balance} was reached {reached[balance]} times and left {gone_from[balance]} times"


def complaints_about_order(page, opening, closing):
    """For one account whose lines come in the order of what they tell."""
    balance = opening
    for before, after in page.steps():
        if before != balance:
            yield f"from a balance of {balance} to one of {after} by way of {before}"
        balance = after
    yield from expect("Money left", closing, balance)


def complaints_about_refusals(page, players):
    refused = re.findall(r"^Awww, Tapped out (\d+) < (\d+)$", page.log, re.MULTILINE)
    enough = page.log.count("Awww, Had enough of it\n")
    gave_up = re.findall(r"^Awww, Gave up after \d+ (?:tries|microseconds)$", page.log, re.MULTILINE)
    if len(refused) + enough != players:
        yield f"{len(refused) + enough} of {players} players said why they stopped"
    if len(refused) + enough + len(gave_up) != page.log.count("Awww"):
        yield "somebody sighs without a reason"
    for balance, requested in refused:
        if int(balance) >= int(requested):
            yield f"{requested} was refused to somebody who had {balance}"


def expect(what, found, wanted):
    if found != wanted:
        yield f"{what}: {found}, but it must be {wanted}"


def account_1(page):
    """Three in turn withdraw from an account that gets 100 each time round."""
    taken = page.amounts("WITHDRAW")
    yield from complaints_about_order(page, 1000, page.left)
    yield from expect("Balance", page.balance, page.left)
    yield from expect("Fred grabbed", page.fred, sum(taken[0::3]))
    yield from expect("Barney grabbed", page.barney, sum(taken[1::3]))
    yield from expect("Wilma grabbed", page.wilma, sum(taken[2::3]))
    yield from expect("grabbed and left", sum(taken) + page.left, 1000 + sum(page.amounts("DEPOSIT")))
    if page.requested <= page.balance:
        yield f"{page.requested} was refused to somebody who had {page.balance}"


def account_2(page):
    """Three drains and a source."""
    yield from complaints_about_order(page, 1000, page.left)
    yield from complaints_about_refusals(page, 3)
    yield from expect("Total grabbed", page.total, page.fred + page.barney + page.betty)
    yield from expect("Total grabbed", page.total, sum(page.amounts("WITHDRAW")))
    yield from expect("grabbed and left", page.total + page.left, 1000 + sum(page.amounts("DEPOSIT")))


def game(page):
    """Two grab from each other's account, and what both have together stays the same."""
    yield from complaints_about_refusals(page, 2)
    yield from expect("Total grabbed", page.total, page.fred + page.barney)
    yield from expect("Fred's money left", page.freds, 1000 + page.fred - page.barney)
    yield from expect("Barney's money left", page.barneys, 1000 + page.barney - page.fred)
    yield from expect("Ending money", page.ending, 2000)


def logged_game(page):
    yield from game(page)
    yield from complaints_about_steps(page, [1000, 1000], [page.freds, page.barneys])
    yield from expect("Total withdrawn", sum(page.amounts("WITHDRAW")), page.total)
    yield from expect("Total deposited", sum(page.amounts("DEPOSIT")), page.total)


def audited_game(page):
    yield from game(page)
    yield from expect("Total transferred", sum(page.amounts("TRANSFER")), page.total)
    totals = re.findall(r"saw (\d+) in all (\d+) times", page.match["audits"])
    yield from expect("Totals that the auditor saw", [int(total) for total, _ in totals], [2000])
    yield from expect("Totals seen no time", [times for _, times in totals if int(times) == 0], [])


def race(page):
    """Nobody knows what comes of it, but what is said of it must be so."""
    yield from expect("Total grabbed", page.total, page.fred + page.barney)
    yield from expect("Ending money", page.ending, page.freds + page.barneys)
    if page.match["verdict"].startswith("No money"):
        yield from expect("Ending money", page.ending, 2000)
    else:
        made = page.match["verdict"].startswith("Money made")
        yield from expect("Ending money", page.ending, 2000 + page.amount if made else 2000 - page.amount)
        yield from expect("Nothing made or lost", page.amount == 0, False)


# For each program the form of its whole output, so that no line is torn, missing or strange, and what must be true in it.
PROGRAMS = {
    "account_1": (ACCOUNT_1, account_1),
    "account_2": (ACCOUNT_2, account_2),
    "account_3": (GAME, logged_game),
    "account_race": (f"(?:{re.sub(r'[?]P<[a-z]+>', '?:', GAME)})*" + GAME + VERDICT, race),
    "account_stm_1": (GAME, logged_game),
    "account_stm_2": (GAME, logged_game),
    "account_stm_3": (GAME, logged_game),
    "account_stm_4": (GAME, logged_game),
    "account_stm_5": (GAME + AUDITS, audited_game),
}


def complaints(program, output):
    form, check = PROGRAMS[program]
    match = re.fullmatch(form, output)
    return list(check(Page(match))) if match else ["a line is torn, missing or strange"]


def main(program, *arguments):
    outcome = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    found = complaints(pathlib.Path(program).stem, outcome.stdout)
    if outcome.returncode != 0:
        found.append(f"exit status {outcome.returncode}")
    if found:
        print(outcome.stdout, outcome.stderr, sep="\n")
    print("\n".join(found) or "the books are right")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
