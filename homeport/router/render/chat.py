"""``chat.completion`` and ``chat.completion.chunk``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeport.router.render.base import (
    Choice,
    Completions,
    Object,
    ToolCall,
    choice_object,
    logprob_object,
)
from homeport.types import Delta, Logprob, ToolDelta


class Chat(Completions):
    """Messages of the assistant, whole and in pieces."""

    def start(self) -> bytes:
        first = {"role": "assistant", "content": "", "refusal": None}
        count = self.call.body.get("n") or 1
        return b"".join(
            self.chunk(choice_object(index, delta=first, logprobs=None)) for index in range(count)
        )

    def frame(self) -> Object:
        return {
            "id": self.id,
            "object": "chat.completion.chunk",
            "created": self.created,
            "model": self.model,
            "system_fingerprint": None,
        }

    def pieces(self, delta: Delta) -> Iterator[Object]:
        if delta.reasoning:
            said = {"reasoning_content": delta.reasoning}
            yield choice_object(delta.index, delta=said, logprobs=None)
        if delta.text:
            told = self._logprobs(delta.logprobs) if delta.logprobs else None
            yield choice_object(delta.index, delta={"content": delta.text}, logprobs=told)
        if delta.call is not None:
            calls = {"tool_calls": [_call_piece(delta.call)]}
            yield choice_object(delta.index, delta=calls, logprobs=None)

    def last(self, delta: Delta) -> Object:
        return choice_object(delta.index, delta={}, logprobs=None, finish_reason=delta.finish)

    def whole(self) -> Object:
        choices = [
            choice_object(
                index,
                message=_message(choice),
                logprobs=self._logprobs(choice.logprobs),
                finish_reason=choice.finish,
            )
            for index, choice in sorted(self.choices.items())
        ]
        return self.frame() | {
            "object": "chat.completion",
            "choices": choices,
            "usage": self.counts(),
        }

    def _logprobs(self, told: Sequence[Logprob]) -> Object | None:
        if self.call.body.get("logprobs") is not True:
            return None
        return {"content": [logprob_object(token) for token in told], "refusal": None}


def _message(choice: Choice) -> Object:
    message: Object = {
        "role": "assistant",
        "content": choice.text or (None if choice.calls else ""),
        "refusal": None,
        "annotations": [],
    }
    if choice.thoughts:
        message["reasoning_content"] = choice.thought
    if choice.calls:
        message["tool_calls"] = [_call(call) for call in choice.calls]
    return message


def _call(call: ToolCall) -> Object:
    function = {"name": call.name, "arguments": call.text}
    return {"id": call.id, "type": "function", "function": function}


def _call_piece(piece: ToolDelta) -> Object:
    """The first piece of a call says what it is; the others only go on."""
    if piece.id is None:
        return {"index": piece.index, "function": {"arguments": piece.arguments}}
    function = {"name": piece.name, "arguments": piece.arguments}
    return {"index": piece.index, "id": piece.id, "type": "function", "function": function}
