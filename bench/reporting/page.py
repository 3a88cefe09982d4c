# SPDX-License-Identifier: BSL-1.0
"""The report as a page of Markdown."""

from . import calls, costs, followed, tables, words
from .results import yardstick

WHAT = {
    "transfer": "Every operation moves 1 to 100 from one account to another, both drawn at random; a payer that "
                "holds too little is told so.",
    "read_pair": "Every operation adds up two accounts drawn at random, while nobody writes.",
    "audit_mix": "Nine operations of ten are transfers, the tenth adds up all accounts: "
                 "an audit, which must find the same total every time.",
    "long_audit": "One client adds up all accounts, again and again, while all others transfer. What counts is its "
                  "audits, of which the one that is under way when the time is up does not: the transfers that were in "
                  "its way have ended. `starved`: in most runs not one audit came to its end.",
    "counter": "Every thread pays 1 into an account that only it uses: the fixed cost of an operation.",
    "in_flight": "One client keeps 64 transfers in flight instead of waiting for each: when a withdrawal is answered "
                 "it asks for the deposit, and when that is answered it begins the next transfer.",
    "edit_two": "Every operation raises a character of one string of 40 and lowers it in another, both drawn at "
                "random. A string is too long to lie in its variable or its object.",
}

PICTURES = ("A point is a median, its bar reaches from the slowest run to the fastest, and both axes are logarithmic; "
            "points of one place stand side by side.")

CHOOSING = """\
- **Locks in a fixed order** move money fastest where an operation is one or two accounts and nothing more. Every piece
  of code that touches an account must know the locks and their order, two right operations do not make one right
  operation, and whoever wants to see all accounts stops everybody.
- **Transactions** (`stm_*`) pay for their log with every write, by the ratios below; readers write nothing that is
  shared. Operations can be put together, readers hold nobody up, and there is no deadlock. A block that meets a
  conflict runs again, so long blocks among many writers cost more than once.
- **An actor or a cashier** keeps the state in one place, where one thread at a time touches it. Where it has a thread
  of its own (`cashier_actor`, `account_actors`, `channel_cashier`), two thread switches are most of the price of an
  answer: it suits work that takes longer than they do. On a pool (`*_pooled`) a call that finds its actor idle runs on
  the caller's thread, and what it costs beside a lock stands under "Calls of actors"; a busy actor makes its callers
  wait, as a lock does."""

FINE_PRINT = """\
- Too little money is an outcome here (`false`), in every bank. As an exception it would cost every bank about the same
  microsecond more, and hide the differences.
- In `long_audit` the attempts a commit are of audits and transfers together. There are so many more transfers that an
  audit which runs again and again hardly shows in them; it shows in the audits a second.
- A client draws its numbers and keeps its own ledger inside the timed loop; that is nearly all that `unsynchronised`
  costs, and it is part of every figure.
- Peers (`caf_*`) are measured by the transfers that they are here for, and by nothing else. CAF has as many workers
  here as there are cores, and all else as it comes.
- Everywhere but in `in_flight` clients wait for each answer, as the callers of a function do. Clients that send and go
  on show more throughput where threads have to be switched, and later answers.
- Accounts lie 64 bytes apart in every bank that lays them out itself; balances and amounts are `int` in all of them."""


def verdict(results):
    """What must be known before any figure is read."""
    runs = sum(len(cell.runs) + len(cell.wrong) for cell in results.cells.values())
    wrong = results.wrong()
    if not wrong:
        return (f"**The books are right**, in all {runs} runs: the total, no negative balance, every account and "
                "string against its clients' own ledgers, every audit that was promised to be atomic, and every call, "
                "counted at both ends.")
    lines = [f"# THE BOOKS ARE WRONG in {len(wrong)} of {runs} runs", ""]
    for cell, message in wrong:
        key = cell.key
        where = f"{key.bank}, {tables.place(key.workload, key.size)}, {tables.threads_head(key.threads)}"
        lines.append(f"- **{where}**: {message}")
    return "\n".join([*lines, "", "Money was made or lost. No figure below is worth anything until that is mended."])


def cautions(results):
    """What in this very run makes figures less certain."""
    lines = []
    if results.context.get("assertions") == "on":
        lines.append("Built **with assertions**: these figures are no measurement.")
    for bank in results.banks:
        cells = [cell for cell in results.astray() if cell.key.bank == bank]
        if cells:
            lines.append(in_flight(bank, cells))
    lines += [starving(results, bank) for bank in results.banks
              if any(cell.key.bank == bank for cell in results.starved())]
    crowded, noisy = results.crowded(), results.noisy()
    if crowded:
        lines.append(f"In {words.count(len(crowded), 'cell')} of {len(results.cells)} the clients got less than four "
                     "fifths of the processors they asked for: something else was running. Compare within a column, "
                     "not between columns, and run it again on a quieter machine.")
    if noisy:
        lines.append(f"In {words.count(len(noisy), 'cell')} of {len(results.cells)} the fastest run is more than 1.5 "
                     "times as fast as the slowest: judge those by their range.")
    return "\n".join(f"- {line}" for line in lines)


def in_flight(bank, cells):
    """That a bank's audits are not atomic, and how often it showed."""
    shares = sorted(tables.astray(cell) for cell in cells)
    told = words.percent(shares[-1])
    if len(shares) > 1:
        told = f"{words.percent(shares[0])} to {told}"
    return (f"`{bank}`: {told} of the audits did not add up, in {words.count(len(cells), 'cell')} (see the tables). "
            "Money is in flight between the two calls of a transfer, so its audits are not atomic; its closing books "
            "are right.")


def starving(results, bank):
    """That a bank's audits did not come to their end beside the transfers, and how often."""
    cells = [cell for cell in results.starved() if cell.key.bank == bank]
    where = ", ".join(f"{cell.starved()} of {words.count(len(cell.runs), 'run')} with {cell.key.threads} threads"
                      for cell in cells)
    return f"`{bank}` starves whoever audits: not one audit came to its end while others transferred, in {where}."


def reading(results, workload, size):
    """The one line of help above a table."""
    line = (f"{tables.counted(workload).capitalize()} a second of all threads together: median (slowest to fastest of "
            f"{results.repetitions} runs), then that median to `{yardstick(workload)}`'s in the same column; "
            "more is better.")
    most_threads = results.threads_at(workload, size)[-1]
    if tables.extra_columns(results, workload, size, most_threads):
        line += f" The last columns are of {tables.threads_head(most_threads)}."
    return line


def of_workload(results, workload, plots):
    parts = [f"## {workload}", WHAT[workload]]
    for size in results.sizes(workload):
        if size is not None:
            parts.append(f"### {tables.place(workload, size)}")
        parts += [reading(results, workload, size), tables.of_place(results, workload, size)]
    pictures = [f"![{title}]({name})" for name, title in plots if name.startswith(workload)]
    return "\n\n".join([*parts, PICTURES, *pictures] if pictures else parts)


def limits(results):
    lines = [f"- `{bank}`: {results.fact(bank, 'limit')}." for bank in results.banks if results.fact(bank, "limit")]
    return "\n".join(["Left out (`-`), because a bank does not take it:", "", *lines]) if lines else ""


def machine(results):
    context = results.context
    rows = [[name, str(context.get(key, "not told"))] for name, key in (
        ("processor", "processor"), ("processors", "num_cpus"), ("system", "system"), ("compiler", "compiler"),
        ("flags", "flags"), ("assertions", "assertions"), ("seed", "seed"), ("seconds a run", "seconds_a_run"),
        ("date", "date"))]
    return words.table(["", ""], [*rows, ["runs of each cell, shuffled among all", str(results.repetitions)]])


def again(results):
    quick = " --quick" if results.context.get("quick") == "yes" else ""
    return f"```sh\nbench/run.sh{quick} --seed={results.context.get('seed', 1)}\n```"


def written(results, plots):
    """The whole page; plots: (file name, title) of each picture beside it."""
    parts = [
        "# What it costs to share accounts", verdict(results), cautions(results),
        "## Which one?", CHOOSING, "What each bank is and promises:", tables.of_banks(results), limits(results),
        tables.ahead_and_behind(results, "stm_var"),
        "## Who is fastest where",
        "The fastest bank of those that threads may share, its operations (in `long_audit`: audits) a second, and its "
        "ratio to the yardstick.",
        tables.of_winners(results),
        "## The cells to follow", followed.reading(results), followed.table(results),
        calls.section(results),
        *(of_workload(results, workload, plots) for workload in results.workloads()),
        costs.section(results),
        "## What the figures do and do not say", FINE_PRINT,
        "## The machine and the run", machine(results),
        "The same again, apart from the machine's mood:", again(results),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def spoken(results):
    """What is printed: the verdict and the medians."""
    parts = [verdict(results).replace("**", ""), cautions(results)]
    for workload in results.workloads():
        for size in results.sizes(workload):
            parts.append(f"{tables.place(workload, size)}: {tables.counted(workload)} a second, and to "
                         f"{yardstick(workload)} in the same column\n"
                         f"{tables.of_place(results, workload, size, full=False)}")
    parts += [f"the cells to follow\n{followed.table(results)}", calls.spoken(results),
              costs.spoken(results)]
    return "\n\n".join(part for part in parts if part)
