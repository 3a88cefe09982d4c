# SPDX-License-Identifier: BSL-1.0
"""The sources, and how they are changed."""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]


def patch(path, replacements):
    """Replaces each old text, which has to be there once, by its new one. White space does not matter in an old text,
    and comments may stand between its lines."""
    text = path.read_text(encoding="utf-8")
    for old, new in replacements:
        words = re.findall(r"\w+|[^\w\s]", old)
        pattern = re.compile(r"(?:\s|//[^\n]*\n)*".join(map(re.escape, words)))
        text, count = pattern.subn(lambda _, new=new: new, text)
        if count != 1:
            raise ValueError(f"{path.name} has this {count} times: {old}")
    path.write_text(text, encoding="utf-8")
