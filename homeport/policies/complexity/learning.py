"""Learning a head from labels of one's own traffic.

Below 200 labels the order of the prior is kept and only its probabilities are corrected; from
there the weights move over to those of the labels, and from 600 labels on they are theirs (fitted
with a ridge towards the prior, so that a feature without evidence keeps its weight). Last comes
Platt's scaling, fitted to what heads say about rows that they have not seen. All of this is
linear in the log-odds: what comes out is a head like the one that went in.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain
from typing import Final, TypeAlias

from homeport.policies.complexity.features import Features
from homeport.policies.complexity.heads import Head, logistic
from homeport.policies.complexity.tasks import TASKS, Task

Example: TypeAlias = tuple[Features, Task, bool]
"""What was measured, the task, and whether the answer was not good."""

FEWEST: Final = 20
"""Labels below which nothing is learned: even two numbers need that many."""
KEPT: Final = 200
"""Labels up to which the order is the prior's."""
LEARNED: Final = 600
"""Labels from which on it is that of the labels."""

_RIDGE: Final = 8.0
"""Strength of the prior on a weight, in labels: a feature seen in 8/v calls (v = p(1-p), at most
a quarter) is as much its own as the prior's."""
_FOLDS: Final = 5
_PASSES: Final = 60
_STILL: Final = 1e-3  # the largest change of a weight in a pass at which a fit has arrived


class TooFew(ValueError):
    """There are not enough labels to learn anything."""


def learned(prior: Head, examples: Sequence[Example]) -> Head:
    """Return the head that ``examples`` make of ``prior``. Raises ``TooFew``."""
    failed = [bad for _, _, bad in examples]
    if len(examples) < FEWEST:
        raise TooFew(f"{len(examples)} labels are too few to learn from; {FEWEST} are the least")
    share = blended(len(examples))
    if not share:
        return scaled(
            prior, *platt([prior.odds(given, task) for given, task, _ in examples], failed)
        )
    unseen = [0.0] * len(examples)
    for fold in range(_FOLDS):
        rest = [one for index, one in enumerate(examples) if index % _FOLDS != fold]
        head = mixed(prior, refitted(prior, rest), share)
        for index in range(fold, len(examples), _FOLDS):
            unseen[index] = head.odds(*examples[index][:2])
    head = mixed(prior, refitted(prior, examples), share)
    return scaled(head, *platt(unseen, failed))


def blended(labels: int) -> float:
    """Return the share, from 0 to 1, that so many labels have in the weights."""
    return min(1.0, max(0.0, (labels - KEPT) / (LEARNED - KEPT)))


def mixed(one: Head, other: Head, share: float) -> Head:
    """Return the head whose odds are ``other``'s by ``share``, and else ``one``'s."""

    def between(low: float, high: float) -> float:
        return low + share * (high - low)

    return Head(
        between(one.bias, other.bias),
        Features(*map(between, one.weights, other.weights)),
        {task: between(one.tasks.get(task, 0.0), other.tasks.get(task, 0.0)) for task in TASKS},
    )


def scaled(head: Head, slope: float, shift: float) -> Head:
    """Return the head whose odds are ``slope`` times those of ``head``, plus ``shift``."""
    return Head(
        slope * head.bias + shift,
        Features(*(slope * weight for weight in head.weights)),
        {task: slope * offset for task, offset in head.tasks.items()},
    )


def platt(odds: Sequence[float], failed: Sequence[bool]) -> tuple[float, float]:
    """Return slope and shift that make ``odds`` probabilities of ``failed`` (Platt 1999).

    The slope is drawn to 1 with the strength of a dozen labels and never turns the order around.
    """
    good, bad = len(failed) - sum(failed), sum(failed)
    high, low = (bad + 1) / (bad + 2), 1 / (good + 2)
    wished = [high if one else low for one in failed]
    centre = math.fsum(odds) / len(odds)
    slope, shift = 1.0, 0.0
    for _ in range(50):
        a, b, aa, ab, bb = 3.0 * (slope - 1), 0.0, 3.0, 0.0, 1e-6
        for value, target in zip(odds, wished, strict=True):
            x = value - centre
            p = logistic(slope * x + shift)
            error, spread = p - target, p * (1 - p)
            a, b = a + error * x, b + error
            aa, ab, bb = aa + spread * x * x, ab + spread * x, bb + spread
        determinant = aa * bb - ab * ab
        steps = (bb * a - ab * b) / determinant, (aa * b - ab * a) / determinant
        slope = min(max(slope - steps[0], 0.1), 10.0)
        shift -= max(-2.0, min(2.0, steps[1]))
        if max(map(abs, steps)) < 1e-6:
            break
    return slope, shift - slope * centre


def refitted(prior: Head, examples: Sequence[Example]) -> Head:
    """Return the logistic model of ``examples`` with a ridge towards ``prior``.

    By coordinate descent on the columns that are not 0, each step bounded by the largest
    curvature there can be: no step overshoots.
    """
    columns = _columns(examples)
    start = [*prior.weights, *(prior.tasks.get(task, 0.0) for task in TASKS), prior.bias]
    weights, free = [*start], len(start) - 1
    odds = [prior.odds(given, task) for given, task, _ in examples]
    failed = [float(bad) for _, _, bad in examples]
    for _ in range(_PASSES):
        moved = 0.0
        for index, column in enumerate(columns):
            ridge = 0.01 if index == free else _RIDGE
            slope = ridge * (weights[index] - start[index])
            curvature = ridge + math.fsum(x * x for _, x in column) / 4
            slope += math.fsum(x * (logistic(odds[row]) - failed[row]) for row, x in column)
            change = -slope / curvature
            weights[index] += change
            for row, x in column:
                odds[row] += change * x
            moved = max(moved, abs(change))
        if moved < _STILL:
            break
    size = len(Features._fields)
    offsets = dict(zip(TASKS, weights[size:free], strict=True))
    return Head(weights[free], Features(*weights[:size]), offsets)


def _columns(examples: Sequence[Example]) -> list[list[tuple[int, float]]]:
    """Return, for each feature, each task and the bias, the rows that have it and how much."""
    measured = [given for given, _, _ in examples]
    by_feature = (
        [(row, given[index]) for row, given in enumerate(measured) if given[index]]
        for index in range(len(Features._fields))
    )
    by_task = (
        [(row, 1.0) for row, (_, found, _) in enumerate(examples) if found == task]
        for task in TASKS
    )
    return [*chain(by_feature, by_task), [(row, 1.0) for row in range(len(examples))]]
