"""How busy a backend is, and what that means for one more call."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from homeport.backends.base import Backend
from homeport.backends.job import Job
from homeport.errors import Overloaded


@dataclass(frozen=True, slots=True)
class Load:
    """``calls`` run or wait; ``unread`` are the prompt tokens of each that has said nothing yet.
    ``resting`` are seconds for which a broken backend is not tried."""

    calls: int
    unread: tuple[int, ...]
    resting: float = 0.0

    @classmethod
    def of(cls, jobs: Iterable[Job], resting: float) -> Load:
        known = list(jobs)
        return cls(len(known), tuple(job.call.tokens for job in known if not job.spoken), resting)

    def overload(self, backend: Backend, tokens: int) -> Overloaded | None:
        """Say why one more call of ``tokens`` is not taken; None if it is."""
        serving, name = backend.serving, backend.name
        if self.resting:
            return Overloaded(
                f"{name} broke twice and is left alone for a minute",
                retry_after=math.ceil(self.resting),
            )
        if self.calls >= serving.parallel + serving.queue:
            return Overloaded(
                f"{name} answers {serving.parallel} calls at once and {serving.queue} wait; "
                f"come again later, allow another target, or raise `serving: queue`",
                retry_after=max(1, math.ceil(self._slot(backend))),
            )
        wait = self.first_token(backend, tokens)
        if self.calls and serving.patience is not None and wait > serving.patience:
            return Overloaded(
                f"{name} would begin to answer in about {wait:.0f} s, later than its patience of "
                f"{serving.patience:g} s; come again later or allow another target",
                retry_after=max(1, math.ceil(wait - serving.patience)),
            )
        return None

    def first_token(self, backend: Backend, tokens: int) -> float:
        """Return the seconds after which a call of ``tokens`` would begin to be answered.

        Prompts are read one after another, and it may have to wait for its place.
        """
        pace = backend.pace
        return sum(map(pace.reading, (*self.unread, tokens))) + self._slot(backend)

    def _slot(self, backend: Backend) -> float:
        """Return the seconds until a place is free, if answers take what they took lately."""
        parallel = backend.serving.parallel
        return max(0, self.calls - parallel + 1) / parallel * backend.pace.answer
