"""One call's pass through the detectors: every part, every reading of it, every seam."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from homeport.policies.privacy.memory import Chain, Memory, Seen
from homeport.policies.privacy.protocols import Context, Detector
from homeport.policies.privacy.readings import Reading, TooDeep, readings
from homeport.policies.privacy.seams import Seams, is_sure, seams
from homeport.policies.privacy.stems import Lowered, Passage
from homeport.policies.privacy.views.octets import TooLarge
from homeport.policies.privacy.views.view import Draft
from homeport.policies.privacy.weighing import OutOfTime, Weighing
from homeport.types import Call, Finding, Part

logger = logging.getLogger("homeport.privacy")

WINDOW = 12_000
OVERLAP = 2_000
"""Longer texts are scanned in windows, so that the clock is looked at often enough; what lies
across the end of one lies whole in the next."""

_NAMED = re.compile(r"(?:\A|[.}\]])([A-Za-z_][\w\-]{1,40})(?:\[\d+\])*\Z")
_UNNAMED = frozenset(
    """content text role type name model input instructions description arguments id output user
    call_id tool_call_id url prompt stop title status format detail""".split()
)
"""Fields whose name says nothing about what they hold."""

MOST_PARTS = 20_000
"""Parts of one call whose seams are read; no request that a person makes has so many."""

_REMEMBERED = 200
"""Characters of the shortest part that is worth remembering."""

_VALUE = 200
"""Characters of the longest value that the name of its field says something about."""

Place = Callable[[Finding], "list[Finding]"]
"""Carries a finding from where it was found to the parts as sent."""


class Scan:
    """What was found and what failed so far.

    The budget is the one use of a clock in ``policies``: without it a hostile text could hold
    the caller for as long as the slowest detector likes. ``monotonic`` because the time of day
    may jump. The clock can only add ``"time"`` to what failed, so it can only make a call more
    private.
    """

    def __init__(
        self,
        detectors: Sequence[Detector],
        deadline: float,
        room: int,
        memory: Memory | None = None,
    ) -> None:
        self.detectors = detectors
        self.spelling = [d for d in detectors if not getattr(d, "canonical_only", False)]
        self.deadline = deadline
        self.memory = memory
        self.known: dict[str, bytes] = {}
        """The digests of the parts that are worth remembering, by path."""
        self.room = room
        """Characters of all readings together that may still be scanned."""
        self.findings: list[Finding] = []
        self.failed: dict[str, None] = {}  # a set that keeps its order

    def read(self, parts: Sequence[Part]) -> None:
        """Read every part, then what lies across their seams."""
        try:
            self._parts(parts)
            if len(parts) > MOST_PARTS:
                self.failed["limit"] = None
            elif len(parts) > 1:
                for joined in seams(parts):
                    self._seams(joined)
        except OutOfTime:
            self.failed["time"] = None

    def weigh(self, context: Context, call: Call) -> None:
        """Let ``context`` replace the findings; if it fails they stay as they are."""
        try:
            weighing = Weighing(call, self.deadline, self.known, self.memory)
            self.findings = weighing.weigh(context, self.findings)
        except OutOfTime:
            self.failed["time"] = None
        except Exception as error:  # noqa: BLE001  a context may fail in any way; none may leak
            logger.warning("context %s failed: %s", context.name, type(error).__name__)
            self.failed[context.name] = None

    def _parts(self, parts: Sequence[Part]) -> None:
        if self.memory is None or self.failed or len(parts) > MOST_PARTS:
            for part in parts:
                self._part(part)
            return
        chain = Chain(self.memory.key)
        for part in parts:
            digest = chain.digest(part)
            if len(part.text) < _REMEMBERED:
                self._part(part)
            else:
                self.known[part.path] = digest
                self._known_part(part, digest, self.memory)

    def _known_part(self, part: Part, digest: bytes, memory: Memory) -> None:
        """Read a part that may have been read before; what failed is not remembered."""
        seen = memory.get(digest)
        if seen is not None and seen.used <= self.room:
            self.room -= seen.used
            self.findings += seen.findings
            return
        room, before = self.room, len(self.findings)
        self._part(part)
        if not self.failed:
            memory.put(digest, Seen(tuple(self.findings[before:]), room - self.room))

    def _part(self, part: Part) -> None:
        for offset in offsets(len(part.text)):
            window = _window(part, offset)
            self._readings(window, _shift(offset))
        if reading := _named(part):
            self._ask(part, reading, self.spelling, lambda found: [found])

    def _seams(self, joined: Seams) -> None:
        # What a model found there may be weighed down later; it must not hide what is certain.
        certain = {detector.name for detector in self.spelling}
        known = {(f.part, f.start, f.end) for f in self.findings if f.detector in certain}

        def place(finding: Finding) -> list[Finding]:
            found = (
                joined.split(finding)
                if is_sure(finding, joined.text[finding.start : finding.end])
                else []
            )
            return [] if any(_overlaps(one, known) for one in found) else found

        for offset in offsets(len(joined.text)):
            window = _window(Part("seams", joined.text), offset)
            self._readings(window, _then(_shift(offset), place))

    def _readings(self, window: Part, place: Place) -> None:
        try:
            for reading in readings(window.text):
                every = reading.view is None or reading.decoded
                self._ask(window, reading, self.detectors if every else self.spelling, place)
        except OutOfTime:
            raise
        except (TooDeep, TooLarge):
            self.failed["limit"] = None
        except Exception as error:  # noqa: BLE001  what cannot be read is private
            logger.warning("the reader failed: %s", type(error).__name__)
            self.failed["reader"] = None

    def _ask(
        self, part: Part, reading: Reading, detectors: Sequence[Detector], place: Place
    ) -> None:
        for offset in offsets(len(reading.text)):
            window = _passage(part, reading.lowered, offset)
            self._use(len(window.text))
            for detector in detectors:
                if time.monotonic() >= self.deadline:
                    raise OutOfTime
                for finding in self._found(detector, window):
                    if span := _source(reading, _moved(finding, offset)):
                        self.findings += place(replace(finding, start=span[0], end=span[1]))

    def _use(self, size: int) -> None:
        self.room -= size
        if self.room < 0:
            raise TooLarge("the readings of a call are too long")

    def _found(self, detector: Detector, window: Part) -> Iterator[Finding]:
        try:
            for finding in detector.find(window):
                if finding.part != window.path or not _inside(finding, len(window.text)):
                    # A wrong span would hide the wrong text when it is replaced.
                    raise ValueError("a finding lies outside its part")
                yield finding
        except Exception as error:  # noqa: BLE001  a detector may fail in any way; none may leak
            logger.warning("detector %s failed: %s", detector.name, type(error).__name__)
            self.failed[detector.name] = None


def offsets(size: int) -> range:
    """Return where the windows over ``size`` characters begin; there is always one."""
    return range(0, max(1, size - OVERLAP), WINDOW - OVERLAP)


def _window(part: Part, offset: int) -> Part:
    if len(part.text) <= WINDOW:
        return part
    return replace(part, text=part.text[offset : offset + WINDOW])


def _passage(part: Part, lowered: Lowered, offset: int) -> Passage:
    """Return the window at ``offset`` over a reading of ``part``, as detectors get it."""
    if len(lowered.text) > WINDOW:
        lowered = Lowered(lowered.text[offset : offset + WINDOW])
    return Passage(part.path, lowered.text, part.role, lowered)


def _moved(finding: Finding, by: int) -> Finding:
    return replace(finding, start=finding.start + by, end=finding.end + by) if by else finding


def _shift(by: int) -> Place:
    return lambda finding: [_moved(finding, by)]


def _then(first: Place, second: Place) -> Place:
    return lambda finding: [last for found in first(finding) for last in second(found)]


def _inside(finding: Finding, size: int) -> bool:
    return 0 <= finding.start <= finding.end <= size


def _source(reading: Reading, finding: Finding) -> tuple[int, int] | None:
    if finding.probability < reading.floor:
        return None
    return reading.place(finding.start, finding.end)


def _overlaps(finding: Finding, known: set[tuple[str, int, int]]) -> bool:
    return any(
        finding.part == part and finding.start < end and start < finding.end
        for part, start, end in known
    )


def _named(part: Part) -> Reading | None:
    """Return a short value with the name of its field before it, as people write it in text."""
    name = _NAMED.search(part.path)
    if name is None or name[1] in _UNNAMED or len(part.text) > _VALUE:
        return None
    draft = Draft(part.text)
    draft.put(f"{name[1]}: ", 0, 0)
    draft.keep(0, len(part.text))
    view = draft.view("named")
    return Reading(view.text, (view,), view, decoded=False)
