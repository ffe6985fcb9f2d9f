"""Hermes, Qwen 2.5 and Qwen 3: ``<tool_call>`` around JSON, and thoughts in ``<think>``."""

from __future__ import annotations

from typing import Final

from homeport.backends.families.base import Calls, Family, thinks

CALLS: Final = Calls(
    begin="<tool_call>",
    opening='\n{"name": "',
    between='", "arguments": ',
    closing="}\n</tool_call>",
    again='\n<tool_call>\n{"name": "',
)
_OTHERS: Final = ("<function=", "<arg_key>")
"""Marks of families that put something else than JSON between the same tags."""


def of(template: str) -> Family | None:
    if "<tool_call>" not in template or any(mark in template for mark in _OTHERS):
        return None
    return Family("hermes", CALLS, thinks(template))
