"""A threshold with a promise that holds for finitely many labels.

Calls below a threshold of the complexity are kept. Which thresholds are good enough is tested on
labelled calls that the score was not fitted to (learn then test, Angelopoulos et al. 2021), each
by the exact bound of Clopper and Pearson (1934). Losses and shares only grow along the grid, so
it is tested in order until the first failure, which needs no correction; the quality may rise and
fall, so there every point is tested at its share of the error (Bonferroni).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from homeport.types import JSON

Kind: TypeAlias = Literal["max-loss", "max-cloud-share", "quality"]

GRID: Final = tuple(step / 50 for step in range(1, 51))
"""The thresholds that are tried, fixed before any label is seen."""


class NoPromise(ValueError):
    """No threshold can be promised. The message says why, and what would help."""


@dataclass(frozen=True, slots=True)
class Case:
    """One call: its score, and whether each model's answer was good (None: not known)."""

    score: float
    local_ok: bool | None
    cloud_ok: bool | None

    def lost(self, threshold: float) -> bool:
        """Kept, not good, and the cloud may have done better."""
        return self.score < threshold and self.local_ok is False and self.cloud_ok is not False

    def sent(self, threshold: float) -> bool:
        return self.score >= threshold

    def good(self, threshold: float) -> bool:
        return bool(self.cloud_ok if self.sent(threshold) else self.local_ok)


@dataclass(frozen=True, slots=True)
class Promise:
    """What holds, with ``confidence``, for calls like the labelled ones below ``threshold``."""

    kind: Kind
    bound: float
    confidence: float
    threshold: float
    cases: int
    kept: float
    """The share of the labelled calls that is kept on this device."""
    observed: float
    """What is bounded, as it was on the labelled calls."""

    def to_dict(self) -> dict[str, JSON]:
        return {
            "kind": self.kind,
            "bound": self.bound,
            "confidence": self.confidence,
            "threshold": self.threshold,
            "cases": self.cases,
            "kept": round(self.kept, 4),
            "observed": round(self.observed, 4),
        }


def promised(kind: Kind, bound: float, confidence: float, cases: Sequence[Case]) -> Promise:
    """Return the threshold that keeps the most calls within the promise. Raises ``NoPromise``."""
    usable = [case for case in cases if _usable(kind, case)]
    passing = _TESTS[kind](bound, 1 - confidence, usable)
    if passing is None:
        raise NoPromise(_why_not(kind, bound, confidence, usable))
    size = len(usable)
    happened = {"max-loss": Case.lost, "max-cloud-share": Case.sent, "quality": Case.good}[kind]
    return Promise(
        kind=kind,
        bound=bound,
        confidence=confidence,
        threshold=passing,
        cases=size,
        kept=sum(not case.sent(passing) for case in usable) / size,
        observed=sum(happened(case, passing) for case in usable) / size,
    )


def surely_at_most(happened: int, cases: int, share: float, error: float) -> bool:
    """Say whether the true share is no more than ``share``, wrong only with chance ``error``.

    The exact binomial test: it says yes where Clopper and Pearson's upper bound is ``share`` or
    less, at a fiftieth of the cost of finding that bound.
    """
    if not 0 < share < 1:
        return share >= 1
    odds = math.log(share), math.log1p(-share)
    return _at_most(happened, cases, *odds) <= error


def _at_most(happened: int, cases: int, log: float, log_not: float) -> float:
    """Return the probability of no more than so many successes (binomial)."""
    whole = math.lgamma(cases + 1)
    return math.fsum(
        math.exp(
            whole
            - math.lgamma(k + 1)
            - math.lgamma(cases - k + 1)
            + k * log
            + (cases - k) * log_not
        )
        for k in range(happened + 1)
    )


def _usable(kind: Kind, case: Case) -> bool:
    """A share of calls needs no label; a loss needs the local one; a quality needs both."""
    if kind == "max-cloud-share":
        return True
    return case.local_ok is not None and (kind == "max-loss" or case.cloud_ok is not None)


def _last(thresholds: Iterable[float], passes: Callable[[float], bool]) -> float | None:
    """Return the last threshold before the first that does not pass."""
    found = None
    for threshold in thresholds:
        if not passes(threshold):
            break
        found = threshold
    return found


def _within_loss(bound: float, error: float, cases: Sequence[Case]) -> float | None:
    def passes(threshold: float) -> bool:
        return surely_at_most(sum(c.lost(threshold) for c in cases), len(cases), bound, error)

    return _last(GRID, passes) if cases else None


def _within_share(bound: float, error: float, cases: Sequence[Case]) -> float | None:
    """Return the lowest threshold that does not send too much: more would be kept than must be."""

    def passes(threshold: float) -> bool:
        return surely_at_most(sum(c.sent(threshold) for c in cases), len(cases), bound, error)

    return _last(reversed(GRID), passes) if cases else None


def _within_quality(bound: float, error: float, cases: Sequence[Case]) -> float | None:
    def passes(threshold: float) -> bool:
        bad = sum(not case.good(threshold) for case in cases)
        return surely_at_most(bad, len(cases), 1 - bound, error / len(GRID))

    passing = [threshold for threshold in GRID if cases and passes(threshold)]
    return max(passing, default=None)


_TESTS: Final[dict[Kind, Callable[[float, float, Sequence[Case]], float | None]]] = {
    "max-loss": _within_loss,
    "max-cloud-share": _within_share,
    "quality": _within_quality,
}


def _why_not(kind: Kind, bound: float, confidence: float, cases: Sequence[Case]) -> str:
    needs = {
        "max-loss": "labels of local answers",
        "max-cloud-share": "calls",
        "quality": "calls with labels of both the local and the cloud's answer",
    }[kind]
    return (
        f"no threshold keeps {kind} {bound:g} with {confidence:.0%} confidence on {len(cases)} "
        f"{needs} that were held back; collect more of them, or ask for less"
    )
