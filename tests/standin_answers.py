"""What the stand-in cloud answers: the shapes of the OpenAI API reference, and no model.

Every text says "stand-in". Structured answers are the smallest value that fits the schema
asked for, tool calls name the first tool offered, embeddings are made of the input's length.
"""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Iterator
from typing import Any

Body = dict[str, Any]

CREATED = 1_700_000_000
WORDS = ("This ", "is ", "a ", "stand-in, ", "not ", "a ", "model.")
TEXT = "".join(WORDS)
MODELS = ("gpt-5-mini", "stand-in-mini", "stand-in-large")
SPEECH = b"ID3 stand-in audio " * 64


def answer(path: str, body: Body) -> Body:
    """Return the JSON answer to a POST of ``body`` to ``path`` (which ends in the endpoint)."""
    for suffix, build in _BUILDERS.items():
        if path.endswith(suffix):
            return build(body)
    return {"id": "standin_1", "object": "stand-in", "path": path, "created_at": CREATED}


def events(path: str, body: Body) -> Iterator[bytes]:
    """Yield the server-sent events of a streamed answer, in the published order."""
    if path.endswith("/responses"):
        yield from _response_events(body)
    else:
        yield from _completion_events(body, chat=path.endswith("/chat/completions"))


def model_list() -> Body:
    return {"object": "list", "data": [model(name) for name in MODELS]}


def model(name: str) -> Body:
    return {"id": name, "object": "model", "created": CREATED, "owned_by": "stand-in"}


def error(message: str, code: str | None, kind: str = "invalid_request_error") -> Body:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def frame(value: Body) -> bytes:
    return b"data: " + json.dumps(value).encode() + b"\n\n"


def _chat(body: Body) -> Body:
    return {
        "id": "chatcmpl-standin",
        "object": "chat.completion",
        "created": CREATED,
        "model": body["model"],
        "choices": [_chat_choice(index, body) for index in range(body.get("n") or 1)],
        "usage": _usage(),
    }


def _chat_choice(index: int, body: Body) -> Body:
    message: Body = {"role": "assistant", "content": _text(body.get("response_format"))}
    finish = "stop"
    if body.get("tools"):
        function = body["tools"][0]["function"]
        arguments = json.dumps(_smallest(function.get("parameters", {})))
        call = {"name": function["name"], "arguments": arguments}
        message = {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "call_standin", "type": "function", "function": call}],
        }
        finish = "tool_calls"
    return {"index": index, "message": message, "logprobs": None, "finish_reason": finish}


def _text_completion(body: Body) -> Body:
    return {
        "id": "cmpl-standin",
        "object": "text_completion",
        "created": CREATED,
        "model": body["model"],
        "choices": [{"index": 0, "text": TEXT, "logprobs": None, "finish_reason": "stop"}],
        "usage": _usage(),
    }


def _completion_events(body: Body, *, chat: bool) -> Iterator[bytes]:
    def chunk(content: Body, finish: str | None = None) -> bytes:
        choices = [
            {"index": index, **content, "logprobs": None, "finish_reason": finish}
            for index in range(body.get("n") or 1)
        ]
        return frame({**head, "choices": choices})

    kind = "chat.completion.chunk" if chat else "text_completion"
    head = {"id": "standin", "object": kind, "created": CREATED, "model": body["model"]}
    if chat:
        yield chunk({"delta": {"role": "assistant", "content": ""}})
    for word in WORDS:
        yield chunk({"delta": {"content": word}} if chat else {"text": word})
    yield chunk({"delta": {}} if chat else {"text": ""}, "stop")
    if (body.get("stream_options") or {}).get("include_usage"):
        yield frame({**head, "choices": [], "usage": _usage()})
    yield b"data: [DONE]\n\n"


def _response(body: Body, status: str = "completed") -> Body:
    text = _text((body.get("text") or {}).get("format"))
    return {
        "id": "resp_standin",
        "object": "response",
        "created_at": CREATED,
        "status": status,
        "error": None,
        "incomplete_details": None,
        "instructions": body.get("instructions"),
        "metadata": body.get("metadata") or {},
        "model": body["model"],
        "output": [_message(status, text)] if status == "completed" else [],
        "parallel_tool_calls": True,
        "temperature": 1.0,
        "tool_choice": "auto",
        "tools": body.get("tools") or [],
        "top_p": 1.0,
        "usage": _response_usage() if status == "completed" else None,
    }


def _message(status: str, text: str | None) -> Body:
    return {
        "id": "msg_standin",
        "type": "message",
        "role": "assistant",
        "status": status,
        "content": [] if text is None else [_part(text)],
    }


def _part(text: str) -> Body:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}


def _response_events(body: Body) -> Iterator[bytes]:
    spot = {"item_id": "msg_standin", "output_index": 0, "content_index": 0}
    text = _text((body.get("text") or {}).get("format"))
    deltas = WORDS if text == TEXT else (text,)
    script: list[tuple[str, Body]] = [
        ("response.created", {"response": _response(body, "in_progress")}),
        ("response.in_progress", {"response": _response(body, "in_progress")}),
        (
            "response.output_item.added",
            {"output_index": 0, "item": _message("in_progress", None)},
        ),
        ("response.content_part.added", {**spot, "part": _part("")}),
        *(
            ("response.output_text.delta", {**spot, "delta": word, "logprobs": []})
            for word in deltas
        ),
        ("response.output_text.done", {**spot, "text": text, "logprobs": []}),
        ("response.content_part.done", {**spot, "part": _part(text)}),
        ("response.output_item.done", {"output_index": 0, "item": _message("completed", text)}),
        ("response.completed", {"response": _response(body)}),
    ]
    for number, (name, fields) in enumerate(script):
        value = {"type": name, "sequence_number": number, **fields}
        yield b"event: " + name.encode() + b"\n" + frame(value)


def _embeddings(body: Body) -> Body:
    texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
    vectors = [[float(len(text)), 1.0, 0.5] for text in texts]
    packed = body.get("encoding_format") == "base64"
    data = [
        {"object": "embedding", "index": i, "embedding": _pack(v) if packed else v}
        for i, v in enumerate(vectors)
    ]
    usage = {"prompt_tokens": 2, "total_tokens": 2}
    return {"object": "list", "model": body["model"], "data": data, "usage": usage}


def _pack(vector: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


def _moderation(body: Body) -> Body:
    result: Body = {"flagged": False, "categories": {}, "category_scores": {}}
    return {"id": "modr-standin", "model": body.get("model", "stand-in"), "results": [result]}


def _image(_: Body) -> Body:
    picture = base64.b64encode(b"stand-in picture").decode()
    return {"created": CREATED, "data": [{"b64_json": picture}]}


def _file(_: Body) -> Body:
    return {
        "id": "file-standin",
        "object": "file",
        "bytes": 0,
        "created_at": CREATED,
        "filename": "stand-in.txt",
        "purpose": "user_data",
        "status": "processed",
    }


def _usage() -> Body:
    return {"prompt_tokens": 3, "completion_tokens": len(WORDS), "total_tokens": 3 + len(WORDS)}


def _response_usage() -> Body:
    return {
        "input_tokens": 3,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": len(WORDS),
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": 3 + len(WORDS),
    }


def _text(wanted: Body | None) -> str:
    """Return the stand-in's text, or the smallest JSON that fits a schema asked for."""
    if not wanted or wanted.get("type") != "json_schema":
        return TEXT
    schema = wanted["json_schema"]["schema"] if "json_schema" in wanted else wanted["schema"]
    return json.dumps(_smallest(schema))


def _smallest(schema: Body) -> Any:
    if schema.get("type") == "object" or "properties" in schema:
        return {name: _smallest(child) for name, child in schema.get("properties", {}).items()}
    smallest = {"string": "stand-in", "integer": 0, "number": 0.0, "boolean": False, "array": []}
    return smallest.get(schema.get("type", ""))


_BUILDERS = {
    "/chat/completions": _chat,
    "/responses": _response,
    "/completions": _text_completion,
    "/embeddings": _embeddings,
    "/moderations": _moderation,
    "/images/generations": _image,
    "/files": _file,
    "/audio/transcriptions": lambda _: {"text": TEXT},
}
