"""Shadow runs: what a policy allows to be asked a second time, of the other side, for a label.

A call that one side has answered is put to the other after its caller has the answer. The same
policy decides whether it may: ``stays_home``, the caller's labels and what targets offer hold for
it as for any call, and nothing but public calls are asked again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Final

from pydantic import Field

from homeport.policies.combined import Every
from homeport.policies.costs import limits
from homeport.policies.decide import SHADOW, decide
from homeport.policies.entries import Rulebook
from homeport.policies.shapes import Entry, Name
from homeport.policies.when import When
from homeport.types import Call, Decision, Level, Scores, State

REPEATABLE: Final = frozenset({"chat", "completion", "json_object", "json_schema", "penalties"})
"""The needs of calls that can be asked again and compared: text, and nothing that acts."""

_ENDPOINTS: Final = frozenset({"chat.completions", "responses", "completions"})


class ShadowEntry(Entry):
    """Calls that are answered a second time by the other side, after their caller was answered."""

    looks_like: ClassVar[str] = "{share: 0.05}"

    share: Annotated[float, Field(gt=0, le=1)] = Field(description="The share of public calls.")
    when: When | None = Field(default=None, description="Which calls; without it, any.")
    judge: Name | None = Field(
        default=None,
        description="The backend that grades answers which no program can compare.",
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A target of the other side, and the decision by which the call goes there."""

    target: str
    decision: Decision


def repeatable(call: Call, decision: Decision) -> bool:
    """Say whether a call that was decided so may be asked again at all."""
    privacy = decision.privacy
    return (
        privacy.level is Level.PUBLIC
        and not privacy.failed
        and not privacy.findings
        and decision.transform is None
        and call.endpoint in _ENDPOINTS
        and call.needs <= REPEATABLE
        and not call.unreadable
        and call.labels.route is None
    )


def other_side(
    book: Rulebook, call: Call, scores: Scores, state: State, *, leaves: bool
) -> Asked | None:
    """Return the first target off (``leaves``) or on this device that the call may go to."""
    for name, spec in book.backends.items():
        known = state.get(name)
        if spec.leaves is leaves and (known is None or known.ready):
            decision = allowed(book, call, scores, state, name)
            if decision is not None:
                return Asked(name, decision)
    return None


def grading(
    book: Rulebook, call: Call, scores: Scores, state: State, judge: str
) -> Decision | None:
    """Return the decision that lets ``judge`` read an answer; None if the policy does not.

    Which calls are compared was decided before: of the condition of ``shadow`` only its budgets
    hold for this call too.
    """
    if book.shadow is None:
        return None
    rule = replace(book.shadow.rule, when=Every(limits(book, SHADOW)))
    return allowed(
        replace(book, shadow=replace(book.shadow, rule=rule)), call, scores, state, judge
    )


def allowed(
    book: Rulebook, call: Call, scores: Scores, state: State, target: str
) -> Decision | None:
    """Return the decision that sends ``call`` to ``target`` alone; None if the policy does not.

    It is the decision of this policy with the condition of ``shadow`` for its only rule.
    """
    if book.shadow is None or scores.privacy.level is not Level.PUBLIC:
        return None
    rule = replace(book.shadow.rule, to=(target,))
    decision = decide(replace(book, rules=(rule,)), call, scores, state)
    public = decision.privacy.level is Level.PUBLIC and not decision.privacy.failed
    return decision if public and decision.targets == (target,) else None
