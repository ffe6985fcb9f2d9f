"""Reads the labelled texts that the weights are fitted to; none of them ships."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

KIND_OF = {
    "PERSON": "person",
    "TITLE": "",
    "ADDRESS": "address",
    "LOCATION": "location",
    "ORG": "org",
}


WEAK = frozenset(
    """AGE DATE DEMOGRAPHIC FAMILY LOCATION MISC ORG PROFESSION QUANTITY SEX TITLE URL ZIP""".split()
)
"""Labels that alone do not make a text private."""


@dataclass(frozen=True, slots=True)
class Row:
    """One text: is it private, where are its spans, and which rows belong together.

    ``group`` keeps texts made from one template or document on one side of a split.
    ``private`` is None where nobody knows.
    """

    text: str
    private: bool | None
    source: str
    group: str
    lang: str = "en"
    spans: tuple[tuple[int, int, str], ...] = field(default=())
    id: str = ""


def folder() -> Path:
    """Return where the data lies: ``$HOMEPORT_DATA``."""
    return Path(os.environ.get("HOMEPORT_DATA", "data"))


def rows(name: str) -> list[Row]:
    """Return the rows of one file of ``privacy/``."""
    path = folder() / "privacy" / f"{name}.jsonl"
    packed = path.with_name(path.name + ".gz")
    data = gzip.decompress(packed.read_bytes()) if packed.exists() else path.read_bytes()
    return [_row(json.loads(line), name) for line in data.splitlines()]


def _row(raw: dict[str, object], name: str) -> Row:
    text = str(raw["text"])
    spans = tuple((int(s), int(e), str(k)) for s, e, k in raw.get("spans") or ())  # type: ignore[attr-defined]
    group = f"{name}:{template(text, spans)}"
    return Row(text, bool(raw["private"]), name, group, str(raw["lang"]), spans, str(raw["id"]))


def template(text: str, spans: tuple[tuple[int, int, str], ...]) -> str:
    """Return the text with its spans and numbers taken out: what rows of one template share."""
    pieces, at = [], 0
    for start, end, _ in sorted(spans):
        pieces.append(text[at:start])
        at = max(at, end)
    pieces.append(text[at:])
    words = re.findall(r"[^\W\d_]+", "".join(pieces).lower())
    return " ".join(words[:8])


def prompts(name: str) -> Iterator[Row]:
    """Yield the prompts of one file of ``routing/``; whether they are private is not known."""
    with (folder() / "routing" / f"{name}.jsonl").open() as lines:
        for line in lines:
            raw = json.loads(line)
            text = str(raw["prompt"])
            yield Row(text, None, name, f"{name}:{text[:40]}", "en", (), str(raw["item_id"]))


def lines(row: Row, group: str) -> Iterator[Row]:
    """Yield the lines of a document with their spans."""
    start = 0
    for line in row.text.split("\n"):
        end = start + len(line)
        spans = tuple((s - start, e - start, k) for s, e, k in row.spans if s >= start and e <= end)
        if line.strip():
            yield Row(line, row.private, row.source, group, row.lang, spans, row.id)
        start = end + 1
