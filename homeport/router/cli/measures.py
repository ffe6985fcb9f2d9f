"""The statistics that benchmarks report: shares with intervals, percentiles. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_Z: Final = 1.959963984540054
"""The normal distribution's 97.5 % quantile: intervals are two-sided, of 95 %."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @classmethod
    def among(cls, answers: Iterable[bool]) -> Share:
        """Count how many of ``answers`` are yes."""
        counted = [bool(answer) for answer in answers]
        return cls(sum(counted), len(counted))

    @property
    def value(self) -> float | None:
        """The share, from 0 to 1; None of nothing."""
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's score interval (1927) of 95 %; None of nothing."""
        if not self.of:
            return None
        share, count, square = self.hits / self.of, self.of, _Z * _Z
        middle = (share + square / (2 * count)) / (1 + square / count)
        spread = math.sqrt(share * (1 - share) / count + square / (4 * count * count))
        half = spread * _Z / (1 + square / count)
        # At 0 and at 1 the formula meets the share exactly; floating point does not.
        return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def percentile(numbers: Sequence[float], share: float) -> float | None:
    """Return the smallest of ``numbers`` that ``share`` of them do not exceed (nearest rank)."""
    if not numbers:
        return None
    return sorted(numbers)[max(0, math.ceil(share * len(numbers)) - 1)]
