# SPDX-License-Identifier: BSL-1.0
"""What the calls of actors cost, beside what one would have instead."""

from . import tables, words

# (workload, whose, accounts or actors, threads), and with whom it is compared in the same place.
POOLED, IN_TURN = "account_actors_pooled", "account_mutexes_in_turn"
CELLS = (
    ("call", "pooled", None, 1, "mutex"),
    ("call_many", "pooled", 10000, 1, None),
    ("transfer", POOLED, 1024, 1, IN_TURN),
    ("transfer", POOLED, 1024, 2, IN_TURN),
    ("transfer", POOLED, 1024, 4, IN_TURN),
    ("transfer", POOLED, 2, 4, IN_TURN),
    ("transfer", POOLED, 1024, 1, "caf_scoped"),
    ("transfer", POOLED, 1024, 2, "caf_scoped"),
    ("in_flight", POOLED, 1024, 1, "caf_event"),
    ("call", "running", None, 1, None),
    ("call", "running_on_one_core", None, 1, None),
    ("async_call", "pooled", None, 1, None),
    ("async_call", "running", None, 1, None),
    ("tell", "pooled", None, 1, None),
    ("tell", "pooled", None, 2, None),
    ("tell", "running", None, 1, None),
    ("tell", "running", None, 2, None),
    ("whole_life", "pooled", None, 1, None),
    ("whole_life", "running", None, 1, None),
    ("throwing_call", "pooled", None, 1, "function"),
)

READING = """\
What is counted a second, in the median, and how many times as much that is as the other's in the same run. Where one
client waits for each, also how long one takes. `-`: not in this run.

- `call`: a plain call that adds to a total and answers with it. `pooled` is on a pool with a worker a core, and idle:
  the call runs on its caller's thread. `running` has a thread of its own; in `running_on_one_core` that thread and the
  client share a core, so nobody has to be woken on another one. `mutex` is the same total in a plain object, under a
  `std::mutex` that nobody else wants.
- `call_many`: the same call, to each of 10000 pooled actors in turn.
- `transfer`, `in_flight`: as below. `account_mutexes_in_turn` promises as little as the actors do.
- `async_call`: the same call by `.async`, and a wait for its future. It never runs on the caller's thread.
- `tell`: messages that nobody waits for, from each thread 10000 at a time, until all of them are handled.
- `whole_life`: an actor with two functions is made, started, stopped, joined and destroyed.
- `throwing_call`: the call throws, and the caller catches it. `function` throws the same straight at its caller."""

HEADS = ("cell", "whose", "threads", "a second", "one takes", "beside", "its a second", "ratio")


def waits_for_each(workload, threads):
    return threads == 1 and workload not in ("tell", "in_flight")


def row(results, workload, whose, size, threads, other):
    head = [tables.place(workload, size), whose, str(threads)]
    cell = results.find(workload, whose, size, threads)
    if cell is None:
        return [*head, "-", "-", other or "-", "-", "-"]
    if cell.wrong:
        return [*head, "WRONG", "-", other or "-", "-", "-"]
    rate = cell.median()
    against = results.find(workload, other, size, threads) if other else None
    its_rate = against.median() if against and not against.wrong else None
    return [*head, words.amount(rate),
            words.lasting(1 / rate) if rate and waits_for_each(workload, threads) else "-", other or "-",
            words.amount(its_rate) if its_rate else "-", words.ratio(rate / its_rate) if its_rate else "-"]


def table(results):
    return words.table(list(HEADS), [row(results, *cell) for cell in CELLS])


def memory(results):
    """What an idle actor takes, in one sentence; nothing where that was not measured."""
    cell = results.find("call_many", "pooled", 10000, 1)
    if cell is None or cell.wrong or cell.middle("bytes_each") is None:
        return ""
    return (f"An idle pooled actor with two functions takes {cell.middle('bytes_each'):.0f} bytes beside its own data. "
            f"10000 of them, each with 8 bytes of data in a `std::optional`, take "
            f"{cell.middle('resident_bytes_each'):.0f} bytes of resident memory each.")


def measured(results):
    return any(results.find(*cell[:4]) for cell in CELLS)


def section(results):
    if not measured(results):
        return ""
    return "\n\n".join(part for part in ("## Calls of actors", READING, table(results), memory(results)) if part)


def spoken(results):
    if not measured(results):
        return ""
    return "\n".join(part for part in ("calls of actors", table(results), memory(results)) if part)
