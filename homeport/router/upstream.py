"""HTTP targets: the cloud, and servers that speak the OpenAI protocol.

What is sent is a ``Clearance`` and nothing else; what comes back is judged by ``Reception``.
Our own connection is an httpx client. A client that the user gave to the SDK (of either HTTP
family) takes its place for the cloud, so proxies, mounts and event hooks survive.
"""

from __future__ import annotations

import asyncio
import os
import time
import weakref
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import Any, Final

import anyio
import httpx

from homeport.errors import BackendFailed, RequestError, TimedOut, Unavailable
from homeport.policies.policy import BackendSpec
from homeport.router.deadline import Deadline, Watch
from homeport.router.egress import Clearance, Destination, clear
from homeport.router.flow import Failure
from homeport.router.reception import Reception
from homeport.router.reply import Reply
from homeport.router.sdk import http
from homeport.router.targets import Order
from homeport.router.wire import Request
from homeport.types import TargetState

NO_KEY: Final = "homeport-no-key"
"""Stands for a missing API key, so that a client can be made for local use alone. Never sent."""

_Errors = tuple[type[Exception], ...]
_NETWORK: Final[_Errors] = (httpx.TransportError, http.TransportError)
_CONNECT: Final[_Errors] = (httpx.ConnectTimeout, http.ConnectTimeout)
_CAUGHT: Final[_Errors] = (RequestError, TimeoutError, *_NETWORK)
_CUT: Final[_Errors] = (TimeoutError, *_NETWORK)
_LATE: Final[_Errors] = (TimeoutError, httpx.TimeoutException, http.TimeoutException)
_LIMITS: Final = httpx.Limits(max_connections=1000, max_keepalive_connections=100)


class Connection:
    """The HTTP clients of one target, opened on first use."""

    def __init__(self, client: Any = None, async_client: Any = None, *, proxies: bool) -> None:
        self._client = client
        self._async_client = async_client
        self._owned: list[Any] = []
        self._proxies = proxies
        # Like the SDK's own: a client that is dropped without `close` leaves no socket open.
        weakref.finalize(self, _drop, self._owned).atexit = False

    def client(self) -> Any:
        if self._client is None:
            self._client = httpx.Client(limits=_LIMITS, trust_env=self._proxies)
            self._owned.append(self._client)
        return self._client

    def async_client(self) -> Any:
        if self._async_client is None:
            self._async_client = httpx.AsyncClient(limits=_LIMITS, trust_env=self._proxies)
            self._owned.append(self._async_client)
        return self._async_client

    def close(self) -> None:
        """Close the sync clients, the user's too, as the SDK does. Ours open again when needed."""
        if self._client is not None:
            self._client.close()
        if self._client in self._owned:
            self._owned.remove(self._client)
            self._client = None

    async def aclose(self) -> None:
        """Close the sync and the async clients."""
        self.close()
        if self._async_client is not None:
            await self._async_client.aclose()
        if self._async_client in self._owned:
            self._owned.remove(self._async_client)
            self._async_client = None


def _drop(clients: list[Any]) -> None:
    for client in clients:
        if isinstance(client, httpx.Client):
            client.close()
        else:
            with suppress(RuntimeError):  # no loop runs any more: its connections went with it
                asyncio.get_running_loop().create_task(client.aclose())


class HttpTarget:
    """A target behind HTTP."""

    def __init__(self, spec: BackendSpec, connection: Connection) -> None:
        self.name = spec.name
        self.leaves = spec.leaves
        self._spec = spec
        self._connection = connection
        self._watch: Watch[Reply | Failure[Reply]] = Watch(_discard)

    def state(self, request: Request) -> TargetState:
        why = self._missing(request)
        return TargetState(ready=why is None, why=why or "")

    def attempt(self, order: Order) -> Reply | Failure[Reply]:
        if why := self._missing(order.request):
            return Failure(Unavailable(why, code="not_ready"))
        clearance = clear(order.request, order.call, order.decision, self._destination())
        deadline = order.deadline.within(self._spec.timeout)
        try:
            return self._watch.run(
                lambda: self._exchange(clearance, order, deadline), deadline.remaining()
            )
        except _CAUGHT as error:
            return self._failure(error, order, deadline)

    async def attempt_async(self, order: Order) -> Reply | Failure[Reply]:
        if why := self._missing(order.request):
            return Failure(Unavailable(why, code="not_ready"))
        clearance = clear(order.request, order.call, order.decision, self._destination())
        deadline = order.deadline.within(self._spec.timeout)
        try:
            with anyio.fail_after(deadline.remaining()):
                return await self._exchange_async(clearance, order)
        except _CAUGHT as error:
            return self._failure(error, order, deadline)

    def close(self) -> None:
        self._watch.close()
        self._connection.close()

    async def aclose(self) -> None:
        self._watch.close()
        await self._connection.aclose()

    def _exchange(
        self, clearance: Clearance, order: Order, deadline: Deadline
    ) -> Reply | Failure[Reply]:
        client = self._connection.client()
        message = _message(client, clearance, order, _upload)
        response = client.send(message, stream=True, follow_redirects=False)
        try:
            reception = _reception(response, order)
            chunks = _arriving(response)
            rest = b""
            while not reception.decided:
                chunk = next(chunks, None)
                deadline.remaining()
                if chunk is None:
                    rest = reception.end()
                else:
                    reception.feed(chunk)
        except BaseException:
            response.close()
            raise
        outcome = reception.outcome(self.name)
        if isinstance(outcome, Failure) or not reception.streams:
            response.close()
            return outcome
        outcome.body = _Chunks(outcome.body + rest, response, chunks, reception, order)  # type: ignore[operator]  # a reception's body is bytes
        return outcome

    async def _exchange_async(self, clearance: Clearance, order: Order) -> Reply | Failure[Reply]:
        client = self._connection.async_client()
        message = _message(client, clearance, order, _upload_async)
        response = await client.send(message, stream=True, follow_redirects=False)
        try:
            reception = _reception(response, order)
            chunks = _arriving_async(response)
            rest = b""
            while not reception.decided:
                chunk = await anext(chunks, None)
                if chunk is None:
                    rest = reception.end()
                else:
                    reception.feed(chunk)
        except BaseException:
            with anyio.CancelScope(shield=True):
                await response.aclose()
            raise
        outcome = reception.outcome(self.name)
        if isinstance(outcome, Failure) or not reception.streams:
            await response.aclose()
            return outcome
        outcome.body = _AsyncChunks(outcome.body + rest, response, chunks, reception, order)  # type: ignore[operator]  # a reception's body is bytes
        return outcome

    def _missing(self, request: Request) -> str | None:
        if not self.leaves or self._key() is not None:
            return None
        sent = (request.header("authorization") or "").removeprefix("Bearer ").strip()
        own = self._spec.base_url is None and (sent or request.header("api-key"))
        if own and sent != NO_KEY:
            return None
        return f"{self.name} is not ready: set {self._spec.api_key_env or 'its API key'}"

    def _key(self) -> str | None:
        name = self._spec.api_key_env
        return (os.environ.get(name) or None) if name else None

    def _destination(self) -> Destination:
        return Destination(
            self.name,
            self.leaves,
            self._spec.model,
            self._spec.base_url,
            self._key(),
            rename=self._spec.kind == "server",
        )

    def _failure(self, error: BaseException, order: Order, deadline: Deadline) -> Failure[Reply]:
        if isinstance(error, RequestError):
            return Failure(error)
        if isinstance(error, _LATE) and not isinstance(error, _CONNECT):
            return Failure(
                TimedOut(f"{self.name} gave no complete answer within {deadline.limit:g} s")
            )
        told = f"{self.name} could not be reached ({type(error).__name__})"
        replayable = order.request.body is not None
        return Failure(BackendFailed(told, code="unreachable"), again=replayable)


def _message(client: Any, clearance: Clearance, order: Order, upload: Any) -> Any:
    """Return the family's request for exactly what was cleared."""
    request = clearance.check()
    stream = order.request.extensions.get("homeport.stream")
    return client.build_request(
        request.method,
        request.url,
        headers=list(request.headers),
        content=upload(stream) if request.body is None else request.body or None,
        extensions={k: v for k, v in request.extensions.items() if k != "homeport.stream"},
    )


def _upload(stream: Any) -> Iterator[bytes]:
    yield from stream


async def _upload_async(stream: Any) -> AsyncIterator[bytes]:
    async for chunk in stream:
        yield chunk


def _arriving(response: Any) -> Iterator[bytes]:
    # An event hook or a mock transport may have read the answer already, and unpacked it.
    chunks: Iterator[bytes]
    chunks = iter((response.content,)) if response.is_stream_consumed else response.iter_raw()
    return chunks


async def _arriving_async(response: Any) -> AsyncIterator[bytes]:
    if response.is_stream_consumed:
        yield response.content
        return
    async for chunk in response.aiter_raw():
        yield chunk


def _reception(response: Any, order: Order) -> Reception:
    headers = [(k.decode("latin-1"), v.decode("latin-1")) for k, v in response.headers.raw]
    if response.is_stream_consumed:
        headers = [(k, v) for k, v in headers if k.lower() != "content-encoding"]
    return Reception(order.call, response.status_code, headers, str(response.url))


def _discard(outcome: Reply | Failure[Reply]) -> None:
    """Close an answer that came after everybody had gone."""
    if isinstance(outcome, Reply) and isinstance(outcome.body, _Chunks):
        outcome.body.close()


def _broken(error: BaseException) -> BackendFailed:
    late = isinstance(error, (TimedOut, *_LATE))
    what = "stalled" if late else f"broke ({type(error).__name__})"
    return BackendFailed(f"the stream {what} before the answer was complete", code="stream_broken")


class _Chunks:
    """The rest of an upstream's stream for sync callers."""

    def __init__(
        self,
        first: bytes,
        response: Any,
        chunks: Iterator[bytes],
        reception: Reception,
        order: Order,
    ) -> None:
        self._first = first
        self._response = response
        self._chunks = chunks
        self._reception = reception
        self._limit = order.deadline.limit

    def __iter__(self) -> Iterator[bytes]:
        reception = self._reception
        if self._first:
            yield self._first
        shown = time.monotonic()
        try:
            for chunk in self._chunks:
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
        self._response.close()


class _AsyncChunks:
    """The rest of an upstream's stream for async callers."""

    def __init__(
        self,
        first: bytes,
        response: Any,
        chunks: AsyncIterator[bytes],
        reception: Reception,
        order: Order,
    ) -> None:
        self._first = first
        self._response = response
        self._chunks = chunks
        self._reception = reception
        self._limit = order.deadline.limit

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
            async for chunk in self._chunks:
                if lines := self._reception.feed(chunk):
                    return lines
        return None

    async def aclose(self) -> None:
        await self._response.aclose()
