"""The items of a response's output: what each looks like, whole and in events.

An event is a name (without ``response.``) and its fields. Every item is opened, told piece by
piece and closed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar, TypeAlias

from homeport.router.render.base import Object, logprob_object
from homeport.types import Delta, Logprob

Events: TypeAlias = Iterator[tuple[str, Object]]


class Item(ABC):
    """One item. ``answer`` is the response's own part of its id, ``place`` the item's in its
    output, ``first`` the delta that it begins with."""

    prefix: ClassVar[str]

    def __init__(self, answer: str, place: int, first: Delta) -> None:  # noqa: ARG002 - for calls
        # The first message is what a conversation is continued with; the others are numbered.
        self.id = f"{self.prefix}_{answer}" + (f"_{place}" if place else "")
        self.place = place
        self.status = "in_progress"
        self.pieces: list[str] = []

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def takes(self, kind: type[Item], delta: Delta) -> bool:  # noqa: ARG002 - for calls
        """Say whether ``delta`` goes on with this item."""
        return type(self) is kind

    def opened(self) -> Events:
        yield "output_item.added", {"output_index": self.place, "item": self.whole()}

    @abstractmethod
    def told(self, delta: Delta) -> Events:
        """Take a piece."""

    def closed(self, status: str) -> Events:
        self.status = status
        yield "output_item.done", {"output_index": self.place, "item": self.whole()}

    @abstractmethod
    def whole(self) -> Object:
        """Return the item as far as it has come."""


class _Part(Item):
    """An item with one part of content."""

    event: ClassVar[str]

    def opened(self) -> Events:
        yield from super().opened()
        yield "content_part.added", {**self.spot(), "part": self.part()}

    def closed(self, status: str) -> Events:
        self.status = status
        yield f"{self.event}.done", {**self.spot(), "text": self.text, **self.chances()}
        yield "content_part.done", {**self.spot(), "part": self.part()}
        yield from super().closed(status)

    def spot(self) -> Object:
        return {"item_id": self.id, "output_index": self.place, "content_index": 0}

    def chances(self) -> Object:
        return {}

    @abstractmethod
    def part(self) -> Object: ...


class Message(_Part):
    """What the model answers."""

    prefix = "msg"
    event = "output_text"

    def __init__(self, answer: str, place: int, first: Delta) -> None:
        super().__init__(answer, place, first)
        self._logprobs: list[Logprob] = []

    def told(self, delta: Delta) -> Events:
        self.pieces.append(delta.text)
        self._logprobs += delta.logprobs
        told = [logprob_object(token) for token in delta.logprobs]
        yield "output_text.delta", {**self.spot(), "delta": delta.text, "logprobs": told}

    def chances(self) -> Object:
        return {"logprobs": [logprob_object(token) for token in self._logprobs]}

    def part(self) -> Object:
        return {"type": "output_text", "text": self.text, "annotations": [], **self.chances()}

    def whole(self) -> Object:
        return {
            "id": self.id,
            "type": "message",
            "role": "assistant",
            "status": self.status,
            "content": [] if self.status == "in_progress" else [self.part()],
        }


class Thought(_Part):
    """What the model thinks before it answers."""

    prefix = "rs"
    event = "reasoning_text"

    def told(self, delta: Delta) -> Events:
        self.pieces.append(delta.reasoning)
        yield "reasoning_text.delta", {**self.spot(), "delta": delta.reasoning}

    def part(self) -> Object:
        return {"type": "reasoning_text", "text": self.text}

    def whole(self) -> Object:
        return {
            "id": self.id,
            "type": "reasoning",
            "summary": [],
            "status": self.status,
            "content": [] if self.status == "in_progress" else [self.part()],
        }


class FunctionCall(Item):
    """A call of one of the caller's functions."""

    prefix = "fc"

    def __init__(self, answer: str, place: int, first: Delta) -> None:
        super().__init__(answer, place, first)
        self._call = first.call

    def takes(self, kind: type[Item], delta: Delta) -> bool:
        return super().takes(kind, delta) and delta.call is not None and delta.call.id is None

    def told(self, delta: Delta) -> Events:
        piece = "" if delta.call is None else delta.call.arguments
        if piece:
            self.pieces.append(piece)
            yield "function_call_arguments.delta", {**self._spot(), "delta": piece}

    def closed(self, status: str) -> Events:
        yield "function_call_arguments.done", {**self._spot(), "arguments": self.text}
        yield from super().closed(status)

    def _spot(self) -> Object:
        return {"item_id": self.id, "output_index": self.place}

    def whole(self) -> Object:
        return {
            "id": self.id,
            "type": "function_call",
            "status": self.status,
            "call_id": self._call and self._call.id,
            "name": self._call and self._call.name,
            "arguments": self.text,
        }
