"""Our own connections: httpcore's pool, the engine under httpx.

It costs half of what an httpx client costs per call, and its network streams can be made to
keep a deadline to the second. respx sees it, as it sees httpx.
"""

from __future__ import annotations

import contextvars
import ssl
import weakref
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final, TypeVar

import httpcore
import httpx

from homeport.router.connection import (
    Arrival,
    drop_clients,
    extensions_of,
    stream_of,
    text_of,
    upload,
    upload_async,
)
from homeport.router.deadline import Deadline
from homeport.router.wire import Request

T = TypeVar("T")

# The openai SDK's own numbers; httpx keeps an idle connection for five seconds.
_MAX_CONNECTIONS: Final = 1000
_MAX_IDLE: Final = 100
_IDLE_SECONDS: Final = 5.0

_PACKET: Final = 64 * 2**10
"""Bytes that may wait to be written together."""


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
        message = _message(request, url, upload)
        response = self._pools[url.scheme].handle_request(message)
        assert isinstance(response.stream, Iterable)  # noqa: S101 - a sync pool's streams are
        return Arrival(
            response.status,
            text_of(response.headers),
            request.url,
            iter(response.stream),
            response.close,
        )

    async def send_async(self, request: Request) -> Arrival:
        url = _parsed(request.url)
        if url.scheme not in self._async_pools:
            self._async_pools[url.scheme] = httpcore.AsyncConnectionPool(**_options(url.scheme))
        message = _message(request, url, upload_async)
        response = await self._async_pools[url.scheme].handle_async_request(message)
        return Arrival(
            response.status,
            text_of(response.headers),
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
        content=stream_of(request, upload) if request.body is None else request.body,
        extensions=extensions_of(request),
    )


def _drop(pools: dict[str, Any], async_pools: dict[str, Any]) -> None:
    for pool in pools.values():
        pool.close()
    drop_clients([*async_pools.values()])
