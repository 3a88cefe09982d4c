# SPDX-License-Identifier: BSL-1.0
"""The comparison's cells as tables."""

from . import words
from .results import yardstick


def things(workload):
    """What a workload is among so many of."""
    return {"edit_two": "strings", "audit_cost": "variables", "call_many": "actors"}.get(workload, "accounts")


def counted(workload):
    """What of a workload is counted."""
    return "audits" if workload == "long_audit" else "operations"


def place(workload, size):
    """'transfer among 16 accounts'; 'counter'"""
    return workload if size is None else f"{workload} among {size} {things(workload)}"


def threads_head(threads):
    return words.count(threads, "thread")


def figure(results, cell, full):
    """A cell in words: its median, with its range when all is told, and its ratio."""
    if cell is None:
        return "-"
    if cell.wrong:
        return "WRONG BOOKS"
    rate = words.span(cell.median(), cell.least(), cell.most()) if full else words.amount(cell.median())
    if cell.median() == 0:
        return f"starved: {rate}"
    return f"{rate} {words.ratio(results.ratio(cell))}"


def of_place(results, workload, size, full=True):
    """One workload on one size: a row a bank, a column a number of threads."""
    threads = results.threads_at(workload, size)
    heads = ["bank", *map(threads_head, threads)]
    extras = extra_columns(results, workload, size, threads[-1]) if full else []
    heads += [head for head, _ in extras]
    rows = []
    for bank in results.banks:
        cells = [results.find(workload, bank, size, count) for count in threads]
        if any(cells):
            row = [bank, *(figure(results, cell, full) for cell in cells)]
            rows.append(row + [tell(cells[-1]) for _, tell in extras])
    return words.table(heads, rows)


def extra_columns(results, workload, size, threads):
    """(head, how to tell it of a cell) of what this workload counts besides operations."""
    cells = [results.find(workload, bank, size, threads) for bank in results.banks]
    cells = [cell for cell in cells if cell]
    columns = []

    def add(head, tell):
        columns.append((head, lambda cell: "-" if cell is None or cell.wrong else tell(cell)))

    if any(cell.middle("attempts_per_commit") is not None for cell in cells):
        add("attempts a commit", lambda cell: attempts(cell.middle("attempts_per_commit")))
    if any(cell.total("insufficient_funds") for cell in cells):
        add("too little money", lambda cell: words.percent(cell.refused()))
    if workload == "long_audit":
        add("transfers a second", lambda cell: words.amount(cell.middle("transfers_per_second") or 0))
    elif any(cell.total("audits") for cell in cells):
        add("audits a second", lambda cell: words.amount(cell.middle("audits_per_second") or 0))
    if any(cell.total("audits") for cell in cells):
        add("audits astray", lambda cell: words.percent(astray(cell)))
    return columns


def attempts(number):
    return "-" if number is None else f"{number:.3f}"


def astray(cell):
    """The share of audits that did not add up."""
    audits = cell.total("audits")
    return cell.total("audits_astray") / audits if audits else 0.0


def of_banks(results):
    """What each bank is and promises, in its own words."""
    heads = ["bank", "what it is", "an audit of all accounts", "can operations be combined?", "who waits",
             "whose thread does the work"]
    rows = [[bank, *(results.fact(bank, what) for what in ("idea", "audits", "composes", "waits", "served"))]
            for bank in results.banks]
    return words.table(heads, rows)


def of_winners(results):
    """The fastest bank in each place, of those that several threads may share."""
    threads = sorted({count for workload in results.workloads()
                      for count in results.thread_counts(workload)})
    rows = []
    for workload in results.workloads():
        for size in results.sizes(workload):
            row = [place(workload, size)]
            for count in threads:
                best = fastest(results, workload, size, count)
                row.append(f"{best.key.bank} {figure(results, best, False)}" if best else "-")
            rows.append(row)
    return words.table(["", *map(threads_head, threads)], rows)


def fastest(results, workload, size, threads):
    cells = [results.find(workload, bank, size, threads) for bank in results.banks
             if results.fact(bank, "kind") != "none"]
    cells = [cell for cell in cells if cell and cell.median() is not None]
    return max(cells, key=lambda cell: cell.median(), default=None)


def ahead_and_behind(results, bank):
    """One sentence on where a bank beats the yardstick and where it loses to it."""
    rated = [(results.ratio(cell), cell) for cell in results.cells.values() if cell.key.bank == bank]
    rated = sorted((pair for pair in rated if pair[0] is not None), key=lambda pair: pair[0])
    if not rated:
        return ""

    def told(pair):
        key = pair[1].key
        return f"{words.ratio(pair[0])}, {place(key.workload, key.size)}, {threads_head(key.threads)}"

    ahead = sum(1 for number, _ in rated if number >= 1)
    return (f"`{bank}` is ahead of `{yardstick('transfer')}` in {ahead} of {words.count(len(rated), 'cell')} "
            f"and behind in {len(rated) - ahead}: at best {told(rated[-1])}; at worst {told(rated[0])}.")
