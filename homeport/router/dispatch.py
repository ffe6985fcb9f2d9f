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
from homeport.router import wire
from homeport.router.clients import connection
from homeport.router.conversation import Conversations, names_local_response
from homeport.router.deadline import Deadline, limit_of
from homeport.router.engine import Engine
from homeport.router.flow import Attempt, Failure, Step, Trail, flow
from homeport.router.models import models_flow
from homeport.router.outcomes import Outcomes
from homeport.router.reply import Reply, describe, error_reply, json_reply
from homeport.router.targets import LocalTarget, Order, Target
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
        self.retries = retries
        kept = policy.rulebook.outcomes
        self.outcomes = None if kept is None else Outcomes(kept)
        self.targets: dict[str, Target] = {
            spec.name: _target(spec, client, async_client) for spec in policy.backends.values()
        }

    def feedback(self, decision_id: str, *, ok: bool) -> None:
        """Keep whether an answer was good, in the outcome log that the policy names."""
        if self.outcomes is None:
            raise NotKept("the policy keeps no outcomes; add `complexity: {outcomes: FILE}`")
        self.outcomes.feedback(decision_id, ok=ok)

    def explain(self, request: Request) -> Decision:
        """Return what would happen to ``request`` now. No model is called, nothing is remembered.

        Raises ``BadCall`` if the request cannot be read.
        """
        call = self.conversations.recall(wire.read(request))
        return self.judge(call, self.state(request))

    def handle(self, request: Request) -> Reply:
        """Answer ``request``. Raises ``TimedOut``; every other failure is an HTTP answer."""
        journey = _Journey(self, request)
        try:
            running = journey.steps()
            step = next(running)
            while True:
                step = running.send(self._do(step, journey))
        except StopIteration as done:
            return journey.arrive(done.value)
        except TimedOut:
            raise
        except RequestError as error:
            return journey.arrive(error_reply(error))

    async def handle_async(self, request: Request) -> Reply:
        """Answer ``request``, as ``handle`` does."""
        journey = _Journey(self, request)
        try:
            running = journey.steps()
            step = next(running)
            while True:
                step = running.send(await self._do_async(step, journey))
        except StopIteration as done:
            return journey.arrive(done.value)
        except TimedOut:
            raise
        except RequestError as error:
            return journey.arrive(error_reply(error))

    def close(self) -> None:
        """Free the models and close our own connections. What comes later opens them again."""
        for target in self.targets.values():
            target.close()

    async def aclose(self) -> None:
        """``close``, with the connections of async calls."""
        for target in self.targets.values():
            await target.aclose()

    def _do(self, step: Step, journey: _Journey) -> Reply | Failure[Reply] | bool:
        if isinstance(step, Attempt):
            return self.targets[step.target].attempt(journey.order())
        if not journey.deadline.allows(step.seconds):
            return False
        time.sleep(step.seconds)
        return True

    async def _do_async(self, step: Step, journey: _Journey) -> Reply | Failure[Reply] | bool:
        if isinstance(step, Attempt):
            return await self.targets[step.target].attempt_async(journey.order())
        if not journey.deadline.allows(step.seconds):
            return False
        await anyio.sleep(step.seconds)
        return True

    def state(self, request: Request) -> State:
        return {name: target.state(request) for name, target in self.targets.items()}

    def judge(self, call: Call, state: State) -> Decision:
        started = time.perf_counter_ns()
        decision = self.engine.judge(call, state)
        elapsed = (time.perf_counter_ns() - started) // 1000
        return replace(decision, id=new_id(), elapsed_us=elapsed)


class _Journey:
    """One request under way."""

    def __init__(self, router: Router, request: Request) -> None:
        self._router = router
        self._request = request
        self._call: Call | None = None
        self._decision: Decision | None = None
        self._trail: Trail[Reply] = Trail()
        self.deadline = Deadline.after(limit_of(request.extensions.get("timeout")))

    def steps(self) -> Generator[Step, Reply | Failure[Reply] | bool, Reply]:
        """Read, judge, and return what the flow comes to."""
        router, request = self._router, self._request
        self._call = call = router.conversations.recall(wire.read(request))
        if call.endpoint == "responses.state" and names_local_response(request.url):
            raise NotKept(_NOT_KEPT)
        state = router.state(request)
        self._decision = decision = router.judge(call, state)
        if request.header(f"{wire.PREFIX}explain"):
            return _explained(decision)
        router.conversations.remember(call, decision)
        if call.endpoint == "models":
            local = (t for t in router.targets.values() if isinstance(t, LocalTarget))
            clouds = tuple(n for n in decision.targets if router.targets[n].leaves)
            return (yield from models_flow(call.model, local, state, clouds, self._trail))
        if not decision.targets:
            raise Refused(_refusal(decision))
        return (yield from flow(decision.targets, self._trail, retries=self._retries()))

    def order(self) -> Order:
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
        call, decision = self._call or _UNREAD, self._decision or _unjudged()
        target = self._router.targets.get(reply.target or "")
        leaves = target is not None and target.leaves
        if leaves:
            self._router.conversations.remember(call, decision, reply.beginning)
        if self._router.outcomes and target and reply.status < 400:
            self._router.outcomes.answered(decision.id, call, leaves=leaves)
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

    def _retries(self) -> int:
        asked = self._request.header(f"{wire.PREFIX}retries")
        if asked is None:
            return self._router.retries
        if not asked.isdecimal():
            raise BadCall("x-homeport-retries must be a whole number", code="invalid_label")
        return int(asked)


def _target(spec: BackendSpec, client: Any, async_client: Any) -> Target:
    if spec.kind == "openai":
        return HttpTarget(spec, connection(client, async_client, proxies=True))
    if spec.kind == "server":
        # A proxy of the environment would carry what is meant for this device off it.
        return HttpTarget(spec, connection(proxies=spec.leaves))
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
