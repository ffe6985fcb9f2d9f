"""Restoring a stream of server-sent events: chats, completions, responses.

A stream gives the same whatever its chunks. What is held back of a text is shown with its next
piece, with the event that ends it, or in an event of its own before that one.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any, Final

from homeport.policies.privacy.restoring import Escape, Restorer, Tally, as_is, in_json
from homeport.policies.privacy.vault import Vault
from homeport.types import Call

log = logging.getLogger("homeport")

_Object = dict[str, Any]

LEFT: Final = frozenset({"logprobs", "top_logprobs"})
_JSON_INSIDE: Final = frozenset({"arguments"})
_ANSWERS: Final = frozenset({"content", "text"})
_WHOLE: Final = frozenset({"role", "id", "type", "name", "object", "status"})
"""Fields of a streamed piece that come in one piece."""


class Restoration:
    """How the texts of one answer are restored, and how often that was done."""

    def __init__(self, vault: Vault, call: Call) -> None:
        self.vault = vault
        self.endpoint = call.endpoint
        self.tally = Tally()
        # With structured output the text of the answer is JSON.
        self.structured = bool(call.needs & {"json_object", "json_schema"})

    def escape(self, field: str) -> Escape:
        """Return how values are written in texts of ``field``."""
        inside = field in _JSON_INSIDE or (self.structured and field in _ANSWERS)
        return in_json if inside else as_is

    def value(self, value: Any, field: str = "") -> Any:
        """Return a JSON value with every text and key of it restored."""
        if isinstance(value, str):
            return self.vault.restore(value, self.escape(field), self.tally)
        if isinstance(value, list):
            return [self.value(child, field) for child in value]
        if isinstance(value, dict):
            return {
                self.vault.restore(key): child if key in LEFT else self.value(child, key)
                for key, child in value.items()
            }
        return value

    def running(self, field: str) -> Restorer:
        return Restorer(self.vault, self.escape(field), self.tally)


class StreamRestorer:
    """Restores a stream of server-sent events, fed in any chunks. Does no I/O."""

    def __init__(self, restoration: Restoration) -> None:
        self._restoration = restoration
        self._block = bytearray()
        self._events = (
            _ResponseEvents(restoration)
            if restoration.endpoint == "responses"
            else _ChoiceEvents(restoration)
        )

    def feed(self, chunk: bytes) -> bytes:
        """Take what arrived and return the events that are complete, restored."""
        out = bytearray()
        for line in chunk.splitlines(keepends=True):
            self._block += line
            if self._block.endswith((b"\n\n", b"\n\r\n", b"\r\r")):
                out += self._restored(bytes(self._block))
                self._block.clear()
        return bytes(out)

    def end(self) -> bytes:
        """The stream is over: return what is left of it."""
        rest = self._restored(bytes(self._block)) if self._block else b""
        self._block.clear()
        tally = self._restoration.tally
        if tally.unknown:
            log.warning("an answer has %d placeholders that stand for nothing", tally.unknown)
        return rest + b"".join(map(_frame, self._events.rest()))

    def _restored(self, block: bytes) -> bytes:
        """Return one block of lines that ends with an empty one, restored."""
        head, found, data = block.partition(b"data:")
        if not found or (head and not head.endswith(b"\n")):
            return block
        if data.strip() == b"[DONE]":
            return b"".join(map(_frame, self._events.rest())) + block
        try:
            event = json.loads(data)
        except ValueError:
            return block
        if not isinstance(event, dict):
            return block
        *before, last = self._events.restored(event)
        inserted = b"".join(_named(event) for event in before)
        return inserted + (block if last is event else head + _frame(last))


def _frame(event: _Object) -> bytes:
    text = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
    return b"data: " + text.encode(errors="replace") + b"\n\n"


def _named(event: _Object) -> bytes:
    return b"event: " + str(event.get("type", "message")).encode() + b"\n" + _frame(event)


class _ChoiceEvents:
    """The chunks of chats and completions: each choice has texts that run on."""

    def __init__(self, restoration: Restoration) -> None:
        self._restoration = restoration
        self._running: dict[tuple[Any, ...], Restorer] = {}
        self._head: _Object = {}

    def restored(self, chunk: _Object) -> list[_Object]:
        """Return the chunk restored, after those that have to come before it."""
        choices = chunk.get("choices")
        rest = {key: value for key, value in chunk.items() if key != "choices"}
        written = self._restoration.value(rest)
        if isinstance(choices, list):
            written["choices"] = [self._choice(choice) for choice in choices]
            self._head = {key: value for key, value in rest.items() if key != "usage"}
        return [written]

    def rest(self) -> Iterator[_Object]:
        """Yield chunks with what is held back, where a stream ends without an end."""
        for index in sorted({key[0] for key in self._running}, key=str):
            choice = self._ended({"index": index, "delta": {}, "finish_reason": None})
            if choice["delta"] or choice.get("text"):
                yield self._head | {"choices": [choice]}

    def _choice(self, choice: Any) -> Any:
        if not isinstance(choice, dict):
            return self._restoration.value(choice)
        index = choice.get("index", 0)
        written: _Object = {}
        for key, value in choice.items():
            if key == "text" and isinstance(value, str):
                written[key] = self._run((index, key), value)
            elif key == "delta" and isinstance(value, dict):
                written[key] = self._delta(index, value)
            else:
                written[key] = value if key in LEFT else self._restoration.value(value, key)
        return self._ended(written) if choice.get("finish_reason") else written

    def _delta(self, index: Any, delta: _Object) -> _Object:
        written: _Object = {}
        for key, value in delta.items():
            if isinstance(value, str) and key not in _WHOLE:
                written[key] = self._run((index, key), value)
            elif key == "tool_calls" and isinstance(value, list):
                written[key] = [self._tool_call(index, call) for call in value]
            elif key == "function_call" and isinstance(value, dict):
                written[key] = self._function((index, key), value)
            else:
                written[key] = self._restoration.value(value, key)
        return written

    def _tool_call(self, index: Any, call: Any) -> Any:
        if not isinstance(call, dict):
            return self._restoration.value(call)
        return {
            key: self._function((index, "tool_calls", call.get("index", 0), key), value)
            if isinstance(value, dict)
            else self._restoration.value(value, key)
            for key, value in call.items()
        }

    def _function(self, spot: tuple[Any, ...], function: _Object) -> _Object:
        return {
            key: self._run((*spot, key), value)
            if isinstance(value, str) and key not in _WHOLE
            else self._restoration.value(value, key)
            for key, value in function.items()
        }

    def _run(self, spot: tuple[Any, ...], piece: str) -> str:
        if spot not in self._running:
            self._running[spot] = self._restoration.running(spot[-1])
        return self._running[spot].feed(piece)

    def _ended(self, choice: _Object) -> _Object:
        """Add to the last chunk of a choice what its texts still hold back."""
        index = choice.get("index", 0)
        for spot in [spot for spot in self._running if spot[0] == index]:
            left = self._running.pop(spot).flush()
            if left and spot[1:] == ("text",):
                choice["text"] = choice.get("text", "") + left
            elif left:
                choice["delta"] = _appended(choice.get("delta") or {}, spot[1:], left)
        return choice


def _appended(delta: _Object, spot: tuple[Any, ...], text: str) -> _Object:
    """Return a delta with ``text`` at the end of what stands at ``spot``."""
    if spot[0] == "tool_calls":
        _, number, kind, field = spot
        calls = list(delta.get("tool_calls") or [])
        for position, call in enumerate(calls):
            if call.get("index", 0) == number:
                calls[position] = call | {kind: _more(call.get(kind) or {}, field, text)}
                return delta | {"tool_calls": calls}
        return delta | {"tool_calls": [*calls, {"index": number, kind: {field: text}}]}
    if spot[0] == "function_call":
        return delta | {"function_call": _more(delta.get("function_call") or {}, spot[1], text)}
    return _more(delta, spot[0], text)


def _more(holder: _Object, field: str, text: str) -> _Object:
    return holder | {field: (holder.get(field) or "") + text}


class _ResponseEvents:
    """The events of a response: deltas that run on, and all else, which repeats them whole."""

    def __init__(self, restoration: Restoration) -> None:
        self._restoration = restoration
        self._running: dict[tuple[Any, ...], tuple[Restorer, _Object]] = {}
        self._added = 0  # events of ours; those behind them are numbered on

    def restored(self, event: _Object) -> list[_Object]:
        """Return the event restored, after those that have to come before it."""
        kind = str(event.get("type", ""))
        if kind.endswith(".delta") and isinstance(event.get("delta"), str):
            return [self._numbered(self._delta(kind, event))]
        before = list(self._flushed(kind.removesuffix(".done"), event)) if kind else []
        return [*before, self._numbered(self._whole(kind, event))]

    def rest(self) -> Iterator[_Object]:
        """Yield deltas with what is held back, where a stream ends without an end."""
        for spot in list(self._running):
            yield from self._flush(spot)

    def _delta(self, kind: str, event: _Object) -> _Object:
        spot = _spot(kind.removesuffix(".delta"), event)
        if spot not in self._running:
            self._running[spot] = (self._restoration.running(_field(kind)), event)
        restorer, _ = self._running[spot]
        self._running[spot] = (restorer, event)
        return event | {"delta": restorer.feed(event["delta"])}

    def _whole(self, kind: str, event: _Object) -> _Object:
        return {
            key: value
            if key in LEFT
            else self._restoration.value(value, _field(kind) if key == "text" else key)
            for key, value in event.items()
        }

    def _flushed(self, kind: str, event: _Object) -> Iterator[_Object]:
        """Yield what is held back of the text that ends with ``event``, or of all at the end."""
        if kind in _ENDS:
            yield from self.rest()
        else:
            yield from self._flush(_spot(kind, event))

    def _flush(self, spot: tuple[Any, ...]) -> Iterator[_Object]:
        restorer, last = self._running.pop(spot, (None, {}))
        if restorer is not None and (left := restorer.flush()):
            number = last.get("sequence_number")
            added = {"sequence_number": number + 1} if isinstance(number, int) else {}
            yield self._numbered(last | {"delta": left} | added)
            self._added += 1

    def _numbered(self, event: _Object) -> _Object:
        number = event.get("sequence_number")
        if not self._added or not isinstance(number, int):
            return event
        return event | {"sequence_number": number + self._added}


_ENDS: Final = frozenset({"response.completed", "response.incomplete", "response.failed", "error"})


def _spot(kind: str, event: _Object) -> tuple[Any, ...]:
    """Return what tells one running text of a response from another."""
    named = ("item_id", "output_index", "content_index", "summary_index")
    return (kind, *(event.get(name) for name in named))


def _field(kind: str) -> str:
    """Return the field of an item that the texts of an event belong to."""
    if "arguments" in kind:
        return "arguments"
    return "text" if "output_text" in kind else "running"
