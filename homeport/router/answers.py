"""The text of an answer, whole or from a stream; nothing of one that was cut or calls tools."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from homeport.types import Endpoint

MOST: Final = 256 * 1024
"""Bytes of a stream that are kept; a longer answer has no text here."""


def text_of(endpoint: Endpoint, body: bytes) -> str | None:
    """Return the text of a complete answer; None if it has none, or was cut."""
    try:
        answer = json.loads(body)
        pieces = _response(answer) if endpoint == "responses" else _choice(answer)
        return "".join(pieces).strip() or None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return None


class Overheard:
    """The text of a stream of server-sent events, fed in chunks as it passes."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._kept = bytearray()

    def feed(self, chunk: bytes) -> None:
        if len(self._kept) <= MOST:
            self._kept += chunk

    def text(self) -> str | None:
        """Return the text, once the stream has ended; None if it has none, or was cut."""
        if len(self._kept) > MOST:
            return None
        try:
            events = list(_events(bytes(self._kept)))
            pieces = _streamed(events, self._endpoint)
            return "".join(pieces).strip() or None
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
            return None


def _events(raw: bytes) -> Iterator[dict[str, Any]]:
    for line in raw.splitlines():
        data = line.removeprefix(b"data:").strip()
        if line.startswith(b"data:") and data != b"[DONE]":
            yield json.loads(data)


def _streamed(events: list[dict[str, Any]], endpoint: Endpoint) -> list[str]:
    if endpoint == "responses":
        done = [event for event in events if event.get("type") == "response.completed"]
        return _response(done[0]["response"])
    choices = [event["choices"][0] for event in events if event.get("choices")]
    if not any(choice.get("finish_reason") == "stop" for choice in choices):
        raise ValueError("it was cut")
    said = (choice.get("delta", choice) for choice in choices)
    return [piece.get("content") or piece.get("text") or "" for piece in said]


def _choice(answer: dict[str, Any]) -> list[str]:
    choice = answer["choices"][0]
    if choice["finish_reason"] != "stop":
        raise ValueError("it was cut")
    return [choice["message"]["content"] if "message" in choice else choice["text"]]


def _response(answer: dict[str, Any]) -> list[str]:
    if answer["status"] != "completed":
        raise ValueError("it was cut")
    parts = (part for item in answer["output"] for part in item.get("content") or ())
    return [part["text"] for part in parts if part["type"] == "output_text"]
