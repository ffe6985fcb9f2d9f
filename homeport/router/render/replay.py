"""The events of a response that is complete, in the published order.

How an answer once came in pieces is not kept: each text comes in one delta.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from homeport.router.render.base import Object
from homeport.router.reply import event

_Events: TypeAlias = Iterator[tuple[str, Object]]


def replayed(response: Mapping[str, Any], *, after: int = -1) -> bytes:
    """Return the events of ``response`` whose number is above ``after``."""
    return b"".join(
        event(name, {"type": name, "sequence_number": number, **fields})
        for number, (name, fields) in enumerate(_events(response))
        if number > after
    )


def _events(response: Mapping[str, Any]) -> _Events:
    running = {**response, "status": "in_progress", "output": [], "usage": None}
    running |= {"incomplete_details": None}
    yield "response.created", {"response": running}
    yield "response.in_progress", {"response": running}
    for place, item in enumerate(response["output"]):
        yield from _item(item, place)
    yield f"response.{response['status']}", {"response": dict(response)}


def _item(item: Mapping[str, Any], place: int) -> _Events:
    told = "arguments" if item["type"] == "function_call" else "content"
    empty = "" if told == "arguments" else []
    begun = {**item, "status": "in_progress", told: empty}
    yield "response.output_item.added", {"output_index": place, "item": begun}
    spot = {"item_id": item["id"], "output_index": place}
    if told == "arguments":
        name = "response.function_call_arguments"
        yield f"{name}.delta", {**spot, "delta": item["arguments"]}
        yield f"{name}.done", {**spot, "name": item["name"], "arguments": item["arguments"]}
    else:
        for number, part in enumerate(item["content"]):
            yield from _part(part, {**spot, "content_index": number})
    yield "response.output_item.done", {"output_index": place, "item": dict(item)}


def _part(part: Mapping[str, Any], spot: Object) -> _Events:
    name = f"response.{part['type']}"
    chances = {"logprobs": part["logprobs"]} if "logprobs" in part else {}
    empty = {**part, "text": "", **({"logprobs": []} if chances else {})}
    yield "response.content_part.added", {**spot, "part": empty}
    if part["text"]:
        yield f"{name}.delta", {**spot, "delta": part["text"], **chances}
    yield f"{name}.done", {**spot, "text": part["text"], **chances}
    yield "response.content_part.done", {**spot, "part": dict(part)}
