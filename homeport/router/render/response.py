"""``response`` and the events of its stream, in the published order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from homeport.errors import RequestError
from homeport.router.render.base import Object, Renderer
from homeport.router.render.items import FunctionCall, Item, Message, Thought
from homeport.router.reply import error_object, event
from homeport.types import Call, Delta

PREFIX: Final = "resp_local_"

# What the caller asked for and a response repeats, with the API's defaults.
_REPEATED: Final[Object] = {
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
    "top_logprobs": 0,
    "top_p": 1.0,
    "truncation": "disabled",
    "user": None,
}


class Response(Renderer):
    """A list of items, of which one is open at a time: thoughts, a message, calls."""

    def __init__(self, call: Call, **options: Any) -> None:
        super().__init__(call, **options)
        self._number = 0
        self._items: list[Item] = []

    def start(self) -> bytes:
        return b"".join(
            self._event(f"response.{state}", response=self._response("in_progress"))
            for state in ("created", "in_progress")
        )

    def events(self, delta: Delta) -> bytes:
        return b"".join(self._events(delta))

    def _events(self, delta: Delta) -> Iterator[bytes]:
        if delta.reasoning:
            yield from self._in(Thought, delta)
        if delta.text:
            yield from self._in(Message, delta)
        if delta.call is not None:
            yield from self._in(FunctionCall, delta)

    def _in(self, kind: type[Item], delta: Delta) -> Iterator[bytes]:
        """Say ``delta`` in the open item, if it may stand there, else in a new one."""
        if not self._items or not self._items[-1].takes(kind, delta):
            yield from self._close("completed")
            yield from self._open(kind(self.id.removeprefix(PREFIX), len(self._items), delta))
        yield from self._tell(self._items[-1].told(delta))

    def end(self) -> bytes:
        return b"".join(self._closing())

    def _closing(self) -> Iterator[bytes]:
        if not self._items:  # an empty answer is a message too
            yield from self._open(self._empty())
        status = self._status()
        yield from self._close(status)
        yield self._event(f"response.{status}", response=self.whole())

    def _open(self, item: Item) -> Iterator[bytes]:
        self._items.append(item)
        yield from self._tell(item.opened())

    def _close(self, status: str) -> Iterator[bytes]:
        if self._items:
            yield from self._tell(self._items[-1].closed(status))

    def broken(self, error: RequestError) -> bytes:
        """Say what there is as failed, then the error, on which the SDK raises."""
        failed = self._response("failed") | {
            "error": {"code": "server_error", "message": error.message},
            "output": [item.whole() for item in self._items],
        }
        told = error_object(error)
        number, said = self._number + 1, self._event("response.failed", response=failed)
        self._number = number + 1
        last = {"type": "error", "sequence_number": number, **told, "error": told}
        return said + event("error", last | {"type": "error"})

    def whole(self) -> Object:
        status = self._status()
        whole = self._response(status)
        items = self._items or [self._empty()]
        items[-1].status = status
        whole["output"] = [item.whole() for item in items]
        whole["usage"] = self._counts()
        if status == "incomplete":
            whole["incomplete_details"] = {"reason": "max_output_tokens"}
        return whole

    def _empty(self) -> Item:
        return Message(self.id.removeprefix(PREFIX), 0, Delta())

    def _status(self) -> str:
        return "incomplete" if self.choice().finish == "length" else "completed"

    def _response(self, status: str) -> Object:
        asked = {
            name: value for name in _REPEATED if (value := self.call.body.get(name)) is not None
        }
        belongs = self.call.body.get("conversation")
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
            "usage": None,
            **({"conversation": belongs} if belongs else {}),
        }

    def _counts(self) -> Object:
        usage = self.usage
        return {
            "input_tokens": usage.prompt,
            "input_tokens_details": {"cached_tokens": usage.cached, "cache_write_tokens": 0},
            "output_tokens": usage.completion,
            "output_tokens_details": {"reasoning_tokens": usage.reasoning},
            "total_tokens": usage.prompt + usage.completion,
        }

    def _tell(self, events: Iterator[tuple[str, Object]]) -> Iterator[bytes]:
        for name, fields in events:
            yield self._event(f"response.{name}", **fields)

    def _event(self, name: str, **fields: Any) -> bytes:
        number, self._number = self._number, self._number + 1
        return event(name, {"type": name, "sequence_number": number, **fields})
