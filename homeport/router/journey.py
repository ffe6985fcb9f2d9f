"""One request under way: what is asked of whom, in which order, and what came of it.

``Journey.steps`` is a generator that does no I/O: it yields what it wants done and is sent what
came of that. ``Router`` (``dispatch.py``) drives it, sync or async.
"""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Generator, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from homeport.errors import BadCall, Refused
from homeport.policies.privacy.vault import Vault
from homeport.router import wire
from homeport.router.ask import Ask, Disk, Look, Outcome
from homeport.router.cascade import Cascade
from homeport.router.consult import decided, in_doubt, question, weighed
from homeport.router.conversation import (
    keys_of,
    response_key,
    stored_in,
)
from homeport.router.deadline import Deadline, limit_of
from homeport.router.delegate import delegated
from homeport.router.flow import Failure, Step, Trail, flow
from homeport.router.local import LocalTarget
from homeport.router.models import models_flow
from homeport.router.reply import Reply, describe, json_reply
from homeport.router.restore import restored
from homeport.router.store.keeping import Keeping, decided_home, wanted
from homeport.router.store.past import NOTHING_BEFORE, required
from homeport.router.store.resources import Answered
from homeport.router.store.steps import answered, concerns, lists_chats, remembered, stored
from homeport.router.targets import Order
from homeport.router.transform import pseudonymized
from homeport.router.wire import Request
from homeport.types import Call, Complexity, Decision, Level, Past, Privacy, State

if TYPE_CHECKING:
    from homeport.router.dispatch import Router

log = logging.getLogger("homeport")


class Journey:
    """One request under way."""

    def __init__(self, router: Router, request: Request) -> None:
        self._router = router
        self._request = request
        self._call: Call | None = None
        self._asked: Call | None = None
        """The call as it was made, before its past was put into it."""
        self._past = NOTHING_BEFORE
        self._decision: Decision | None = None
        self._trail: Trail[Reply] = Trail()
        self._vault: Vault | None = None
        self._cascade: Cascade | None = None
        self.deadline = Deadline.after(limit_of(request.extensions.get("timeout")))

    def steps(self) -> Generator[Step | Ask | Look | Disk, Any, Reply]:
        """Read, judge, and return what the flow comes to."""
        router, request = self._router, self._request
        self._call = call = router.read(request)
        if concerns(request, call, router.policy):
            return (yield from self._kept_here())
        explaining = bool(request.header(f"{wire.PREFIX}explain"))
        call = yield from self._with_past(call, strict=not explaining)
        state = router.state(request)
        self._decision = decision = router.judge(call, state)
        if explaining:
            return _explained(router.priced(call, decision))
        if router.policy.judge and self._leaves() and in_doubt(decision.privacy):
            self._decision = decision = yield from self._consult(router.policy.judge, state)
        router.conversations.remember(call, decision)
        if call.endpoint == "models":
            own = (spec for spec in router.policy.backends.values() if spec.kind != "openai")
            clouds = tuple(n for n in decision.targets if router.targets[n].leaves)
            return (yield from models_flow(call.model, own, state, clouds, self._trail))
        if lists_chats(request) and self._alone(state):
            return (yield from self._kept_here())
        if not decision.targets:
            raise Refused(_refusal(decision))
        self._cascade = router.cascade(call, decision)
        reply = yield from self._answered(decision)
        return (yield from self._stored(reply))

    def _answered(self, decision: Decision) -> Generator[Step | Ask | Look, Any, Reply]:
        """Return what the flow comes to; a draft that nobody else could better is shown."""
        cascade = self._cascade
        try:
            reply = yield from flow(decision.targets, self._trail, retries=self._retries())
            return reply if cascade is None else (yield from cascade.settled(reply, self._trail))
        finally:
            if cascade is not None:
                cascade.cancel()

    def _with_past(self, call: Call, *, strict: bool) -> Generator[Disk, Any, Call]:
        """Put into the call what it continues, if that is kept here; it is judged so."""
        self._asked, store = call, self._router.store
        self._request, whole, self._past = yield from remembered(
            store, self._request, call, strict=strict
        )
        if whole is not call:
            self._call = whole = self._router.known(whole)
        return whole

    def _kept_here(self) -> Generator[Disk, Answered, Reply]:
        """Answer a request about what this device keeps; nobody is asked."""
        found = yield from answered(required(self._router.store), self._request)
        self._decision = _at_home(found.level)
        return found.reply

    def _alone(self, state: State) -> bool:
        """Say whether things are kept here, and no cloud may or can be asked about others."""
        _, decision = self._known()
        others = (n for n in decision.targets if self._router.targets[n].leaves and state[n].ready)
        return self._router.store is not None and not any(others)

    def _stored(self, reply: Reply) -> Generator[Disk, Reply, Reply]:
        """Keep the answer here, if the caller wants it stored and the policy keeps answers."""
        database, asked, decision = self._router.store, self._asked, self._decision
        if database is None or asked is None or decision is None:
            return reply
        if not wanted(asked, self._past, reply):
            return reply
        home = decided_home(decision, {n: t.leaves for n, t in self._router.targets.items()})
        level = decision.privacy.level
        return (yield from stored(Keeping(database, asked, self._past, level, home), reply))

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

    def attempt(self, name: str) -> Generator[Ask | Look, Outcome, Outcome]:
        """Ask one target, with what the decision wants done to the call before it leaves."""
        cascade = self._cascade
        if cascade is not None and (barred := cascade.barred(name, self.deadline)):
            return barred
        ask = Ask(self._router.targets[name], self._order())
        if isinstance(ask.target, LocalTarget):
            ask = Ask(ask.target, replace(ask.order, call=self._repeating(ask.order.call)))
        if cascade is not None and ask.target is cascade.target:
            return (yield from cascade.attempt(ask.order))
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

    def _repeating(self, call: Call) -> Call:
        """Return the call as a model of this device gets it: with what a response repeats of it."""
        if call.endpoint != "responses" or self._asked is None:
            return call
        keeps = self._router.store is not None and self._asked.body.get("store") is not False
        body = {**call.body, "store": keeps}
        if self._past.responses:
            body["previous_response_id"] = self._past.responses[0]
        if self._past.conversation:
            body["conversation"] = {"id": self._past.conversation}
        return replace(call, body=body)

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
        if self._router.ledger and target and not leaves:
            reply.cost = 0.0
        if self._router.outcomes and target and reply.status < 400:
            self._router.outcomes.answered(decision.id, call, leaves=leaves, cost=reply.cost)
        if self._router.shadows:
            self._router.shadows.follow(self._request, call, decision, reply)
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
        if target is not None and reply.status < 400:
            self._stood(target.name, reply)
        described = describe(reply, decision, leaves=leaves, tried=str(self._trail))
        if self._cascade is not None:
            described.headers += self._cascade.headers(target)
        return described

    def _stood(self, name: str, reply: Reply) -> None:
        """Remember how this turn went, for the one that follows it in its conversation."""
        call, decision = self._known()
        before = call.past is not None and call.past.escalated  # it went on without a draft
        escalated = before if self._cascade is None else self._cascade.given_up
        tokens, hard = decision.tokens, decision.complexity
        past = Past(name, tokens, hard.score, hard.gain, escalated=escalated)
        made = response_key(call, reply.beginning)
        names = [key for key in keys_of(call) if key.startswith("conversation:")]
        self._router.standings.remember(call, past, [*names, *([made] if made else [])])

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


def _explained(decision: Decision) -> Reply:
    body = json.dumps(decision.to_dict()).encode()
    reply = json_reply(body, "local://homeport/explain", "homeport")
    reply.decision = decision
    return reply


_UNREAD: Final = Call("opaque", {})


def _unjudged() -> Decision:
    """Return what stands for the decision about a request that could not be read: refused,
    and as private as anything that fails while it is judged."""
    privacy = Privacy(Level.SENSITIVE, failed=("reader",))
    complexity = Complexity(1.0, failed=True)
    return Decision(new_id(), "refuse", (), "not-readable", None, privacy, complexity)


def _at_home(level: Level) -> Decision:
    """Return what stands for the decision about a request that only this device can answer."""
    return Decision(new_id(), "local", (), "kept-here", None, Privacy(level))


def new_id() -> str:
    """Return an id for a decision, unlike any other."""
    return f"dec_{random.getrandbits(128):032x}"


def _refusal(decision: Decision) -> str:
    why = decision.why or "no rule allows it"
    return (
        f"refused by the policy (rule {decision.rule}): {why}. "
        f"See `homeport explain`, or allow a target for such calls in the policy"
    )
