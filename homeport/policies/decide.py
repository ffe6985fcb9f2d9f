"""The decision: a rulebook, a call and its scores in; targets, a rule and reasons out.

Pure and total: no clock, no I/O, no chance, and an answer for every call. A decision starts
from what one rule allows and only ever gets narrower. That is why nothing a caller says can
widen what the policy allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeAlias

from homeport.policies.costs import funds
from homeport.policies.entries import BackendSpec, Rule, Rulebook
from homeport.policies.facts import NO_FUNDS, Facts
from homeport.policies.past import is_short, settled
from homeport.policies.privacy.sendable import obstacle
from homeport.types import (
    Call,
    Decision,
    Escalation,
    Labels,
    Level,
    Privacy,
    Route,
    Scores,
    State,
    TargetState,
)

JUDGING_FAILED: Final = "judging-failed"
"""A detector failed, and there is no entry of ``stays_home`` to say so."""
NO_RULE_MATCHED: Final = "no-rule-matched"
OPAQUE: Final = "opaque"
SHADOW: Final = "shadow"
"""What a call is asked again by, after it was answered (``shadow.py``)."""
BUILT_IN_RULES: Final = (JUDGING_FAILED, NO_RULE_MATCHED, OPAQUE, SHADOW)

UNKNOWN: Final = TargetState()

Objection: TypeAlias = Callable[[BackendSpec], str | None]
"""Says why a backend cannot be a target of this call; None if it can."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """The targets that are left, the rule that spoke, and what has been said so far."""

    rule: str
    targets: tuple[BackendSpec, ...]
    reasons: tuple[str, ...]
    transform: str | None = None
    """What has to be done to the call before it leaves."""
    redact: bool = False
    escalation: Escalation | None = None

    def narrowed(self, objection: Objection) -> _Choice:
        """Drop every target that there is an objection to, and say so."""
        objections = {target.name: objection(target) for target in self.targets}
        if not any(objections.values()):
            return self
        said = (f"{name} dropped: {why}" for name, why in objections.items() if why)
        return replace(
            self,
            targets=tuple(target for target in self.targets if not objections[target.name]),
            reasons=(*self.reasons, *said),
        )


def decide(book: Rulebook, call: Call, scores: Scores, state: State) -> Decision:
    """Return what shall happen to ``call``. ``id`` and ``elapsed_us`` are left to the caller."""
    scores, held = settled(_with_labels(scores, call.labels), call)
    facts = Facts.of(call, scores, state, funds(book, call, state) if book.budgeted else NO_FUNDS)
    if call.opaque and book.opaque == "deny":
        reason = "this endpoint's content cannot be read here, and the policy says opaque: deny"
        return _decision(_Choice(OPAQUE, (), (reason,)), call, scores)
    choice = _kept_home(book, _ruled(book, facts.presuming_hard()), facts, scores.privacy)
    for objection in _objections(book, call, state):
        choice = choice.narrowed(objection)
    if choice.transform:
        choice = choice.narrowed(partial(_unsendable, call, scores.privacy, choice))
    choice = _escalating(choice, call, scores.privacy.level)
    return _decision(choice, call, scores, held)


def _with_labels(scores: Scores, labels: Labels) -> Scores:
    """Join the level with the caller's: a label raises it and never lowers it."""
    privacy = scores.privacy
    level = max(privacy.level, labels.privacy, _found(privacy))
    if level == privacy.level:
        return scores
    return replace(scores, privacy=replace(privacy, level=level))


def _found(privacy: Privacy) -> Level:
    return max((finding.level for finding in privacy.findings), default=Level.PUBLIC)


def _ruled(book: Rulebook, facts: Facts) -> _Choice:
    """Choose what the first rule that matches allows."""
    rule = next((rule for rule in book.rules if rule.selects(facts)), None)
    if rule is None:
        return _Choice(NO_RULE_MATCHED, (), ("no rule matched",))
    targets = tuple(book.backends[name] for name in rule.to)
    said = (f"rule {rule.name}: {rule.when.why(facts.towards(rule.to))}",)
    reasons = said if targets else (*said, "it allows no target")
    return _Choice(rule.name, targets, reasons, rule.transform, rule.redact, rule.escalation)


def _kept_home(book: Rulebook, choice: _Choice, facts: Facts, privacy: Privacy) -> _Choice:
    """Forbid what leaves the device, if anything says that the call stays.

    Where the rule names nothing that stays, everything at home may answer instead. A rule that
    refuses still refuses: to forbid the cloud must not allow what the rule did not.
    """
    guard = _guard(book, facts, privacy)
    if guard is None or not choice.targets:
        return choice
    name, reason = guard
    home = tuple(target for target in choice.targets if not target.leaves)
    return _Choice(name, home or book.home, (f"stays home: {name} ({reason})", *choice.reasons))


def _guard(book: Rulebook, facts: Facts, privacy: Privacy) -> tuple[str, str] | None:
    """Return the first entry of ``stays_home`` that matches, and why. What failed matches all."""
    matched: Rule | None = next(
        (rule for rule in book.stays_home if privacy.failed or rule.guards(facts)), None
    )
    if privacy.failed:
        name = matched.name if matched else JUDGING_FAILED
        return name, f"judging failed: {', '.join(privacy.failed)}"
    return (matched.name, matched.when.why(facts)) if matched else None


def _objections(book: Rulebook, call: Call, state: State) -> Iterator[Objection]:
    """Yield what narrows the targets of this call, in the order in which people are told."""
    if call.opaque:
        yield _unreadable
    if call.labels.route:
        yield partial(_elsewhere, call.labels.route)
    asked = [target.name for target in book.home if call.model in {target.name, target.model}]
    if asked and call.model != "auto":
        yield partial(_not_asked, asked)
    if state:
        yield partial(_incapable, call, state)


def _unreadable(target: BackendSpec) -> str | None:
    return None if target.leaves else "only the cloud can answer a call that cannot be read here"


def _elsewhere(route: str, target: BackendSpec) -> str | None:
    return f"the caller asked for {route}" if target.leaves is (route == "local") else None


def _not_asked(asked: list[str], target: BackendSpec) -> str | None:
    return None if target.name in asked else f"the caller asked for {' or '.join(asked)}"


def _unsendable(call: Call, privacy: Privacy, choice: _Choice, target: BackendSpec) -> str | None:
    if not target.leaves or choice.transform is None:
        return None
    return obstacle(call, privacy, choice.transform, redact=choice.redact)


def _incapable(call: Call, state: State, target: BackendSpec) -> str | None:
    known = state.get(target.name, UNKNOWN)
    lacking = () if known.offers is None else sorted(call.needs - known.offers)
    if lacking:
        return f"it does not offer {', '.join(lacking)}"
    if known.context is not None and call.tokens > known.context:
        return f"{call.tokens:,} tokens do not fit its context of {known.context:,}"
    return None


def _decision(choice: _Choice, call: Call, scores: Scores, held: tuple[str, ...] = ()) -> Decision:
    refused = () if choice.targets else ("refused: no target is left",)
    return Decision(
        id="",
        route=_where(choice.targets),
        targets=tuple(target.name for target in choice.targets),
        rule=choice.rule,
        transform=choice.transform if any(target.leaves for target in choice.targets) else None,
        privacy=scores.privacy,
        complexity=scores.complexity,
        needs=tuple(sorted(call.needs)),
        tokens=call.tokens,
        language=scores.language,
        reasons=(*_labelled(call, scores.privacy), *held, *choice.reasons, *refused),
        escalation=choice.escalation,
    )


def _escalating(choice: _Choice, call: Call, level: Level) -> _Choice:
    """Say to whom an answer of the first target may be given up, if to anybody.

    Never a private call to somebody off the device, unless a transform makes it sendable. What
    was given up in the turn before is not tried again for a short one ("commit it").
    """
    escalation, targets = choice.escalation, choice.targets
    if escalation is None or not targets or targets[0].leaves:
        return replace(choice, escalation=None)
    allowed = level is Level.PUBLIC or choice.transform is not None
    next_ones = tuple(target for target in targets[1:] if allowed or not target.leaves)
    if not next_ones:
        kept = () if allowed else (f"never escalates: the call is {level}",)
        return replace(choice, escalation=None, reasons=(*choice.reasons, *kept))
    if call.past is not None and call.past.escalated and is_short(call):
        said = f"goes on with {next_ones[0].name}: the turn before was escalated"
        rest = tuple(target for target in targets if target not in next_ones)
        reasons = (*choice.reasons, said)
        return replace(choice, targets=(*next_ones, *rest), escalation=None, reasons=reasons)
    to = tuple(target.name for target in next_ones)
    said = f"escalates to {' or '.join(to)} if the answer looks bad (below {escalation.below:.2f})"
    escalates = replace(escalation, to=to)
    return replace(choice, escalation=escalates, reasons=(*choice.reasons, said))


def _where(targets: tuple[BackendSpec, ...]) -> Route:
    if not targets:
        return "refuse"
    return "cloud" if targets[0].leaves else "local"


def _labelled(call: Call, privacy: Privacy) -> tuple[str, ...]:
    """Say that the level is the caller's word, where nothing was found that explains it."""
    said = call.labels.privacy
    return (f"the caller says {said}",) if said > _found(privacy) else ()
