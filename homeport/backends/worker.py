"""One thread that owns one backend, and the streams that carry its answers to callers.

A model must be loaded, stepped, closed and freed on the same thread, and calls come from any:
sync callers, event loops (through a worker thread of theirs), several at once. ``Worker``
stands between them. Calls wait in line and are answered one after another.

    stream = worker.submit(call)
    while (delta := stream.next(timeout=10)) is not None:
        ...
    stream.cancel()                     # at any time, from any thread, as often as you like
"""

from __future__ import annotations

import logging
import queue
import threading
import traceback
import weakref
from collections.abc import Generator, Iterator
from typing import Final

from homeport.backends.base import Backend
from homeport.backends.job import Job
from homeport.errors import BackendFailed, HomeportError, RequestError
from homeport.types import Call, Delta

CLOSING_PATIENCE: Final = 5.0
"""Seconds that ``close`` and the interpreter's exit wait for the step under way."""

log = logging.getLogger("homeport")


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
        waits there.
        """
        job = Job(call, deltas_ahead)
        with self._lock:
            if self._owner is None or self._owner.leaving.is_set():
                self._owner = self._start(after=self._owner)
            self._owner.add(job)
        return Stream(job, self)

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
        self._after = after
        # SimpleQueue and set operations may be interrupted by a finaliser that uses them too.
        self._line: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._open: set[Job] = set()

    def add(self, job: Job) -> None:
        self._open.add(job)
        self._line.put(job)
        if self.leaving.is_set():  # the thread may not look at its line again
            job.end(self._closed())

    def jobs(self) -> list[Job]:
        """The jobs that are neither answered nor cancelled."""
        return [job for job in tuple(self._open) if not job.over]

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
        """Answer one job after another until told to leave. Runs on the owner's thread."""
        if self._after is not None:
            self._after.wait()  # the thread before may still be inside the backend
        try:
            while (job := self._line.get()) is not None:
                self._answer(job)
                self._open.discard(job)
                del job  # or the last call would live until the next
            self._backend.close()
        finally:
            self.leave()
            self.left.set()

    def _answer(self, job: Job) -> None:
        if not job.begin():
            return
        stage = "loading its model"
        try:
            self._backend.load()
            stage = "answering"
            self._generate(job)
            job.end()
        except RequestError as error:
            job.end(error)
        except Exception as error:  # noqa: BLE001 - the thread's edge: every error has a reader
            job.end(self._translate(error, stage))
        finally:
            job.end(self._closed())  # only if nothing above has: the backend ended the thread

    def _generate(self, job: Job) -> None:
        deltas = self._backend.generate(job.call)
        finished = False
        try:
            for delta in deltas:
                if not job.put(delta):
                    return
                finished = finished or delta.finish is not None
        finally:
            if isinstance(deltas, Generator):
                deltas.close()
        if not finished:
            raise BackendFailed(
                f"{self._backend.name} stopped without saying why (no finish reason), so its "
                f"answer may be cut; send the call again",
                code="answer_cut",
            )

    def _translate(self, error: Exception, stage: str) -> RequestError:
        """Wrap what is not ours. While loading there is no prompt that a message could carry."""
        name = self._backend.name
        if isinstance(error, HomeportError):
            failed = BackendFailed(f"{name}: {error}", code="model_not_ready")
        elif stage == "answering":
            failed = BackendFailed(
                f"{name} broke while answering ({type(error).__name__}); send the call again, and "
                f"if it breaks again see what `homeport doctor` says"
            )
        else:
            failed = BackendFailed(
                f"{name} broke while {stage} ({type(error).__name__}: {error}); pull the model "
                f"again, or see with `homeport models fit` whether it fits this machine",
                code="model_not_ready",
            )
        failed.__cause__ = error
        # The frames hold tensors, which must be freed on this thread, and the caller's text.
        traceback.clear_frames(error.__traceback__)
        log.warning("%s", failed.message)
        return failed

    def _closed(self) -> RequestError:
        return BackendFailed(
            f"{self._backend.name} was closed while this call ran or waited; send it again",
            code="backend_closed",
        )
