"""``transform: delegate``: the cloud is asked a question without private facts in it.

A model on this device rewrites the request into a general one; the rewrite passes the same last
look as anything else that leaves; the cloud answers it; and the model on this device makes the
final answer of the original and of what the cloud said. The cloud never sees the call.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from homeport.backends.request import messages
from homeport.errors import BackendFailed, BadCall
from homeport.policies.policy import Policy
from homeport.policies.privacy.sendable import obstacle
from homeport.policies.privacy.vault import NotMaskable, Vault
from homeport.router import wire
from homeport.router.ask import Ask, Outcome
from homeport.router.flow import Failure
from homeport.router.prompts import prompts
from homeport.router.reply import Reply
from homeport.router.targets import Order, Target
from homeport.router.transform import OutboundCheck, Unsendable, explained, redacts, with_body
from homeport.types import Call, Decision, Level

REWRITE_TOKENS: Final = 256
"""The longest question that the cloud is asked."""

_COMPOSED: Final = frozenset({"chat.completions", "responses"})
_KEPT: Final = (
    "model temperature top_p seed max_tokens max_completion_tokens max_output_tokens "
    "reasoning_effort".split()
)
"""What of the caller's options the cloud is asked with: numbers and words of the protocol."""

_JSON: Final = (("content-type", "application/json"),)
_THOUGHT: Final = re.compile(r"<think>.*?</think>", re.DOTALL)


def delegated(ask: Ask, helper: Target, policy: Policy) -> Generator[Ask, Outcome, Outcome]:
    """Ask ``ask.target`` through ``helper``, a target on this device, which answers in the end."""
    order, vault = ask.order, Vault()
    try:
        _require_composable(order, policy)
        _remember_values(order.call, order.decision, vault)
        question = _text(_answered((yield Ask(helper, _rewriting(order, helper)))))
        cloud = _asking(order, question, OutboundCheck(vault, policy, "delegate"))
    except (NotMaskable, BadCall, _NotSaid) as error:
        return Failure(Unsendable("delegate", str(error)))
    outcome = yield Ask(ask.target, cloud)
    if isinstance(outcome, Failure):
        return outcome
    try:
        said = _text(outcome)
    except _NotSaid as error:
        return Failure(BackendFailed(f"{ask.target.name}: {error}", code="empty_answer"))
    final = yield Ask(helper, _composing(order, helper, said))
    if isinstance(final, Reply):
        final.target = ask.target.name  # something has left the device: the caller is told where
        final.cost = outcome.cost
    return final


class _NotSaid(Exception):
    """A step did not give what the next one needs. The message says which, and no text."""


def _require_composable(order: Order, policy: Policy) -> None:
    call, privacy = order.call, order.decision.privacy
    why = obstacle(call, privacy, "delegate", redact=redacts(policy, order.decision))
    if why is not None:
        raise _NotSaid(why)
    if call.endpoint not in _COMPOSED or call.needs - {"chat"}:
        lacking = ", ".join(sorted(call.needs - {"chat"})) or call.endpoint
        raise _NotSaid(f"a model on this device cannot put an answer with {lacking} together")
    explained(call, privacy.findings, Level.PUBLIC)


def _remember_values(call: Call, decision: Decision, vault: Vault) -> None:
    """Let the last look know everything that was found: none of it may leave."""
    texts = {part.path: part.text for part in call.parts}
    for finding in decision.privacy.findings:
        if finding.level >= Level.PERSONAL:
            value = texts.get(finding.part, "")[finding.start : finding.end]
            vault.cover(value, finding.category, finding.level)


def _rewriting(order: Order, helper: Target) -> Order:
    """Return the order for the question that anybody may read."""
    said = prompts(order.decision.language)
    body = {
        "model": "auto",
        "messages": [{"role": "user", "content": f"{said.rewrite}\n\n{_conversation(order.call)}"}],
        "temperature": 0,
        "max_tokens": REWRITE_TOKENS,
    }
    request = replace(wire.request_for(body), headers=_JSON)
    at_home = _at_home(order, helper)
    return replace(at_home, request=request, call=wire.read(request), heard=_unheard)


def _asking(order: Order, question: str, check: OutboundCheck) -> Order:
    """Return the order for the cloud: the question, and nothing else of the call."""
    body = {name: order.call.body[name] for name in _KEPT if name in order.call.body}
    if order.call.endpoint == "responses":
        body |= {"input": question, "store": False}
    else:
        body |= {"messages": [{"role": "user", "content": question}]}
    request = with_body(order.request, body)
    return replace(order, request=request, call=wire.read(request), check=check)


def _composing(order: Order, helper: Target, said: str) -> Order:
    """Return the order for the final answer, in the form that the caller asked for."""
    words = prompts(order.decision.language)
    conversation = f"{words.conversation}\n{_conversation(order.call)}"
    asked = "\n\n".join((words.compose, conversation, f"{words.expert}\n{said}"))
    body = dict(order.call.body)
    if order.call.endpoint == "responses":
        body["input"] = asked
    else:
        body["messages"] = [{"role": "user", "content": asked}]
    request = with_body(order.request, body)
    return replace(_at_home(order, helper), request=request, call=wire.read(request))


def _at_home(order: Order, helper: Target) -> Order:
    decision = replace(order.decision, targets=(helper.name,), transform=None)
    return replace(order, decision=decision, check=None)


def _conversation(call: Call) -> str:
    return "\n".join(f"{said['role']}: {said['content']}" for said in messages(call))


def _answered(outcome: Outcome) -> Reply:
    if isinstance(outcome, Failure):
        raise _NotSaid(f"rewriting it failed ({outcome.error.code})")
    return outcome


def _text(reply: Reply) -> str:
    """Return the text of a whole answer. Raises ``_NotSaid`` if there is none, or it was cut."""
    try:
        answer = json.loads(reply.body)  # type: ignore[arg-type]  # it was not asked to stream
        text = "".join(_texts(answer))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        text = ""
    text = _THOUGHT.sub("", text).strip()
    if not text:
        raise _NotSaid("a step of it gave no text, or one that was cut")
    return text


def _texts(answer: dict[str, Any]) -> Iterator[str]:
    if "choices" in answer:
        choice = answer["choices"][0]
        if choice["finish_reason"] == "stop":
            yield choice["message"]["content"]
        return
    if answer["status"] == "completed":
        parts = (part for item in answer["output"] for part in item.get("content") or ())
        yield from (part["text"] for part in parts if part["type"] == "output_text")


def _unheard(_: Iterable[str]) -> None:
    """What is said on the way is nobody's answer."""
