"""From findings to one privacy score: the maximum, and what could not be judged is private.

``PrivacyScorer.score`` never raises. A detector that breaks, text past the scan limit, and
work past the time budget each land in ``Privacy.failed``, which every ``stays_home`` rule
treats as a match, and lift the level to at least ``sensitive``.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Protocol

from homeport.types import Call, Finding, Level, Part, Privacy

logger = logging.getLogger("homeport.privacy")

SCAN_LIMIT = 2_000_000
"""Characters of one call, over all its parts, that are scanned."""

TIME_BUDGET = 2.0
"""Seconds that scanning one call may take, looked at between windows and detectors."""

WINDOW = 50_000
OVERLAP = 2_000
"""Longer parts are scanned in windows, so that the clock is looked at often enough; what lies
across the end of one lies whole in the next."""


class Detector(Protocol):
    """Finds one family of private things in one piece of text.

    ``find`` gets the part as sent and answers with spans in code points of exactly that text
    (of a part longer than ``WINDOW`` it gets one window after the other). It is called from
    several threads at once and must keep no state between calls.
    """

    name: str

    def find(self, part: Part) -> Iterable[Finding]: ...


class Context(Protocol):
    """Weighs what the detectors found by what the call as a whole is about.

    ``weigh`` gets every finding, not yet joined, and answers with all that shall stand in their
    place: findings with another probability or level, findings left out, new ones by meaning.
    Spans are code points of the parts as sent. It is called from several threads at once and
    must keep no state between calls. If it fails, the findings stay as they were and the
    context counts as failed.
    """

    name: str

    def weigh(self, call: Call, findings: tuple[Finding, ...]) -> Iterable[Finding]: ...


class PrivacyScorer:
    """Runs every detector over every part of a call, weighs what they find, and joins it."""

    def __init__(
        self,
        detectors: Sequence[Detector],
        contexts: Sequence[Context] = (),
        *,
        scan_limit: int = SCAN_LIMIT,
        time_budget: float = TIME_BUDGET,
    ) -> None:
        self.detectors = tuple(detectors)
        self.contexts = tuple(contexts)
        self.scan_limit = scan_limit
        self.time_budget = time_budget

    def score(self, call: Call) -> Privacy:
        """Return the privacy of ``call``; whatever goes wrong makes it more private, never less."""
        scan = _Scan(self.detectors, time.monotonic() + self.time_budget)
        for part in _within(call.parts, self.scan_limit, scan.failed):
            scan.read(part)
        for context in self.contexts:
            scan.weigh(context, call)
        findings = (*join(scan.findings), *map(_unreadable, call.unreadable))
        level = max((finding.level for finding in findings), default=Level.PUBLIC)
        return Privacy(
            level=max(level, call.labels.privacy, Level.SENSITIVE if scan.failed else Level.PUBLIC),
            score=max((finding.probability for finding in findings), default=0.0),
            findings=findings,
            failed=tuple(scan.failed),
        )


class _Scan:
    """One call's pass through the detectors.

    The budget is the one use of a clock in ``policies``: without it a hostile text could hold
    the caller for as long as the slowest detector likes. ``monotonic`` because the time of day
    may jump. The clock can only add ``"time"`` to what failed, so it can only make a call more
    private.
    """

    def __init__(self, detectors: Sequence[Detector], deadline: float) -> None:
        self.detectors = detectors
        self.deadline = deadline
        self.findings: list[Finding] = []
        self.failed: dict[str, None] = {}  # a set that keeps its order

    def read(self, part: Part) -> None:
        for offset in _offsets(len(part.text)):
            window = _window(part, offset)
            for detector in self.detectors:
                if time.monotonic() >= self.deadline:
                    self.failed["time"] = None
                    return
                self._ask(detector, window, offset)

    def _ask(self, detector: Detector, window: Part, offset: int) -> None:
        try:
            for finding in detector.find(window):
                self.findings.append(_placed(finding, window, offset))
        except Exception as error:  # noqa: BLE001  a detector may fail in any way; none may leak
            logger.warning("detector %s failed: %s", detector.name, type(error).__name__)
            self.failed[detector.name] = None

    def weigh(self, context: Context, call: Call) -> None:
        """Let ``context`` replace the findings; if it fails they stay as they are."""
        sizes = {part.path: len(part.text) for part in call.parts}
        try:
            weighed = list(context.weigh(call, tuple(self.findings)))
            if not all(_inside(finding, sizes.get(finding.part, -1)) for finding in weighed):
                raise ValueError("a finding lies outside its part")
            self.findings = weighed
        except Exception as error:  # noqa: BLE001  a context may fail in any way; none may leak
            logger.warning("context %s failed: %s", context.name, type(error).__name__)
            self.failed[context.name] = None


def _inside(finding: Finding, size: int) -> bool:
    return 0 <= finding.start <= finding.end <= size


def _offsets(size: int) -> range:
    """Return where the windows over ``size`` characters begin; there is always one."""
    return range(0, max(1, size - OVERLAP), WINDOW - OVERLAP)


def _window(part: Part, offset: int) -> Part:
    if len(part.text) <= WINDOW:
        return part
    return replace(part, text=part.text[offset : offset + WINDOW])


def _placed(finding: Finding, window: Part, offset: int) -> Finding:
    """Move a finding from its window to its part; refuse a span that is not in the window.

    A wrong span would hide the wrong text when it is replaced.
    """
    if finding.part != window.path or not _inside(finding, len(window.text)):
        raise ValueError("a finding lies outside its part")
    if not offset:
        return finding
    return replace(finding, start=finding.start + offset, end=finding.end + offset)


def _within(parts: Iterable[Part], limit: int, failed: dict[str, None]) -> Iterator[Part]:
    """Yield the parts up to ``limit`` characters in all; note in ``failed`` if there were more."""
    for part in parts:
        if len(part.text) <= limit:
            yield part
        else:
            failed["limit"] = None
            yield replace(part, text=part.text[:limit])
        limit = max(0, limit - len(part.text))


def _unreadable(path: str) -> Finding:
    return Finding(path, 0, 0, "unreadable", Level.SENSITIVE, "reader", 1.0)


def join(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Make one finding of those that overlap: the strongest of them, over all they cover.

    The strongest has the highest level, then probability, then length. It is widened to cover
    the others, so that replacing it leaves nothing of them behind.
    """
    order = sorted(findings, key=lambda finding: (finding.part, finding.start, -finding.end))
    for _, group in groupby(order, key=lambda finding: finding.part):
        yield from _merged(group)


def _merged(ordered: Iterator[Finding]) -> Iterator[Finding]:
    kept = next(ordered)
    for finding in ordered:
        if finding.start >= kept.end:
            yield kept
            kept = finding
        else:
            best = max(kept, finding, key=_strength)
            kept = replace(best, start=kept.start, end=max(kept.end, finding.end))
    yield kept


def _strength(finding: Finding) -> tuple[Level, float, int]:
    return finding.level, finding.probability, finding.end - finding.start
