"""The only door: our transport under the SDK's own HTTP client.

Everything the SDK does over HTTP comes through here, whatever helper it began in: ``create``,
``parse``, ``stream``, ``client.post``, raw and streaming responses, redirects and retries.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import openai

from homeport.errors import TimedOut
from homeport.router.dispatch import Router
from homeport.router.egress import ORIGIN, origin
from homeport.router.reply import AsyncChunks, Chunks, Reply
from homeport.router.sdk import http
from homeport.router.wire import Request


class Door(http.BaseTransport, http.AsyncBaseTransport):
    """Gives each request to the router, sync or async, and brings the answer back.

    Closing it closes nothing: a copy of a client (``with_options``) shares the door with its
    original, and must not take the model from it. ``Router.close`` does that.
    """

    def __init__(self, router: Router) -> None:
        self.router = router

    def handle_request(self, request: http.Request) -> http.Response:
        with _sdk_errors(request):
            return _response(request, self.router.handle(_request(request)))

    async def handle_async_request(self, request: http.Request) -> http.Response:
        with _sdk_errors(request):
            return _response(request, await self.router.handle_async(_request(request)))


@contextmanager
def _sdk_errors(request: http.Request) -> Iterator[None]:
    """Let nothing but the SDK's own errors out: it asks again after everything else."""
    try:
        yield
    except openai.OpenAIError:
        raise
    except TimedOut as error:
        raise openai.APITimeoutError(request=request) from error
    except Exception as error:
        # A hook of the user's client, or a fault of ours: the cause stays attached.
        told = f"homeport could not carry this request ({type(error).__name__})"
        raise openai.APIConnectionError(message=told, request=request) from error


def _request(request: http.Request) -> Request:
    extensions: dict[str, Any] = dict(request.extensions)
    body: bytes | None
    if isinstance(request.stream, http.ByteStream):
        request.read()  # a redirect carries the body again, and has not read it
    try:
        body = request.content
    except http.RequestNotRead:
        body = None
        extensions["homeport.stream"] = request.stream
    headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in request.headers.raw)
    return Request(request.method, str(request.url), headers, body, extensions)


def _response(request: http.Request, reply: Reply) -> http.Response:
    request.extensions.setdefault(ORIGIN, origin(str(request.url)))  # for redirects, if any
    if reply.url:
        # The SDK's log line and `response.url` then say who really answered.
        request.url = http.URL(reply.url)
    body = reply.body
    return http.Response(
        reply.status,
        headers=reply.headers,
        # `content=` would close the response at once, and `.elapsed` with it.
        stream=http.ByteStream(body) if isinstance(body, bytes) else _Stream(body),
        extensions={} if reply.decision is None else {"homeport.decision": reply.decision},
    )


class _Stream(http.SyncByteStream, http.AsyncByteStream):
    """A body that is still being made, as the family wants to see it."""

    def __init__(self, chunks: Any) -> None:
        self._chunks: Any = chunks

    def __iter__(self) -> Iterator[bytes]:
        chunks: Chunks = self._chunks
        return iter(chunks)

    def close(self) -> None:
        self._chunks.close()

    def __aiter__(self) -> AsyncIterator[bytes]:
        chunks: AsyncChunks = self._chunks
        return aiter(chunks)

    async def aclose(self) -> None:
        await self._chunks.aclose()
