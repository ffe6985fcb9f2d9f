"""A backend in a process of its own: when its engine brings the process down, ours goes on.

``isolate: true`` of a backend puts this in its place. The child runs the same ``Worker``; calls go
to it and deltas come back as pickles over a pair of pipes that nobody else can write to. A child
that dies ends its running calls as any engine that breaks does, and the next call starts another.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import IO, Any, Final

from homeport import errors
from homeport.backends.base import Backend, alone
from homeport.errors import RequestError
from homeport.types import Call, Delta

_GLANCE: Final = 0.02
"""Seconds to wait for the child before looking whether somebody else has come."""

_PATIENCE: Final = 5.0
"""Seconds that a child is given to free its model."""


class ChildDied(Exception):
    """The process of an engine ended by itself."""


@dataclass(frozen=True, slots=True)
class _Failed:
    """A ``RequestError`` on its way: its constructor may want what it does not keep."""

    kind: str
    args: tuple[object, ...]
    fields: dict[str, object]

    @classmethod
    def of(cls, error: RequestError) -> _Failed:
        return cls(type(error).__name__, error.args, dict(vars(error)))

    def error(self) -> RequestError:
        kind: type[RequestError] = getattr(errors, self.kind)
        made = kind.__new__(kind, *self.args)
        vars(made).update(self.fields)
        return made


@dataclass(slots=True, eq=False)
class _Answer:
    """One call that the child answers, and what has come of it. None is its end."""

    number: int
    items: deque[Delta | _Failed | None] = field(default_factory=deque)


class IsolatedBackend(Backend):
    """Answers like ``twin``, which is never loaded here, by a child made with ``options``."""

    def __init__(self, kind: str, twin: Backend, options: Mapping[str, Any]) -> None:
        super().__init__(name=twin.name, model=twin.model)
        self.serving = twin.serving
        self.offers = twin.offers  # type: ignore[misc]  # a fact of the twin's class, not of ours
        self._twin = twin
        self._made_of = (kind, twin.name, dict(options))
        self._child: _Child | None = None
        self._numbers = itertools.count()
        self._answers: dict[int, _Answer] = {}

    def missing(self) -> str | None:
        return self._twin.missing()

    def context(self) -> int | None:
        return self._twin.context()

    def load(self) -> None:
        if self._child is not None and not self._child.alive:
            self.close()
        if self._child is None:
            self._child = _Child(self._made_of)

    def generate(self, call: Call) -> Iterator[Delta]:
        self.load()
        return alone(self, call)

    def run(self, call: Call) -> Generator[Any, Any, None]:
        assert self._child is not None  # noqa: S101 - it is loaded before
        answer = self._answers.setdefault(number := next(self._numbers), _Answer(number))
        self._child.send(("call", number, call))
        done = False
        try:
            while (item := (yield answer)) is not None:
                if isinstance(item, _Failed):
                    done = True
                    raise item.error()
                yield item
            done = True
        finally:
            del self._answers[number]
            if not done and self._child is not None:
                self._child.send(("cancel", number, None))

    def work(self, wanted: Sequence[Any]) -> Mapping[Any, Any]:
        """Take what has come from the child; wait a moment if that is nothing."""
        assert self._child is not None  # noqa: S101 - as above
        for number, item in self._child.received(_GLANCE):
            if number in self._answers:
                self._answers[number].items.append(item)
        return {answer: answer.items.popleft() for answer in wanted if answer.items}

    def forget(self, conversation: str) -> None:
        if self._child is not None:
            self._child.send(("forget", 0, conversation))

    def close(self) -> None:
        if self._child is not None:
            self._child.close()
            self._child = None


class _Child:
    """The process, and the thread that reads what it says."""

    def __init__(self, made_of: tuple[str, str, dict[str, Any]]) -> None:
        command = [sys.executable, "-m", "homeport.backends.isolated"]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._said: queue.SimpleQueue[tuple[int, Any] | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, name="homeport-child", daemon=True).start()
        self.send(made_of)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def send(self, message: object) -> None:
        """Tell the child something. That it is gone is noticed where its answer is missing."""
        with contextlib.suppress(OSError, ValueError):
            assert self._process.stdin is not None  # noqa: S101 - it is a pipe
            pickle.dump(message, self._process.stdin)
            self._process.stdin.flush()

    def received(self, seconds: float) -> Iterator[tuple[int, Any]]:
        """Yield all that has come, at the latest after ``seconds``; ``ChildDied`` at its end."""
        with contextlib.suppress(queue.Empty):
            item = self._said.get(timeout=seconds)
            while item is not None:
                yield item
                item = self._said.get_nowait()
            raise ChildDied(f"exit status {self._process.wait()}")

    def close(self) -> None:
        """Let the child free its model and end; it has five seconds."""
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _listen(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - it is a pipe
        with self._process.stdout as pipe:
            for message in _messages(pipe):
                self._said.put(message)
        self._said.put(None)


def _messages(pipe: IO[bytes]) -> Iterator[Any]:
    """Yield what comes through ``pipe`` until it is closed, perhaps in the middle of a message."""
    with contextlib.suppress(EOFError, pickle.UnpicklingError, OSError):
        while True:
            yield pickle.load(pipe)  # noqa: S301 - only our own process writes here


class _Host:
    """The child's side: one worker, and a thread for each call that hands its deltas on."""

    def __init__(self, incoming: IO[bytes], outgoing: IO[bytes]) -> None:
        self._incoming = _messages(incoming)
        self._outgoing = outgoing
        self._lock = threading.Lock()
        self._streams: dict[int, Any] = {}

    def serve(self) -> None:
        """Answer until the parent goes."""
        from homeport.backends import create
        from homeport.backends.worker import Worker

        kind, name, options = next(self._incoming)
        worker = Worker(create(kind, name, **options))
        for what, number, content in self._incoming:
            if what == "call":
                self._answer(number, partial(worker.submit, content))
            elif what == "cancel":
                if (stream := self._streams.pop(number, None)) is not None:
                    stream.cancel()
            else:
                worker.forget(content)
        worker.close()

    def _answer(self, number: int, submit: Callable[[], Any]) -> None:
        try:
            self._streams[number] = stream = submit()
        except RequestError as error:
            self._say(number, _Failed.of(error))
            return
        threading.Thread(target=self._hand_on, args=(number, stream), daemon=True).start()

    def _hand_on(self, number: int, stream: Any) -> None:
        end: _Failed | None = None
        try:
            for delta in stream:
                self._say(number, delta)
        except RequestError as error:
            end = _Failed.of(error)
        self._streams.pop(number, None)
        self._say(number, end)

    def _say(self, number: int, item: object) -> None:
        # The parent may be gone; then the main thread hears it and ends.
        with self._lock, contextlib.suppress(OSError, ValueError):
            pickle.dump((number, item), self._outgoing)
            self._outgoing.flush()


def main() -> None:
    """Serve the parent over standard input and output; what libraries print goes to the log."""
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _Host(sys.stdin.buffer, outgoing).serve()


if __name__ == "__main__":
    # Pickles name classes by module: what is sent must not be of ``__main__``.
    from homeport.backends.isolated import main as serve

    serve()
