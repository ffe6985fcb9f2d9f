r"""Lines written by hand for this project: requests of every kind, about private people or nobody.

A file of ``written/`` holds an example a line, line ends as ``\n``; a header (``# P es genre`` or
``# N en genre``) says of the lines below whether they are private and in which language. ``[[...]]``
marks the name of a private person, ``{{...}}`` the name of somebody who is none. The private lines
of ``meaning.txt`` name nobody, and their genre begins with what they tell of. The files of
``unseen/``, by writers of their own, are measured on and never fitted to. The private people are
invented, and what is said of public ones is no source: much of it is wrong on purpose.
"""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from privacy_fit.corpora import Row

TOLD = {
    "health": "health", "legal": "legal", "money": "finance", "work": "employment", "minors": "minor",
    "firm": "confidential", "government": "confidential", "intimate": "intimate", "faith": "intimate",
}  # fmt: skip
"""What the private lines of ``meaning.txt`` tell of, by the first word of their genre."""

_HEADER = re.compile(r"# ([PN]) (en|es) (.+)")
_MARK = re.compile(r"\[\[(.+?)\]\]|\{\{(.+?)\}\}")


def rows() -> Iterator[Row]:
    """Yield the lines that are fitted to, each a group of its own."""
    for path in sorted(Path(__file__).with_name("written").glob("*.txt")):
        for row, genre in _read(path):
            source = "written"
            if path.stem == "meaning":
                source = TOLD[re.split(r"\W", genre)[0]] if row.private else "public"
            yield replace(row, source=source)


def scraps() -> Iterator[Row]:
    """Yield pieces of harmless lines, as they come when a text is split, and such lines encoded."""
    rng = random.Random(4)
    for row in rows():
        if row.id.startswith("plain:") and len(row.text) > 8:
            at = rng.randrange(3, len(row.text) - 3)
            coded = base64.b64encode(row.text[:60].encode()).decode()
            for text in (row.text[:at], row.text[at:], coded):
                yield Row(text, False, "scrap", row.group, row.lang, (), row.id)


def unseen() -> Iterator[Row]:
    """Yield the lines that are measured on; the source says which genre of which file."""
    for path in sorted(Path(__file__).with_name("unseen").glob("*.txt")):
        for row, genre in _read(path):
            yield replace(row, source=f"unseen {path.stem}: {genre}")


def _read(path: Path) -> Iterator[tuple[Row, str]]:
    private, lang, genre = None, "", ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if header := _HEADER.fullmatch(line.strip()):
            private, lang, genre = header[1] == "P", header[2], header[3]
        elif line.strip():
            if private is None or line.startswith("# "):
                raise ValueError(f"{path}:{number}: not a header, and no example")
            group = f"{path.stem}:{number}"
            yield _row(line.strip().replace("\\n", "\n"), group, lang, private=private), genre


def _row(marked: str, group: str, lang: str, *, private: bool) -> Row:
    pieces: list[str] = []
    spans: list[tuple[int, int, str]] = []
    at = size = 0
    for match in _MARK.finditer(marked):
        before, name = marked[at : match.start()], match[1] or match[2]
        start = size + len(before)
        spans.append((start, start + len(name), "PERSON"))
        pieces += [before, name]
        size, at = start + len(name), match.end()
    return Row("".join(pieces) + marked[at:], private, "", group, lang, tuple(spans), group)
