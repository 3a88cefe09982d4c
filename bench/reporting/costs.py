# SPDX-License-Identifier: BSL-1.0
"""What a read-only audit costs a variable, beside plain scans of as many integers."""

from . import tables, words

READING = """\
Each operation adds up so many `stm::var<std::int64_t>` in one read-only transaction, with one thread, while nobody
writes. The time is nanoseconds a variable, in the median, with all that it takes to begin and end the transaction;
less is better. `strided_scan` adds up plain integers that lie as far apart as the variables do, `dense_scan` such as
lie side by side, where the compiler may add up several at once. A ratio says how many times as long the audit takes."""

HEADS = ("variables", "strided_scan", "dense_scan", "stm::var", "to strided_scan", "to dense_scan", "attempts a commit")


def each(cell):
    """Nanoseconds a variable, or None where there is no figure."""
    return 1e9 / (cell.median() * cell.key.size) if cell and not cell.wrong and cell.median() else None


def row(results, size):
    strided, dense, audit = (results.find("audit_cost", what, size, 1)
                             for what in ("strided_scan", "dense_scan", "var_scan"))

    def told(cell):
        if cell is not None and cell.wrong:
            return "WRONG BOOKS"
        return "-" if each(cell) is None else f"{words.digits(each(cell))} ns"

    def times(cell):
        return words.ratio(each(audit) / each(cell) if each(audit) and each(cell) else None)

    attempts = tables.attempts(audit.middle("attempts_per_commit")) if audit else "-"
    return [str(size), told(strided), told(dense), told(audit), times(strided), times(dense), attempts]


def table(results):
    return words.table(list(HEADS), [row(results, size) for size in results.sizes("audit_cost")])


def section(results):
    if not results.sizes("audit_cost"):
        return ""
    return "\n\n".join(["## audit_cost", READING, table(results)])


def spoken(results):
    if not results.sizes("audit_cost"):
        return ""
    return f"audit_cost: nanoseconds a variable, and how many times as long as a plain scan\n{table(results)}"
