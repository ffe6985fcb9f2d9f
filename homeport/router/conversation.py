"""What earlier calls of a conversation mean for the next one. In memory, bounded.

A level never falls within a conversation: whoever names one (``x-homeport-conversation``) or
continues a stored response (``previous_response_id``) inherits the highest level seen in it.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from dataclasses import replace
from typing import Final

from homeport.router.render import local_response
from homeport.types import Call, Decision, Level

REMEMBERED: Final = 100_000
"""Conversations and response ids kept, about 20 MB; the ones not used for longest go first."""

_RESPONSE_ID: Final = re.compile(rb'"id"\s*:\s*"(resp_[A-Za-z0-9_-]{1,128})"')


class Conversations:
    """Levels by conversation and by response id. Safe to use from several threads."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self._levels: OrderedDict[str, Level] = OrderedDict()
        self._size = size
        self._lock = threading.Lock()

    def recall(self, call: Call) -> Call:
        """Return ``call`` with what is known of its past: its label raised, known history readable.

        A response that was made on this device narrows the route to this device.
        """
        labels = call.labels
        known = [self._levels.get(key) for key in self._keys(call)]
        level = max((labels.privacy, *(found for found in known if found is not None)))
        previous = call.body.get("previous_response_id")
        if isinstance(previous, str) and local_response(previous):
            labels = replace(labels, route="local")
        unreadable = call.unreadable
        if isinstance(previous, str) and f"response:{previous}" in self._levels:
            unreadable = tuple(path for path in unreadable if path != "previous_response_id")
        if level == labels.privacy and labels is call.labels and unreadable == call.unreadable:
            return call
        return replace(call, labels=replace(labels, privacy=level), unreadable=unreadable)

    def remember(self, call: Call, decision: Decision, answer: bytes = b"") -> None:
        """Keep the level of a call that was decided; ``answer`` may hold a stored response's id."""
        made = _RESPONSE_ID.search(answer) if call.endpoint == "responses" else None
        keys = [key for key in self._keys(call) if key.startswith("conversation:")]
        if made:
            keys.append(f"response:{made[1].decode()}")
        with self._lock:
            for key in keys:
                self._levels[key] = max(decision.privacy.level, self._levels.pop(key, Level.PUBLIC))
            while len(self._levels) > self._size:
                self._levels.popitem(last=False)

    @staticmethod
    def _keys(call: Call) -> list[str]:
        keys = []
        if call.labels.conversation:
            keys.append(f"conversation:{call.labels.conversation}")
        previous = call.body.get("previous_response_id")
        if isinstance(previous, str):
            keys.append(f"response:{previous}")
        return keys
