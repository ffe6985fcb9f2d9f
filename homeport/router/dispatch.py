"""One request, from its arrival to its answer: read, judge, and drive the flow.

``Router`` is what the client's transport and the gateway share. ``handle`` and
``handle_async`` differ only in how they wait; everything that decides is below them.
"""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

import anyio
import anyio.to_thread

from homeport.errors import NotKept, PolicyError, RequestError, TimedOut
from homeport.policies.costs import costs
from homeport.policies.policy import Policy
from homeport.policies.privacy.vaults import Vaults
from homeport.router import wire
from homeport.router.ask import Ask, Disk, Look, asked, asked_async
from homeport.router.audit import Audit, path_of
from homeport.router.cascade import Cascade
from homeport.router.conversation import Conversations, keys_of
from homeport.router.engine import Engine
from homeport.router.flow import Attempt, Step
from homeport.router.journey import Journey, new_id
from homeport.router.ledger import Ledger
from homeport.router.ledger import path_of as ledger_of
from homeport.router.local import LocalTarget
from homeport.router.outcomes import Outcomes
from homeport.router.reply import Reply, error_reply
from homeport.router.roster import confidences_of, targets_of
from homeport.router.shadows import Shadows
from homeport.router.standing import Standings
from homeport.router.store import Database, database_of
from homeport.router.store.file import StoreFailed, WrongKey
from homeport.router.store.names import continues
from homeport.router.store.past import with_past
from homeport.router.targets import Target
from homeport.router.window import Window
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
        self.standings = Standings()
        self.vaults = Vaults()
        self.retries = retries
        self.audit = Audit(path_of(policy.audit))
        book = policy.rulebook
        self.outcomes = None if book.outcomes is None else Outcomes(book.outcomes, book.calibration)
        at = ledger_of(policy.ledger)
        self.ledger = None if at is None else Ledger(at)
        self.targets = targets_of(policy, self.audit, self.ledger, client, async_client)
        self._confidences = confidences_of(policy)
        self.shadows = self._shadows(client, async_client)

    def _shadows(self, client: Any, async_client: Any) -> Shadows | None:
        plan = self.policy.rulebook.shadow
        if plan is not None and client is None and async_client is not None:
            # They run on a thread; a connection of our own would walk past the user's client.
            log.warning("an async http_client carries no shadow runs: there will be none")
            return None
        return None if plan is None else Shadows(self, plan)

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
        return self.known(wire.read(request))

    def known(self, call: Call) -> Call:
        """Return ``call`` with what earlier calls of its conversation mean for it."""
        call = self.conversations.recall(call)
        return self.standings.recall(call, keys_of(call))

    def feedback(self, decision_id: str, *, ok: bool) -> None:
        """Keep whether an answer was good, in the outcome log that the policy names."""
        if self.outcomes is None:
            raise NotKept("the policy keeps no outcomes; add `complexity: {outcomes: FILE}`")
        self.outcomes.feedback(decision_id, ok=ok)

    def explain(self, request: Request) -> Decision:
        """Return what would happen to ``request`` now. No model is called, nothing is remembered.

        Raises ``BadCall`` if the request cannot be read.
        """
        call = self.foresee(request)
        return self.priced(call, self.judge(call, self.state(request)))

    def foresee(self, request: Request) -> Call:
        """Return the call that will be judged: with what it continues put in, if that is here.

        Waits for the disk. Raises ``BadCall`` if the request cannot be read.
        """
        call = self.read(request)
        if call.endpoint != "responses" or not continues(call.body):
            return call
        _, call, _ = with_past(self.store, request, call, strict=False)
        return self.known(call)

    def handle(self, request: Request) -> Reply:
        """Answer ``request``. Raises ``TimedOut``; every other failure is an HTTP answer."""
        journey = Journey(self, request)
        running = journey.steps()
        try:
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
        finally:
            running.close()
        self.audit.answered(*journey.outcome(reply))
        return reply

    async def handle_async(self, request: Request) -> Reply:
        """Answer ``request``, as ``handle`` does."""
        journey = Journey(self, request)
        running = journey.steps()
        try:
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
        finally:
            running.close()
        await self.audit.answered_async(*journey.outcome(reply))
        return reply

    def forget(self, conversation: str) -> None:
        """Drop what models on this device have read of the calls that bore this name.

        How private they were is not forgotten.
        """
        for target in self.targets.values():
            if isinstance(target, LocalTarget):
                target.forget(conversation)

    def close(self) -> None:
        """Free the models, forget placeholders and close our own connections.

        What comes later opens them again.
        """
        self.vaults.wipe()
        if self.shadows is not None:
            self.shadows.close()
        for target in self.targets.values():
            target.close()
        if self.ledger is not None:
            self.ledger.close()

    async def aclose(self) -> None:
        """``close``, with the connections of async calls."""
        self.vaults.wipe()
        if self.shadows is not None:
            self.shadows.close()
        for target in self.targets.values():
            await target.aclose()
        if self.ledger is not None:
            self.ledger.close()

    def _do(self, step: Step | Ask | Look | Disk, journey: Journey) -> Any:
        if isinstance(step, (Ask, Look)):
            return step.target.attempt(step.order)
        if isinstance(step, Disk):
            return step.work()
        if isinstance(step, Attempt):
            return asked(journey.attempt(step.target))
        if not journey.deadline.allows(step.seconds):
            return False
        time.sleep(step.seconds)
        return True

    async def _do_async(self, step: Step | Ask | Look | Disk, journey: Journey) -> Any:
        if isinstance(step, (Ask, Look)):
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

    def cascade(self, call: Call, decision: Decision) -> Cascade | None:
        """Return what watches the device's answer, if the decision wants it watched."""
        target = self.targets[decision.targets[0]]
        wanted = decision.escalation is not None and Window.watches(call)
        if not wanted or decision.escalation is None or not isinstance(target, LocalTarget):
            return None
        return Cascade(decision.escalation, self._confidences[decision.rule], target)

    def helper(self, decision: Decision) -> Target:
        """Return the target on this device that works for a call which is delegated.

        The policy has one, or it would have been refused. One that makes vectors cannot help.
        """
        asked = [name for name in decision.targets if not self.targets[name].leaves]
        home = [
            self.targets[name] for name in (*asked, *(b.name for b in self.policy.rulebook.home))
        ]
        return next((target for target in home if _writes(target)), home[0])

    def state(self, request: Request) -> State:
        return {name: target.state(request) for name, target in self.targets.items()}

    def judge(self, call: Call, state: State) -> Decision:
        started = time.perf_counter_ns()
        decision = self.engine.judge(call, state)
        elapsed = (time.perf_counter_ns() - started) // 1000
        return replace(self.identified(decision, call), elapsed_us=elapsed)

    def identified(self, decision: Decision, call: Call) -> Decision:
        """Return a decision that is acted on: with an id, and what it costs if a ledger is kept."""
        decision = replace(decision, id=new_id(), policy=self.policy.fingerprint)
        return decision if self.ledger is None else self.priced(call, decision)

    def priced(self, call: Call, decision: Decision) -> Decision:
        """Return ``decision`` with what the call is estimated to cost at each target."""
        return replace(decision, cost=costs(self.policy.rulebook, call, decision.targets))


def _writes(target: Target) -> bool:
    """Say whether a target answers in words. Of a server that is not known."""
    return not isinstance(target, LocalTarget) or "chat" in target.backend.offers
