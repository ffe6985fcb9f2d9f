"""What every renderer does: it folds deltas into the choices of an answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from homeport.errors import RequestError
from homeport.router.reply import DONE, data, error_event
from homeport.types import Call, Delta, FinishReason, Logprob, ToolDelta, Usage

Object: TypeAlias = "dict[str, Any]"


@dataclass(slots=True)
class ToolCall:
    """One call of a tool, as far as it has come."""

    id: str
    name: str
    arguments: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.arguments)


@dataclass(slots=True)
class Choice:
    """One of the ``n`` answers, as far as it has come."""

    texts: list[str] = field(default_factory=list)
    thoughts: list[str] = field(default_factory=list)
    calls: list[ToolCall] = field(default_factory=list)
    logprobs: list[Logprob] = field(default_factory=list)
    finish: FinishReason | None = None

    def take(self, delta: Delta) -> None:
        self.texts.append(delta.text)
        if delta.reasoning:
            self.thoughts.append(delta.reasoning)
        if delta.call is not None:
            self._call(delta.call)
        self.logprobs += delta.logprobs
        self.finish = delta.finish or self.finish

    def _call(self, piece: ToolDelta) -> None:
        if piece.index == len(self.calls):
            self.calls.append(ToolCall(piece.id or "", piece.name or ""))
        self.calls[piece.index].arguments.append(piece.arguments)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    @property
    def thought(self) -> str:
        return "".join(self.thoughts)


class Renderer(ABC):
    """Folds deltas into an answer. ``created`` is in seconds since 1970."""

    def __init__(self, call: Call, *, id: str, model: str, created: int) -> None:  # noqa: A002
        self.call = call
        self.id = id
        self.model = model
        self.created = created
        self.choices: dict[int, Choice] = {}
        self.usage = Usage(0, 0)

    def start(self) -> bytes:
        """Return the events that come before the first delta."""
        return b""

    def feed(self, delta: Delta) -> bytes:
        """Take the next delta and return its events."""
        self.choice(delta.index).take(delta)
        self.usage = delta.usage or self.usage
        return self.events(delta)

    def choice(self, index: int = 0) -> Choice:
        return self.choices.setdefault(index, Choice())

    def said(self) -> list[str]:
        """Return what every choice has said so far: its text, its thoughts, what it told tools."""
        return [text for choice in self.choices.values() for text in _texts(choice)]

    @abstractmethod
    def events(self, delta: Delta) -> bytes:
        """Return the events of one delta, after it was taken."""

    @abstractmethod
    def end(self) -> bytes:
        """Return the events that come after the last delta."""

    def broken(self, error: RequestError) -> bytes:
        """Return the events that end an answer which failed."""
        return error_event(self.call.endpoint, error)

    @abstractmethod
    def whole(self) -> Object:
        """Return the complete answer as one object."""


def _texts(choice: Choice) -> Iterator[str]:
    yield choice.text
    if choice.thoughts:
        yield choice.thought
    yield from (call.text for call in choice.calls)


class Completions(Renderer):
    """What chat and text completions have in common."""

    def events(self, delta: Delta) -> bytes:
        pieces = [self.chunk(piece) for piece in self.pieces(delta)]
        if delta.finish:
            pieces.append(self.chunk(self.last(delta)))
        return b"".join(pieces)

    def end(self) -> bytes:
        if not self._include_usage():
            return DONE
        return data(self.frame() | {"choices": [], "usage": self.counts()}) + DONE

    def chunk(self, choice: Object) -> bytes:
        extra = {"usage": None} if self._include_usage() else {}
        return data(self.frame() | {"choices": [choice]} | extra)

    def _include_usage(self) -> bool:
        options = self.call.body.get("stream_options")
        return isinstance(options, dict) and options.get("include_usage") is True

    def counts(self) -> Object:
        usage = self.usage
        return {
            "prompt_tokens": usage.prompt,
            "completion_tokens": usage.completion,
            "total_tokens": usage.prompt + usage.completion,
            "prompt_tokens_details": {"cached_tokens": usage.cached, "audio_tokens": 0},
            "completion_tokens_details": {
                "reasoning_tokens": usage.reasoning,
                "audio_tokens": 0,
                "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            },
        }

    @abstractmethod
    def frame(self) -> Object:
        """Return what a chunk says besides its choices."""

    @abstractmethod
    def pieces(self, delta: Delta) -> Iterable[Object]:
        """Return the choices that tell what ``delta`` says."""

    @abstractmethod
    def last(self, delta: Delta) -> Object:
        """Return the choice that tells the end."""


def choice_object(
    index: int, *, logprobs: Object | None, finish_reason: FinishReason | None = None, **said: Any
) -> Object:
    return {"index": index, **said, "logprobs": logprobs, "finish_reason": finish_reason}


def logprob_object(told: Logprob) -> Object:
    """Return a token's chances as chat and responses write them."""
    return _token(told) | {"top_logprobs": [_token(other) for other in told.top]}


def _token(told: Logprob) -> Object:
    return {"token": told.token, "bytes": list(told.raw), "logprob": told.logprob}
