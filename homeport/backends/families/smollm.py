"""SmolLM3: the calls of Hermes, tools under a name of their own, and a history without calls.

SmolLM2's template knows no tools at all, so ``plain.py`` explains them to it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from homeport.backends.families.base import Family, Tools, knows, thinks
from homeport.backends.families.hermes import CALLS
from homeport.backends.request import Message

_TOOLS = "xml_tools"


def of(template: str) -> Family | None:
    if not knows(template, _TOOLS):
        return None
    return Family("smollm", CALLS, thinks(template), taught=_TOOLS, history=_written_out)


def _written_out(messages: list[Message], tools: Tools) -> list[Message]:  # noqa: ARG001 - the template has them
    """Write earlier calls as the model wrote them: the template shows only a message's content."""
    return [_with_calls(message) for message in messages]


def _with_calls(message: Message) -> Message:
    calls = [_written(call["function"]) for call in message.get("tool_calls") or ()]
    if not calls:
        return message
    said = [message["content"]] if message["content"] else []
    return {"role": "assistant", "content": "\n".join([*said, *calls])}


def _written(function: Mapping[str, Any]) -> str:
    called = {"name": function.get("name"), "arguments": function.get("arguments")}
    return f"{CALLS.begin}\n{json.dumps(called, ensure_ascii=False)}\n</tool_call>"
