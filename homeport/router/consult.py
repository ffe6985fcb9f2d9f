"""``privacy.judge``: a model on this device is asked about calls whose privacy is in doubt.

It is asked where something was found that may be private, nothing of it was certain, and the
decision would let the call leave. What it says can only raise the level. If it fails, or says
anything but one of the words that it was given, the call counts as one that could not be judged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from homeport.policies.policy import Policy
from homeport.router import wire
from homeport.router.flow import Failure
from homeport.router.prompts import prompts
from homeport.router.reply import Reply
from homeport.router.targets import Order
from homeport.types import Call, Decision, Finding, Level, Part, Privacy, Scores, State

DOUBT: Final = 0.1
"""The least probability of a finding about which the judge is asked."""

NAME: Final = "judge"

_ANSWERS: Final = {"public": Level.PUBLIC, "personal": Level.PERSONAL, "sensitive": Level.SENSITIVE}
_ANSWER_TOKENS: Final = 8


def in_doubt(privacy: Privacy) -> bool:
    """Say whether something was found that may be private, though nothing that is."""
    return privacy.level is Level.PUBLIC and not privacy.failed and privacy.score >= DOUBT


def question(order: Order, judge: str) -> Order:
    """Return the order that asks ``judge`` how private the call is."""
    decision = replace(order.decision, targets=(judge,), transform=None)
    texts = "\n".join(part.text for part in order.call.parts)
    body = {
        "model": "auto",
        "messages": [
            {"role": "system", "content": prompts(decision.language).judge},
            {"role": "user", "content": texts},
        ],
        "temperature": 0,
        "max_tokens": _ANSWER_TOKENS,
    }
    request = replace(wire.request_for(body), headers=(("content-type", "application/json"),))
    call = wire.read(request)
    return replace(order, request=request, call=call, decision=decision, heard=_unheard)


def weighed(call: Call, privacy: Privacy, answer: Reply | Failure[Reply]) -> Privacy:
    """Return ``privacy`` with what the judge said; never lower than it was."""
    level = _level(answer)
    if level is None:
        failed = (*privacy.failed, NAME)
        return replace(privacy, level=max(privacy.level, Level.SENSITIVE), failed=failed)
    if level is Level.PUBLIC:
        return privacy
    findings = (*privacy.findings, _finding(call, level, privacy.score))
    return replace(privacy, level=max(privacy.level, level), findings=findings)


def decided(
    policy: Policy, call: Call, state: State, before: Decision, privacy: Privacy
) -> Decision:
    """Return the decision on ``call`` with another privacy; it keeps its id."""
    scores = Scores(privacy, before.complexity, before.language)
    after = policy.decide(call, scores, state)
    return replace(after, id=before.id, elapsed_us=before.elapsed_us, policy=before.policy)


def _level(answer: Reply | Failure[Reply]) -> Level | None:
    """Return the level that an answer names in its first word; None if it names none."""
    if isinstance(answer, Failure):
        return None
    try:
        answered = json.loads(answer.body)  # type: ignore[arg-type]  # it was not asked to stream
        said = answered["choices"][0]["message"]["content"]
        return _ANSWERS.get(said.split()[0].strip(".,:;*`\"'").lower())
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None


def _finding(call: Call, level: Level, probability: float) -> Finding:
    """Return a finding over the longest part: the judge does not say where."""
    part = max(call.parts, key=_size)
    return Finding(part.path, 0, len(part.text), "meaning", level, NAME, probability)


def _size(part: Part) -> int:
    return len(part.text)


def _unheard(_: Iterable[str]) -> None:
    """What the judge says is nobody's answer."""
