"""A way for bytes to an HTTP target, and what such ways have in common.

There are two: a pool of our own (``pool.py``), and clients that were made elsewhere, in either
HTTP family (``clients.py``).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar

import httpcore
import httpx

from homeport.router.deadline import Deadline
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
    httpx.ConnectError,
    http.ConnectError,
    httpcore.ConnectError,
)
"""Nothing has been sent yet."""


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


def stream_of(request: Request, upload: Callable[[Any], Any]) -> Any:
    return upload(request.extensions["homeport.stream"])


def extensions_of(request: Request) -> dict[str, Any]:
    return {key: value for key, value in request.extensions.items() if key != "homeport.stream"}


def upload(stream: Any) -> Iterator[bytes]:
    yield from stream


async def upload_async(stream: Any) -> AsyncIterator[bytes]:
    async for chunk in stream:
        yield chunk


def text_of(headers: Iterable[tuple[bytes, bytes]]) -> list[Header]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]


def drop_clients(clients: list[Any]) -> None:
    for client in clients:
        if not hasattr(client, "aclose"):
            client.close()
            continue
        with suppress(RuntimeError):  # no loop runs any more: its connections went with it
            asyncio.get_running_loop().create_task(client.aclose())
