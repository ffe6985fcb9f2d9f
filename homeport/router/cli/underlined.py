"""A call's text with what was found underlined in it, in the colour of its level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich.text import Text

from homeport.router.cli import terminal
from homeport.types import Call, Finding, Part

_AROUND: Final = 60
"""Characters shown on each side of what was found."""
_WORD: Final = 20
"""Characters by which a cut may move to the end of a word."""
_SUPERSCRIPT: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Marked:
    """A finding, and the number by which a table below speaks of it."""

    number: int
    finding: Finding


def underlined(call: Call, findings: Sequence[Finding], *, reveal: bool) -> Iterator[Text]:
    """Yield each part in which something was found, cropped around it, below its path.

    What was found is masked except for a few edge characters, unless ``reveal``.
    """
    by_part: dict[str, list[Marked]] = {}
    for number, finding in enumerate(findings, start=1):
        if finding.end > finding.start:
            by_part.setdefault(finding.part, []).append(Marked(number, finding))
    for part in call.parts:
        if marks := by_part.pop(part.path, None):
            yield Text(f"{part.path}{f' ({part.role})' if part.role else ''}", terminal.DIM)
            yield _excerpt(part, marks, reveal=reveal)


def superscript(number: int) -> str:
    """Return the small raised digits that follow what was found."""
    return str(number).translate(_SUPERSCRIPT)


def _excerpt(part: Part, marks: list[Marked], *, reveal: bool) -> Text:
    shown, position = Text(), 0
    marks.sort(key=lambda mark: mark.finding.start)
    for mark in (mark for mark in marks if not _holds_another(mark.finding, marks)):
        start, end = max(position, mark.finding.start), mark.finding.end
        shown.append(_between(part.text, position, start))
        covered = part.text[start:end]
        said = terminal.printable(covered) if reveal else terminal.masked(covered)
        shown.append(said, f"underline {terminal.LEVEL_STYLE[mark.finding.level]}")
        shown.append(superscript(mark.number), terminal.DIM)
        position = max(position, end)
    return shown.append(_after(part.text, position))


def _holds_another(finding: Finding, marks: list[Marked]) -> bool:
    """Say whether something smaller in it is underlined instead: a value in what is told."""
    return any(
        finding.start <= mark.finding.start and mark.finding.end <= finding.end
        for mark in marks
        if mark.finding is not finding
    )


def _between(text: str, start: int, end: int) -> str:
    """Return the text before a finding: whole, or its ends if it is long."""
    if start == 0:
        cut = _cut_before(text, end)
        return ("… " if cut else "") + terminal.printable(text[cut:end])
    if end - start <= 2 * _AROUND + _WORD:
        return terminal.printable(text[start:end])
    head, tail = _cut_after(text, start), _cut_before(text, end)
    return f"{terminal.printable(text[start:head])} … {terminal.printable(text[tail:end])}"


def _after(text: str, start: int) -> str:
    cut = _cut_after(text, start)
    return terminal.printable(text[start:cut]) + (" …" if cut < len(text) else "")


def _cut_before(text: str, end: int) -> int:
    """Return where a piece that ends at ``end`` begins: at a word, if one is near."""
    start = max(0, end - _AROUND)
    space = text.find(" ", start, start + _WORD)
    return space + 1 if start and space >= 0 else start


def _cut_after(text: str, start: int) -> int:
    end = start + _AROUND
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", end - _WORD, end)
    return space if space > start else end
