"""One request, from its arrival to its answer: read, judge, and drive the flow.

``Router`` is what the client's transport and the gateway share. ``handle`` and
``handle_async`` differ only in how they wait; everything that decides is below them.
"""

from __future__ import annotations

import json
import logging
import random
import time
from collections.abc import Generator, Iterable
from dataclasses import replace
from functools import partial
from typing import Any, Final

import anyio

from homeport import backends
from homeport.errors import BadCall, NotKept, PolicyError, Refused, RequestError, TimedOut
from homeport.policies.policy import BackendSpec, Policy
from homeport.policies.privacy.vault import Vault
from homeport.policies.privacy.vaults import Vaults
from homeport.router import wire
from homeport.router.ask import Ask, Outcome, asked, asked_async
from homeport.router.audit import Audit, path_of
from homeport.router.clients import connection
from homeport.router.consult import decided, in_doubt, question, weighed
from homeport.router.conversation import (
    Conversations,
    keys_of,
    names_local_response,
    response_key,
    stored_in,
)
from homeport.router.deadline import Deadline, limit_of
from homeport.router.delegate import delegated
from homeport.router.engine import Engine
from homeport.router.flow import Attempt, Failure, Step, Trail, flow
from homeport.router.models import models_flow
from homeport.router.reply import Reply, describe, error_reply, json_reply
from homeport.router.restore import restored
from homeport.router.targets import LocalTarget, Order, Target
from homeport.router.transform import pseudonymized
from homeport.router.upstream import HttpTarget
from homeport.router.wire import Request
from homeport.types import Call, Complexity, Decision, Level, Privacy, State

RETRIES: Final = 2
"""Further attempts at a cloud that failed in passing; the openai SDK's own default."""

log = logging.getLogger("homeport")


class Router:
    """A policy at work: its engine, its targets and what it remembers of conversations.

    ``client`` and ``async_client`` are HTTP clients of the user's that carry cloud traffic
    instead of our own. Models are loaded when first asked; ``close`` frees them.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        client: Any = None,
        async_client: Any = None,
        retries: int = RETRIES,
    ) -> None:
        self.policy = policy
        self.engine = Engine(policy)
        self.conversations = Conversations()
        self.vaults = Vaults()
        self.retries = retries
        self.audit = Audit(path_of(policy.audit))
        self.targets: dict[str, Target] = {
            spec.name: _target(spec, client, async_client, self.audit)
            for spec in policy.backends.values()
        }

    def read(self, request: Request) -> Call:
        """Return the call that ``request`` makes, with what is known of its conversation.

        Raises ``BadCall`` if it cannot be read.
        """
        return self.conversations.recall(wire.read(request))

    def explain(self, request: Request) -> Decision:
        """Return what would happen to ``request`` now. No model is called, nothing is remembered.

        Raises ``BadCall`` if the request cannot be read.
        """
        return self.judge(self.read(request), self.state(request))

    def handle(self, request: Request) -> Reply:
        """Answer ``request``. Raises ``TimedOut``; every other failure is an HTTP answer."""
        journey = _Journey(self, request)
        try:
            running = journey.steps()
            step = next(running)
            while True:
                step = running.send(self._do(step, journey))
        except StopIteration as done:
            reply = journey.arrive(done.value)
        except TimedOut as error:
            self.audit.answered(*journey.outcome(error_reply(error)))
            raise
        except RequestError as error:
            reply = journey.arrive(error_reply(error))
        self.audit.answered(*journey.outcome(reply))
        return reply

    async def handle_async(self, request: Request) -> Reply:
        """Answer ``request``, as ``handle`` does."""
        journey = _Journey(self, request)
        try:
            running = journey.steps()
            step = next(running)
            while True:
                step = running.send(await self._do_async(step, journey))
        except StopIteration as done:
            reply = journey.arrive(done.value)
        except TimedOut as error:
            await self.audit.answered_async(*journey.outcome(error_reply(error)))
            raise
        except RequestError as error:
            reply = journey.arrive(error_reply(error))
        await self.audit.answered_async(*journey.outcome(reply))
        return reply

    def close(self) -> None:
        """Free the models, forget placeholders and close our own connections.

        What comes later opens them again.
        """
        self.vaults.wipe()
        for target in self.targets.values():
            target.close()

    async def aclose(self) -> None:
        """``close``, with the connections of async calls."""
        self.vaults.wipe()
        for target in self.targets.values():
            await target.aclose()

    def _do(self, step: Step | Ask, journey: _Journey) -> Reply | Failure[Reply] | bool:
        if isinstance(step, Ask):
            return step.target.attempt(step.order)
        if isinstance(step, Attempt):
            return asked(journey.attempt(step.target))
        if not journey.deadline.allows(step.seconds):
            return False
        time.sleep(step.seconds)
        return True

    async def _do_async(self, step: Step | Ask, journey: _Journey) -> Reply | Failure[Reply] | bool:
        if isinstance(step, Ask):
            return await step.target.attempt_async(step.order)
        if isinstance(step, Attempt):
            return await asked_async(journey.attempt(step.target))
        if not journey.deadline.allows(step.seconds):
            return False
        await anyio.sleep(step.seconds)
        return True

    def helper(self, decision: Decision) -> Target:
        """Return the target on this device that works for a call which is delegated.

        The policy has one, or it would have been refused.
        """
        home = [name for name in decision.targets if not self.targets[name].leaves]
        return self.targets[home[0] if home else self.policy.rulebook.home[0].name]

    def state(self, request: Request) -> State:
        return {name: target.state(request) for name, target in self.targets.items()}

    def judge(self, call: Call, state: State) -> Decision:
        started = time.perf_counter_ns()
        decision = self.engine.judge(call, state)
        elapsed = (time.perf_counter_ns() - started) // 1000
        fingerprint = self.policy.fingerprint
        return replace(decision, id=new_id(), elapsed_us=elapsed, policy=fingerprint)


class _Journey:
    """One request under way."""

    def __init__(self, router: Router, request: Request) -> None:
        self._router = router
        self._request = request
        self._call: Call | None = None
        self._decision: Decision | None = None
        self._trail: Trail[Reply] = Trail()
        self._vault: Vault | None = None
        self.deadline = Deadline.after(limit_of(request.extensions.get("timeout")))

    def steps(self) -> Generator[Step | Ask, Reply | Failure[Reply] | bool, Reply]:
        """Read, judge, and return what the flow comes to."""
        router, request = self._router, self._request
        self._call = call = router.read(request)
        if call.endpoint == "responses.state" and names_local_response(request.url):
            raise NotKept(_NOT_KEPT)
        state = router.state(request)
        self._decision = decision = router.judge(call, state)
        if request.header(f"{wire.PREFIX}explain"):
            return _explained(decision)
        if router.policy.judge and self._leaves() and in_doubt(decision.privacy):
            self._decision = decision = yield from self._consult(router.policy.judge, state)
        router.conversations.remember(call, decision)
        if call.endpoint == "models":
            local = (t for t in router.targets.values() if isinstance(t, LocalTarget))
            clouds = tuple(n for n in decision.targets if router.targets[n].leaves)
            return (yield from models_flow(call.model, local, state, clouds, self._trail))
        if not decision.targets:
            raise Refused(_refusal(decision))
        return (yield from flow(decision.targets, self._trail, retries=self._retries()))

    def _leaves(self) -> bool:
        """Say whether the decision would let the call leave this device."""
        _, decision = self._known()
        return any(self._router.targets[name].leaves for name in decision.targets)

    def _consult(
        self, judge: str, state: State
    ) -> Generator[Ask, Reply | Failure[Reply] | bool, Decision]:
        """Ask the judge how private the call is, and decide again."""
        call, decision = self._known()
        ask = Ask(self._router.targets[judge], question(self._order(), judge))
        answer = yield ask
        assert not isinstance(answer, bool)  # noqa: S101 - the driver answers an Ask with its outcome
        privacy = weighed(call, decision.privacy, answer)
        return decided(self._router.policy, call, state, decision, privacy)

    def attempt(self, name: str) -> Generator[Ask, Outcome, Outcome]:
        """Ask one target, with what the decision wants done to the call before it leaves."""
        ask = Ask(self._router.targets[name], self._order())
        decision = ask.order.decision
        transform = decision.transform if ask.target.leaves else None
        if transform is None:
            outcome = yield ask
            # What was masked before may come back now, if the cloud has kept it.
            known = self._router.vaults.find(self._names()) if ask.target.leaves else None
            return outcome if known is None else restored(outcome, ask.order.call, known)
        if transform == "delegate":
            return (yield from delegated(ask, self._router.helper(decision), self._router.policy))
        if self._vault is None:
            self._vault = self._router.vaults.of(self._names())
        return (yield from pseudonymized(ask, self._vault, self._router.policy))

    def _names(self) -> list[str]:
        """Return what names the conversation of this call: its own words, or its address."""
        assert self._call is not None  # noqa: S101 - steps() sets it before it yields
        return [*keys_of(self._call), *stored_in(self._request.url)]

    def _order(self) -> Order:
        """Return what a target needs to know. Raises ``TimedOut`` if it is too late to ask."""
        self.deadline.remaining()
        assert self._call is not None  # noqa: S101 - steps() sets both before it yields
        assert self._decision is not None  # noqa: S101
        return Order(self._request, self._call, self._decision, self.deadline, self._heard)

    def _heard(self, texts: Iterable[str]) -> None:
        """Remember an answer to a private call: it repeats what was private in it."""
        assert self._decision is not None  # noqa: S101 - there is an order
        if level := self._decision.privacy.level:
            self._router.conversations.recognise(texts, level)

    def arrive(self, reply: Reply) -> Reply:
        """Tell how it went: headers for the caller, one line without content for the log."""
        call, decision = self._known()
        target = self._router.targets.get(reply.target or "")
        leaves = target is not None and target.leaves
        if leaves:
            self._router.conversations.remember(call, decision, reply.beginning)
            if self._vault is not None and (key := response_key(call, reply.beginning)):
                self._router.vaults.keep(key, self._vault)
        log.info(
            "%s %s rule=%s level=%s complexity=%.2f status=%d tried=[%s]",
            decision.id,
            call.endpoint,
            decision.rule,
            decision.privacy.level,
            decision.complexity.score,
            reply.status,
            self._trail,
        )
        return describe(reply, decision, leaves=leaves, tried=str(self._trail))

    def outcome(self, reply: Reply) -> tuple[Call, Decision, Reply, str]:
        """Return what the audit log is told of how it went."""
        return *self._known(), reply, str(self._trail)

    def _known(self) -> tuple[Call, Decision]:
        if self._decision is None:
            self._decision = _unjudged()
        return self._call or _UNREAD, self._decision

    def _retries(self) -> int:
        asked = self._request.header(f"{wire.PREFIX}retries")
        if asked is None:
            return self._router.retries
        if not asked.isdecimal():
            raise BadCall("x-homeport-retries must be a whole number", code="invalid_label")
        return int(asked)


def _target(spec: BackendSpec, client: Any, async_client: Any, audit: Audit) -> Target:
    if spec.kind == "openai":
        return HttpTarget(spec, connection(client, async_client, proxies=True), audit)
    if spec.kind == "server":
        # A proxy of the environment would carry what is meant for this device off it.
        return HttpTarget(spec, connection(proxies=spec.leaves), audit)
    make = spec.factory or partial(backends.create, spec.kind)
    try:
        backend = make(name=spec.name, **spec.options)
    except (TypeError, ValueError) as error:
        raise PolicyError(str(error), spec.place) from error
    return LocalTarget(backend, spec.timeout)


def _explained(decision: Decision) -> Reply:
    body = json.dumps(decision.to_dict()).encode()
    reply = json_reply(body, "local://homeport/explain", "homeport")
    reply.decision = decision
    return reply


_UNREAD: Final = Call("opaque", {})
_NOT_KEPT: Final = (
    "this response was made on this device, which keeps no responses to be fetched by id; the "
    "cloud, which does not know it, was not asked. To continue it, send the conversation as input"
)


def _unjudged() -> Decision:
    """Return what stands for the decision about a request that could not be read: refused,
    and as private as anything that fails while it is judged."""
    privacy = Privacy(Level.SENSITIVE, failed=("reader",))
    complexity = Complexity(1.0, failed=True)
    return Decision(new_id(), "refuse", (), "not-readable", None, privacy, complexity)


def new_id() -> str:
    """Return an id for a decision, unlike any other."""
    return f"dec_{random.getrandbits(128):032x}"


def _refusal(decision: Decision) -> str:
    why = decision.why or "no rule allows it"
    return (
        f"refused by the policy (rule {decision.rule}): {why}. "
        f"See `homeport explain`, or allow a target for such calls in the policy"
    )
