"""What a call requires of whoever answers it, read from the fields of its body.

Also which of its content nobody here can read as text: that content is private by rule.
Fields are those of the OpenAI API reference (chat/completions, responses, completions,
embeddings, moderations).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from homeport.types import Endpoint, Need

_Body = Mapping[str, Any]

_CONTENT: Final[Mapping[str, Need]] = {
    "image_url": "images",
    "input_image": "images",
    "input_audio": "audio",
    "file": "files",
    "input_file": "files",
    "computer_screenshot": "images",
}
_ENDPOINT: Final[Mapping[Endpoint, Need]] = {
    "chat.completions": "chat",
    "responses": "chat",
    "completions": "completion",
    "embeddings": "embeddings",
    "moderations": "moderation",
    "responses.state": "server_state",
}
_STATE_FIELDS: Final = ("previous_response_id", "conversation", "prompt")
_PLAIN_ITEMS: Final = frozenset({"message", "function_call", "function_call_output", "reasoning"})


def survey(endpoint: Endpoint, body: _Body) -> tuple[frozenset[Need], tuple[str, ...]]:
    """Return a call's needs, and the paths of its content that nobody on this device can read.

    The names of needs are those of ``homeport.types.NEEDS``.
    """
    content = tuple(_content(endpoint, body))
    needs = frozenset(_needs(endpoint, body)) | {_CONTENT[kind] for _, kind in content}
    return needs, (*(path for path, _ in content), *_unread(endpoint, body))


def _needs(endpoint: Endpoint, body: _Body) -> Iterator[Need]:
    yield from _common(body)
    if endpoint in _ENDPOINT:
        yield _ENDPOINT[endpoint]
    if endpoint == "chat.completions":
        yield from _chat(body)
    elif endpoint == "responses":
        yield from _responses(body)
    elif endpoint == "completions":
        yield from _completions(body)
    elif endpoint == "embeddings" and _token_ids(body.get("input")):
        yield "token_prompt"


def _unread(endpoint: Endpoint, body: _Body) -> Iterator[str]:
    """Yield the paths of token ids, and of what only the server's own store could show."""
    for name in {"completions": ("prompt",), "embeddings": ("input",)}.get(endpoint, ()):
        if _token_ids(body.get(name)):
            yield name
    if endpoint == "chat.completions" and _has_audio_reference(body):
        yield "messages"
    if endpoint != "responses":
        return
    yield from (name for name in _STATE_FIELDS if body.get(name))
    for position, item in enumerate(_items(body.get("input"))):
        if item.get("type") == "item_reference":
            yield f"input[{position}]"
    yield from _hosted_files(body)


def _common(body: _Body) -> Iterator[Need]:
    if body.get("tools") or body.get("functions"):
        kinds = {tool.get("type", "function") for tool in _items(body.get("tools"))}
        yield "hosted_tools" if kinds - {"function", "custom"} else "tools"
        if kinds & {"function", "custom"}:
            yield "tools"
    if _number(body.get("n")) > 1 or _number(body.get("best_of")) > 1:
        yield "n"
    if body.get("frequency_penalty") or body.get("presence_penalty"):
        yield "penalties"
    if body.get("logit_bias"):
        yield "logit_bias"
    if body.get("guided_regex") or body.get("guided_grammar"):
        yield "grammar"


def _chat(body: _Body) -> Iterator[Need]:
    yield from _format(body.get("response_format"))
    if body.get("logprobs") or body.get("top_logprobs"):
        yield "logprobs"
    if body.get("audio") or "audio" in (body.get("modalities") or ()):
        yield "audio"
    if body.get("web_search_options") is not None:
        yield "hosted_tools"
    if any(m.get("tool_calls") or m.get("role") == "tool" for m in _items(body.get("messages"))):
        yield "tools"


def _responses(body: _Body) -> Iterator[Need]:
    text = body.get("text")
    yield from _format(text.get("format") if isinstance(text, dict) else None)
    if body.get("background") or any(body.get(name) for name in _STATE_FIELDS):
        yield "server_state"
    if body.get("top_logprobs") or "message.output_text.logprobs" in (body.get("include") or ()):
        yield "logprobs"
    kinds = {item.get("type", "message") for item in _items(body.get("input"))}
    if kinds & {"function_call", "function_call_output"}:
        yield "tools"
    if "item_reference" in kinds:
        yield "server_state"
    if kinds - _PLAIN_ITEMS - {"item_reference"}:
        yield "hosted_tools"


def _completions(body: _Body) -> Iterator[Need]:
    if body.get("logprobs") is not None:
        yield "logprobs"
    if body.get("suffix"):
        yield "suffix"
    if body.get("echo"):
        yield "echo"
    prompt = body.get("prompt")
    if _token_ids(prompt):
        yield "token_prompt"
    elif isinstance(prompt, list) and len(prompt) > 1:
        yield "prompts"


def _format(wanted: object) -> Iterator[Need]:
    kind = wanted.get("type") if isinstance(wanted, dict) else None
    if kind in ("json_object", "json_schema"):
        yield kind


def _content(endpoint: Endpoint, body: _Body) -> Iterator[tuple[str, str]]:
    """Yield path and type of every content part that is not text."""
    field = {"chat.completions": "messages", "responses": "input"}.get(endpoint)
    if endpoint == "moderations":
        yield from _typed("input", body.get("input"))
    if field is None:
        return
    value = body.get(field)
    for i, message in enumerate(value if isinstance(value, list) else ()):
        if isinstance(message, dict):
            for name in ("content", "output"):
                yield from _typed(f"{field}[{i}].{name}", message.get(name))


def _typed(path: str, content: object) -> Iterator[tuple[str, str]]:
    if isinstance(content, dict):
        content = [content]
    for position, part in enumerate(content if isinstance(content, list) else ()):
        kind = part.get("type") if isinstance(part, dict) else None
        if isinstance(kind, str) and kind in _CONTENT:
            yield f"{path}[{position}]", kind


def _has_audio_reference(body: _Body) -> bool:
    """An assistant turn may point at audio that the server has kept."""
    return any(message.get("audio") for message in _items(body.get("messages")))


def _hosted_files(body: _Body) -> Iterator[str]:
    for position, tool in enumerate(_items(body.get("tools"))):
        container = tool.get("container")
        files = container.get("file_ids") if isinstance(container, dict) else None
        if tool.get("vector_store_ids") or files:
            yield f"tools[{position}]"


def _items(value: object) -> Iterator[Mapping[str, Any]]:
    return (item for item in (value if isinstance(value, list) else ()) if isinstance(item, dict))


def _number(value: object) -> float:
    return value if isinstance(value, (int, float)) else 0


def _token_ids(value: object) -> bool:
    first = value[0] if isinstance(value, list) and value else None
    return isinstance(first, (int, list))
