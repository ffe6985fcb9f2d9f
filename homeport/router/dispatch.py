"""One request, from its arrival to its answer: read, judge, and drive the flow.

``Router`` is what the client's transport and the gateway share. ``handle`` and
``handle_async`` differ only in how they wait; everything that decides is below them.
"""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from functools import cached_property, partial
from typing import Any, Final

import anyio
import anyio.to_thread

from homeport import backends
from homeport.errors import NotKept, PolicyError, RequestError, TimedOut
from homeport.policies.policy import BackendSpec, Policy
from homeport.policies.privacy.vaults import Vaults
from homeport.router import wire
from homeport.router.ask import Ask, Disk, asked, asked_async
from homeport.router.audit import Audit, path_of
from homeport.router.clients import connection
from homeport.router.conversation import Conversations
from homeport.router.engine import Engine
from homeport.router.flow import Attempt, Step
from homeport.router.journey import Journey, new_id
from homeport.router.outcomes import Outcomes
from homeport.router.reply import Reply, error_reply
from homeport.router.store import Database, database_of
from homeport.router.store.file import StoreFailed, WrongKey
from homeport.router.store.names import continues
from homeport.router.store.past import with_past
from homeport.router.targets import LocalTarget, Target
from homeport.router.upstream import HttpTarget
from homeport.router.wire import Request
from homeport.types import Call, Decision, State

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
        kept = policy.rulebook.outcomes
        self.outcomes = None if kept is None else Outcomes(kept)
        self.targets: dict[str, Target] = {
            spec.name: _target(spec, client, async_client, self.audit)
            for spec in policy.backends.values()
        }

    @cached_property
    def store(self) -> Database | None:
        """Where answers are kept; None if the policy keeps none."""
        return database_of(self.policy.storage)

    def check_store(self) -> None:
        """See that what is encrypted can be read: a wrong key is said before anything is lost.

        Raises ``PolicyError`` or ``MissingExtra``.
        """
        storage = self.policy.storage
        if storage is None or storage.key_env is None or self.store is None:
            return
        try:
            self.store.check()
        except WrongKey as error:
            raise PolicyError(f"storage.key_env: {error.message}", storage.place) from error
        except StoreFailed as error:
            log.warning("%s", error.message)  # answers are given all the same

    def read(self, request: Request) -> Call:
        """Return the call that ``request`` makes, with what is known of its conversation.

        Raises ``BadCall`` if it cannot be read.
        """
        return self.conversations.recall(wire.read(request))

    def feedback(self, decision_id: str, *, ok: bool) -> None:
        """Keep whether an answer was good, in the outcome log that the policy names."""
        if self.outcomes is None:
            raise NotKept("the policy keeps no outcomes; add `complexity: {outcomes: FILE}`")
        self.outcomes.feedback(decision_id, ok=ok)

    def explain(self, request: Request) -> Decision:
        """Return what would happen to ``request`` now. No model is called, nothing is remembered.

        Raises ``BadCall`` if the request cannot be read.
        """
        return self.judge(self.foresee(request), self.state(request))

    def foresee(self, request: Request) -> Call:
        """Return the call that will be judged: with what it continues put in, if that is here.

        Waits for the disk. Raises ``BadCall`` if the request cannot be read.
        """
        call = self.read(request)
        if call.endpoint != "responses" or not continues(call.body):
            return call
        _, call, _ = with_past(self.store, request, call, strict=False)
        return self.conversations.recall(call)

    def handle(self, request: Request) -> Reply:
        """Answer ``request``. Raises ``TimedOut``; every other failure is an HTTP answer."""
        journey = Journey(self, request)
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
        journey = Journey(self, request)
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

    def _do(self, step: Step | Ask | Disk, journey: Journey) -> Any:
        if isinstance(step, Ask):
            return step.target.attempt(step.order)
        if isinstance(step, Disk):
            return step.work()
        if isinstance(step, Attempt):
            return asked(journey.attempt(step.target))
        if not journey.deadline.allows(step.seconds):
            return False
        time.sleep(step.seconds)
        return True

    async def _do_async(self, step: Step | Ask | Disk, journey: Journey) -> Any:
        if isinstance(step, Ask):
            return await step.target.attempt_async(step.order)
        if isinstance(step, Disk):
            limiter = anyio.CapacityLimiter(1)  # not the forty threads that the application shares
            return await anyio.to_thread.run_sync(step.work, limiter=limiter)
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
