"""A cloud that answers with what it was told, so that a test sees what a model would see.

``echo`` answers chats and responses with the last text of the user; with tools, that text is an
argument of a call of the first one. Streams come in pieces of three characters.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from standin import JSON, Exchange, Seen, Switch, send_events
from standin_answers import CREATED, frame

Body = dict[str, Any]


def says(make: Callable[[str], str]) -> Switch:
    """Answer with what ``make`` makes of the user's text."""

    def switch(exchange: Exchange, seen: Seen) -> None:
        body = seen.json()
        text = make(_asked(body))
        if body.get("stream"):
            send_events(exchange, _events(body, text))
        else:
            exchange.reply(200, JSON, json.dumps(_answer(body, text)).encode())

    return switch


echo = says(lambda text: text)


def _asked(body: Body) -> str:
    said = body.get("input") or body.get("prompt") or body["messages"]
    while isinstance(said, list):
        said = said[-1]
    while isinstance(said, dict):
        said = said.get("content", said.get("output"))
        said = said[-1]["text"] if isinstance(said, list) else said
    return str(said)


def _answer(body: Body, text: str) -> Body:
    if "messages" in body:
        return _chat(body) | {"choices": [_choice(body, text)]}
    if "input" in body:
        return _response(body, _items(body, text))
    return _chat(body) | {"object": "text_completion", "choices": [_plain(text, "stop")]}


def _chat(body: Body, kind: str = "chat.completion") -> Body:
    return {"id": "chatcmpl-echo", "object": kind, "created": CREATED, "model": body["model"]}


def _plain(text: str, finish: str | None) -> Body:
    return {"index": 0, "text": text, "logprobs": None, "finish_reason": finish}


def _choice(body: Body, text: str) -> Body:
    message: Body = {"role": "assistant", "content": text}
    if body.get("tools"):
        message = {"role": "assistant", "content": None, "tool_calls": [_call(body, text)]}
    return {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}


def _call(body: Body, text: str) -> Body:
    function = {"name": body["tools"][0]["function"]["name"], "arguments": _arguments(text)}
    return {"id": "call_echo", "type": "function", "function": function}


def _arguments(text: str) -> str:
    return json.dumps({"said": text})


def _response(body: Body, items: list[Body], status: str = "completed") -> Body:
    return {
        "id": "resp_echo",
        "object": "response",
        "created_at": CREATED,
        "status": status,
        "error": None,
        "incomplete_details": None,
        "instructions": body.get("instructions"),
        "metadata": body.get("metadata") or {},
        "model": body["model"],
        "output": items,
        "parallel_tool_calls": True,
        "temperature": 1.0,
        "tool_choice": "auto",
        "tools": body.get("tools") or [],
        "top_p": 1.0,
        "usage": None,
    }


def _items(body: Body, text: str) -> list[Body]:
    if body.get("tools"):
        name, arguments = body["tools"][0]["name"], _arguments(text)
        call = {"type": "function_call", "id": "fc_echo", "call_id": "call_echo", "name": name}
        return [call | {"arguments": arguments, "status": "completed"}]
    part = {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
    message = {"id": "msg_echo", "type": "message", "role": "assistant", "status": "completed"}
    return [message | {"content": [part]}]


def _threes(text: str) -> Iterator[str]:
    return (text[start : start + 3] for start in range(0, len(text), 3))


def _events(body: Body, text: str) -> Iterator[bytes]:
    if "input" in body:
        for number, event in enumerate(_response_events(body, text)):
            name = event["type"].encode()
            yield b"event: " + name + b"\n" + frame(event | {"sequence_number": number})
        return
    for choice in _chunks(body, text):
        kind = "chat.completion.chunk" if "messages" in body else "text_completion"
        yield frame(_chat(body, kind) | {"choices": [choice]})
    yield b"data: [DONE]\n\n"


def _chunks(body: Body, text: str) -> Iterator[Body]:
    if "messages" not in body:
        yield from (_plain(piece, None) for piece in _threes(text))
        yield _plain("", "stop")
        return
    deltas: list[Body] = [{"role": "assistant", "content": ""}]
    if body.get("tools"):
        named = _call(body, "") | {"index": 0}
        named["function"] = named["function"] | {"arguments": ""}
        deltas.append({"tool_calls": [named]})
        deltas += [
            {"tool_calls": [{"index": 0, "function": {"arguments": piece}}]}
            for piece in _threes(_arguments(text))
        ]
    else:
        deltas += [{"content": piece} for piece in _threes(text)]
    for delta in deltas:
        yield {"index": 0, "delta": delta, "logprobs": None, "finish_reason": None}
    yield {"index": 0, "delta": {}, "logprobs": None, "finish_reason": "stop"}


def _response_events(body: Body, text: str) -> Iterator[Body]:
    item = _items(body, text)[0]
    spot = {"item_id": item["id"], "output_index": 0}
    yield {"type": "response.created", "response": _response(body, [], "in_progress")}
    if item["type"] == "function_call":
        begun = item | {"arguments": "", "status": "in_progress"}
        yield {"type": "response.output_item.added", "output_index": 0, "item": begun}
        kind, whole = "response.function_call_arguments", {"arguments": item["arguments"]}
        said = item["arguments"]
    else:
        begun = item | {"content": [], "status": "in_progress"}
        yield {"type": "response.output_item.added", "output_index": 0, "item": begun}
        spot |= {"content_index": 0}
        part = item["content"][0]
        yield {"type": "response.content_part.added", **spot, "part": part | {"text": ""}}
        kind, whole, said = "response.output_text", {"text": text, "logprobs": []}, text
    for piece in _threes(said):
        yield {"type": f"{kind}.delta", **spot, "delta": piece, "logprobs": []}
    yield {"type": f"{kind}.done", **spot, **whole}
    yield {"type": "response.output_item.done", "output_index": 0, "item": item}
    yield {"type": "response.completed", "response": _response(body, [item])}
