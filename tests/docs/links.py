# SPDX-License-Identifier: BSL-1.0
"""Fails on a page that links to a file or a heading that is not there, or names a source file that is not there.

usage: links.py ROOT     ROOT: the top of the source tree
"""

import pathlib
import re
import sys

LINK = re.compile(r"\[[^\]]+\]\((?P<file>[^)#\s]*)(?:#(?P<heading>[^)\s]+))?\)")
NAMED = re.compile(r"`(?P<file>(?:stm|actors|bench|tests|examples|docs)/[\w./-]+\.\w+)`")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def anchors(page):
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in HEADING.findall(text)}


def faults(root, page):
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    for link in LINK.finditer(text):
        if re.match(r"https?:", link["file"]):
            continue
        target = (page.parent / link["file"]).resolve() if link["file"] else page
        if not target.exists():
            yield f"{link['file']} is not there"
        elif link["heading"] and link["heading"] not in anchors(target):
            yield f"{link['file']} has no heading #{link['heading']}"
    for named in NAMED.finditer(text):
        if not (root / named["file"]).exists():
            yield f"{named['file']} is not there"


def main(root):
    pages = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    found = [f"{page.relative_to(root)}: {fault}" for page in pages for fault in faults(root, page)]
    print("\n".join(found) or f"every link of {len(pages)} pages leads somewhere")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
