"""From a model's log-odds to probabilities that mean what they say.

A curve of a few points, read by straight lines between them, in log-odds on both sides. Fitted
on rows that the model had not seen, half of them private, English and Spanish alike. Near the
middle the curves lean to *private*: even odds stand where one in three is private, because a
leak costs more than an answer from this device.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from homeport.policies.privacy.linear import logistic


@dataclass(frozen=True, slots=True)
class Curve:
    """``raw`` rises strictly; ``odds`` are the log-odds that belong to each. ``joint`` says how
    much these, and those of ``sense.py``, count where both are known, and what is added."""

    raw: tuple[float, ...]
    odds: tuple[float, ...]
    joint: tuple[float, float, float]

    def probability(self, score: float, sense: float | None = None) -> float:
        """Return the calibrated probability for a model's score, and for ``sense`` if known."""
        odds = self.at(score)
        if sense is not None:
            own, other, more = self.joint
            odds = own * odds + other * sense + more
        return logistic(odds)

    def at(self, score: float) -> float:
        """Return the calibrated log-odds; flat beyond the ends of the curve."""
        right = bisect_right(self.raw, score)
        if right == 0:
            return self.odds[0]
        if right == len(self.raw):
            return self.odds[-1]
        left = right - 1
        share = (score - self.raw[left]) / (self.raw[right] - self.raw[left])
        return self.odds[left] + share * (self.odds[right] - self.odds[left])


WHOSE = Curve(
    raw=(
        -17.0,
        -10.5,
        -7.0,
        -4.0,
        -3.0,
        -2.1,
        -1.25,
        -0.7,
        0.0,
        0.7,
        1.8,
        3.0,
        4.0,
        5.5,
        7.5,
        10.5,
        13.0,
        18.0,
    ),
    odds=(
        -4.8,
        -3.8,
        -2.4,
        -1.7,
        -1.2,
        -0.7,
        0.0,
        0.2,
        0.4,
        0.7,
        1.1,
        1.5,
        2.0,
        2.6,
        3.5,
        4.0,
        4.8,
        6.2,
    ),
    joint=(1.14, 0.99, 0.18),
)
"""That the people, addresses and numbers in a stretch are a private person's."""

MEANING = Curve(
    raw=(-7.0, -5.0, -4.0, -3.0, -2.2, -1.5, -0.9, 0.0, 1.0, 2.0, 4.0),
    odds=(-5.8, -4.7, -3.3, -2.7, -2.2, -1.1, 0.0, 0.5, 1.7, 2.2, 4.1),
    joint=(0.73, 0.69, 1.24),
)
"""That a stretch tells something private whoever it is of."""
