"""Kimi K2: a section of calls, each with a number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from homeport.backends.families.base import Calls, Family, Tools, thinks
from homeport.backends.request import Message

_CALL: Final = "<|tool_call_begin|>functions."
_CALLS: Final = Calls(
    begin="<|tool_calls_section_begin|>",
    opening=_CALL,
    between=":{n}<|tool_call_argument_begin|>",
    closing="<|tool_call_end|>",
    again=_CALL,
    end="<|tool_calls_section_end|>",
)


def of(template: str) -> Family | None:
    if _CALLS.begin not in template:
        return None
    return Family("kimi", _CALLS, thinks(template), history=_numbered)


def _numbered(messages: list[Message], tools: Tools) -> list[Message]:  # noqa: ARG001 - the template has them
    """Name calls and results as the model does: function and number, from 0 on."""
    return list(_renamed(messages))


def _renamed(messages: list[Message]) -> Iterator[Message]:
    ids: dict[Any, str] = {}
    for message in messages:
        if calls := message.get("tool_calls"):
            for call in calls:
                ids[call["id"]] = f"functions.{call['function'].get('name')}:{len(ids)}"
            yield message | {"tool_calls": [call | {"id": ids[call["id"]]} for call in calls]}
        elif message.get("tool_call_id") in ids:
            yield message | {"tool_call_id": ids[message["tool_call_id"]]}
        else:
            yield message
