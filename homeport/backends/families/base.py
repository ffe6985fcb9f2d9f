"""What a family of models is: the marks around its thoughts and its tool calls."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from homeport.backends.request import Message

THINK: Final = ("<think>", "</think>")

ENDS: Final = (
    "<|im_end|>",
    "<end_of_turn>",
    "<|eot_id|>",
    "<|eom_id|>",
    "<|eot|>",
    "<|eom|>",
    "<｜end▁of▁sentence｜>",
)
"""Control tokens that end a turn wherever a vocabulary has them. Some folders name only the end
of a whole text, and a model would speak for the user next."""

Tools: TypeAlias = Sequence[Mapping[str, Any]]
"""Definitions as chat templates take them."""

History: TypeAlias = Callable[[list[Message], Tools], list[Message]]
"""Rewrites a conversation for a template, which may have no place for the tools."""


def as_it_is(messages: list[Message], tools: Tools) -> list[Message]:  # noqa: ARG001 - see History
    return messages


@dataclass(frozen=True, slots=True)
class Calls:
    """How tool calls are written: ``begin opening NAME between ARGUMENTS closing``, then for each
    further call ``again NAME between ARGUMENTS closing``, then ``end``.

    ``begin`` tells a call from ordinary text, so it must stand nowhere else. ``between`` holds no
    brace but its own last, and ``{n}`` in it stands for a number. An ``again`` that is empty
    means that the family calls one tool at a time.
    """

    begin: str
    between: str
    opening: str = ""
    closing: str = ""
    again: str = ""
    end: str = ""

    @property
    def parallel(self) -> bool:
        return bool(self.again)


@dataclass(frozen=True, slots=True)
class Family:
    """One family's conventions.

    ``thinking`` are the marks around thoughts. ``channels`` is true for the one family whose
    answers come as messages on channels. ``ends`` are the control tokens that end an answer,
    besides those that the model's folder names.
    """

    name: str
    calls: Calls
    thinking: tuple[str, str] | None = None
    channels: bool = False
    ends: tuple[str, ...] = ENDS
    taught: str | None = "tools"
    """The template's variable for tools; None if ``history`` has to tell of them in words."""
    history: History = field(default=as_it_is)


def knows(template: str, variable: str) -> bool:
    """Say whether ``template`` reads a variable of that name."""
    return re.search(rf"\b{variable}\b", template) is not None


def one_call_each(messages: Sequence[Message]) -> Iterator[Message]:
    """Several calls of one turn become turns of one call, each followed by its own result.

    For templates that refuse, or drop, all calls of a message but the first.
    """
    results = {m["tool_call_id"]: m for m in messages if "tool_call_id" in m}
    shown: set[str] = set()
    for message in messages:
        calls = message.get("tool_calls") or ()
        if len(calls) < 2:
            if message.get("tool_call_id") not in shown:
                yield message
            continue
        for number, call in enumerate(calls):
            said = message if number == 0 else {"role": "assistant", "content": ""}
            yield said | {"tool_calls": [call]}
            if (result := results.get(call["id"])) is not None:
                shown.add(call["id"])
                yield result


def taught_first(messages: Sequence[Message], text: str) -> list[Message]:
    """Return the conversation with ``text`` at the end of its system message."""
    if messages and messages[0]["role"] == "system":
        return [messages[0] | {"content": f"{messages[0]['content']}\n\n{text}"}, *messages[1:]]
    return [{"role": "system", "content": text}, *messages]


def thinks(template: str) -> tuple[str, str] | None:
    """Return the marks around thoughts that ``template`` writes, if it writes any."""
    return THINK if THINK[1] in template else None
