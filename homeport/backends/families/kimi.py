"""Kimi K2: a section of calls, each with a number."""

from __future__ import annotations

from typing import Final

from homeport.backends.families.base import Calls, Family, thinks

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
    return Family("kimi", _CALLS, thinks(template))
