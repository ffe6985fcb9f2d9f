"""Whose turn it is: the calls of one backend, those that wait and those that run side by side.

In every round each running answer goes on until it waits for work; then that work is done
together. Conversations take turns, both in line and in being read: somebody who sends a hundred
calls does not hold up somebody who sends one.
"""

from __future__ import annotations

import contextlib
import logging
import time
import traceback
from collections import Counter, deque
from collections.abc import Generator, Hashable, Iterator
from typing import Any, Final

from homeport.backends.base import Backend
from homeport.backends.job import Job
from homeport.errors import BackendFailed, HomeportError, RequestError
from homeport.types import Delta

REST: Final = 60.0
"""Seconds that a backend is left alone after it broke twice without answering in between."""

log = logging.getLogger("homeport")


class Schedule:
    """The calls of ``backend``. Used by the thread that owns it; ``resting`` by any."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._waiting: dict[Hashable, deque[Job]] = {}
        self._running: list[_Run] = []
        self._turns: Counter[Hashable] = Counter()
        self._rounds = 0
        self._breaks = 0
        self._rests_until = 0.0

    @property
    def resting(self) -> float:
        """Seconds for which nothing is tried any more; 0 if the backend works."""
        return max(0.0, self._rests_until - time.monotonic())

    def add(self, job: Job) -> None:
        """Put ``job`` in the line of its conversation."""
        self._waiting.setdefault(_conversation(job), deque()).append(job)

    def round(self) -> bool:
        """Take every answer on by one step; False if there was nothing to do."""
        self._rounds += 1
        self._sweep()
        self._admit()
        moving = [run for run in self._running if not run.job.paused]
        for run in moving:
            self._advance(run)
        waiting = [run for run in moving if run.wanted is not None and not run.job.paused]
        if waiting:
            self._work(waiting)
        return bool(moving)

    def close(self) -> None:
        """Leave every answer where it is."""
        for run in self._running:
            run.close()
        self._running.clear()
        self._waiting.clear()

    def _sweep(self) -> None:
        """Let go of what nobody waits for any more."""
        for run in [run for run in self._running if run.job.over]:
            self._end(run)

    def _admit(self) -> None:
        while self._waiting and len(self._running) < self._backend.serving.parallel:
            running = Counter(run.conversation for run in self._running)
            turn = min(self._waiting, key=lambda waiting: running[waiting])
            line = self._waiting.pop(turn)
            job = line.popleft()
            if line:
                self._waiting[turn] = line  # behind the others
            self._begin(job, turn)

    def _begin(self, job: Job, conversation: Hashable) -> None:
        if not job.begin():
            return
        try:
            self._require_rested()
            self._backend.load()
            self._running.append(_Run(job, conversation, self._backend.run(job.call)))
        except RequestError as error:
            job.end(error)
        except Exception as error:  # noqa: BLE001 - the thread's edge: every error has a reader
            job.end(self._translated(error, "loading its model"))

    def _advance(self, run: _Run) -> None:
        """Take ``run`` on until it waits for work or for its reader, or ends."""
        try:
            while run.wanted is None and not run.job.paused:
                item = run.next()
                if not isinstance(item, Delta):
                    run.wanted = item
                elif not run.job.put(item):
                    self._end(run)
                    return
                run.finished = run.finished or (isinstance(item, Delta) and item.finish is not None)
        except StopIteration:
            self._finish(run)
        except RequestError as error:
            self._end(run, error)
        except Exception as error:  # noqa: BLE001 - as above
            self._end(run, self._translated(error, "answering"))

    def _work(self, waiting: list[_Run]) -> None:
        """Do what the ``waiting`` want, those first whose conversation waits for longest."""
        waiting.sort(key=lambda run: self._turns[run.conversation])
        try:
            found = self._backend.work([run.wanted for run in waiting])
        except Exception as error:  # noqa: BLE001 - as above
            self._break(self._translated(error, "answering"))
            return
        for run in waiting:
            if run.wanted in found:
                run.found, run.wanted = found[run.wanted], None
                self._turns[run.conversation] = self._rounds

    def _finish(self, run: _Run) -> None:
        if run.finished:
            self._breaks = 0
            self._backend.pace.has_answered(time.monotonic() - run.since)
            self._end(run)
        else:
            self._end(run, self._cut())

    def _end(self, run: _Run, error: RequestError | None = None) -> None:
        self._running.remove(run)
        run.close()
        run.job.end(error)
        if all(other.conversation != run.conversation for other in self._running):
            del self._turns[run.conversation]

    def _break(self, error: BackendFailed) -> None:
        """The model itself broke: all that ran is lost. It is loaded anew for those that wait."""
        for run in tuple(self._running):
            run.abandon()
            self._end(run, error)
        self._backend.close()
        self._breaks += 1
        if self._breaks > 1:
            self._breaks = 0
            self._rests_until = time.monotonic() + REST

    def _require_rested(self) -> None:
        if self.resting:
            raise BackendFailed(
                f"{self._backend.name} broke twice and is left alone for a minute; see with "
                f"`homeport models fit` whether the model fits this machine",
                code="engine_down",
            )

    def _cut(self) -> BackendFailed:
        return BackendFailed(
            f"{self._backend.name} stopped without saying why (no finish reason), so its "
            f"answer may be cut; send the call again",
            code="answer_cut",
        )

    def _translated(self, error: Exception, stage: str) -> BackendFailed:
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


class _EngineLost(Exception):
    """Thrown into the answers of an engine that broke."""


class _Run:
    """One call that is being answered: ``wanted`` is the work it waits for, ``found`` what came
    of the last."""

    def __init__(self, job: Job, conversation: Hashable, answer: Iterator[Any]) -> None:
        self.job = job
        self.conversation = conversation
        self.since = time.monotonic()
        self.finished = False
        self.wanted: Any = None
        self.found: Any = None
        self._answer = answer

    def next(self) -> Any:
        found, self.found = self.found, None
        if isinstance(self._answer, Generator):
            return self._answer.send(found)
        return next(self._answer)

    def close(self) -> None:
        if isinstance(self._answer, Generator):
            self._answer.close()

    def abandon(self) -> None:
        """End the answer where its engine broke: what that held is lost, and may fail again."""
        if isinstance(self._answer, Generator):
            with contextlib.suppress(Exception):
                self._answer.throw(_EngineLost())


def _conversation(job: Job) -> Hashable:
    """Return what takes turns: the conversation that the caller names, else the call itself."""
    return job.call.labels.conversation or job
