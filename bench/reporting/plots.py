# SPDX-License-Identifier: BSL-1.0
"""The comparison's pictures: throughput by threads and by accounts."""

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot, ticker  # noqa: E402  (the backend comes first)

from . import tables, words  # noqa: E402
from .results import yardstick  # noqa: E402

# A hue a kind, told apart also by colour-blind eyes (Okabe and Ito); a marker and a dash a bank.
HUES = {"none": "#777777", "locks": "#0072B2", "transactions": "#D55E00", "messages": "#009E73"}
KINDS = {"none": "no protection", "locks": "locks", "transactions": "transactions", "messages": "messages"}
STYLES = (("o", "-"), ("s", "--"), ("^", ":"), ("D", "-."), ("v", (0, (5, 1, 1, 1, 1, 1))), ("X", (0, (1, 3))))
# One place: a table says it better.
NOT_DRAWN = ("in_flight",)

pyplot.rcParams.update({
    "font.size": 10, "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True,
    "grid.color": "#dddddd", "svg.hashsalt": "tally", "svg.fonttype": "path",
})


def style(results, workload, bank):
    kind = results.fact(bank, "kind") or "none"
    fellows = [each for each in results.banks_of(workload) if (results.fact(each, "kind") or "none") == kind]
    # The yardstick and the first of each kind are drawn solid.
    fellows.sort(key=lambda each: each != yardstick(workload))
    marker, dash = STYLES[fellows.index(bank) % len(STYLES)]
    return {"color": HUES.get(kind, "#777777"), "marker": marker, "linestyle": dash, "markersize": 5.5,
            "linewidth": 2.6 if bank == yardstick(workload) else 1.5,
            "markerfacecolor": "white" if dash != "-" else None}


def draw_line(axes, results, bank, cells, along, span):
    # A little to the side of its fellows, so that their ranges do not hide each other.
    cells = [cell for cell in cells if cell is not None and cell.median()]
    if not cells:
        return
    fellows = results.banks_of(cells[0].key.workload)
    aside = span ** (0.022 * (fellows.index(bank) - len(fellows) / 2))
    points = [(along(cell.key) * aside, cell) for cell in cells]
    middle = [cell.median() for _, cell in points]
    look = style(results, points[0][1].key.workload, bank)
    axes.vlines([x for x, _ in points], [cell.least() or cell.median() for _, cell in points],
                [cell.most() for _, cell in points],
                color=look["color"], linewidth=1, alpha=0.6)
    axes.plot([x for x, _ in points], middle, label=bank, **look)


def legend(figure, results, drawn):
    """One legend beside the panels, by kind."""
    heads, names = [], []
    for kind, title in KINDS.items():
        banks = [bank for bank in results.banks if bank in drawn and results.fact(bank, "kind") == kind]
        if banks:
            heads += [pyplot.Line2D([], [], linestyle="none"), *(drawn[bank] for bank in banks)]
            names += [title, *banks]
    kept = figure.legend(heads, names, loc="center right", frameon=False, fontsize=9, handlelength=3)
    for text in kept.get_texts():
        if text.get_text() in KINDS.values():
            text.set_fontweight("bold")


def picture(results, title, counted, panels, along, ticks, label):
    """A figure of panels side by side: (panel title, {bank: cells})."""
    width = 3.1 * len(panels) + 2.9
    span = max(2, ticks[-1] / ticks[0])
    figure, all_axes = pyplot.subplots(1, len(panels), sharey=True, squeeze=False, figsize=(width, 4.2))
    drawn = {}
    for axes, (name, lines) in zip(all_axes[0], panels):
        for bank, cells in lines.items():
            draw_line(axes, results, bank, cells, along, span)
        handles, banks = axes.get_legend_handles_labels()
        drawn.update(zip(banks, handles))
        axes.set_title(name, fontsize=10)
        axes.set_xscale("log", base=2)
        axes.set_yscale("log")
        axes.set_xticks(ticks, [str(tick) for tick in ticks])
        axes.xaxis.set_minor_locator(ticker.NullLocator())
        axes.set_xlim(ticks[0] / span**0.2, ticks[-1] * span**0.2)
        axes.yaxis.set_major_formatter(ticker.FuncFormatter(lambda y, _: words.power(y)))
        axes.yaxis.set_minor_locator(ticker.NullLocator())
        axes.set_xlabel(label)
    all_axes[0][0].set_ylabel(f"{counted} a second (log)")
    figure.suptitle(title, x=0.02, ha="left", fontsize=12, fontweight="bold")
    figure.tight_layout(rect=(0, 0, 1 - 2.4 / width, 0.98))
    legend(figure, results, drawn)
    return figure


def by_threads(results, workload):
    threads = results.thread_counts(workload)
    panels = [
        ("an account a thread" if size is None else f"{size} {tables.things(workload)}",
         {bank: [results.find(workload, bank, size, count) for count in threads] for bank in results.banks})
        for size in results.sizes(workload)
    ]
    title = f"{workload}: throughput by threads"
    return picture(results, title, tables.counted(workload), panels, lambda key: key.threads, threads, "threads"), title


def by_accounts(results, workload):
    sizes = results.sizes(workload)
    threads = results.thread_counts(workload)
    shown = threads if len(threads) <= 3 else [threads[0], threads[len(threads) // 2], threads[-1]]
    panels = [
        (tables.threads_head(count),
         {bank: [results.find(workload, bank, size, count) for size in sizes] for bank in results.banks})
        for count in shown
    ]
    title = f"{workload}: throughput by accounts"
    return picture(results, title, tables.counted(workload), panels, lambda key: key.size, sizes, "accounts"), title


def drawn_into(folder, results, suffix="svg"):
    """Draws every picture into the folder; (file name, title) of each."""
    made = []
    for workload in (each for each in results.workloads() if each not in NOT_DRAWN):
        kinds = [("by_threads", by_threads)]
        if len(results.sizes(workload)) > 1:
            kinds.append(("by_accounts", by_accounts))
        for kind, draw in kinds:
            figure, title = draw(results, workload)
            name = f"{workload}_{kind}.{suffix}"
            # Without a date, so that the same figures make the same file.
            figure.savefig(folder / name, metadata={"Date": None} if suffix == "svg" else None, dpi=110)
            pyplot.close(figure)
            made.append((name, title))
    return made
