"""Items of a conversation: as they are kept and listed, and as they are said again.

Kept and listed they have ids and parts (``ResponseItem`` of the API reference). Said again they
are plain input without anything that means something to one server only: ids, status, thoughts.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from homeport.errors import BadCall
from homeport.router.store.database import Object

_PREFIXES: Final = {
    "message": "msg",
    "function_call": "fc",
    "function_call_output": "fco",
    "reasoning": "rs",
}
_SAID: Final = {
    "function_call": ("type", "call_id", "name", "arguments"),
    "function_call_output": ("type", "call_id", "output"),
}
_TEXTS: Final = frozenset({"input_text", "output_text"})


def kept(given: Any, path: str = "input") -> list[Object]:
    """Return what a caller gave as input, as items with ids and parts.

    Raises ``BadCall`` if it is neither a text nor a list of objects.
    """
    if given is None:
        return []
    if isinstance(given, str):
        given = [{"role": "user", "content": given}]
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise BadCall(f"{path} must be a text or a list of items", code="invalid_value")
    return [_identified(item) for item in given]


def said(items: Iterable[Mapping[str, Any]]) -> list[Object]:
    """Return kept items as input that says the same anywhere."""
    return list(_said(items))


def _identified(item: Object) -> Object:
    kind = item.get("type") or "message"
    whole = {**item, "type": kind, "id": new_id(_PREFIXES.get(kind, "item"))}
    if kind in _SAID or kind == "message":
        whole.setdefault("status", "completed")
    if kind == "message" and isinstance(item.get("content"), str):
        whole["content"] = [_part(item.get("role"), item["content"])]
    return whole


def _part(role: object, text: str) -> Object:
    if role == "assistant":
        return {"type": "output_text", "text": text, "annotations": []}
    return {"type": "input_text", "text": text}


def new_id(prefix: str) -> str:
    """Return an id unlike any other."""
    return f"{prefix}_{secrets.token_hex(16)}"


def _said(items: Iterable[Mapping[str, Any]]) -> Iterator[Object]:
    for item in items:
        kind = item.get("type", "message")
        if kind == "message":
            yield {"role": item.get("role"), "content": _content(item.get("content"))}
        elif kind in _SAID:
            yield {name: item[name] for name in _SAID[kind] if name in item}
        elif kind != "reasoning":  # only who thought it can be shown it again
            yield {name: value for name, value in item.items() if name not in {"id", "status"}}


def _content(content: Any) -> Any:
    """Return a text where the content is one, else the parts as the caller may send them."""
    if not isinstance(content, list):
        return content
    parts = [part if isinstance(part, dict) else {} for part in content]
    if len(parts) == 1 and parts[0].get("type") in _TEXTS:
        return parts[0].get("text", "")
    return [
        {name: value for name, value in part.items() if name not in {"annotations", "logprobs"}}
        for part in parts
    ]
