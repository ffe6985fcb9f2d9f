"""How bytes travel to an HTTP target: over a pool of our own, or a client of the user's.

Our own pool is httpcore's, the engine under httpx: half the cost of an httpx client per call,
and its network streams can be made to keep a deadline to the second. Where the environment
asks for proxies, and where the user gave a client (of either HTTP family), that client carries
the calls; its deadline is kept from outside, by a ``Watch``.
"""

from __future__ import annotations

import asyncio
import contextvars
import ssl
import urllib.request
import weakref
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Protocol, TypeVar

import httpcore
import httpx

from homeport.router.deadline import Deadline, Watch
from homeport.router.sdk import http
from homeport.router.wire import Header, Request

T = TypeVar("T")

_Errors = tuple[type[Exception], ...]
NETWORK: Final[_Errors] = (
    httpx.TransportError,
    http.TransportError,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
)
"""What the network and those who speak on it do to a call, in every family."""

LATE: Final[_Errors] = (
    TimeoutError,
    httpx.TimeoutException,
    http.TimeoutException,
    httpcore.TimeoutException,
)
NOT_CONNECTED: Final[_Errors] = (
    httpx.ConnectTimeout,
    http.ConnectTimeout,
    httpcore.ConnectTimeout,
)

# The openai SDK's own numbers; httpx keeps an idle connection for five seconds.
_MAX_CONNECTIONS: Final = 1000
_MAX_IDLE: Final = 100
_IDLE_SECONDS: Final = 5.0

_PACKET: Final = 64 * 2**10
"""Bytes that may wait to be written together."""


@dataclass(slots=True)
class Arrival:
    """An answer whose headers are here. ``chunks`` and ``close`` are those of its kind:
    plain for a sync call, asynchronous for an async one."""

    status: int
    headers: list[Header]
    url: str
    chunks: Any
    close: Callable[[], Any]


class Connection(Protocol):
    """A way to an HTTP target."""

    def bounded(self, work: Callable[[], T], deadline: Deadline) -> T:
        """Return ``work()``, which sends on this connection; give up at the deadline."""
        ...

    def send(self, request: Request) -> Arrival: ...

    async def send_async(self, request: Request) -> Arrival: ...

    def close(self) -> None: ...

    async def aclose(self) -> None: ...


def connection(client: Any = None, async_client: Any = None, *, proxies: bool) -> Connection:
    """Return the way that fits: the user's clients, or our own pool if no proxy is asked for."""
    if client is None and async_client is None and not (proxies and _proxies()):
        return Pool()
    return Clients(client, async_client)


def _proxies() -> bool:
    return bool(urllib.request.getproxies().keys() & {"http", "https", "all"})


_DEADLINE: contextvars.ContextVar[Deadline | None] = contextvars.ContextVar(
    "homeport_deadline", default=None
)


class Pool:
    """Connections of our own, opened when needed and kept for the next call."""

    def __init__(self) -> None:
        self._pools: dict[str, httpcore.ConnectionPool] = {}
        self._async_pools: dict[str, httpcore.AsyncConnectionPool] = {}
        # Like the SDK's own: a client that is dropped without `close` leaves no socket open.
        weakref.finalize(self, _drop, self._pools, self._async_pools).atexit = False

    def bounded(self, work: Callable[[], T], deadline: Deadline) -> T:
        """Return ``work()``; each read and write of it ends with the deadline."""
        token = _DEADLINE.set(deadline)
        try:
            return work()
        finally:
            _DEADLINE.reset(token)

    def send(self, request: Request) -> Arrival:
        url = _parsed(request.url)
        if url.scheme not in self._pools:
            options = _options(url.scheme)
            self._pools[url.scheme] = httpcore.ConnectionPool(
                **options, network_backend=_TimelyBackend()
            )
        message = _message(request, url, _upload)
        response = self._pools[url.scheme].handle_request(message)
        assert isinstance(response.stream, Iterable)  # noqa: S101 - a sync pool's streams are
        return Arrival(
            response.status,
            _text(response.headers),
            request.url,
            iter(response.stream),
            response.close,
        )

    async def send_async(self, request: Request) -> Arrival:
        url = _parsed(request.url)
        if url.scheme not in self._async_pools:
            self._async_pools[url.scheme] = httpcore.AsyncConnectionPool(**_options(url.scheme))
        message = _message(request, url, _upload_async)
        response = await self._async_pools[url.scheme].handle_async_request(message)
        return Arrival(
            response.status,
            _text(response.headers),
            request.url,
            aiter(response.stream),  # type: ignore[arg-type]  # an async pool's streams are async
            response.aclose,
        )

    def close(self) -> None:
        """Close the sync connections; they open again when needed."""
        while self._pools:
            self._pools.popitem()[1].close()

    async def aclose(self) -> None:
        """Close all connections."""
        self.close()
        while self._async_pools:
            await self._async_pools.popitem()[1].aclose()


class Clients:
    """HTTP clients that were made elsewhere; one that is missing is made with httpx's defaults."""

    def __init__(self, client: Any = None, async_client: Any = None) -> None:
        self._client = client
        self._async_client = async_client
        self._made: list[Any] = []
        self._watch: Watch[Any] = Watch(_discard)
        weakref.finalize(self, _drop_clients, self._made).atexit = False

    def bounded(self, work: Callable[[], T], deadline: Deadline) -> T:
        """Return ``work()``, done by a helper thread that is left behind at the deadline."""
        found: T = self._watch.run(work, deadline.remaining())
        return found

    def send(self, request: Request) -> Arrival:
        if self._client is None:
            self._client = httpx.Client()
            self._made.append(self._client)
        message = _client_message(self._client, request, _upload)
        response = self._client.send(message, stream=True, follow_redirects=False)
        chunks = iter((response.content,)) if _is_read(response) else response.iter_raw()
        return _arrival(response, chunks, response.close)

    async def send_async(self, request: Request) -> Arrival:
        if self._async_client is None:
            self._async_client = httpx.AsyncClient()
            self._made.append(self._async_client)
        message = _client_message(self._async_client, request, _upload_async)
        response = await self._async_client.send(message, stream=True, follow_redirects=False)
        chunks = _once(response.content) if _is_read(response) else response.aiter_raw()
        return _arrival(response, chunks, response.aclose)

    def close(self) -> None:
        """Close what was made here; a client of the user's is the user's to close."""
        self._watch.close()
        if self._client in self._made:
            self._client.close()
            self._made.remove(self._client)
            self._client = None

    async def aclose(self) -> None:
        """Close what was made here."""
        self.close()
        if self._async_client in self._made:
            await self._async_client.aclose()
            self._made.remove(self._async_client)
            self._async_client = None


class _TimelyBackend(httpcore.SyncBackend):
    """Opens streams that know the deadline of the call that uses them."""

    def connect_tcp(self, *args: Any, **options: Any) -> httpcore.NetworkStream:
        return _TimelyStream(super().connect_tcp(*args, **options))


class _TimelyStream(httpcore.NetworkStream):
    """Bounds every read and write by the deadline too: a dripping peer cannot extend it.

    What is written waits for the first read, so that the head and body of a small request
    travel in one packet, and cost one system call.
    """

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream
        self._waiting = bytearray()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._flush(timeout)
        return self._stream.read(max_bytes, _sooner(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._waiting += buffer
        if len(self._waiting) >= _PACKET:
            self._flush(timeout)

    def _flush(self, timeout: float | None) -> None:
        if self._waiting:
            waiting, self._waiting = bytes(self._waiting), bytearray()
            self._stream.write(waiting, _sooner(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, _sooner(timeout))
        return _TimelyStream(secured)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _sooner(timeout: float | None) -> float | None:
    deadline = _DEADLINE.get()
    left = None if deadline is None else deadline.seconds()
    return timeout if left is None else left if timeout is None else min(timeout, left)


@lru_cache(maxsize=256)
def _parsed(url: str) -> httpx.URL:
    """Return ``url`` parsed; an application asks for the same few again and again."""
    return httpx.URL(url)


def _options(scheme: str) -> dict[str, Any]:
    return {
        # Reading the certificates takes 40 ms, which plain HTTP need not pay.
        "ssl_context": httpx.create_ssl_context() if scheme == "https" else None,
        "max_connections": _MAX_CONNECTIONS,
        "max_keepalive_connections": _MAX_IDLE,
        "keepalive_expiry": _IDLE_SECONDS,
    }


def _message(request: Request, url: httpx.URL, upload: Callable[[Any], Any]) -> httpcore.Request:
    headers = [(b"host", url.netloc)]
    headers += [(name.encode(), value.encode("latin-1")) for name, value in request.headers]
    if request.body is not None:
        headers.append((b"content-length", str(len(request.body)).encode()))
    elif request.header("content-length") is None:
        headers.append((b"transfer-encoding", b"chunked"))
    return httpcore.Request(
        request.method,
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=headers,
        content=_stream_of(request, upload) if request.body is None else request.body,
        extensions=_extensions(request),
    )


def _client_message(client: Any, request: Request, upload: Callable[[Any], Any]) -> Any:
    return client.build_request(
        request.method,
        request.url,
        headers=list(request.headers),
        content=_stream_of(request, upload) if request.body is None else request.body or None,
        extensions=_extensions(request),
    )


def _stream_of(request: Request, upload: Callable[[Any], Any]) -> Any:
    return upload(request.extensions["homeport.stream"])


def _extensions(request: Request) -> dict[str, Any]:
    return {key: value for key, value in request.extensions.items() if key != "homeport.stream"}


def _upload(stream: Any) -> Iterator[bytes]:
    yield from stream


async def _upload_async(stream: Any) -> AsyncIterator[bytes]:
    async for chunk in stream:
        yield chunk


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _is_read(response: Any) -> bool:
    """An event hook or a mock transport may have read the answer already, and unpacked it."""
    return bool(response.is_stream_consumed)


def _arrival(response: Any, chunks: Any, close: Callable[[], Any]) -> Arrival:
    headers = _text(response.headers.raw)
    if _is_read(response):
        headers = [(name, value) for name, value in headers if name.lower() != "content-encoding"]
    return Arrival(response.status_code, headers, str(response.url), chunks, close)


def _text(headers: Iterable[tuple[bytes, bytes]]) -> list[Header]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]


def _discard(outcome: Any) -> None:
    """Close an answer that came after everybody had gone."""
    close = getattr(getattr(outcome, "body", None), "close", None)
    if close is not None:
        close()


def _drop(pools: dict[str, Any], async_pools: dict[str, Any]) -> None:
    for pool in pools.values():
        pool.close()
    _drop_clients([*async_pools.values()])


def _drop_clients(clients: list[Any]) -> None:
    for client in clients:
        if not hasattr(client, "aclose"):
            client.close()
            continue
        with suppress(RuntimeError):  # no loop runs any more: its connections went with it
            asyncio.get_running_loop().create_task(client.aclose())
