"""How fast backends on this device answer, as their callers see it.

Each finished answer moves two moving averages (exponentially weighted): seconds to the first token,
and tokens a second after it. A caller that reads a stream slowly makes its backend look slow.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import Final

from homeport.router.ledger import Ledger, LedgerFailed
from homeport.types import Delta, Speed, Usage

WEIGHT: Final = 0.2
"""What the last answer counts; after ten more it counts a tenth of that."""
_FEWEST: Final = 8  # tokens: fewer tell no speed

log = logging.getLogger("homeport")


class Speedometer:
    """What is known of one backend's speed; with a ledger, also from earlier processes."""

    def __init__(self, target: str, model: str, ledger: Ledger | None = None) -> None:
        self._whose = (target, model)
        self._ledger = ledger
        self._lock = threading.Lock()
        self._speed: Speed | None = None
        self._looked_up = ledger is None
        self._loaded = False

    def started(self) -> Stopwatch:
        return Stopwatch(self)

    @property
    def speed(self) -> Speed | None:
        """None until something was measured."""
        if not self._looked_up and self._ledger is not None:
            self._looked_up = True
            try:
                self._speed = self._ledger.speed(*self._whose)
            except LedgerFailed as error:
                log.warning("how fast %s is, is not known: %s", self._whose[0], error)
        return self._speed

    def finished(self, first: float, seconds: float, tokens: int) -> None:
        """Take an answer into account: seconds to its first token and in all, and its tokens.

        The first answer of a process loads the model: it tells no time to the first token.
        """
        loaded, self._loaded = self._loaded, True
        known = self.speed
        if tokens < _FEWEST or seconds <= first or not (loaded or known):
            return
        rate = (tokens - 1) / (seconds - first)
        now = Speed(first if loaded or known is None else known.first, rate)
        with self._lock:
            self._speed = now if self.speed is None else _moved(self.speed, now)
        if self._ledger is not None:
            try:
                self._ledger.measured(*self._whose, self._speed)
            except LedgerFailed as error:
                log.warning("how fast %s is, is not kept: %s", self._whose[0], error)


class Stopwatch:
    """Follows one answer, delta by delta."""

    def __init__(self, meter: Speedometer) -> None:
        self._meter = meter
        self._began = time.perf_counter()
        self._first: float | None = None

    def saw(self, delta: Delta) -> None:
        """Look at the next delta; the one with the usage ends the answer."""
        passed = time.perf_counter() - self._began
        if self._first is None and not delta.silent:
            self._first = passed
        if delta.usage is not None and self._first is not None:
            self._finish(delta.usage, passed)

    def _finish(self, usage: Usage, passed: float) -> None:
        assert self._first is not None  # noqa: S101 - the caller has looked
        self._meter.finished(self._first, passed, usage.completion)


def _moved(before: Speed, now: Speed) -> Speed:
    """Return the average with the last answer in it."""
    return Speed(
        before.first + WEIGHT * (now.first - before.first),
        before.rate + WEIGHT * (now.rate - before.rate),
    )
