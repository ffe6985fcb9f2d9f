"""Gemma 3: turns of ``user`` and ``model``, and no tool format: tools are told of in words."""

from __future__ import annotations

from homeport.backends.families.base import Family, thinks
from homeport.backends.families.plain import CALLS, explained


def of(template: str) -> Family | None:
    if "<start_of_turn>" not in template or "tool_call" in template:
        return None
    return Family("gemma", CALLS, thinks(template), taught=None, history=explained)
