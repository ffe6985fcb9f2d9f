"""Writing a backend's deltas as the API's own JSON and server-sent events.

One renderer per call, chosen by ``renderer``: ``feed`` each delta and send what it returns
(streams), or ``feed`` them all and take ``whole`` (the rest). Shapes are those of the OpenAI
API reference: chat completion (chunk), text completion, response and its event stream.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, Final

from homeport.router.reply import DONE, data, event
from homeport.types import Call, Delta, FinishReason, Usage

_Object = dict[str, Any]


class Renderer(ABC):
    """Folds deltas into an answer. ``created`` is in seconds since 1970."""

    def __init__(self, call: Call, *, id: str, model: str, created: int) -> None:  # noqa: A002
        self.call = call
        self.id = id
        self.model = model
        self.created = created
        self.texts: dict[int, list[str]] = {}
        self.finish: dict[int, FinishReason] = {}
        self.usage: Usage | None = None

    def start(self) -> bytes:
        """Return the events that come before the first delta."""
        return b""

    def feed(self, delta: Delta) -> bytes:
        """Take the next delta and return its events."""
        self.texts.setdefault(delta.index, []).append(delta.text)
        if delta.finish:
            self.finish[delta.index] = delta.finish
        if delta.usage:
            self.usage = delta.usage
        return self.events(delta)

    def said(self) -> list[str]:
        """Return the text of every choice so far."""
        return [self.text(index) for index in self.texts]

    def text(self, index: int = 0) -> str:
        return "".join(self.texts.get(index, ()))

    @abstractmethod
    def events(self, delta: Delta) -> bytes:
        """Return the events of one delta, after it was taken."""

    @abstractmethod
    def end(self) -> bytes:
        """Return the events that come after the last delta."""

    @abstractmethod
    def whole(self) -> _Object:
        """Return the complete answer as one object."""


def renderer(call: Call, *, decision: str, model: str, created: int) -> Renderer:
    """Return the renderer for the call's endpoint; ids are made of the decision's."""
    kind, prefix = _RENDERERS[call.endpoint]
    return kind(call, id=prefix + decision, model=model, created=created)


def local_response(id: str) -> bool:  # noqa: A002
    """Say whether a response id was made here; such an id means nothing to the cloud."""
    return id.startswith(_RESPONSE_PREFIX)


class _Completions(Renderer):
    """What chat and text completions have in common."""

    def events(self, delta: Delta) -> bytes:
        pieces = []
        if delta.text:
            pieces.append(self.chunk(self.piece(delta)))
        if delta.finish:
            pieces.append(self.chunk(self.last(delta)))
        return b"".join(pieces)

    def end(self) -> bytes:
        if not self._include_usage():
            return DONE
        return data(self.frame() | {"choices": [], "usage": self.counts()}) + DONE

    def chunk(self, choice: _Object) -> bytes:
        extra = {"usage": None} if self._include_usage() else {}
        return data(self.frame() | {"choices": [choice]} | extra)

    def _include_usage(self) -> bool:
        options = self.call.body.get("stream_options")
        return isinstance(options, dict) and options.get("include_usage") is True

    def counts(self) -> _Object:
        usage = self.usage or Usage(0, 0)
        return {
            "prompt_tokens": usage.prompt,
            "completion_tokens": usage.completion,
            "total_tokens": usage.prompt + usage.completion,
        }

    @abstractmethod
    def frame(self) -> _Object: ...

    @abstractmethod
    def piece(self, delta: Delta) -> _Object: ...

    @abstractmethod
    def last(self, delta: Delta) -> _Object: ...


class Chat(_Completions):
    """``chat.completion`` and ``chat.completion.chunk``."""

    def start(self) -> bytes:
        first = {"role": "assistant", "content": "", "refusal": None}
        count = self.call.body.get("n") or 1
        return b"".join(self.chunk(_choice(index, delta=first)) for index in range(count))

    def frame(self) -> _Object:
        return {
            "id": self.id,
            "object": "chat.completion.chunk",
            "created": self.created,
            "model": self.model,
            "system_fingerprint": None,
        }

    def piece(self, delta: Delta) -> _Object:
        return _choice(delta.index, delta={"content": delta.text})

    def last(self, delta: Delta) -> _Object:
        return _choice(delta.index, delta={}, finish_reason=delta.finish)

    def whole(self) -> _Object:
        choices = [
            _choice(index, message=self._message(index), finish_reason=self.finish.get(index))
            for index in sorted(self.texts)
        ]
        return self.frame() | {
            "object": "chat.completion",
            "choices": choices,
            "usage": self.counts(),
        }

    def _message(self, index: int) -> _Object:
        return {
            "role": "assistant",
            "content": self.text(index),
            "refusal": None,
            "annotations": [],
        }


def _choice(index: int, finish_reason: FinishReason | None = None, **content: Any) -> _Object:
    return {"index": index, **content, "logprobs": None, "finish_reason": finish_reason}


class Text(_Completions):
    """``text_completion``, whole and in pieces."""

    def frame(self) -> _Object:
        return {
            "id": self.id,
            "object": "text_completion",
            "created": self.created,
            "model": self.model,
            "system_fingerprint": None,
        }

    def piece(self, delta: Delta) -> _Object:
        return _choice(delta.index, text=delta.text)

    def last(self, delta: Delta) -> _Object:
        return _choice(delta.index, text="", finish_reason=delta.finish)

    def whole(self) -> _Object:
        choices = [
            _choice(index, text=self.text(index), finish_reason=self.finish.get(index))
            for index in sorted(self.texts)
        ]
        return self.frame() | {"choices": choices, "usage": self.counts()}


# What the caller asked for and a response repeats, with the API's defaults.
_REPEATED: Final[_Object] = {
    "instructions": None,
    "max_output_tokens": None,
    "metadata": {},
    "parallel_tool_calls": True,
    "previous_response_id": None,
    "reasoning": {"effort": None, "summary": None},
    "store": False,
    "temperature": 1.0,
    "text": {"format": {"type": "text"}},
    "tool_choice": "auto",
    "tools": [],
    "top_p": 1.0,
    "truncation": "disabled",
    "user": None,
}


class Response(Renderer):
    """``response`` and the events of its stream, in the published order."""

    def __init__(self, call: Call, **options: Any) -> None:
        super().__init__(call, **options)
        self._number = 0
        self._item = "msg_" + self.id.removeprefix(_RESPONSE_PREFIX)

    def start(self) -> bytes:
        return b"".join(
            (
                self._event("response.created", response=self._response("in_progress")),
                self._event("response.in_progress", response=self._response("in_progress")),
                self._event(
                    "response.output_item.added",
                    output_index=0,
                    item=self._message("in_progress", []),
                ),
                self._event("response.content_part.added", **self._spot(), part=_text("")),
            )
        )

    def events(self, delta: Delta) -> bytes:
        if not delta.text:
            return b""
        return self._event(
            "response.output_text.delta", **self._spot(), delta=delta.text, logprobs=[]
        )

    def end(self) -> bytes:
        return b"".join(self._closing())

    def _closing(self) -> Iterator[bytes]:
        text, status = self.text(), self._status()
        yield self._event("response.output_text.done", **self._spot(), text=text, logprobs=[])
        yield self._event("response.content_part.done", **self._spot(), part=_text(text))
        item = self._message(status, [_text(text)])
        yield self._event("response.output_item.done", output_index=0, item=item)
        yield self._event(f"response.{status}", response=self.whole())

    def whole(self) -> _Object:
        status = self._status()
        whole = self._response(status)
        whole["output"] = [self._message(status, [_text(self.text())])]
        whole["usage"] = self._counts()
        if status == "incomplete":
            whole["incomplete_details"] = {"reason": "max_output_tokens"}
        return whole

    def _status(self) -> str:
        return "incomplete" if self.finish.get(0) == "length" else "completed"

    def _response(self, status: str) -> _Object:
        asked = {
            name: value for name in _REPEATED if (value := self.call.body.get(name)) is not None
        }
        return {
            **_REPEATED,
            **asked,
            "id": self.id,
            "object": "response",
            "created_at": self.created,
            "status": status,
            "error": None,
            "incomplete_details": None,
            "model": self.model,
            "output": [],
            "store": False,  # nothing is kept here to be fetched by its id
            "usage": None,
        }

    def _message(self, status: str, content: list[_Object]) -> _Object:
        return {
            "id": self._item,
            "type": "message",
            "role": "assistant",
            "status": status,
            "content": content,
        }

    def _counts(self) -> _Object:
        usage = self.usage or Usage(0, 0)
        return {
            "input_tokens": usage.prompt,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": usage.completion,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": usage.prompt + usage.completion,
        }

    def _spot(self) -> _Object:
        return {"item_id": self._item, "output_index": 0, "content_index": 0}

    def _event(self, name: str, **fields: Any) -> bytes:
        number, self._number = self._number, self._number + 1
        return event(name, {"type": name, "sequence_number": number, **fields})


def _text(text: str) -> _Object:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}


_RESPONSE_PREFIX: Final = "resp_local_"
_RENDERERS: Final[dict[str, tuple[type[Renderer], str]]] = {
    "chat.completions": (Chat, "chatcmpl-"),
    "completions": (Text, "cmpl-"),
    "responses": (Response, _RESPONSE_PREFIX),
}
