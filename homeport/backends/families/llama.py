"""Llama 3 and 4: a bare JSON object with ``parameters``, one call at a time."""

from __future__ import annotations

from typing import Final

from homeport.backends.families.base import Calls, Family, Tools, one_call_each, thinks
from homeport.backends.request import Message

_CALLS: Final = Calls(begin='{"name": "', between='", "parameters": ', closing="}")


def of(template: str) -> Family | None:
    if '"parameters": ' not in template or "ipython" not in template:
        return None
    return Family("llama", _CALLS, thinks(template), history=_one_at_a_time)


def _one_at_a_time(messages: list[Message], tools: Tools) -> list[Message]:  # noqa: ARG001 - the template has them
    return list(one_call_each(messages))
