"""Reading a request from the wire, once.

``Request`` is what arrived, in terms of neither HTTP family. ``read`` makes a ``Call`` of it:
which endpoint, every string the cloud would see (as ``Part``), what it needs of a backend,
and what the caller said about it. Nothing is re-modelled: fields that we do not know are
read like any other, and the bytes are kept for forwarding.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from homeport.errors import BadCall
from homeport.router import needs as reading
from homeport.router import parts as parts_of
from homeport.types import Call, Endpoint, Labels, Level, Part

Header = tuple[str, str]

PREFIX: Final = "x-homeport-"
"""Headers that begin so are ours: read here, and never sent on."""

BODY_KEY: Final = "homeport"
"""The same labels inside a body: ``extra_body={"homeport": {...}}``. Never sent on."""

MAX_DEPTH: Final = 200
"""Deeper JSON is refused: no API takes it, and it only serves to exhaust a parser."""

MAX_VALUES: Final = 100_000
"""Values of one body; more is refused for the same reason. A list of numbers, as token ids are,
counts once."""


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request as it arrived.

    ``body`` is None if it is a stream that nobody has read; the stream itself is then
    ``extensions["homeport.stream"]``. The other extensions are httpx's (``timeout`` ...).
    """

    method: str
    url: str
    headers: tuple[Header, ...] = ()
    body: bytes | None = b""
    extensions: Mapping[str, Any] = field(default_factory=dict)

    def header(self, name: str) -> str | None:
        """Return the first header called ``name`` (lower case), or None."""
        return next((value for key, value in self.headers if key.lower() == name), None)


NOTHING_SAID: Final = Labels()

_ENDPOINTS: Final[tuple[tuple[re.Pattern[str], Endpoint], ...]] = (
    (re.compile(r"/chat/completions$"), "chat.completions"),
    (re.compile(r"/responses$"), "responses"),
    (re.compile(r"/completions$"), "completions"),
    (re.compile(r"/embeddings$"), "embeddings"),
    (re.compile(r"/moderations$"), "moderations"),
    (re.compile(r"/models(?:/[^/]+)?$"), "models"),
    (re.compile(r"/responses/[^/]+(?:/cancel|/input_items)?$"), "responses.state"),
    (re.compile(r"/chat/completions/[^/]+(?:/messages)?$"), "responses.state"),
)
_PATHS: Final = {
    "chat.completions": "chat/completions",
    "responses": "responses",
    "completions": "completions",
    "embeddings": "embeddings",
    "moderations": "moderations",
}


def read(request: Request) -> Call:
    """Return the call that ``request`` makes.

    Raises ``BadCall`` for a judged endpoint whose body is not one JSON object, repeats a key
    (two readers could then see two different texts) or nests deeper than ``MAX_DEPTH``.
    """
    url = urlsplit(request.url)
    endpoint = endpoint_of(request.method, url.path)
    body = _body(request, endpoint)
    if body is None:
        return _opaque(request)
    inline = body.get(BODY_KEY)
    seen = {key: value for key, value in body.items() if key != BODY_KEY}
    parts = (*parts_of.of_body(seen), *_around(request))
    model = seen.get("model")
    needs, unreadable = reading.survey(endpoint, seen)
    return Call(
        endpoint=endpoint,
        body=seen,
        parts=parts,
        model=_model(endpoint, model, url.path),
        stream=seen.get("stream") is True,
        needs=needs,
        tokens=estimate_tokens(parts),
        labels=labels(request, inline),
        unreadable=unreadable,
        raw=request.body or b"",
    )


@lru_cache(maxsize=256)
def endpoint_of(method: str, path: str) -> Endpoint:
    """Return which endpoint a path is, whatever stands before it (``/v1``, Azure deployments)."""
    for pattern, endpoint in _ENDPOINTS:
        if pattern.search(path):
            if endpoint in _PATHS and method != "POST":
                return "responses.state"  # a list of what the server has stored
            if endpoint == "models" and method != "GET":
                return "opaque"
            return endpoint
    return "opaque"


def estimate_tokens(parts: tuple[Part, ...]) -> int:
    """Estimate the prompt's tokens: a token is about four bytes of UTF-8, and each part costs
    about four more for its frame. Real counts come from the model's own tokenizer."""
    size = sum(
        len(p.text) if p.text.isascii() else len(p.text.encode(errors="replace")) for p in parts
    )
    return size // 4 + 4 * len(parts)


def labels(request: Request, inline: object = None) -> Labels:
    """Return what the caller said, by header or in the body; both together join (raise, narrow).

    Raises ``BadCall`` for a word that is not one of ours: a misspelt label must not be ignored.
    """
    said: dict[str, list[str]] = {}
    for key, value in request.headers:
        if key[: len(PREFIX)].lower() == PREFIX:
            said.setdefault(key.lower()[len(PREFIX) :], []).append(value)
    for key, value in _inline(inline).items():
        said.setdefault(key, []).append(value)
    if not said:
        return NOTHING_SAID
    unknown = said.keys() - {"route", "privacy", "conversation", "label", "explain", "retries"}
    if unknown:
        raise BadCall(
            f"unknown homeport label {', '.join(sorted(unknown))}; "
            "known are route, privacy, conversation and label",
            code="invalid_label",
        )
    return Labels(
        route=_route(said.get("route", [])),
        privacy=_level(said.get("privacy", [])),
        conversation=next(iter(said.get("conversation", [])), None),
        names=frozenset(name.strip() for text in said.get("label", []) for name in text.split(",")),
    )


def _inline(inline: object) -> Mapping[str, str]:
    if inline is None:
        return {}
    if isinstance(inline, dict) and all(isinstance(value, str) for value in inline.values()):
        return inline
    raise BadCall("the body's `homeport` must be an object of texts", code="invalid_label")


def _route(words: list[str]) -> Literal["local", "cloud"] | None:
    if not words:
        return None
    if set(words) == {"local"}:
        return "local"
    if set(words) == {"cloud"}:
        return "cloud"
    raise BadCall("the route label must be local or cloud, and only one", code="invalid_label")


def _level(words: list[str]) -> Level:
    try:
        return max((Level.parse(word) for word in words), default=Level.PUBLIC)
    except ValueError as error:
        raise BadCall(f"the privacy label: {error}", code="invalid_label") from None


def _model(endpoint: Endpoint, model: object, path: str) -> str:
    if isinstance(model, str):
        return model
    if endpoint == "models":
        return path.partition("/models")[2].strip("/")
    deployment = re.search(r"/deployments/([^/]+)/", path)
    return deployment[1] if deployment else "auto"


def _body(request: Request, endpoint: Endpoint) -> dict[str, Any] | None:
    """Return the JSON object that the request carries; None if it can only be opaque."""
    if request.body is None:
        return None
    if not request.body:
        return {} if endpoint != "opaque" else None
    try:
        body = json.loads(request.body, object_pairs_hook=_object)
        if not isinstance(body, dict):
            raise BadCall("the body must be one JSON object")
        opened = request.body.count(b"[") + request.body.count(b"{")
        if opened > MAX_DEPTH:
            _check_depth(body)
        if opened + request.body.count(b",") > MAX_VALUES:
            _check_size(body)
    except (ValueError, RecursionError, BadCall) as error:
        if endpoint == "opaque":
            return None
        what = error.message if isinstance(error, BadCall) else "the body is not valid JSON"
        raise BadCall(what) from None
    return body


def json_object(request: Request) -> dict[str, Any]:
    """Return the JSON object that a request carries; an empty one if it carries nothing.

    Raises ``BadCall`` if it is anything else.
    """
    return _body(request, "responses.state") or {}


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadCall("the body repeats a key; which of the two is meant cannot be known")
    return found


def _check_depth(body: dict[str, Any]) -> None:
    layer: list[Any] = [body]
    for _ in range(MAX_DEPTH):
        layer = [
            child
            for value in layer
            for child in (value.values() if isinstance(value, dict) else value)
            if isinstance(child, (dict, list))
        ]
        if not layer:
            return
    raise BadCall(f"the body nests deeper than {MAX_DEPTH} levels")


def _check_size(body: dict[str, Any]) -> None:
    room, waiting = MAX_VALUES, list[Any]([body])
    while waiting and room >= 0:
        value = waiting.pop()
        children = value.values() if isinstance(value, dict) else value
        if set(map(type, children)) <= {int, float}:
            room -= 1
        else:
            room -= len(value)
            waiting += [child for child in children if isinstance(child, (dict, list))]
    if room < 0:
        raise BadCall(f"the body holds more than {MAX_VALUES:,} values")


def _opaque(request: Request) -> Call:
    parts = tuple(_around(request))
    return Call("opaque", {}, parts, labels=labels(request), raw=request.body or b"")


def _around(request: Request) -> Iterator[Part]:
    return parts_of.around(request.headers, request.url, PREFIX)


def request_for(body: Mapping[str, Any], endpoint: Endpoint | None = None) -> Request:
    """Return the request that would carry ``body``, without a host.

    Without ``endpoint`` the body tells: ``messages`` is a chat, ``input`` a response, ``prompt``
    a completion. Raises ``BadCall`` if it is none of these.
    """
    kinds = {"messages": "chat.completions", "input": "responses", "prompt": "completions"}
    found = endpoint or next((kind for field, kind in kinds.items() if field in body), None)
    if found not in _PATHS:
        raise BadCall("an OpenAI request body has `messages`, `input` or `prompt`")
    return Request("POST", f"/v1/{_PATHS[found]}", body=json.dumps(dict(body)).encode())
