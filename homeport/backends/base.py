"""What answers on this device: one class with one method to write.

A backend is created from one entry of a policy's ``backends``: the entry's keys (without
``kind``) are the constructor's keyword arguments, plus ``name``. Constructors only assign;
the model is loaded on first use.

``load``, ``generate`` and ``close`` always run on one thread that owns this backend
(``worker.py``): MLX streams are thread-local, and a model must be freed where it was made.
A backend needs no lock and no thread of its own. When the caller goes away, the generator
is closed at its next ``yield``.

A backend that answers several calls at once says so in ``serving`` and writes ``run`` and
``work`` too; the others answer one after another.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from homeport.backends.pace import Pace
from homeport.backends.serving import Serving
from homeport.types import Call, Delta, Need


class Backend(ABC):
    """Something on the device that answers calls."""

    offers: ClassVar[frozenset[Need]] = frozenset({"chat", "completion"})
    """The needs that this backend can meet; a call with any other need is never given to it."""

    serving: Serving = Serving(parallel=1)
    """How many calls may run, and how many may wait."""

    def __init__(self, *, name: str, model: str) -> None:
        self.name = name
        self.model = model
        self.pace = Pace()

    def missing(self) -> str | None:
        """Say why this backend cannot answer now and the command that fixes it; None if it can.

        Called for every decision, from any thread: it must be cheap and must not load a model.
        """
        return None

    def context(self) -> int | None:
        """The most tokens, prompt and answer together, that the model can hold; None if unknown.

        As cheap as ``missing``.
        """
        return None

    def load(self) -> None:  # noqa: B027 - a backend without a model has nothing to load
        """Make the model ready. Called before ``generate``; must do nothing the second time."""

    @abstractmethod
    def generate(self, call: Call) -> Iterator[Delta]:
        """Answer ``call`` piece by piece.

        An empty ``Delta()`` is a sign of life in the middle of long work: the caller never sees
        it, and a call that was given up ends there.

        Raises a ``RequestError`` for what the caller should know (``ContextOverflow`` with the
        numbers); any other exception becomes ``BackendFailed``.
        """

    def run(self, call: Call) -> Iterator[Any]:
        """Answer ``call`` as ``generate`` does, beside others that run: what is yielded and is no
        ``Delta`` is work that this answer waits for, and is sent what came of it."""
        return self.generate(call)

    def work(self, wanted: Sequence[Any]) -> Mapping[Any, Any]:
        """Do some of what the running answers want, in that order, and return what came of it.

        What is not in the result is asked for again.
        """
        raise NotImplementedError(f"{self.name} asked for work and cannot do it: {len(wanted)}")

    def forget(self, conversation: str) -> None:  # noqa: B027
        """Forget what is kept of the calls that bore this name. Runs on the owner's thread."""

    def close(self) -> None:  # noqa: B027 - nor anything to free
        """Free the model. The backend may be loaded again afterwards."""


def alone(backend: Backend, call: Call) -> Generator[Delta, None, None]:
    """Answer ``call`` by ``run`` and ``work`` with nobody beside it."""
    running = backend.run(call)
    assert isinstance(running, Generator)  # noqa: S101 - or nothing could be sent to it
    found: Any = None
    try:
        while True:
            item = running.send(found)
            found = None
            if isinstance(item, Delta):
                yield item
                continue
            done: Mapping[Any, Any] = {}
            while item not in done:
                done = backend.work([item])
            found = done[item]
    except StopIteration:
        return
    finally:
        running.close()
