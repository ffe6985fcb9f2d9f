"""How fast a model reads and writes here, by what was measured last."""

from __future__ import annotations

from typing import Final

_WEIGHT: Final = 0.2
"""Share of the newest measurement in the moving average."""

_LONGEST: Final = 17


class Pace:
    """Exponentially weighted averages, of reading by the length of what was read before.

    Written by the thread that owns a model; read by any. One model has one.
    """

    def __init__(self) -> None:
        self._reading: dict[int, float] = {}
        self._step: float | None = None
        self._answer: float | None = None

    def has_read(self, tokens: int, seconds: float, *, before: int) -> None:
        """Note that ``tokens`` were read in ``seconds`` after ``before`` others."""
        place = _place(before + tokens)
        self._reading[place] = _mixed(self._reading.get(place), seconds / tokens)

    def has_stepped(self, seconds: float) -> None:
        """Note that one token each was written in ``seconds``."""
        self._step = _mixed(self._step, seconds)

    def has_answered(self, seconds: float) -> None:
        """Note that a call was answered ``seconds`` after it began."""
        self._answer = _mixed(self._answer, seconds)

    @property
    def tokens_per_second(self) -> float | None:
        """Of one answer; None before the first."""
        return None if self._step is None else 1 / self._step

    @property
    def answer(self) -> float:
        """Seconds that an answer takes; 0 before the first."""
        return self._answer or 0.0

    def reading(self, tokens: int) -> float:
        """Return the seconds to read a prompt of ``tokens``; 0 before the first."""
        known = self._reading
        if not known:
            return 0.0
        wanted = _place(tokens)
        return tokens * known[min(known, key=lambda place: (abs(place - wanted), place))]


def _place(tokens: int) -> int:
    """Return the power of four that holds ``tokens``."""
    return min((max(tokens, 1) - 1).bit_length() // 2, _LONGEST)


def _mixed(known: float | None, new: float) -> float:
    return new if known is None else known + _WEIGHT * (new - known)
