"""``kind: server``: a server that speaks the protocol, asked first what it holds.

What is asked passes the gate and the audit log like anything else, holds nothing of any call, and
is bounded in time. What is known is part of the target's state, so that the policy can route a
call elsewhere that would not fit; and it is looked at again before a call is sent, for a server
may drop the beginning of what is too long without a word.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

import anyio

from homeport.errors import ContextOverflow, RequestError, Unavailable
from homeport.policies.policy import BackendSpec
from homeport.router.audit import Audit
from homeport.router.connection import NETWORK, Connection
from homeport.router.deadline import Deadline
from homeport.router.egress import Clearance, Destination, clear
from homeport.router.flow import Failure
from homeport.router.reply import Reply
from homeport.router.serving import Ping, Pong, Profile, examine
from homeport.router.targets import Order
from homeport.router.upstream import HttpTarget
from homeport.router.wire import Request
from homeport.types import Call, Decision, TargetState

PATIENCE: Final = 2.0
"""Seconds that a server may take to say what it is, all its answers together."""

FRESH: Final = 30.0
"""Seconds after which it is asked again: it may have loaded another model, or the same with more
room."""

_CAUGHT: Final[tuple[type[Exception], ...]] = (RequestError, TimeoutError, *NETWORK)
_TOO_LONG: Final = re.compile(rb"context[ _](?:length|size|window)", re.IGNORECASE)
_SCANNED: Final = 4_096
_LENGTHS: Final = ("max_tokens", "max_completion_tokens", "max_output_tokens")
_JSON: Final = (("content-type", "application/json"),)
_PROBE: Final = Call("models", {})


class ServerTarget(HttpTarget):
    """A server of the user's, on this device or on the network."""

    def __init__(self, spec: BackendSpec, connection: Connection, audit: Audit) -> None:
        super().__init__(spec, connection, audit)
        self._profile = Profile()
        self._asked: float | None = None
        given = spec.options.get("context")
        self._most: int | None = given if isinstance(given, int) else None

    def state(self, request: Request) -> TargetState:
        why = self._missing(request) or self._profile.why
        return TargetState(not why, why, self._profile.offers, self._context())

    def attempt(self, order: Order) -> Reply | Failure[Reply]:
        if self._stale() and not self._missing(order.request):
            self._learn(order)
        return self._objection(order.call) or _onward(super().attempt(order))

    async def attempt_async(self, order: Order) -> Reply | Failure[Reply]:
        if self._stale() and not self._missing(order.request):
            await self._learn_async(order)
        return self._objection(order.call) or _onward(await super().attempt_async(order))

    def _missing(self, request: Request) -> str | None:
        """A server need not want a key; one that the policy names must be there."""
        if self._spec.api_key_env is None:
            return None
        return super()._missing(request)

    def _context(self) -> int | None:
        limits = [limit for limit in (self._profile.context, self._most) if limit]
        return min(limits, default=None)

    def _objection(self, call: Call) -> Failure[Reply] | None:
        """Return why the call cannot be answered there, as far as is known."""
        profile, context = self._profile, self._context()
        if profile.why:
            return Failure(Unavailable(profile.why, code="not_ready"))
        if lacking := sorted(call.needs & profile.lacks):
            told = f"{self.name} ({profile.kind}) does not offer {', '.join(lacking)}"
            return Failure(Unavailable(told, code="unsupported_here"))
        prompt, asked = profile.tokens_of(call), _asked_for(call.body)
        if context is None or prompt + asked <= context:
            return None
        model = f"{self._spec.model} in {self.name} ({profile.kind})"
        return Failure(
            ContextOverflow(model=model, context=context, prompt=prompt, completion=asked)
        )

    def _stale(self) -> bool:
        return self._asked is None or time.monotonic() - self._asked > FRESH

    def _learn(self, order: Order) -> None:
        self._asked = time.monotonic()
        limit = order.deadline.within(PATIENCE)
        questions = examine(self._spec.model)
        try:
            ping = next(questions)
            while True:
                ping = questions.send(self._answer(ping, order, limit))
        except StopIteration as done:
            self._know(done.value)

    def _answer(self, ping: Ping, order: Order, limit: Deadline) -> Pong | None:
        try:
            clearance, asked = self._cleared(ping, order)
            outcome = self._connection.bounded(
                lambda: self._exchange(clearance, asked, limit), limit
            )
        except _CAUGHT:
            return None
        if (close := getattr(_body(outcome), "close", None)) is not None:
            close()  # a redirect, or a stream: no answer to a question
        return _read(outcome)

    async def _learn_async(self, order: Order) -> None:
        self._asked = time.monotonic()
        limit = order.deadline.within(PATIENCE)
        questions = examine(self._spec.model)
        try:
            ping = next(questions)
            while True:
                ping = questions.send(await self._answer_async(ping, order, limit))
        except StopIteration as done:
            self._know(done.value)

    async def _answer_async(self, ping: Ping, order: Order, limit: Deadline) -> Pong | None:
        try:
            clearance, asked = self._cleared(ping, order)
            with anyio.fail_after(limit.remaining()):
                outcome = await self._exchange_async(clearance, asked)
        except _CAUGHT:
            return None
        if (close := getattr(_body(outcome), "aclose", None)) is not None:
            await close()
        return _read(outcome)

    def _know(self, found: Profile | None) -> None:
        if found is None:  # nobody is there: the call itself will tell, and the next one asks again
            self._asked = None
        self._profile = found or Profile()

    def _cleared(self, ping: Ping, order: Order) -> tuple[Clearance, Order]:
        """Return the clearance for a question, which nothing of ``order``'s call is in."""
        decision = order.decision
        open_to_all = Decision(
            decision.id,
            decision.route,
            (self.name,),
            decision.rule,
            policy=decision.policy,
        )
        body = b"" if ping.body is None else json.dumps(ping.body).encode()
        # The path after the version is what the gate puts behind the address of the target.
        url = f"http://{self.name}.invalid/v1{ping.path}"
        request = Request("POST" if body else "GET", url, _JSON if body else (), body)
        base = self._spec.base_url or ""
        to = Destination(
            self.name,
            self.leaves,
            self._spec.model,
            _root(base) if ping.rooted else base,
            self._key(),
        )
        asked = replace(order, request=request, call=_PROBE, decision=open_to_all, check=None)
        return clear(request, _PROBE, open_to_all, to), asked


def _root(base_url: str) -> str:
    """Return the address before ``/v1``: servers keep their own interface beside OpenAI's."""
    parts = urlsplit(base_url)
    return parts._replace(path=re.sub(r"/v\d{1,3}/?$", "", parts.path)).geturl()


def _body(outcome: Reply | Failure[Reply]) -> object:
    return None if isinstance(outcome, Failure) else outcome.body


def _read(outcome: Reply | Failure[Reply]) -> Pong | None:
    reply = outcome.answer if isinstance(outcome, Failure) else outcome
    if reply is None or not isinstance(reply.body, bytes):
        # It answered, if not in JSON: it is there, and does not know the question.
        return Pong(0, {}) if isinstance(outcome, Failure) else None
    try:
        body = json.loads(reply.body)
    except ValueError:
        body = {}
    server = next((value for name, value in reply.headers if name.lower() == "server"), "")
    return Pong(reply.status, body if isinstance(body, dict) else {}, server)


def _asked_for(body: Mapping[str, Any]) -> int:
    """Return how many tokens the answer may have; one at least."""
    given = (body.get(name) for name in _LENGTHS)
    return max((count for count in given if isinstance(count, int)), default=1)


def _onward(outcome: Reply | Failure[Reply]) -> Reply | Failure[Reply]:
    """What a server finds too long may fit another target: it is not the call's own fault."""
    if not isinstance(outcome, Failure) or outcome.onward or outcome.answer is None:
        return outcome
    body = outcome.answer.body
    told = outcome.answer.status in (400, 413) and isinstance(body, bytes)
    if told and _TOO_LONG.search(body[:_SCANNED]):  # type: ignore[index]  # bytes, as told
        return replace(outcome, onward=True)
    return outcome
