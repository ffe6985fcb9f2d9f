"""Llama 3 and 4: a bare JSON object with ``parameters``, one call at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from homeport.backends.families.base import Calls, Family, thinks
from homeport.backends.request import Message

_CALLS: Final = Calls(begin='{"name": "', between='", "parameters": ', closing="}")


def of(template: str) -> Family | None:
    if '"parameters": ' not in template or "ipython" not in template:
        return None
    return Family("llama", _CALLS, thinks(template), history=lambda m: list(_one_at_a_time(m)))


def _one_at_a_time(messages: list[Message]) -> Iterator[Message]:
    """Several calls of one turn become turns of one call, each followed by its own result.

    The template refuses more than one call in a message.
    """
    results = {m["tool_call_id"]: m for m in messages if "tool_call_id" in m}
    shown: set[str] = set()
    for message in messages:
        calls = message.get("tool_calls") or ()
        if len(calls) < 2:
            if message.get("tool_call_id") not in shown:
                yield message
            continue
        for call in calls:
            yield message | {"tool_calls": [call]}
            if (result := results.get(call["id"])) is not None:
                shown.add(call["id"])
                yield result
