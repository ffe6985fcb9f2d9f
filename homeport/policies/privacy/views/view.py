"""A view: a text read in another way, and where each piece of it stands in the text as it was.

Detectors look for plain text. A view undoes one disguise (an encoding, a way of spelling) so
that they see what was meant, and its map carries what they find back to where it was written.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypedDict, Unpack

REACH = 64
"""Characters around an edit that a view keeps: labels such as *card* stand there."""

BACKWARDS = "reversed"
"""The one kind of view whose pieces run against the source."""

_GAP = "\n~~~\n"
"""Between stretches of a view that do not follow each other: nothing is found across it."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Reading ``text`` where the source has something else between ``start`` and ``end``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class View:
    """``text``, made of pieces of a source: copied ones, and ones that were read differently.

    ``decoded`` views show text that the source hides altogether, so every detector reads them;
    the others only spell differently what the deterministic detectors look for.
    """

    kind: str
    text: str
    starts: array[int]
    """Where each piece begins in ``text``."""
    lows: array[int]
    highs: array[int]
    """Where each piece stands in the source."""
    edited: bytearray
    decoded: bool = False
    opaque: bool = False
    """No one reads the source without undoing this (base64 and the like)."""
    floor: float = 0.0
    """Findings below this probability do not count: the view is a guess that only a check digit
    or a form that nothing else has confirms."""

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``text[start:end]`` stands in the source; whole pieces where it differs."""
        first = bisect_right(self.starts, start) - 1
        last = max(first, bisect_right(self.starts, end - 1) - 1)
        low, high = self._low(first, start), self._high(last, end)
        return (low, high) if low <= high else (self.lows[last], self.highs[first])

    def touches(self, start: int, end: int) -> bool:
        """Say whether anything in ``text[start:end]``, or beside it, was read differently."""
        first = max(0, bisect_right(self.starts, start - 1) - 1)
        last = max(first, bisect_right(self.starts, end) - 1)
        return first != last or bool(self.edited[first])

    def _low(self, piece: int, at: int) -> int:
        low = self.lows[piece]
        return low + at - self.starts[piece] if self._aligned(piece) else low

    def _high(self, piece: int, at: int) -> int:
        if self._aligned(piece):
            return self.lows[piece] + at - self.starts[piece]
        return self.highs[piece]

    def _aligned(self, piece: int) -> bool:
        """Say whether each character of a piece stands for one of the source, in order."""
        if self.kind == BACKWARDS:
            return not self.edited[piece]
        ends = self.starts[piece + 1] if piece + 1 < len(self.starts) else len(self.text)
        return ends - self.starts[piece] == self.highs[piece] - self.lows[piece]


class How(TypedDict, total=False):
    """How the findings of a view are taken; see ``View``."""

    decoded: bool
    opaque: bool
    floor: float


class Draft:
    """A view that is being written, from left to right."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._pieces: list[str] = []
        self._size = 0
        self._starts: array[int] = array("l")
        self._lows: array[int] = array("l")
        self._highs: array[int] = array("l")
        self._edited = bytearray()
        self.empty = True

    def keep(self, start: int, end: int) -> None:
        """Copy ``source[start:end]``."""
        if start < end:
            self._add(self._source[start:end], start, end, edited=False)

    def put(self, text: str, start: int, end: int) -> None:
        """Write ``text`` for ``source[start:end]``; without text that stretch is left out."""
        self.empty = False
        if text:
            self._add(text, start, end, edited=True)

    def view(self, kind: str, **how: Unpack[How]) -> View:
        if not self._pieces:
            self._add("", 0, 0, edited=False)
        maps = (self._starts, self._lows, self._highs, self._edited)
        return View(kind, "".join(self._pieces), *maps, **how)

    def _add(self, text: str, start: int, end: int, *, edited: bool) -> None:
        self._pieces.append(text)
        self._starts.append(self._size)
        self._lows.append(start)
        self._highs.append(end)
        self._edited.append(edited)
        self._size += len(text)


def edited(
    source: str, kind: str, edits: Iterable[Edit], *, whole: bool = False, **how: Unpack[How]
) -> Iterator[View]:
    """Yield the view in which ``edits`` are made; none if there is no edit.

    It keeps what stands around the edits, or the ``whole`` source. Edits come in order; one
    that overlaps the one before it is left out.
    """
    reach = len(source) if whole else REACH
    draft, done = Draft(source), 0
    for edit in edits:
        if edit.start >= done:
            _bridge(draft, done, edit.start, reach)
            draft.put(edit.text, edit.start, edit.end)
            done = max(edit.end, done)
    if not draft.empty:
        draft.keep(done, min(len(source), done + reach))
        yield draft.view(kind, **how)


def _bridge(draft: Draft, done: int, start: int, reach: int) -> None:
    """Write what stands between two edits: all of it, or both ends and a gap between."""
    if start - done <= 2 * reach:
        draft.keep(done, start)
        return
    if done:
        draft.keep(done, done + reach)
        draft.put(_GAP, done + reach, done + reach)
    draft.keep(start - reach, start)
