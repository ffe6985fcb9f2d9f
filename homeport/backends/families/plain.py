"""Every model without a tool format of its own: tools are explained and answered in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from homeport.backends.families.base import Calls, Family, Tools, taught_first, thinks
from homeport.backends.request import Message

CALLS: Final = Calls(
    begin='{"name": "',
    between='", "arguments": ',
    closing="}",
    again='\n{"name": "',
)
_INSTRUCTION: Final = (
    "You can call these functions. To call one, answer with nothing but a JSON object "
    '{"name": the function\'s name, "arguments": an object that fits its parameters}, one line '
    "for each call; its result comes in the next message. If none is needed, answer in words."
)


def of(template: str) -> Family:
    return Family("plain", CALLS, thinks(template), taught=None, history=explained)


def explained(messages: list[Message], tools: Tools) -> list[Message]:
    """Return the conversation with ``tools`` in its system message, calls and results in words."""
    said = list(_joined(_in_words(messages)))
    if not tools:
        return said
    lines = "\n".join(json.dumps(tool["function"], ensure_ascii=False) for tool in tools)
    return taught_first(said, f"{_INSTRUCTION}\n{lines}")


def _joined(messages: Iterable[Message]) -> Iterator[Message]:
    """Join what the user's side says in a row, such as the results of several calls: many
    templates want user and assistant in turn."""
    last: Message | None = None
    for message in messages:
        if last is not None and last["role"] == message["role"] == "user":
            last = last | {"content": f"{last['content']}\n\n{message['content']}"}
            continue
        if last is not None:
            yield last
        last = message
    if last is not None:
        yield last


def _in_words(messages: Sequence[Message]) -> Iterator[Message]:
    names: dict[Any, str] = {}
    for message in messages:
        if message["role"] == "tool":
            name = names.get(message.get("tool_call_id"), message.get("name") or "the function")
            yield {"role": "user", "content": f"Result of {name}:\n{message['content']}"}
        elif "tool_calls" in message:
            calls = [call["function"] for call in message["tool_calls"]]
            names |= {c.get("id"): c["function"].get("name") for c in message["tool_calls"]}
            lines = [message["content"], *map(_written, calls)]
            yield {"role": "assistant", "content": "\n".join(line for line in lines if line)}
        else:
            yield message


def _written(function: Mapping[str, Any]) -> str:
    called = {"name": function.get("name"), "arguments": function.get("arguments")}
    return json.dumps(called, ensure_ascii=False)
