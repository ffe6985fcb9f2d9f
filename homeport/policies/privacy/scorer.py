"""From findings to one privacy score: the maximum, and what could not be judged is private.

``PrivacyScorer.score`` never raises. A detector or context that breaks, text past the scan
limit, text hidden too deep, and work past the time budget each land in ``Privacy.failed``,
which every ``stays_home`` rule treats as a match, and lift the level to at least ``sensitive``.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from homeport.policies.privacy.levels import BY_MEANING
from homeport.policies.privacy.memory import Memory
from homeport.policies.privacy.protocols import Context, Detector
from homeport.policies.privacy.scan import OVERLAP, WINDOW, Scan
from homeport.types import Call, Finding, Level, Part, Privacy

__all__ = ["OVERLAP", "WINDOW", "Context", "Detector", "PrivacyScorer", "join"]

SCAN_LIMIT = 2_000_000
"""Characters of one call, over all its parts, that are scanned."""

EXPANSION = 3
"""How often the scan limit all readings of a call may be together."""

TIME_BUDGET = 1.4
"""Seconds that scanning one call may take, looked at between windows and detectors. With what
stands around the scan, a call is judged within two seconds."""


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
        steady = all(getattr(detector, "steady", False) for detector in self.detectors)
        self._memory = Memory() if steady else None

    def score(self, call: Call) -> Privacy:
        """Return the privacy of ``call``; whatever goes wrong makes it more private, never less."""
        deadline = time.monotonic() + self.time_budget
        scan = Scan(self.detectors, deadline, EXPANSION * self.scan_limit, self._memory)
        scan.read(tuple(_within(call.parts, self.scan_limit, scan.failed)))
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
    the others, so that replacing it leaves nothing of them behind. What tells something private
    by its meaning is joined with its like alone: a value within it stays a value.
    """
    order = sorted(findings, key=_place)
    meant, values = (
        [finding for finding in order if (finding.category in BY_MEANING) is told]
        for told in (True, False)
    )
    joined = (
        one
        for kind in (meant, values)
        for _, group in groupby(kind, key=lambda finding: finding.part)
        for one in _merged(group)
    )
    return iter(sorted(joined, key=_place))


def _place(finding: Finding) -> tuple[str, int, int]:
    return finding.part, finding.start, -finding.end


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
