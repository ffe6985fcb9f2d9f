"""One deadline for a whole call.

The HTTP libraries bound each read: a server that drips a byte a second is never late. A
``Deadline`` bounds the call, from the first attempt to the last byte of a JSON answer; for a
stream, up to its first event, and after that each wait for the next line.
"""

from __future__ import annotations

import contextvars
import math
import queue
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from homeport.errors import TimedOut

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a call must be over: ``limit`` seconds after ``started`` (monotonic clock)."""

    limit: float
    started: float

    @classmethod
    def after(cls, limit: float | None) -> Deadline:
        return cls(math.inf if limit is None else limit, time.monotonic())

    def remaining(self) -> float:
        """Return the seconds left, possibly infinite; raise ``TimedOut`` if there are none."""
        left = self.started + self.limit - time.monotonic()
        if left <= 0:
            raise TimedOut(f"no complete answer within {self.limit:g} s, the call's time-out")
        return left

    def seconds(self) -> float | None:
        """Return ``remaining`` for waits that write "for ever" as None."""
        left = self.remaining()
        return None if math.isinf(left) else left

    def allows(self, seconds: float) -> bool:
        """Say whether a pause of ``seconds`` would leave time for another attempt."""
        return self.started + self.limit - time.monotonic() > seconds

    def within(self, limit: float | None) -> Deadline:
        """Return the earlier of this deadline and one ``limit`` seconds from now."""
        if limit is None:
            return self
        other = Deadline.after(limit)
        return other if other.started + limit < self.started + self.limit else self


def limit_of(timeout: Mapping[str, float | None] | None) -> float | None:
    """Return the call's limit out of httpx's time-outs: the read time-out bounds the whole."""
    return None if timeout is None else timeout.get("read")


class Watch(Generic[T]):
    """Runs blocking work under a deadline that the work itself cannot keep.

    A blocking read of response headers cannot be stopped from its own thread, so the work is
    done by a helper thread and the caller waits no longer than it may. Work that comes too
    late is handed to ``discard`` and forgotten. Helpers are daemons and are reused.
    """

    def __init__(self, discard: Callable[[T], None]) -> None:
        self._discard = discard
        self._idle: list[_Helper] = []
        # Helpers wait for work; those of a client that was dropped would wait for ever.
        weakref.finalize(self, _dismiss, self._idle).atexit = False

    def run(self, work: Callable[[], T], seconds: float) -> T:
        """Return ``work()``, or raise ``TimeoutError`` after ``seconds`` (may be infinite)."""
        try:
            helper = self._idle.pop()
        except IndexError:
            helper = _Helper()
        job: _Job[T] = _Job(contextvars.copy_context(), work, self._discard)
        helper.jobs.put(job)
        # If the wait is cut short (late, or interrupted) the helper is still busy: it is not
        # given back, and ends after its job.
        try:
            result = job.wait(None if math.isinf(seconds) else seconds)
        except BaseException:
            helper.jobs.put(None)
            raise
        self._idle.append(helper)
        if result.error is not None:
            raise result.error
        return result.value  # type: ignore[return-value]  # set whenever there is no error

    def close(self) -> None:
        """Let the idle helpers end."""
        _dismiss(self._idle)


def _dismiss(helpers: list[_Helper]) -> None:
    while helpers:
        helpers.pop().jobs.put(None)


@dataclass(frozen=True, slots=True)
class _Result(Generic[T]):
    value: T | None = None
    error: BaseException | None = None


class _Job(Generic[T]):
    def __init__(
        self,
        context: contextvars.Context,
        work: Callable[[], T],
        discard: Callable[[T], None],
    ) -> None:
        self._context = context
        self._work = work
        self._discard = discard
        self._done: queue.SimpleQueue[_Result[T]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._abandoned = False

    def __call__(self) -> None:
        try:
            result = _Result(self._context.run(self._work))
        except BaseException as error:  # noqa: BLE001 - carried over to the waiting thread
            result = _Result(error=error)
        with self._lock:
            if not self._abandoned:
                self._done.put(result)
                return
        if result.value is not None:
            self._discard(result.value)

    def wait(self, timeout: float | None) -> _Result[T]:
        try:
            return self._done.get(timeout=timeout)
        except queue.Empty:
            pass
        except BaseException:
            self._abandon()
            raise
        late = self._abandon()
        if late is not None:
            return late
        raise TimeoutError

    def _abandon(self) -> _Result[T] | None:
        """Give the work up, unless its result came in the last instant."""
        with self._lock:
            self._abandoned = True
            try:
                return self._done.get_nowait()
            except queue.Empty:
                return None


class _Helper:
    def __init__(self) -> None:
        self.jobs: queue.SimpleQueue[Any] = queue.SimpleQueue()
        threading.Thread(target=self._run, name="homeport-watch", daemon=True).start()

    def _run(self) -> None:
        while (job := self.jobs.get()) is not None:
            job()
            del job  # or the last answer would live until the next call
