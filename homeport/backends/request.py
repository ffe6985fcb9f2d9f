"""What an in-process engine reads from a call: a conversation, or a text to be continued.

Messages come out in the shape that chat templates take: ``role``, ``content`` as one string,
and ``tool_calls`` or ``tool_call_id`` where the history has them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from homeport.errors import BadCall
from homeport.types import Call

Message: TypeAlias = "dict[str, Any]"

_TEXT_FIELDS: Final = {
    "text": "text",
    "input_text": "text",
    "output_text": "text",
    "refusal": "refusal",
}
"""Part type -> the field that holds its text."""

_KEPT: Final = ("name", "tool_call_id", "reasoning_content")

_ROLES: Final = {"developer": "system", "function": "tool"}
"""Roles of the API that templates know by another name."""


def messages(call: Call) -> list[Message]:
    """Return the conversation of a ``chat.completions`` or ``responses`` call.

    ``BadCall`` names the path of what cannot be read as text.
    """
    body = call.body
    if call.endpoint == "responses":
        found = list(_from_items(body.get("instructions"), body.get("input")))
    else:
        found = [_message(m, f"messages[{n}]") for n, m in enumerate(sequence(body, "messages"))]
    if not found:
        raise BadCall("there is no message to answer", code="invalid_value")
    return found


def prompts(call: Call) -> list[str] | list[list[int]]:
    """Return what a ``completions`` call wants continued: texts, or token ids of the model."""
    value = call.body.get("prompt")
    if isinstance(value, str):
        return [value]
    given: Any = [value] if _are_tokens(value) else value
    if isinstance(given, list) and given and (_are_texts(given) or all(map(_are_tokens, given))):
        return given
    raise BadCall(
        "prompt must be a text, token ids, or a list of either, and not empty", code="invalid_value"
    )


def _are_texts(value: list[Any]) -> bool:
    return all(isinstance(item, str) for item in value)


def _are_tokens(value: object) -> bool:
    if not isinstance(value, list) or not value:
        return False
    return all(isinstance(token, int) and not isinstance(token, bool) for token in value)


def _from_items(instructions: Any, given: Any) -> Iterator[Message]:
    """The Responses form: instructions, and a text or a list of items."""
    if isinstance(instructions, str):
        yield {"role": "system", "content": instructions}
    elif instructions is not None:
        raise BadCall("instructions must be a text", code="invalid_value")
    if isinstance(given, str):
        yield {"role": "user", "content": given}
        return
    for number, item in enumerate(sequence({"input": given}, "input")):
        yield from _item(item, f"input[{number}]")


def _item(item: Any, path: str) -> Iterator[Message]:
    kind = mapping(item, path).get("type", "message")
    if kind == "message":
        yield _message(item, path)
    elif kind == "function_call":
        called = {"name": item.get("name"), "arguments": item.get("arguments", "{}")}
        call = {"type": "function", "id": item.get("call_id"), "function": called}
        yield _message({"role": "assistant", "tool_calls": [call]}, path)
    elif kind == "function_call_output":
        result = {"role": "tool", "tool_call_id": item.get("call_id")}
        yield _message(result | {"content": item.get("output")}, path)
    elif kind != "reasoning":  # earlier reasoning is not shown to a model again
        raise BadCall(f"{path}: an item of this type cannot be read here", code="invalid_value")


def _message(message: Any, path: str) -> Message:
    role = mapping(message, path).get("role")
    if not isinstance(role, str):
        raise BadCall(f"{path}.role must be a text", code="invalid_value")
    calls = message.get("tool_calls")
    content = message.get("content")
    read: Message = {
        "role": _ROLES.get(role, role),
        "content": "" if calls and content is None else _content(content, f"{path}.content"),
    }
    if calls:
        numbered = enumerate(sequence(message, "tool_calls", path))
        read["tool_calls"] = [_tool_call(c, f"{path}.tool_calls[{n}]") for n, c in numbered]
    return read | {key: message[key] for key in _KEPT if message.get(key)}


def _content(content: Any, path: str) -> str:
    """One text out of a string or a list of parts, each part on a line of its own."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        raise BadCall(f"{path} must be a text or a list of parts", code="invalid_value")
    return "\n".join(_texts(content, path))


def _texts(parts: Iterable[Any], path: str) -> Iterator[str]:
    for number, part in enumerate(parts):
        here = f"{path}[{number}]"
        if isinstance(part, str):
            yield part
            continue
        text = mapping(part, here).get(_TEXT_FIELDS.get(part.get("type"), ""))
        if not isinstance(text, str):
            raise BadCall(f"{here} is not text, and only text is read here", code="invalid_value")
        yield text


def _tool_call(call: Any, path: str) -> Message:
    """A call of the history. Templates want the arguments as an object; the API sends JSON text."""
    function = dict(mapping(mapping(call, path).get("function"), f"{path}.function"))
    function["arguments"] = _object_if_json(function.get("arguments"))
    return {"type": "function", "id": call.get("id"), "function": function}


def _object_if_json(arguments: Any) -> Any:
    try:
        parsed = json.loads(arguments)
    except (TypeError, ValueError):
        return arguments
    return parsed if isinstance(parsed, dict) else arguments


def mapping(value: Any, path: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadCall(f"{path} must be an object", code="invalid_value")
    return value


def sequence(holder: Mapping[str, Any], field: str, path: str = "") -> list[Any]:
    value = holder.get(field)
    if not isinstance(value, list):
        raise BadCall(f"{path}{'.' if path else ''}{field} must be a list", code="invalid_value")
    return value
