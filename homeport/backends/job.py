"""One call between the thread that answers it and the caller that reads: a bounded channel.

The thread answers others too, so it never waits here: a job whose reader is slow is ``paused``.

A silent delta is a sign of life: a backend yields it between two steps
of long work so that a cancelled call ends there. It is never passed on.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from homeport.errors import RequestError, TimedOut
from homeport.types import Call, Delta


class Job:
    """One call and the deltas between its owner, who puts, and its reader, who takes."""

    def __init__(self, call: Call, room: int, wake: Callable[[], None]) -> None:
        self.call = call
        self.begun = False
        self.spoken = False
        self.over = False
        self.paused = False
        """True while more than ``room`` deltas lie unread, and until half of them are taken: a
        row that leaves a batch and joins it again costs more than a step. Then it wakes."""
        self._room = room
        self._wake = wake
        self._deltas: deque[Delta] = deque()
        self._error: RequestError | None = None
        self._turn = threading.Condition()

    def begin(self) -> bool:
        """Mark the job as under way; False if it was cancelled in line."""
        self.begun = True
        return not self.over

    def put(self, delta: Delta) -> bool:
        """Pass ``delta`` on; False if nobody wants more."""
        if delta.silent:
            return not self.over
        with self._turn:
            if not self.over:
                self.spoken = True
                self._deltas.append(delta)
                self.paused = len(self._deltas) > self._room
                self._turn.notify_all()
            return not self.over

    def take(self, timeout: float | None) -> Delta | None:
        with self._turn:
            if not self._turn.wait_for(lambda: self._deltas or self.over, timeout):
                raise TimedOut(f"the model on this device gave nothing for {timeout:.3g} s")
            if self._deltas:
                found = self._deltas.popleft()
                if self.paused and len(self._deltas) <= self._room // 2:
                    self.paused = False
                    self._wake()
                return found
            if self._error is not None:
                raise self._error
            return None

    def end(self, error: RequestError | None = None) -> None:
        """Let the reader take what is there, then see the end; the first end counts."""
        with self._turn:
            if not self.over:
                self.over = True
                self._error = error
                self._turn.notify_all()

    def cancel(self) -> None:
        """End the job for a reader who wants nothing more, not even what is there."""
        with self._turn:
            self._deltas.clear()
            self._error = None
            self.over, self.paused = True, False
            self._turn.notify_all()
        self._wake()
