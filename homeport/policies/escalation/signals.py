"""What is seen of an answer before any of it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean


@dataclass(frozen=True, slots=True)
class Signals:
    """How sure the model was of the first tokens of its answer, and whether it says it again.

    ``surprisals`` are negative log-probabilities (natural, of the model itself, before
    temperature), one a token; empty where the backend does not tell. ``agreement`` is the share
    of further answers that come to the same; None where none was asked for.
    """

    surprisals: tuple[float, ...] = ()
    agreement: float | None = None

    @property
    def mean(self) -> float:
        return fmean(self.surprisals) if self.surprisals else 0.0

    @property
    def worst(self) -> float:
        """The surprisal of the least likely token: one wrong digit spoils a number."""
        return max(self.surprisals, default=0.0)

    def quantile(self, share: float) -> float:
        """Return the surprisal that ``share`` of the tokens do not exceed (interpolated)."""
        return quantile(sorted(self.surprisals), share) if self.surprisals else 0.0


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return a quantile of ``ordered``, by linear interpolation between its neighbours."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])
