"""Labelled texts for benchmarks: reading them, judging them, and what came of each."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import typer

from homeport.router import wire
from homeport.router.cli.judge import Judge
from homeport.types import Finding, Level

STRONG: Final = frozenset(
    "ADDRESS CODE DEVICE_ID DOB EMAIL FINANCIAL GEO GOV_ID IP MEDICAL_ID PERSON PHONE PLATE SECRET "
    "UNIT URL_PERSONAL USERNAME".split()
)
"""Labels of spans each of which makes a text private by itself."""

_ENDINGS: Final = (".jsonl", ".jsonl.gz")


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled text; spans are (start, end, label) in code points."""

    file: str
    id: str
    text: str
    private: bool
    spans: tuple[tuple[int, int, str], ...]
    language: str
    source: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one row. Holds no text."""

    file: str
    id: str
    language: str
    source: str
    private: bool
    stopped: bool
    """It was found to be personal or above."""
    score: float
    milliseconds: float
    categories: tuple[str, ...]
    strong: tuple[tuple[str, bool], ...]
    """The label of each strong span, and whether it was covered whole."""

    @property
    def clean(self) -> bool:
        """Nothing strong would be left after what was found is masked."""
        return all(covered for _, covered in self.strong)


def files_in(folder: Path) -> list[Path]:
    """Return the files of rows in ``folder``, or itself if it is one."""
    if folder.is_file():
        return [folder]
    return sorted(path for path in folder.iterdir() if path.name.endswith(_ENDINGS))


def rows_of(path: Path) -> Iterator[Row]:
    """Yield the rows of a file. Raises ``typer.BadParameter`` with the line that is none."""
    name = path.name.removesuffix(".gz").removesuffix(".jsonl")
    opener: Any = gzip.open if path.name.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield _row(name, number, json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError):
                said = 'expected {"text": "...", "private": true, "spans": [[start, end, label]]}'
                raise typer.BadParameter(f"{path}:{number}: {said}") from None


def result_of(row: Row, judge: Judge) -> Result:
    """Judge a row as the client would judge it as the one message of a user."""
    request = wire.request_for({"messages": [{"role": "user", "content": row.text}]})
    decision = judge.judge(request).decision
    privacy = decision.privacy
    masked = [finding for finding in privacy.findings if finding.level >= Level.PERSONAL]
    return Result(
        file=row.file,
        id=row.id,
        language=row.language,
        source=row.source,
        private=row.private,
        stopped=privacy.level >= Level.PERSONAL,
        score=privacy.score,
        milliseconds=decision.elapsed_us / 1000,
        categories=tuple(sorted({finding.category for finding in masked})),
        strong=tuple(
            (label, covered(start, end, masked))
            for start, end, label in row.spans
            if label in STRONG
        ),
    )


def covered(start: int, end: int, findings: list[Finding]) -> bool:
    """True if ``findings`` together cover every character from ``start`` to ``end``."""
    for finding in sorted(findings, key=lambda finding: finding.start):
        if finding.start > start:
            break
        start = max(start, finding.end)
    return start >= end


def _row(name: str, number: int, row: dict[str, Any]) -> Row:
    text, private = row["text"], row["private"]
    if not isinstance(text, str) or not isinstance(private, bool):
        raise TypeError
    return Row(
        file=name,
        id=str(row.get("id", f"{name}:{number}")),
        text=text,
        private=private,
        spans=tuple((int(start), int(end), str(label)) for start, end, label in row["spans"]),
        language=str(row.get("lang", "und")),
        source=str(row.get("source", name)).partition("/")[0],
    )
