"""DeepSeek V3, R1 and V3.1: marks with a full-width bar, and thoughts in ``<think>``."""

from __future__ import annotations

import json
from functools import partial
from typing import Any, Final

from homeport.backends.families.base import Calls, Family, Tools, knows, taught_first, thinks
from homeport.backends.request import Message

_BEGIN: Final = "<｜tool▁calls▁begin｜>"
_END: Final = "<｜tool▁calls▁end｜>"
_CALL: Final = "<｜tool▁call▁begin｜>"
_CALLED: Final = "<｜tool▁call▁end｜>"
_SEP: Final = "<｜tool▁sep｜>"

_FENCED: Final = Calls(
    begin=_BEGIN,
    opening=f"{_CALL}function{_SEP}",
    between="\n```json\n",
    closing=f"\n```{_CALLED}",
    again=f"\n{_CALL}function{_SEP}",
    end=_END,
)
_BARE: Final = Calls(
    begin=_BEGIN, opening=_CALL, between=_SEP, closing=_CALLED, again=_CALL, end=_END
)


def of(template: str) -> Family | None:
    if _BEGIN not in template:
        return None
    calls = _FENCED if "```json" in template else _BARE
    if knows(template, "tools"):
        return Family("deepseek", calls, thinks(template), history=_as_text)
    told = partial(_told, calls)
    return Family("deepseek", calls, thinks(template), taught=None, history=told)


def _told(calls: Calls, messages: list[Message], tools: Tools) -> list[Message]:
    """Tell of the tools in the system message, in the way its makers document: the templates of
    V3.1 and R1 have no place for them."""
    written = _as_text(messages, tools)
    if not tools:
        return written
    shape = f"{calls.opening}tool_call_name{calls.between}tool_call_arguments{calls.closing}"
    lines = ["## Tools", "You have access to the following tools:"]
    for tool in tools:
        function = tool["function"]
        parameters = json.dumps(function["parameters"], ensure_ascii=False)
        lines += [
            f"### {function['name']}",
            f"Description: {function['description']}",
            f"Parameters: {parameters}",
        ]
    lines.append(f"To use tools, answer in exactly this format: {calls.begin}{shape}{calls.end}")
    return taught_first(written, "\n\n".join(lines))


def _as_text(messages: list[Message], tools: Tools) -> list[Message]:  # noqa: ARG001 - see History
    """Write arguments as JSON text, and no content where there are only calls: the templates join
    the one with other text, and take an empty content for a second answer."""
    return [_written(message) if message.get("tool_calls") else message for message in messages]


def _written(message: Message) -> Message:
    calls = [call | {"function": _dumped(call["function"])} for call in message["tool_calls"]]
    return message | {"tool_calls": calls, "content": message["content"] or None}


def _dumped(function: dict[str, Any]) -> dict[str, Any]:
    arguments = function.get("arguments")
    if isinstance(arguments, str):
        return function
    return function | {"arguments": json.dumps(arguments, ensure_ascii=False)}
