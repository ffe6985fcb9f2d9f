"""Backends on this device, as targets."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Final

import anyio
import anyio.to_thread

from homeport.backends.base import Backend
from homeport.backends.worker import Stream, Worker
from homeport.errors import BadCall, RequestError, Unavailable
from homeport.router.flow import Failure
from homeport.router.generation import AsyncChunks, Chunks, Generation
from homeport.router.ledger import Ledger
from homeport.router.render import renderer
from homeport.router.reply import Reply
from homeport.router.speed import Speedometer
from homeport.router.targets import Order
from homeport.router.window import Window
from homeport.router.wire import Request
from homeport.types import Call, TargetState

_BYTES_PER_TOKEN: Final = 4
"""Of a request that nobody has read yet."""


class LocalTarget:
    """A backend in this process, behind the thread that owns it."""

    leaves = False

    def __init__(
        self, backend: Backend, timeout: float | None = None, ledger: Ledger | None = None
    ) -> None:
        self.name = backend.name
        self.speed = Speedometer(backend.name, backend.model, ledger)
        self.backend = backend
        self.timeout = timeout
        self._worker = Worker(backend)

    def state(self, request: Request) -> TargetState:
        missing = self.backend.missing()
        if missing is None:
            overload = self._worker.overload(len(request.body or b"") // _BYTES_PER_TOKEN)
            missing = None if overload is None else overload.message
        return TargetState(
            ready=missing is None,
            why=missing or "",
            offers=self.backend.offers,
            context=self.backend.context(),
            speed=self.speed.speed,
        )

    @property
    def in_use(self) -> bool:
        """True while a call is answered or waits."""
        return self._worker.busy or self.awaited

    @property
    def awaited(self) -> bool:
        """True while a call waits in line."""
        return self._worker.queued > 0

    def attempt(self, order: Order) -> Reply | Failure[Reply]:
        generation = self.begin(order)
        if isinstance(generation, Failure):
            return generation
        deadline = order.deadline.within(self.timeout)
        try:
            first = generation.next(deadline)
            if order.call.stream:
                return generation.streamed(Chunks(generation, first))
            while first is not None:
                first = generation.next(deadline)
        except RequestError as error:
            generation.cancel()
            return failed(error)
        except BaseException:
            generation.cancel()
            raise
        return generation.whole()

    async def attempt_async(self, order: Order) -> Reply | Failure[Reply]:
        generation = self.begin(order)
        if isinstance(generation, Failure):
            return generation
        deadline = order.deadline.within(self.timeout)
        try:
            first = await generation.next_async(deadline)
            if order.call.stream:
                return generation.streamed(AsyncChunks(generation, first))
            while first is not None:
                first = await generation.next_async(deadline)
        except RequestError as error:
            generation.cancel()
            return failed(error)
        except BaseException:
            generation.cancel()
            raise
        return generation.whole()

    def forget(self, conversation: str) -> None:
        """Drop what the model keeps of the calls that the caller gave this name."""
        self._worker.forget(conversation)

    def close(self) -> None:
        self._worker.close()

    async def aclose(self) -> None:
        await anyio.to_thread.run_sync(self._worker.close)

    def submit(self, call: Call) -> Stream:
        """Have the backend answer ``call``, for nobody but ourselves."""
        return self._worker.submit(call)

    def begin(
        self, order: Order, window: Window | None = None, *, ahead: int = 64
    ) -> Generation | Failure[Reply]:
        """Begin an answer; with a ``window``, one that is watched before it is shown."""
        if missing := self.backend.missing():
            return Failure(Unavailable(missing, code="not_ready"))
        rendering = renderer(
            order.call,
            decision=order.decision.id,
            model=self.backend.model,
            created=int(time.time()),
        )
        asked = _judged(order, order.call if window is None else window.call)
        try:
            stream = self._worker.submit(asked, deltas_ahead=ahead)
        except Unavailable as error:
            return Failure(error)
        return Generation(self, order, rendering, stream, window)


def _judged(order: Order, call: Call) -> Call:
    """Return the call with the level that was decided: what is kept of it is kept by level."""
    level = order.decision.privacy.level
    if level == call.labels.privacy:
        return call
    return replace(call, labels=replace(call.labels, privacy=level))


def failed(error: RequestError) -> Failure[Reply]:
    # A wrong request is wrong everywhere; but what is too long for one model may fit another.
    hopeless = type(error) is BadCall
    return Failure(error, onward=not hopeless)
