"""Letting a context weigh what was found, piece after piece of the call, while there is time."""

from __future__ import annotations

import time
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from homeport.policies.privacy.memory import Memory, Seen
from homeport.policies.privacy.protocols import Context
from homeport.types import Call, Finding, Part

PIECE: Final = 100_000
"""Characters that are weighed between two looks at the clock: some tenths of a second at most."""

_LINE: Final = 2_000
"""Characters before the end of a piece in which a line's end, or a space, is looked for."""


class OutOfTime(Exception):
    """The budget of a scan is used up."""


class Weighing:
    """One call's findings on their way through its contexts.

    A context that judges each part for itself (``partwise``) gets a long call in pieces, and is
    not asked again about a part that is known (``known``: digests by path) and what was found
    in it. Raises ``OutOfTime`` past the deadline, and ``ValueError`` for a finding outside its
    part.
    """

    def __init__(
        self, call: Call, deadline: float, known: Mapping[str, bytes], memory: Memory | None
    ) -> None:
        self._call = call
        self._deadline = deadline
        self._known = known
        self._memory = memory
        self._sizes: dict[str, int] = {}
        for part in call.parts:
            self._sizes[part.path] = max(len(part.text), self._sizes.get(part.path, 0))

    def weigh(self, context: Context, findings: Iterable[Finding]) -> list[Finding]:
        """Return what ``context`` puts in the place of ``findings``."""
        if getattr(context, "partwise", False):
            found = list(self._partwise(context, findings))
        else:
            self._look_at_clock()
            found = list(context.weigh(self._call, tuple(findings)))
        for finding in found:
            if not 0 <= finding.start <= finding.end <= self._sizes.get(finding.part, -1):
                raise ValueError("a finding lies outside its part")
        return found

    def _partwise(self, context: Context, findings: Iterable[Finding]) -> Iterator[Finding]:
        by_part: dict[str, list[Finding]] = {}
        for finding in findings:
            by_part.setdefault(finding.part, []).append(finding)
        fresh: list[Part] = []
        keys: dict[str, Hashable] = {}
        for part in self._call.parts:
            key = self._key(context, part, by_part)
            seen = self._memory.get(key) if key and self._memory else None
            if seen is None:
                fresh.append(part)
                keys[part.path] = key
            else:
                by_part.pop(part.path, None)
                yield from seen.findings
        yield from self._fresh(context, fresh, by_part, keys)
        for left in by_part.values():
            yield from left

    def _fresh(
        self,
        context: Context,
        parts: Sequence[Part],
        by_part: dict[str, list[Finding]],
        keys: Mapping[str, Hashable],
    ) -> Iterator[Finding]:
        """Weigh parts that are not known, and remember those that may be."""
        found: dict[str, list[Finding]] = {part.path: [] for part in parts}
        for pieces in _batches(parts):
            self._look_at_clock()
            shifts = {piece.path: begin for piece, begin in pieces}
            taken = [one for piece, begin in pieces for one in _taken(by_part, piece, begin)]
            batch = replace(self._call, parts=tuple(piece for piece, _ in pieces))
            for finding in context.weigh(batch, tuple(taken)):
                moved = _moved(finding, shifts.get(finding.part, 0))
                found.setdefault(finding.part, []).append(moved)
        for path, kept in found.items():
            if self._memory and (key := keys.get(path)):
                self._memory.put(key, Seen(tuple(kept)))
            yield from kept

    def _key(
        self, context: Context, part: Part, by_part: Mapping[str, list[Finding]]
    ) -> Hashable | None:
        digest = self._known.get(part.path)
        return digest and (digest, context.name, tuple(by_part.get(part.path, ())))

    def _look_at_clock(self) -> None:
        if time.monotonic() >= self._deadline:
            raise OutOfTime


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
