"""What goes back to the caller, in terms of neither HTTP family."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeAlias

from homeport.errors import Overloaded, RequestError
from homeport.router.wire import Header
from homeport.types import Decision, Endpoint

JSON_TYPE: Final = ("content-type", "application/json")
STREAM_TYPE: Final = ("content-type", "text/event-stream; charset=utf-8")

DONE: Final = b"data: [DONE]\n\n"


class Chunks(Protocol):
    """A body that is still being made. Closing it early stops whoever makes it."""

    def __iter__(self) -> Iterator[bytes]: ...

    def close(self) -> None: ...


class AsyncChunks(Protocol):
    """The same for async callers."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...

    async def aclose(self) -> None: ...


Body: TypeAlias = bytes | Chunks | AsyncChunks


@dataclass(slots=True)
class Reply:
    """An HTTP answer. ``url`` says who answered: ``local://<backend>/...`` or the cloud's own."""

    status: int
    headers: list[Header] = field(default_factory=list)
    body: Body = b""
    url: str = ""
    target: str | None = None
    beginning: bytes = b""
    """What had arrived of a cloud's answer when it was decided: all of it, or its first event."""
    decision: Decision | None = None
    """Set where the answer is a decision (``explain``)."""
    cost: float | None = None
    """What the answer cost in US dollars, where a ledger is kept; None also while it runs."""
    whole: Callable[[], dict[str, Any]] | None = None
    """Of a local stream that has ended: what it comes to as one object."""


def json_reply(body: bytes, url: str, target: str) -> Reply:
    """Return a whole answer of this device."""
    return Reply(200, [JSON_TYPE, ("content-length", str(len(body)))], body, url, target)


def error_object(error: RequestError) -> dict[str, object]:
    """Return the ``error`` member of an API error answer."""
    return {"message": error.message, "type": "homeport_error", "param": None, "code": error.code}


def error_reply(error: RequestError) -> Reply:
    """Return the HTTP answer that tells ``error``.

    ``x-should-retry: false`` keeps the SDK from asking three times: retry is ours.
    """
    body = json.dumps({"error": error_object(error)}).encode()
    headers = [JSON_TYPE, ("x-should-retry", "false")]
    if isinstance(error, Overloaded):
        headers.append(("retry-after", str(error.retry_after)))
    return Reply(error.status, headers, body)


def error_event(endpoint: Endpoint, error: RequestError) -> bytes:
    """Return the event that ends a stream honestly. The SDK raises ``openai.APIError`` on it."""
    told = error_object(error)
    if endpoint == "responses":
        return event("error", {**told, "type": "error", "error": told})
    return data({"error": told})


def data(value: object) -> bytes:
    """Return ``value`` as one server-sent event without a name."""
    return (
        b"data: " + json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n\n"
    )


def event(name: str, value: object) -> bytes:
    """Return ``value`` as one server-sent event called ``name``."""
    return b"event: " + name.encode() + b"\n" + data(value)


def _amount(dollars: float) -> str:
    """Write dollars to the billionth, without a row of zeros."""
    return f"{dollars:.9f}".rstrip("0").rstrip(".")


def describe(reply: Reply, decision: Decision, *, leaves: bool, tried: str) -> Reply:
    """Add to ``reply`` the headers that tell how it came about."""
    route = "refuse" if reply.target is None else "cloud" if leaves else "local"
    if reply.decision is not None:
        route = reply.decision.route
    reply.headers += [
        ("x-homeport-decision", decision.id),
        ("x-homeport-route", route),
        ("x-homeport-rule", decision.rule),
        ("x-homeport-backend", reply.target or ""),
        ("x-homeport-level", str(decision.privacy.level)),
        ("x-homeport-complexity", f"{decision.complexity.score:.2f}"),
        *((("x-homeport-transform", decision.transform),) if decision.transform and leaves else ()),
        *((("x-homeport-cost", _amount(reply.cost)),) if reply.cost is not None else ()),
        ("x-homeport-tried", tried),
    ]
    return reply
