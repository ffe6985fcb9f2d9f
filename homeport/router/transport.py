"""The only door: our transport under the SDK's own HTTP client.

Everything the SDK does over HTTP comes through here, whatever helper it began in: ``create``,
``parse``, ``stream``, ``client.post``, raw and streaming responses, redirects and retries.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import openai

from homeport.errors import TimedOut
from homeport.router.connection import text_of
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
        try:
            asked = _request(request)
            return _response(request, asked, self.router.handle(asked))
        except openai.OpenAIError:
            raise
        except Exception as error:
            raise _sdk_error(request, error) from error

    async def handle_async_request(self, request: http.Request) -> http.Response:
        try:
            asked = _request(request)
            return _response(request, asked, await self.router.handle_async(asked))
        except openai.OpenAIError:
            raise
        except Exception as error:
            raise _sdk_error(request, error) from error


def _sdk_error(request: http.Request, error: Exception) -> openai.OpenAIError:
    """Return the SDK's own error for ``error``, which it does not retry."""
    if isinstance(error, TimedOut):
        return openai.APITimeoutError(request=request)
    # A hook of the user's client, or a fault of ours: the cause stays attached.
    told = f"homeport could not carry this request ({type(error).__name__})"
    return openai.APIConnectionError(message=told, request=request)


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
    headers = tuple(text_of(request.headers.raw))
    return Request(request.method, str(request.url), headers, body, extensions)


def _response(request: http.Request, asked: Request, reply: Reply) -> http.Response:
    if 300 <= reply.status < 400:  # what comes next is a redirect, and is told by this
        request.extensions.setdefault(ORIGIN, origin(asked.url))
    if reply.url not in ("", asked.url):
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
