"""Letting a context weigh what was found, a piece of the call after the other while there is time."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from homeport.policies.privacy.protocols import Context
from homeport.types import Call, Finding, Part

PIECE: Final = 100_000
"""Characters that are weighed between two looks at the clock: some tenths of a second at most."""

_LINE: Final = 2_000
"""Characters before the end of a piece in which a line's end, or a space, is looked for."""


class OutOfTime(Exception):
    """The budget of a scan is used up."""


def weighed(
    context: Context, call: Call, findings: Iterable[Finding], deadline: float
) -> Iterator[Finding]:
    """Yield what ``context`` puts in the place of ``findings``.

    A context that judges each part for itself (``partwise``) gets a long call in pieces. Raises
    ``OutOfTime`` past the deadline, and ``ValueError`` for a finding outside its part.
    """
    sizes: dict[str, int] = {}
    for part in call.parts:
        sizes[part.path] = max(len(part.text), sizes.get(part.path, 0))
    whole = sum(len(part.text) for part in call.parts) <= PIECE
    partwise = getattr(context, "partwise", False)
    if whole or not partwise:
        _look_at_clock(deadline)
        found: Iterable[Finding] = context.weigh(call, tuple(findings))
    else:
        found = _piecewise(context, call, findings, deadline)
    for finding in found:
        if not 0 <= finding.start <= finding.end <= sizes.get(finding.part, -1):
            raise ValueError("a finding lies outside its part")
        yield finding


def _piecewise(
    context: Context, call: Call, findings: Iterable[Finding], deadline: float
) -> Iterator[Finding]:
    by_part: dict[str, list[Finding]] = {}
    for finding in findings:
        by_part.setdefault(finding.part, []).append(finding)
    for pieces in _batches(call.parts):
        _look_at_clock(deadline)
        shifts = {piece.path: begin for piece, begin in pieces}
        found = [one for piece, begin in pieces for one in _taken(by_part, piece, begin)]
        batch = replace(call, parts=tuple(piece for piece, _ in pieces))
        for finding in context.weigh(batch, tuple(found)):
            yield _moved(finding, shifts.get(finding.part, 0))
    for left in by_part.values():
        yield from left


def _batches(parts: Iterable[Part]) -> Iterator[list[tuple[Part, int]]]:
    """Yield the parts by the piece, each with where in its part it begins."""
    batch: list[tuple[Part, int]] = []
    size = 0
    for part in parts:
        for begin, end in _cuts(part.text):
            if batch and size + end - begin > PIECE:
                yield batch
                batch, size = [], 0
            whole = end - begin == len(part.text)
            batch.append((part if whole else replace(part, text=part.text[begin:end]), begin))
            size += end - begin
    if batch:
        yield batch


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    while len(text) - begin > PIECE:
        end = begin + PIECE
        line = max(text.rfind("\n", end - _LINE, end), text.rfind(" ", end - _LINE, end))
        end = line + 1 if line > 0 else end
        yield begin, end
        begin = end
    yield begin, len(text)


def _taken(by_part: dict[str, list[Finding]], piece: Part, begin: int) -> list[Finding]:
    """Take the findings that begin in ``piece`` away from their part's."""
    found = by_part.pop(piece.path, [])
    end = begin + len(piece.text)
    if left := [finding for finding in found if not begin <= finding.start < end]:
        by_part[piece.path] = left
    return [_moved(finding, -begin) for finding in found if begin <= finding.start < end]


def _moved(finding: Finding, by: int) -> Finding:
    return replace(finding, start=finding.start + by, end=finding.end + by) if by else finding


def _look_at_clock(deadline: float) -> None:
    if time.monotonic() >= deadline:
        raise OutOfTime
