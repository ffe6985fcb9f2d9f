"""How good a score is at choosing which calls the stronger model answers.

Calls go to the stronger model from the highest score down. With quality q(x) when the share x of
the calls goes there, the performance gap recovered is PGR(x) = (q(x) - q(0)) / (q(1) - q(0)); its
average over x is APGR (0.5 is chance, 1 nearly unreachable), and CPT(p) is the least share with
PGR >= p. Both are exact: calls with the same score share their gain evenly, so that no order of
the rows and no bins change the result.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from itertools import accumulate, groupby, pairwise
from typing import Final, TypeAlias

Floats: TypeAlias = Sequence[float]

GOOD: Final = 0.5
"""The least graded quality of an answer that is good."""

_RESAMPLES: Final = 200


class NoGap(ValueError):
    """The two models are equally good: there is no gap of which to recover a share."""


def recovered(score: Floats, weak: Floats, strong: Floats) -> list[float]:
    """Return PGR at 0, 1, 2, ... calls on the stronger model. Raises ``NoGap``."""
    gains = [high - low for low, high in zip(weak, strong, strict=True)]
    total = math.fsum(gains)
    if not gains or abs(total) < 1e-9:
        raise NoGap("both models are equally good on these rows: there is no gap to recover")
    return [share / total for share in accumulate(_ranked(score, gains), initial=0.0)]


def qualities(score: Floats, weak: Floats, strong: Floats) -> list[float]:
    """Return the mean quality with 0, 1, 2, ... calls on the stronger model."""
    gains = [high - low for low, high in zip(weak, strong, strict=True)]
    summed = accumulate(_ranked(score, gains), initial=math.fsum(weak))
    return [quality / len(gains) for quality in summed]


def _ranked(score: Floats, gains: Floats) -> list[float]:
    """Return the gains from the highest score down; those of a score share theirs evenly."""
    ranked = sorted(zip(score, gains, strict=True), key=lambda pair: -pair[0])
    shared: list[float] = []
    for _, tied in groupby(ranked, key=lambda pair: pair[0]):
        group = [gain for _, gain in tied]
        shared += [math.fsum(group) / len(group)] * len(group)
    return shared


def apgr(score: Floats, weak: Floats, strong: Floats) -> float:
    """Return the average performance gap recovered, by the trapezoid rule, which is exact here."""
    curve = recovered(score, weak, strong)
    return math.fsum((low + high) / 2 for low, high in pairwise(curve)) / (len(curve) - 1)


def cpt(score: Floats, weak: Floats, strong: Floats, share: float) -> float:
    """Return the least share of calls on the stronger model that recovers ``share`` of the gap."""
    curve = recovered(score, weak, strong)
    size = len(curve) - 1
    for calls, (low, high) in enumerate(pairwise(curve)):
        if high >= share - 1e-12:
            return (calls + (share - low) / (high - low if high > low else 1)) / size
    return 1.0


def auc(score: Floats, failed: Sequence[bool]) -> float:
    """Return how likely a failed call has a higher score than one that did not; ties are half."""
    positives = sum(failed)
    if positives in {0, len(failed)}:
        return math.nan
    ranked = sorted(zip(score, failed, strict=True), key=lambda pair: pair[0])
    below, wins = 0, 0.0
    for _, tied in groupby(ranked, key=lambda pair: pair[0]):
        group = [bad for _, bad in tied]
        bad = sum(group)
        wins += bad * (below + (len(group) - bad) / 2)
        below += len(group) - bad
    return wins / (positives * (len(failed) - positives))


def calibration_error(likely: Floats, happened: Floats, bins: int = 10) -> float:
    """Return the expected calibration error of probabilities against what happened (0 or 1).

    Bins of equal width; each counts by its share of all (Naeini, Cooper, Hauskrecht 2015). Not
    bins of equal size: where many calls share a score, what falls into which would be chance.
    Of nothing it is not a number.
    """
    gaps = [0.0] * bins
    for p, y in zip(likely, happened, strict=True):
        gaps[min(bins - 1, max(0, int(p * bins)))] += y - p
    return math.fsum(map(abs, gaps)) / len(likely) if likely else math.nan


def interval(
    statistic: Callable[[list[int]], float],
    rows: int,
    *,
    confidence: float = 0.95,
    resamples: int = _RESAMPLES,
    seed: int = 0,
) -> tuple[float, float]:
    """Return a percentile bootstrap interval of a statistic of the rows with those indices.

    A resample on which the statistic is not defined (``NoGap``, not a number) is left out.
    """
    chance = random.Random(seed)
    values = []
    for _ in range(resamples):
        try:
            value = statistic(chance.choices(range(rows), k=rows))
        except NoGap:
            continue
        if not math.isnan(value):
            values.append(value)
    if not values:
        return math.nan, math.nan
    values.sort()
    tail = (1 - confidence) / 2
    return values[int(tail * (len(values) - 1))], values[math.ceil((1 - tail) * (len(values) - 1))]
