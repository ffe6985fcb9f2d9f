"""HTTP targets: the cloud, and servers that speak the OpenAI protocol.

What is sent is a ``Clearance`` and nothing else; what comes back is judged by ``Reception``.
"""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Final

import anyio

from homeport.errors import BackendFailed, RequestError, TimedOut, Unavailable
from homeport.policies.policy import BackendSpec
from homeport.router.audit import Audit
from homeport.router.connection import LATE, NETWORK, NOT_CONNECTED, Arrival, Connection
from homeport.router.deadline import Deadline
from homeport.router.egress import Clearance, Destination, clear
from homeport.router.flow import Failure
from homeport.router.reception import Reception
from homeport.router.reply import Reply
from homeport.router.targets import Order
from homeport.router.wire import Request
from homeport.types import TargetState

NO_KEY: Final = "homeport-no-key"
"""Stands for a missing API key, so that a client can be made for local use alone. Never sent."""

_SDKS_OWN: Final = "OPENAI_API_KEY"
"""The variable that the SDK itself reads: a client with another key was given that one."""

_Errors = tuple[type[Exception], ...]
_CAUGHT: Final[_Errors] = (RequestError, TimeoutError, *NETWORK)
_CUT: Final[_Errors] = (TimeoutError, *NETWORK)


class HttpTarget:
    """A target behind HTTP."""

    def __init__(self, spec: BackendSpec, connection: Connection, audit: Audit) -> None:
        self.name = spec.name
        self.leaves = spec.leaves
        self._spec = spec
        self._connection = connection
        self._audit = audit if spec.leaves else Audit(None)

    def state(self, request: Request) -> TargetState:
        why = self._missing(request)
        return TargetState(ready=why is None, why=why or "")

    def credential(self, request: Request) -> str | None:
        """Return the key that pays for ``request`` here: the caller's own, or the policy's."""
        if not self._brings_key(request):
            return self._key()
        return request.header("api-key") or request.header("authorization")

    def attempt(self, order: Order) -> Reply | Failure[Reply]:
        if why := self._missing(order.request):
            return Failure(Unavailable(why, code="not_ready"))
        deadline = order.deadline.within(self._spec.timeout)
        outcome: Reply | Failure[Reply]
        try:
            clearance = self._clear(order)
            outcome = self._connection.bounded(
                lambda: self._exchange(clearance, order, deadline), deadline
            )
        except _CAUGHT as error:
            outcome = self._failure(error, deadline)
        return _once(outcome, order)

    async def attempt_async(self, order: Order) -> Reply | Failure[Reply]:
        if why := self._missing(order.request):
            return Failure(Unavailable(why, code="not_ready"))
        deadline = order.deadline.within(self._spec.timeout)
        outcome: Reply | Failure[Reply]
        try:
            clearance = self._clear(order)
            with anyio.fail_after(deadline.remaining()):
                outcome = await self._exchange_async(clearance, order)
        except _CAUGHT as error:
            outcome = self._failure(error, deadline)
        return _once(outcome, order)

    def _clear(self, order: Order) -> Clearance:
        to = self._destination(order.request)
        return clear(order.request, order.call, order.decision, to, transformed=order.check)

    def close(self) -> None:
        self._connection.close()

    async def aclose(self) -> None:
        await self._connection.aclose()

    def _exchange(
        self, clearance: Clearance, order: Order, deadline: Deadline
    ) -> Reply | Failure[Reply]:
        request = clearance.check()
        self._audit.leaving(clearance, order.call, order.decision)
        arrival = self._connection.send(request)
        try:
            reception = Reception(order.call, arrival.status, arrival.headers, arrival.url)
            rest = b""
            while not reception.decided:
                chunk = next(arrival.chunks, None)
                deadline.remaining()
                if chunk is None:
                    rest = reception.end()
                else:
                    reception.feed(chunk)
        except BaseException:
            arrival.close()
            raise
        outcome = reception.outcome(self.name)
        if isinstance(outcome, Failure) or not reception.streams:
            arrival.close()
            return outcome
        assert isinstance(outcome.body, bytes)  # noqa: S101 - what a reception holds so far
        outcome.body = _Chunks(outcome.body + rest, arrival, reception, order)
        return outcome

    async def _exchange_async(self, clearance: Clearance, order: Order) -> Reply | Failure[Reply]:
        request = clearance.check()
        await self._audit.leaving_async(clearance, order.call, order.decision)
        arrival = await self._connection.send_async(request)
        try:
            reception = Reception(order.call, arrival.status, arrival.headers, arrival.url)
            rest = b""
            while not reception.decided:
                chunk = await anext(arrival.chunks, None)
                if chunk is None:
                    rest = reception.end()
                else:
                    reception.feed(chunk)
        except BaseException:
            with anyio.CancelScope(shield=True):
                await arrival.close()
            raise
        outcome = reception.outcome(self.name)
        if isinstance(outcome, Failure) or not reception.streams:
            await arrival.close()
            return outcome
        assert isinstance(outcome.body, bytes)  # noqa: S101 - what a reception holds so far
        outcome.body = _AsyncChunks(outcome.body + rest, arrival, reception, order)
        return outcome

    def _missing(self, request: Request) -> str | None:
        if not self.leaves or self._brings_key(request) or self._key() is not None:
            return None
        return f"{self.name} is not ready: set {self._spec.api_key_env or 'its API key'}"

    def _brings_key(self, request: Request) -> bool:
        """Say whether the caller's own credentials are meant for this target.

        They are, unless the policy sends the call to another address or names another key.
        """
        if self._spec.base_url is not None or self._spec.api_key_env != _SDKS_OWN:
            return False
        sent = (request.header("authorization") or "").removeprefix("Bearer ").strip()
        return sent not in ("", NO_KEY) or request.header("api-key") is not None

    def _key(self) -> str | None:
        name = self._spec.api_key_env
        return (os.environ.get(name) or None) if name else None

    def _destination(self, request: Request) -> Destination:
        return Destination(
            self.name,
            self.leaves,
            self._spec.model,
            self._spec.base_url,
            None if self._brings_key(request) else self._key(),
            rename=self._spec.kind == "server",
        )

    def _failure(self, error: BaseException, deadline: Deadline) -> Failure[Reply]:
        if isinstance(error, RequestError):
            return Failure(error)
        if isinstance(error, LATE) and not isinstance(error, NOT_CONNECTED):
            return Failure(
                TimedOut(f"{self.name} gave no complete answer within {deadline.limit:g} s")
            )
        told = f"{self.name} could not be reached ({type(error).__name__})"
        sent = not isinstance(error, NOT_CONNECTED)
        return Failure(BackendFailed(told, code="unreachable"), again=True, sent=sent)


def _once(outcome: Reply | Failure[Reply], order: Order) -> Reply | Failure[Reply]:
    """An upload's stream can be read once: after a failure there is nothing left to send."""
    if order.request.body is None and isinstance(outcome, Failure):
        return replace(outcome, again=False, onward=False)
    return outcome


def _broken(error: BaseException) -> BackendFailed:
    late = isinstance(error, (TimedOut, *LATE))
    what = "stalled" if late else f"broke ({type(error).__name__})"
    return BackendFailed(f"the stream {what} before the answer was complete", code="stream_broken")


class _Rest:
    """What is still to come of an upstream's stream, after its first event."""

    def __init__(self, first: bytes, arrival: Arrival, reception: Reception, order: Order) -> None:
        self._first = first
        self._arrival = arrival
        self._reception = reception
        self._limit = order.deadline.limit


class _Chunks(_Rest):
    """The rest of an upstream's stream for sync callers."""

    def __iter__(self) -> Iterator[bytes]:
        reception = self._reception
        if self._first:
            yield self._first
        shown = time.monotonic()
        try:
            for chunk in self._arrival.chunks:
                if lines := reception.feed(chunk):
                    yield lines
                    shown = time.monotonic()
                elif time.monotonic() - shown > self._limit:
                    raise TimeoutError
            if rest := reception.end():
                yield rest
        except _CUT as error:
            yield reception.cut(_broken(error))
        finally:
            self.close()

    def close(self) -> None:
        self._arrival.close()


class _AsyncChunks(_Rest):
    """The rest of an upstream's stream for async callers."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        reception = self._reception
        if self._first:
            yield self._first
        try:
            while (lines := await self._next()) is not None:
                yield lines
            if rest := reception.end():
                yield rest
        except _CUT as error:
            yield reception.cut(_broken(error))
        finally:
            await self.aclose()

    async def _next(self) -> bytes | None:
        """Return the next complete lines; None at the end."""
        with anyio.fail_after(self._limit):
            async for chunk in self._arrival.chunks:
                if lines := self._reception.feed(chunk):
                    return lines
        return None

    async def aclose(self) -> None:
        await self._arrival.close()
