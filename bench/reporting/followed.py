# SPDX-License-Identifier: BSL-1.0
"""The few cells by which the transactions are followed from one version to the next."""

from . import tables, words

# (workload, bank, accounts or strings, threads)
CELLS = (
    ("transfer", "stm_var", 1024, 1),
    ("transfer", "stm_var", 1024, 2),
    ("transfer", "stm_var", 16, 2),
    ("transfer", "stm_var", 2, 2),
    ("transfer", "stm_var", 2, 4),
    ("read_pair", "stm_var", 1024, 1),
    ("read_pair", "stm_var", 1024, 2),
    ("audit_mix", "stm_var", 1024, 1),
    ("audit_mix", "stm_var", 1024, 2),
    ("long_audit", "stm_var", 16384, 2),
    ("counter", "stm_var", None, 1),
    ("transfer", "stm_store", 1024, 1),
    ("transfer", "stm_checkout", 1024, 1),
    ("edit_two", "string_stm", 1024, 1),
)


def reading(results):
    processors = words.count(results.context.get("num_cpus", 1), "processor")
    return ("What is counted a second, in the median, and its ratio to the yardstick in the same run; `long_audit` "
            f"counts audits. `-`: not in this run. Measured on {processors}, which is what 4 threads share.")


def row(results, workload, bank, size, threads):
    head = [tables.place(workload, size), bank, str(threads)]
    cell = results.find(workload, bank, size, threads)
    if cell is None:
        return [*head, "-", "-", "-", "-"]
    if cell.wrong:
        return [*head, "WRONG BOOKS", "-", "-", "-"]
    against = results.yardstick(cell)
    rate = words.amount(against.median()) if against and against.median() is not None else "-"
    ratio = results.ratio(cell)
    return [*head, words.amount(cell.median()), rate, "-" if ratio is None else words.digits(ratio),
            tables.attempts(cell.middle("attempts_per_commit"))]


def table(results):
    heads = ["cell", "bank", "threads", "a second", "the yardstick's", "ratio", "attempts a commit"]
    return words.table(heads, [row(results, *cell) for cell in CELLS])
