"""Values that were split over parts: read together what stands on both sides of each seam."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from homeport.policies.privacy.pseudonyms import FORM
from homeport.policies.privacy.rules import CHECKED, LABELLED
from homeport.types import Finding, Part

_REACH = 160
"""Characters read on each side of a seam."""

_SHORT = 16
"""A part this short may be one piece of many."""

_GAP = "\n~~~\n"
_INDEX = re.compile(r"\[\d+\]|\{\d+\}")
_KEYS = re.compile(r"\bkeys\[\d+\]\Z")
_TAIL = re.compile(r"[^\s]{0,80}\s?\Z")
_HEAD = re.compile(r"\s?[^\s]{0,80}")
_WHOLE = re.compile(rf"(?:{FORM.pattern})\Z", re.IGNORECASE)
_LOOSE = frozenset({"username", "profile", "ip", "plate", "date_of_birth", "geolocation"})
"""What two unrelated texts, one after the other, too easily look like."""


@dataclass(slots=True)
class Seams:
    """A text made of the ends and beginnings of neighbouring parts."""

    text: str = ""
    starts: list[int] = field(default_factory=list)
    pieces: list[tuple[Part, int]] = field(default_factory=list)
    """Part, and where in it the piece begins that stands at the same place of ``starts``."""

    written: list[str] = field(default_factory=list)
    size: int = 0

    def part_from(self, part: Part, begin: int) -> None:
        """Write the end of ``part``."""
        self.add(part, max(0, begin), len(part.text))

    def add(self, part: Part, begin: int, end: int) -> None:
        """Write ``part.text[begin:end]``."""
        self.starts.append(self.size)
        self.pieces.append((part, begin))
        self._write(part.text[begin:end])

    def gap(self) -> None:
        """Part what follows from what stands here."""
        self._write(_GAP)

    def done(self) -> Seams:
        """Put together what was written."""
        self.text = "".join(self.written)
        return self

    def _write(self, text: str) -> None:
        self.written.append(text)
        self.size += len(text)

    def split(self, finding: Finding) -> list[Finding]:
        """Return the finding as one for each part that it touches; none if that is only one."""
        first = bisect_right(self.starts, finding.start) - 1
        last = bisect_right(self.starts, finding.end - 1) - 1
        found = []
        for piece in range(max(0, first), last + 1):
            part, offset = self.pieces[piece]
            begin = max(finding.start, self.starts[piece])
            ends = self.starts[piece + 1] if piece + 1 < len(self.starts) else len(self.text)
            end = min(finding.end, ends)
            low = begin - self.starts[piece] + offset
            span = (low, min(len(part.text), low + end - begin))
            found.append(replace(finding, part=part.path, start=span[0], end=span[1]))
        return found if len({one.part for one in found}) > 1 else []


def seams(parts: Sequence[Part]) -> Iterator[Seams]:
    """Yield the seams of a call: of its texts in order, of each role's, of each list's."""
    texts = [part for part in parts if part.text and not _KEYS.search(part.path)]
    seen = set()
    for line in (texts, *_by_role(texts), *_by_shape(texts)):
        joined = _joined(line)
        if joined.text and joined.text not in seen:
            seen.add(joined.text)
            yield joined


def is_sure(finding: Finding, written: str) -> bool:
    """Say whether a finding across a seam, ``written`` there, is no accident of two texts."""
    if finding.detector == "secrets":
        return finding.probability >= LABELLED
    if finding.category == "phone" and written.startswith("+"):
        return True
    return finding.probability >= CHECKED and finding.category not in _LOOSE


def _by_role(parts: list[Part]) -> Iterator[list[Part]]:
    roles = {part.role for part in parts}
    if len(roles) > 1:
        yield from ([part for part in parts if part.role == role] for role in roles)


def _by_shape(parts: list[Part]) -> Iterator[list[Part]]:
    """Yield the items of one list, whatever fields each has besides."""
    shaped = sorted(
        ((_INDEX.sub("[]", part.path), number) for number, part in enumerate(parts)),
    )
    lines = [
        [parts[number] for _, number in group] for _, group in groupby(shaped, key=lambda x: x[0])
    ]
    if len(lines) > 1:
        yield from (line for line in lines if len(line) > 1)


def _joined(parts: list[Part]) -> Seams:
    seams = Seams()
    reached = -1  # the part, of the line, that was written last
    for number, (left, right) in enumerate(pairwise(parts)):
        if not _glues(left.text, right.text):
            continue
        if reached != number:
            seams.part_from(left, len(left.text) - _REACH)
        elif len(left.text) > _REACH:
            seams.part_from(left, max(_REACH, len(left.text) - _REACH))
        seams.add(right, 0, _REACH)
        reached = number + 1
        if number + 2 < len(parts) and not _glues(right.text, parts[number + 2].text):
            seams.gap()
    return seams.done()


def _glues(left: str, right: str) -> bool:
    """Say whether one value may go on from ``left`` to ``right``."""
    if len(left) <= _SHORT and len(right) <= _SHORT:
        return True
    tail, head = _TAIL.search(left[-81:]), _HEAD.match(right)
    before, after = tail[0] if tail else "", head[0] if head else ""
    if before[-1:] in ".?!" and not any(map(str.isdigit, before)):
        return False
    if "_" in before and _WHOLE.search(before):
        return False  # a placeholder ends where it ends
    both = before + after
    return "@" in both or any(map(str.isdigit, both)) or (len(both) >= 20 and " " not in both)
