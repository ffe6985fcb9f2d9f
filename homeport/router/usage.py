"""How many tokens an answer took, as whoever gave it says: in whole answers and in streams."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from homeport.types import Usage

_TOLD: Final = re.compile(rb'"usage"\s*:\s*\{')
_EVENT: Final = b"data:"


def usage_in(answer: Any) -> Usage | None:
    """Return the usage that a JSON answer tells, in the words of any endpoint; else None."""
    told = answer.get("usage") if isinstance(answer, dict) else None
    if not isinstance(told, dict):
        return None
    prompt, completion = _count(told, "prompt_tokens"), _count(told, "completion_tokens")
    if prompt is None:
        prompt, completion = _count(told, "input_tokens"), _count(told, "output_tokens")
    if prompt is None:
        return None
    details = told.get("prompt_tokens_details") or told.get("input_tokens_details")
    cached = _count(details, "cached_tokens") if isinstance(details, dict) else None
    return Usage(prompt, completion or 0, cached or 0)


def usage_of(body: bytes) -> Usage | None:
    """Return the usage that a whole answer tells; None if it tells none."""
    try:
        return usage_in(json.loads(body)) if _TOLD.search(body) else None
    except (ValueError, RecursionError):
        return None


class UsageReader:
    """Reads a stream of server-sent events for its usage; chunks may end anywhere."""

    def __init__(self) -> None:
        self.usage: Usage | None = None
        self.events = 0
        """Events so far: about as many as the answer has tokens."""
        self._held = b""

    def feed(self, chunk: bytes) -> None:
        *lines, self._held = (self._held + chunk).split(b"\n")
        for line in lines:
            if line.startswith(_EVENT):
                self.events += 1
                if _TOLD.search(line):
                    self.usage = _usage_of_event(line) or self.usage


def _usage_of_event(line: bytes) -> Usage | None:
    """Return what one event tells: itself, or the response that it is about."""
    try:
        event = json.loads(line[len(_EVENT) :])
    except (ValueError, RecursionError):
        return None
    inner = event.get("response") if isinstance(event, dict) else None
    return usage_in(event) or usage_in(inner)


def _count(told: dict[str, Any], name: str) -> int | None:
    count = told.get(name)
    return count if type(count) is int and count >= 0 else None
