# SPDX-License-Identifier: BSL-1.0
"""Numbers as people read them, and tables that are aligned also before they are rendered."""

UNITS = ((1e9, " G"), (1e6, " M"), (1e3, " k"), (1.0, ""))


def digits(number):
    """Three significant digits, without an exponent."""
    if number == 0:
        return "0"
    # The bounds are those at which rounding gains a digit.
    if abs(number) >= 99.95:
        return f"{number:.0f}"
    if abs(number) >= 9.995:
        return f"{number:.1f}"
    if abs(number) >= 0.9995:
        return f"{number:.2f}"
    return f"{number:.3g}"


def unit_of(number):
    # What would be rounded up to 1000 takes the next unit.
    for size, name in UNITS:
        if abs(number) >= 0.9995 * size:
            return size, name
    return UNITS[-1]


def amount(number):
    """84200000 -> '84.2 M'"""
    size, name = unit_of(number)
    return digits(number / size) + name


def power(number):
    """10000000 -> '10 M', for the marks of an axis"""
    size, name = unit_of(number)
    return f"{number / size:.0f}{name}"


def span(median, least, most):
    """The median with its unit, and the least and the most in the same unit."""
    size, _ = unit_of(median)
    return f"{amount(median)} ({digits(least / size)} to {digits(most / size)})"


def ratio(number):
    """1.5 -> '1.50x'; 0.02 -> '1/50'"""
    if number is None:
        return "-"
    if number == 0:
        return "0"
    if number >= 9.995:
        return f"{number:.0f}x"
    if number >= 0.0995:
        return f"{number:.2f}x"
    return f"1/{float(f'{1 / number:.2g}'):.0f}"


def lasting(seconds):
    """4.1e-6 -> '4.10 us'"""
    for size, name in ((1.0, "s"), (1e-3, "ms"), (1e-6, "us")):
        if seconds >= 0.9995 * size:
            return f"{digits(seconds / size)} {name}"
    return f"{digits(seconds * 1e9)} ns"


def percent(share):
    if share == 0:
        return "0 %"
    return f"{100 * share:.1f} %" if share >= 0.001 else "< 0.1 %"


def count(number, one, many=None):
    return f"{number} {one}" if number == 1 else f"{number} {many or one + 's'}"


def table(heads, rows):
    """A Markdown table whose columns line up as plain text too."""
    widths = [max(len(line[i]) for line in [heads, *rows]) for i in range(len(heads))]

    def line(cells):
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths)) + " |"

    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([line(heads), rule, *(line(row) for row in rows)])
