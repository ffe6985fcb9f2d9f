"""One answer of a backend on this device, while it is made."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread

from homeport.backends.worker import Stream
from homeport.errors import RequestError
from homeport.router.deadline import Deadline
from homeport.router.render import Renderer
from homeport.router.reply import STREAM_TYPE, Reply, json_reply
from homeport.router.targets import Order
from homeport.router.window import Window
from homeport.types import Delta

if TYPE_CHECKING:
    from homeport.router.local import LocalTarget


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


async def waited(stream: Stream, seconds: float | None) -> Delta | None:
    """Return the next delta of ``stream`` for an async caller."""
    return await anyio.to_thread.run_sync(
        stream.next,
        seconds,
        abandon_on_cancel=True,
        # A wait for a model must not use up the forty threads that the application shares.
        limiter=anyio.CapacityLimiter(1),
    )
