"""The cascade: the device answers, and the next target is asked if its answer looks bad.

Nothing of an answer is shown before its commit window has decided, and after that there is no
switch. A draft that was given up stays the fallback: if nobody else answers, it is finished and
shown. Does no I/O: it yields whom to ask what (``ask.py``).
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from homeport.errors import Refused, RequestError, TimedOut
from homeport.policies.escalation import Confidence
from homeport.router.ask import Look, Outcome
from homeport.router.deadline import Deadline
from homeport.router.draft import Draft, Others, Rest
from homeport.router.flow import Failure, Trail
from homeport.router.local import LocalTarget
from homeport.router.reply import Reply
from homeport.router.targets import Order, Target
from homeport.router.window import Verdict, Window
from homeport.router.wire import Header
from homeport.types import Escalation


class GivenUp(RequestError):
    """An answer of this device that did not look good enough to be shown."""

    status = 503

    def __init__(self, name: str, verdict: Verdict) -> None:
        super().__init__(
            f"the answer of {name} did not look good enough ({verdict.why})", code=verdict.why
        )


@dataclass(slots=True)
class Cascade:
    """One call's draft, and what was decided on it."""

    escalation: Escalation
    confidence: Confidence
    target: LocalTarget
    verdict: Verdict | None = None
    _draft: Draft | None = None
    _order: Order | None = None
    _others: Others | None = None
    _shown: bool = False

    def attempt(self, order: Order) -> Generator[Look, Outcome, Outcome]:
        """Let the device answer; ``Failure`` if its answer is given up for the next target's."""
        window = Window(
            order.call,
            self.escalation,
            self.confidence,
            tells="logprobs" in self.target.backend.offers,
        )
        self._order = order
        self._draft = draft = Draft(self.target, window, Deadline.after(self.escalation.within))
        begun = yield Look(draft, order)
        if isinstance(begun, Failure):
            return begun
        verdict = window.verdict()
        if self.escalation.samples > 1 and window.undecided():
            self._others = others = Others(draft, self.escalation.samples - 1)
            yield Look(others, order)
            verdict = window.verdict(others.texts)
        self.verdict = verdict
        if verdict.why:
            return Failure(GivenUp(self.target.name, verdict), answer=draft.held)
        self._shown = True
        return (yield Look(Rest(draft), order))

    def settled(self, reply: Reply, trail: Trail[Reply]) -> Generator[Look, Any, Reply]:
        """Return ``reply``, or the draft to its end if that is what is left."""
        draft = self._draft
        if draft is None or reply is not draft.held:
            return reply
        assert self._order is not None  # noqa: S101 - there is a draft
        self._shown = True
        rest: Outcome = yield Look(Rest(draft), self._order)
        if isinstance(rest, Failure):
            raise rest.error
        trail.note(self.target.name, "ok")
        return rest

    @property
    def given_up(self) -> bool:
        """True once the device's answer did not look good enough."""
        return self.verdict is not None and self.verdict.why != ""

    def barred(self, name: str, deadline: Deadline) -> Failure[Reply] | None:
        """Return why ``name`` is not asked in the place of a draft that was given up."""
        if not self.given_up:
            return None
        if name not in self.escalation.to:
            return Failure(Refused("a private call is not escalated off this device"))
        if not deadline.allows(0):
            return Failure(TimedOut("the call's time-out left no time to ask anybody else"))
        return None

    def cancel(self) -> None:
        """Free the worker: somebody else has answered, or nobody wants an answer any more."""
        if self._draft is not None and not self._shown:
            self._draft.cancel()

    def headers(self, answered: Target | None) -> list[Header]:
        """Return what the caller is told: whether and why it escalated, and what that cost."""
        verdict = self.verdict
        if verdict is None:
            return []
        told = [("x-homeport-escalated", verdict.why or "no")]
        if verdict.confidence is not None:
            told.append(("x-homeport-confidence", f"{verdict.confidence:.2f}"))
        if unseen := self._unseen(answered):
            told.append(("x-homeport-draft-tokens", str(unseen)))
        return told

    def _unseen(self, answered: Target | None) -> int:
        """Return the tokens that were looked at for this call and not shown."""
        others = 0 if self._others is None else self._others.tokens
        if self._draft is None or answered is self.target:
            return others
        return others + self._draft.window.tokens
