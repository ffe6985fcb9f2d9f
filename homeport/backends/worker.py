"""One thread that owns one backend, and the streams that carry its answers to callers.

A model must be loaded, stepped, closed and freed on the same thread, and calls come from any:
sync callers, event loops (through a worker thread of theirs), several at once. ``Worker``
stands between them. Calls wait in line and are answered side by side, as many as the backend
serves at once (``schedule.py``).

    stream = worker.submit(call)
    while (delta := stream.next(timeout=10)) is not None:
        ...
    stream.cancel()                     # at any time, from any thread, as often as you like
"""

from __future__ import annotations

import queue
import threading
import weakref
from collections.abc import Iterator
from functools import partial
from typing import Final

from homeport.backends.base import Backend
from homeport.backends.job import Job
from homeport.backends.load import Load
from homeport.backends.schedule import Schedule
from homeport.errors import BackendFailed, Overloaded, RequestError
from homeport.types import Call, Delta

CLOSING_PATIENCE: Final = 5.0
"""Seconds that ``close`` and the interpreter's exit wait for the step under way."""


class Worker:
    """Loads, runs and closes ``backend`` on one thread of its own, which starts when needed.

    The thread ends with ``close``, with the last reference to the worker, or with the
    interpreter, whichever comes first. A stream keeps its worker alive.
    """

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self._lock = threading.Lock()
        self._owner: _Owner | None = None
        self._ending: weakref.finalize[[], Worker] | None = None

    def submit(self, call: Call, *, deltas_ahead: int = 64) -> Stream:
        """Put ``call`` in line and return at once.

        The backend is at most ``deltas_ahead`` deltas ahead of the reader of the stream, and
        waits there. Raises ``Overloaded`` if too many wait already.
        """
        with self._lock:
            if (overload := self.overload(call.tokens)) is not None:
                raise overload
            if self._owner is None or self._owner.leaving.is_set():
                self._owner = self._start(after=self._owner)
            job = self._owner.add(call, deltas_ahead)
        return Stream(job, self)

    def overload(self, tokens: int) -> Overloaded | None:
        """Say why a call of ``tokens`` would not be taken now; None if it would. Cheap."""
        owner = self._owner
        return None if owner is None else owner.load().overload(self.backend, tokens)

    def forget(self, conversation: str) -> None:
        """Drop what the backend keeps of this conversation, as soon as its thread gets to it."""
        if self._owner is not None:
            self._owner.forget(conversation)

    def close(self) -> None:
        """End running and waiting calls with an error and free the model; safe to repeat.

        A call submitted afterwards loads the model again.
        """
        with self._lock:
            owner, ending = self._owner, self._ending
        if owner is None or ending is None:
            return
        ending()
        owner.left.wait(CLOSING_PATIENCE)

    @property
    def busy(self) -> bool:
        """True while a call is being answered."""
        return self._owner is not None and any(job.begun for job in self._owner.jobs())

    @property
    def queued(self) -> int:
        """How many calls wait in line."""
        return 0 if self._owner is None else sum(not job.begun for job in self._owner.jobs())

    def _start(self, *, after: _Owner | None) -> _Owner:
        owner = _Owner(self.backend, after=None if after is None else after.left)
        thread = threading.Thread(
            target=owner.serve, name=f"homeport-{self.backend.name}", daemon=True
        )
        # When the worker goes, its thread is told to leave. The second finaliser counts at exit
        # only, when the thread is alive: a thread cut off inside a model's library brings down
        # the interpreter, so it gets a moment. Neither may keep the worker or the thread alive.
        self._ending = weakref.finalize(self, owner.leave)
        weakref.finalize(thread, owner.leave_at_exit, weakref.ref(thread))
        thread.start()
        return owner


class Stream:
    """The answer to one call, delta by delta. To be read by one caller at a time."""

    def __init__(self, job: Job, worker: Worker) -> None:
        self._job = job
        self._worker = worker
        # A stream that nobody reads any more must not hold up the calls behind it.
        weakref.finalize(self, job.cancel).atexit = False

    def next(self, timeout: float | None = None) -> Delta | None:
        """Wait for the next delta; None when the answer is complete or the stream cancelled.

        Raises ``TimedOut`` when nothing came for ``timeout`` seconds (the call goes on), and the
        ``RequestError`` that ended the answer, if one did.
        """
        return self._job.take(timeout)

    def cancel(self) -> None:
        """Give the call up: it is skipped if it still waits, else stopped at its next step."""
        self._job.cancel()

    def __iter__(self) -> Iterator[Delta]:
        while (delta := self.next()) is not None:
            yield delta


class _Owner:
    """The thread's side: the line of jobs and the loop that answers them."""

    def __init__(self, backend: Backend, *, after: threading.Event | None) -> None:
        self.leaving = threading.Event()
        self.left = threading.Event()
        self._backend = backend
        self._schedule = Schedule(backend)
        self._after = after
        # SimpleQueue and set operations may be interrupted by a finaliser that uses them too.
        self._line: queue.SimpleQueue[Job | str | None] = queue.SimpleQueue()
        self._open: set[Job] = set()

    def add(self, call: Call, deltas_ahead: int) -> Job:
        job = Job(call, deltas_ahead, partial(self._line.put, None))
        self._open.add(job)
        self._line.put(job)
        if self.leaving.is_set():  # the thread may not look at its line again
            job.end(self._closed())
        return job

    def forget(self, conversation: str) -> None:
        self._line.put(conversation)

    def jobs(self) -> list[Job]:
        """The jobs that are neither answered nor cancelled."""
        return [job for job in tuple(self._open) if not job.over]

    def load(self) -> Load:
        return Load.of(self.jobs(), self._schedule.resting)

    def leave(self) -> None:
        """End every job and let the thread free the model. Does not wait."""
        self.leaving.set()
        for job in tuple(self._open):
            job.end(self._closed())
        self._line.put(None)

    def leave_at_exit(self, thread: weakref.ref[threading.Thread]) -> None:
        """``leave``, and wait for the thread's very end, if it has not come already."""
        running = thread()
        if running is not None:
            self.leave()
            running.join(CLOSING_PATIENCE)

    def serve(self) -> None:
        """Answer jobs until told to leave. Runs on the owner's thread."""
        if self._after is not None:
            self._after.wait()  # the thread before may still be inside the backend
        try:
            while not self.leaving.is_set():
                busy = self._schedule.round()
                self._settle()
                self._receive(wait=not busy)
            self._schedule.close()
            self._backend.close()
        finally:
            self.leave()
            self.left.set()

    def _receive(self, *, wait: bool) -> None:
        """Take what came in since; ``wait`` for it if there is nothing else to do."""
        try:
            item = self._line.get(block=wait)
            while True:
                if isinstance(item, Job):
                    self._schedule.add(item)
                elif item is not None:
                    self._backend.forget(item)
                item = self._line.get_nowait()
        except queue.Empty:
            pass

    def _settle(self) -> None:
        for job in tuple(self._open):
            if job.over:
                self._open.discard(job)

    def _closed(self) -> RequestError:
        return BackendFailed(
            f"{self._backend.name} was closed while this call ran or waited; send it again",
            code="backend_closed",
        )
