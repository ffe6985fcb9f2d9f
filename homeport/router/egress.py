"""The gate: the only place where bytes become allowed to leave.

``clear`` makes the exact request that an HTTP target will send, out of the request that was
judged and nothing else, and seals it. A target sends a ``Clearance`` and nothing but a
``Clearance``; one that was not made here, or was changed since, raises ``NotCleared``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit, urlunsplit

from homeport.errors import HomeportError, Refused
from homeport.router.wire import BODY_KEY, PREFIX, Header, Request
from homeport.types import Call, Decision, Level

Check: TypeAlias = Callable[[Request], None]
"""Looks at the exact request that is about to leave and raises if it must not."""

_SEAL: Final = object()

# Between the caller and us; the connection to the target has its own.
_HOP: Final = frozenset("accept-encoding connection content-length host transfer-encoding".split())
# What identifies the caller to one cloud must never reach another address.
_CREDENTIALS: Final = frozenset(
    "authorization api-key cookie openai-organization openai-project".split()
)
ORIGIN: Final = "homeport.origin"
"""The extension of a redirected request that holds where the caller's own client points."""

_AUTO: Final = re.compile(rb'"model"\s*:\s*"auto"')


class NotCleared(HomeportError):
    """Something tried to send what the gate has not allowed. This is a bug, never an input."""


@dataclass(frozen=True, slots=True)
class Destination:
    """An HTTP target as the policy describes it.

    ``base_url=None`` means where the caller's own client points. ``key`` replaces the caller's
    credentials; with a ``base_url`` of its own the caller's are always dropped.
    """

    name: str
    leaves: bool
    model: str
    base_url: str | None = None
    key: str | None = None
    rename: bool = False
    """Always ask for ``model``, whatever the caller named (a server that knows one model)."""


@dataclass(frozen=True, slots=True)
class Clearance:
    """Proof that exactly this request may go to ``target``. Made by ``clear`` alone."""

    target: str
    decision: str
    request: Request
    digest: bytes
    seal: object
    policy: str
    """The fingerprint of the policy that allowed it."""
    level: Level
    """How private the call is; with a ``transform``, before it was carried out."""
    transform: str | None

    def check(self) -> Request:
        """Return the request to send; raise ``NotCleared`` if it is not what was cleared."""
        allowed = (self.target, self.policy, self.level, self.transform)
        if self.seal is not _SEAL or self.digest != _digest(allowed, self.request):
            raise NotCleared("this request was not cleared to leave")
        return self.request


def clear(
    request: Request,
    call: Call,
    decision: Decision,
    to: Destination,
    *,
    transformed: Check | None = None,
) -> Clearance:
    """Return the clearance for sending ``call`` to ``to``.

    Where the decision asks for a transform, ``request`` and ``call`` are what came of it, and
    ``transformed`` looks at the very bytes that are about to leave; what it raises is raised.

    Raises ``NotCleared`` if the decision does not name the target, or asks for a transform that
    was not carried out: a caller of this function has then lost track of the policy; and
    ``Refused`` for a redirect to an address that is not the target's.
    """
    transform = decision.transform if to.leaves else None
    if to.name not in decision.targets or (transform is not None and transformed is None):
        raise NotCleared(f"decision {decision.id} does not allow this call to go to {to.name}")
    outgoing = Request(
        request.method,
        _address(request, to),
        _headers(request, to),
        _body(request, call, to),
        request.extensions,
    )
    if transformed is not None:
        transformed(outgoing)
    policy, level = decision.policy, decision.privacy.level
    digest = _digest((to.name, policy, level, transform), outgoing)
    return Clearance(to.name, decision.id, outgoing, digest, _SEAL, policy, level, transform)


def origin(url: str) -> str:
    """Return scheme, host and port of ``url``: whom it leads to."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _digest(allowed: tuple[object, ...], request: Request) -> bytes:
    """Hash everything that goes over the wire, and what allowed it.

    A tuple's repr has one reading only.
    """
    head = repr((allowed, request.method, request.url, request.headers)).encode()
    return hashlib.sha256(head + b"\n" + (request.body or b"")).digest()


def _address(request: Request, to: Destination) -> str:
    url, began = request.url, request.extensions.get(ORIGIN)
    if began is not None:
        if to.base_url and origin(url) == origin(to.base_url):
            return url  # a redirect of the target itself
        if origin(url) != began:
            raise Refused(
                f"{to.name} redirects this call to another address; name that address as a "
                f"backend's base_url if calls may go there",
                code="redirected_elsewhere",
            )
    if to.base_url is None:
        return url
    asked, base = urlsplit(url), urlsplit(to.base_url)
    suffix = re.sub(r"^.*?/(?:v\d+|deployments/[^/]+)(?=/)", "", asked.path)
    path = f"{base.path.rstrip('/')}/{suffix.lstrip('/')}"
    return urlunsplit((base.scheme, base.netloc, path, base.query or asked.query, ""))


def _headers(request: Request, to: Destination) -> tuple[Header, ...]:
    dropped = _HOP if to.base_url is None else _HOP | _CREDENTIALS
    if request.body is None:
        dropped -= {"content-length"}  # an unread upload keeps the length it was announced with
    kept = [
        (name, value)
        for name, value in request.headers
        if name.lower() not in dropped and not name.lower().startswith(PREFIX)
    ]
    if to.key is not None:
        kept = [(name, value) for name, value in kept if name.lower() != "authorization"]
        kept.append(("authorization", f"Bearer {to.key}"))
    # What an answer can be unpacked from safely (reception.py).
    kept.append(("accept-encoding", "gzip, deflate"))
    return tuple(kept)


def _body(request: Request, call: Call, to: Destination) -> bytes | None:
    """Return the bytes as they came, or with our own labels removed and the model named."""
    raw = request.body
    if not raw or not call.body:
        return raw
    named = to.model if (to.rename or call.model == "auto") and not call.opaque else None
    ours = BODY_KEY.encode() in raw and _has_labels(raw)
    if named is None or "model" not in call.body:
        return _dump(call.body) if ours else raw
    if not ours and len(_AUTO.findall(raw)) == 1:
        # Inside a JSON text quotes are escaped, so the one match is the field itself.
        return _AUTO.sub(lambda _: b'"model":' + json.dumps(named).encode(), raw)
    return _dump({**call.body, "model": named})


def _has_labels(raw: bytes) -> bool:
    return BODY_KEY in json.loads(raw)


def _dump(body: Any) -> bytes:
    # ASCII escapes carry every string through, lone surrogates too.
    return json.dumps(body, separators=(",", ":")).encode()
