"""Who can answer, seen from a decision: backends on this device, and HTTP targets.

Both kinds offer the same: ``state`` before a decision, ``attempt`` and ``attempt_async``
after it. An attempt returns the answer, or a ``Failure`` of which the caller has seen nothing.
"""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Protocol

import anyio
import anyio.to_thread

from homeport.backends.base import Backend
from homeport.backends.worker import Stream, Worker
from homeport.errors import BadCall, RequestError, Unavailable
from homeport.router.deadline import Deadline
from homeport.router.egress import Check
from homeport.router.flow import Failure
from homeport.router.ledger import Ledger
from homeport.router.render import Renderer, renderer
from homeport.router.reply import STREAM_TYPE, Reply, json_reply
from homeport.router.speed import Speedometer
from homeport.router.window import Window
from homeport.router.wire import Request
from homeport.types import Call, Decision, Delta, TargetState

_BYTES_PER_TOKEN: Final = 4
"""Of a request that nobody has read yet."""


@dataclass(frozen=True, slots=True)
class Order:
    """One call on its way: what arrived, what it means, what shall happen, and until when."""

    request: Request
    call: Call
    decision: Decision
    deadline: Deadline
    heard: Callable[[Iterable[str]], None]
    """Told the texts of an answer of this device when it ends, complete or broken off."""
    check: Check | None = None
    """Looks at what leaves, where it is not what arrived but was made of it."""


class Target(Protocol):
    """Somebody who can answer."""

    name: str
    leaves: bool

    def state(self, request: Request) -> TargetState:
        """Say what is known before a decision. Cheap: no I/O, no model is loaded."""
        ...

    def attempt(self, order: Order) -> Reply | Failure[Reply]: ...

    async def attempt_async(self, order: Order) -> Reply | Failure[Reply]: ...

    def close(self) -> None: ...

    async def aclose(self) -> None: ...


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


class Generation:
    """One answer while it is made: deltas in, API events out."""

    def __init__(
        self,
        target: LocalTarget,
        order: Order,
        rendering: Renderer,
        stream: Stream,
        window: Window | None = None,
    ) -> None:
        self._target = target
        self.order = order
        self._rendering = rendering
        self._stream = stream
        self._watch = target.speed.started()
        self._window = window
        # Events are numbered as they are made: these come before the first delta is taken.
        self.opening = rendering.start() if order.call.stream else b""

    def next(self, deadline: Deadline) -> bytes | None:
        """Wait for the next delta and return its events; None after the last."""
        return self._take(self._stream.next(deadline.seconds()))

    async def next_async(self, deadline: Deadline) -> bytes | None:
        return self._take(await waited(self._stream, deadline.seconds()))

    def _take(self, delta: Delta | None) -> bytes | None:
        if delta is None:
            return None
        self._watch.saw(delta)
        return self._rendering.feed(delta if self._window is None else self._window.take(delta))

    def cancel(self) -> None:
        """Stop, if it still runs: what was said so far is all there is."""
        self._stream.cancel()
        self.order.heard(self._rendering.said())

    def patience(self) -> Deadline:
        """Return how long a running stream may stay silent: as long as the call's time-out."""
        return Deadline.after(self.order.deadline.limit)

    def end(self) -> bytes:
        return self._rendering.end()

    def broken(self, error: RequestError) -> bytes:
        return self._rendering.broken(error)

    def streamed(self, body: Chunks | AsyncChunks) -> Reply:
        reply = Reply(200, [STREAM_TYPE], body, self._url(), self._target.name)
        reply.whole = self._rendering.whole
        return self._identified(reply)

    def whole(self) -> Reply:
        body = json.dumps(self._rendering.whole(), ensure_ascii=False).encode(errors="replace")
        self.order.heard(self._rendering.said())
        return self._identified(json_reply(body, self._url(), self._target.name))

    def _url(self) -> str:
        return f"local://{self._target.name}/{self.order.call.endpoint.replace('.', '/')}"

    def _identified(self, reply: Reply) -> Reply:
        reply.headers.append(("x-request-id", self.order.decision.id))
        return reply


class _Rest:
    """What is still to come of a local stream, after its first events."""

    def __init__(self, generation: Generation, first: bytes | None) -> None:
        self._generation = generation
        self._first = first


class Chunks(_Rest):
    """The rest of a local stream for sync callers."""

    def __iter__(self) -> Iterator[bytes]:
        generation, events = self._generation, self._first
        yield generation.opening
        try:
            while events is not None:
                if events:
                    yield events
                events = generation.next(generation.patience())
            yield generation.end()
        except RequestError as error:
            yield generation.broken(error)
        finally:
            self.close()

    def close(self) -> None:
        self._generation.cancel()


class AsyncChunks(_Rest):
    """The rest of a local stream for async callers."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        generation, events = self._generation, self._first
        yield generation.opening
        try:
            while events is not None:
                if events:
                    yield events
                events = await generation.next_async(generation.patience())
            yield generation.end()
        except RequestError as error:
            yield generation.broken(error)
        finally:
            await self.aclose()

    async def aclose(self) -> None:
        self._generation.cancel()


def _judged(order: Order, call: Call) -> Call:
    """Return the call with the level that was decided: what is kept of it is kept by level."""
    level = order.decision.privacy.level
    if level == call.labels.privacy:
        return call
    return replace(call, labels=replace(call.labels, privacy=level))


async def waited(stream: Stream, seconds: float | None) -> Delta | None:
    """Return the next delta of ``stream`` for an async caller."""
    return await anyio.to_thread.run_sync(
        stream.next,
        seconds,
        abandon_on_cancel=True,
        # A wait for a model must not use up the forty threads that the application shares.
        limiter=anyio.CapacityLimiter(1),
    )


def failed(error: RequestError) -> Failure[Reply]:
    # A wrong request is wrong everywhere; but what is too long for one model may fit another.
    hopeless = type(error) is BadCall
    return Failure(error, onward=not hopeless)
