"""Connections over HTTP clients that were made elsewhere.

A client that the user gave (of either HTTP family) carries the cloud's traffic, so its proxies,
mounts and event hooks survive; where the environment asks for proxies, httpx's own client knows
what to do. The deadline is kept from outside, by a ``Watch``.
"""

from __future__ import annotations

import urllib.request
import weakref
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

import httpx

from homeport.router.connection import (
    Arrival,
    Connection,
    drop_clients,
    extensions_of,
    stream_of,
    text_of,
    upload,
    upload_async,
)
from homeport.router.deadline import Deadline, Watch
from homeport.router.pool import Pool
from homeport.router.wire import Request

T = TypeVar("T")


def connection(client: Any = None, async_client: Any = None, *, proxies: bool) -> Connection:
    """Return the way that fits: the user's clients, or our own pool if no proxy is asked for."""
    if client is None and async_client is None and not (proxies and _proxies()):
        return Pool()
    return Clients(client, async_client)


def _proxies() -> bool:
    return bool(urllib.request.getproxies().keys() & {"http", "https", "all"})


class Clients:
    """HTTP clients that were made elsewhere; one that is missing is made with httpx's defaults."""

    def __init__(self, client: Any = None, async_client: Any = None) -> None:
        self._client = client
        self._async_client = async_client
        self._made: list[Any] = []
        self._watch: Watch[Any] = Watch(_discard)
        weakref.finalize(self, drop_clients, self._made).atexit = False

    def bounded(self, work: Callable[[], T], deadline: Deadline) -> T:
        """Return ``work()``, done by a helper thread that is left behind at the deadline."""
        found: T = self._watch.run(work, deadline.remaining())
        return found

    def send(self, request: Request) -> Arrival:
        if self._client is None:
            self._client = httpx.Client()
            self._made.append(self._client)
        message = _client_message(self._client, request, upload)
        response = self._client.send(message, stream=True, follow_redirects=False)
        chunks = iter((response.content,)) if _is_read(response) else response.iter_raw()
        return _arrival(response, chunks, response.close)

    async def send_async(self, request: Request) -> Arrival:
        if self._async_client is None:
            self._async_client = httpx.AsyncClient()
            self._made.append(self._async_client)
        message = _client_message(self._async_client, request, upload_async)
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


def _client_message(client: Any, request: Request, upload: Callable[[Any], Any]) -> Any:
    return client.build_request(
        request.method,
        request.url,
        headers=list(request.headers),
        content=stream_of(request, upload) if request.body is None else request.body or None,
        extensions=extensions_of(request),
    )


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _is_read(response: Any) -> bool:
    """An event hook or a mock transport may have read the answer already, and unpacked it."""
    return bool(response.is_stream_consumed)


def _arrival(response: Any, chunks: Any, close: Callable[[], Any]) -> Arrival:
    headers = text_of(response.headers.raw)
    if _is_read(response):
        headers = [(name, value) for name, value in headers if name.lower() != "content-encoding"]
    return Arrival(response.status_code, headers, str(response.url), chunks, close)


def _discard(outcome: Any) -> None:
    """Close an answer that came after everybody had gone."""
    close = getattr(getattr(outcome, "body", None), "close", None)
    if close is not None:
        close()
