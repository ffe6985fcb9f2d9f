"""The same router behind a local HTTP server, for programs that are not Python.

A raw ASGI application: read the request, let the router answer it, send the answer. It decides
nothing itself. It is meant for this device: it answers only requests that name a loopback host,
so that neither the network nor a web page that rebinds its own name can spend the user's key.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import aclosing
from functools import partial
from typing import Any, Final, TypeAlias

import anyio
import anyio.to_thread

from homeport.errors import BadCall, Refused, RequestError, TimedOut
from homeport.policies.backend_entries import loopback
from homeport.router.dispatch import Router
from homeport.router.reply import Reply, error_reply, json_reply
from homeport.router.wire import Request

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]

CLOUD: Final = "https://api.openai.com/v1"
"""Where a call to the cloud goes if the policy's cloud has no ``base_url``."""

MAX_BODY: Final = 64 * 2**20
"""Bytes of one request: twice what the API takes in one upload part."""

FEEDBACK: Final = "/homeport/feedback"
"""Where programs say how an answer was: ``POST {"decision": id, "ok": true}``."""

TIMEOUT: Final = 600.0
"""Seconds for one call; the openai SDK's own default."""

log = logging.getLogger("homeport")


class TooLarge(BadCall):
    """The request's body is larger than the gateway reads."""

    status = 413
    default_code = "request_too_large"


class WrongMethod(BadCall):
    """The address is for another method."""

    status = 405
    default_code = "method_not_allowed"


class Gateway:
    """An ASGI application that answers OpenAI requests as ``router`` decides."""

    def __init__(self, router: Router, *, cloud: str = CLOUD, timeout: float = TIMEOUT) -> None:
        self.router = router
        self._cloud = cloud.rstrip("/")
        self._timeout = timeout

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "websocket":
            # Realtime sessions cannot be judged: closed before they are accepted.
            await send({"type": "websocket.close", "code": 1008})
        else:
            async with anyio.create_task_group() as tasks:
                body = await self._body(receive)
                tasks.start_soon(_cancel_when_gone, receive, tasks.cancel_scope)
                await _send(await self._answer(scope, body), send)
                tasks.cancel_scope.cancel()

    async def _body(self, receive: Receive) -> bytes | None:
        """Return the request's body; None if it is too large."""
        body = bytearray()
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > MAX_BODY:
                return None
        return bytes(body)

    async def _answer(self, scope: Scope, body: bytes | None) -> Reply:
        try:
            if body is None:
                raise TooLarge(f"a request may have {MAX_BODY >> 20} MiB")
            request = self._request(scope, body)
            if request.url == f"{self._cloud}{FEEDBACK}":
                return await self._feedback(request)
            return await self.router.handle_async(request)
        except (TimedOut, RequestError) as error:
            return error_reply(error)

    async def _feedback(self, request: Request) -> Reply:
        """Keep how an answer was, as ``client.feedback`` does."""
        if request.method != "POST":
            raise WrongMethod("feedback is posted: POST /v1/homeport/feedback")
        decision, ok = _rating(request.body or b"")
        await anyio.to_thread.run_sync(partial(self.router.feedback, decision, ok=ok))
        return json_reply(json.dumps({"decision": decision, "ok": ok}).encode(), "", "homeport")

    def _request(self, scope: Scope, body: bytes) -> Request:
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in scope["headers"]
            if name != b"authorization"  # programs send any; the key is the gateway's own
        )
        _require_this_device(dict(headers).get("host", ""))
        path: str = scope["path"].removeprefix("/v1")
        query = f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
        limit = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), self._timeout)}
        return Request(scope["method"], f"{self._cloud}{path}{query}", headers, body, limit)


def _require_this_device(host: str) -> None:
    name = host.rpartition(":")[0] if ":" in host.rpartition("]")[2] else host
    if not loopback(name.strip("[]")):
        raise Refused("the gateway answers only requests to this device", code="not_this_device")


def _rating(body: bytes) -> tuple[str, bool]:
    """Read ``{"decision": id, "ok": true}``."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        said = None
    decision, ok = (
        (said.get("decision"), said.get("ok")) if isinstance(said, dict) else (None, None)
    )
    if not isinstance(decision, str) or not isinstance(ok, bool) or len(said) != 2:
        raise BadCall(
            'write {"decision": "dec_...", "ok": true}: the answer\'s header x-homeport-decision, '
            "and whether the answer was good",
            code="invalid_feedback",
        )
    return decision, ok


async def _send(reply: Reply, send: Send) -> None:
    headers = [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in reply.headers]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    body: Any = reply.body
    if isinstance(body, bytes):
        await send({"type": "http.response.body", "body": body})
        return
    # Closing matters: a caller who goes away stops the model.
    async with aclosing(body):
        async for chunk in body:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _cancel_when_gone(receive: Receive, scope: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    log.info("the caller went away")
    scope.cancel()


async def _lifespan(receive: Receive, send: Send) -> None:
    for stage in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{stage}.complete"})
