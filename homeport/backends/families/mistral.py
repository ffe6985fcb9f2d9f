"""Mistral: ``[TOOL_CALLS]``, then a JSON list, or in newer models name and arguments."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any, Final

from homeport.backends.families.base import Calls, Family, Tools, thinks
from homeport.backends.request import Message

_LIST: Final = Calls(
    begin="[TOOL_CALLS]",
    opening='[{"name": "',
    between='", "arguments": ',
    closing="}",
    again=', {"name": "',
    end="]",
)
_NAMED: Final = Calls(begin="[TOOL_CALLS]", between="[ARGS]", again="[TOOL_CALLS]")
_THINKING: Final = ("[THINK]", "[/THINK]")


def of(template: str) -> Family | None:
    if "[TOOL_CALLS]" not in template:
        return None
    calls = _NAMED if "[ARGS]" in template else _LIST
    if "[TOOL_CALLS] [" in template:
        calls = replace(_LIST, opening=" " + _LIST.opening)
    thinking = _THINKING if _THINKING[1] in template else thinks(template)
    return Family("mistral", calls, thinking, history=_short_ids)


def _short_ids(messages: list[Message], tools: Tools) -> list[Message]:  # noqa: ARG001 - the template has them
    """Give calls and results ids of nine letters and digits: the template takes no others."""
    return [_with_short_ids(message) for message in messages]


def _with_short_ids(message: Message) -> Message:
    made: Message = dict(message)
    if "tool_call_id" in made:
        made["tool_call_id"] = _short(made["tool_call_id"])
    if "tool_calls" in made:
        made["tool_calls"] = [call | {"id": _short(call.get("id"))} for call in made["tool_calls"]]
    return made


def _short(id: Any) -> str:  # noqa: A002 - the API's own word
    text = str(id)
    if len(text) == 9 and text.isalnum() and text.isascii():
        return text
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=5).hexdigest()[:9]
