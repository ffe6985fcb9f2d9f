"""What earlier calls mean for the next one. In memory, bounded.

A level never falls within a conversation. A conversation is recognised in three ways: by the
name that the caller gave it (``x-homeport-conversation``), by the response that a call
continues (``previous_response_id``), and by its content: what a caller once called private, and
what this device answered to a private call, is known again wherever it comes back.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, TypeVar
from urllib.parse import urlsplit

from homeport.types import Call, Decision, Level

T = TypeVar("T")

REMEMBERED: Final = 100_000
"""Conversations, response ids and texts kept, about 20 MB; the ones not used for longest go
first."""

TELLING: Final = 24
"""Characters from which on a text, or a line of one, is taken for the same text when it comes
back. Shorter ones (``yes, please``) are said in every conversation."""

_SPOKEN: Final = frozenset({"user", "assistant", "tool", "function"})
"""Whose words belong to one conversation. A system prompt is the same in all of them."""

_RESPONSE_ID: Final = re.compile(rb'"id"\s*:\s*"(resp_[A-Za-z0-9_-]{1,128})"')


class Conversations:
    """Levels by conversation, response id and content. Safe to use from several threads."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self._levels: OrderedDict[str, Level] = OrderedDict()
        self._contents: OrderedDict[bytes, Level] = OrderedDict()
        self._size = size
        self._salt = secrets.token_bytes(16)  # the digests mean nothing outside this process
        self._lock = threading.Lock()

    def recall(self, call: Call) -> Call:
        """Return ``call`` with what is known of its past: its label raised, known history readable.

        What was made on this device is put into the call later, from where it is kept (``store``).
        """
        labels = call.labels
        known = [self._levels.get(key) for key in keys_of(call)] + [self._by_content(call)]
        level = max((labels.privacy, *(found for found in known if found is not None)))
        previous = call.body.get("previous_response_id")
        unreadable = call.unreadable
        if isinstance(previous, str) and f"response:{previous}" in self._levels:
            unreadable = tuple(path for path in unreadable if path != "previous_response_id")
        if level == labels.privacy and unreadable == call.unreadable:
            return call
        return replace(call, labels=replace(labels, privacy=level), unreadable=unreadable)

    def remember(self, call: Call, decision: Decision, answer: bytes = b"") -> None:
        """Keep the level of a call that was decided; ``answer`` may hold a stored response's id.

        Where the level is the caller's word, no detector would find it again: what was said is
        then known by its content.
        """
        made = response_key(call, answer)
        keys = [key for key in keys_of(call) if key.startswith("conversation:")]
        if made:
            keys.append(made)
        if keys:
            self._keep(self._levels, keys, decision.privacy.level)
        if call.labels.privacy > Level.PUBLIC:
            self.recognise(_spoken(call), call.labels.privacy)

    def recognise(self, texts: Iterable[str], level: Level) -> None:
        """Take ``texts``, and each telling line of them, as at least ``level`` from now on."""
        self._keep(self._contents, self._digests(texts), level)

    def _keep(self, levels: OrderedDict[T, Level], keys: Iterable[T], level: Level) -> None:
        with self._lock:
            for key in keys:
                levels[key] = max(level, levels.pop(key, Level.PUBLIC))
            while len(levels) > self._size:
                levels.popitem(last=False)

    def _by_content(self, call: Call) -> Level | None:
        if not self._contents:  # most processes never hold anything that only a caller knows
            return None
        found = (self._contents.get(digest) for digest in self._digests(_spoken(call)))
        return max((level for level in found if level is not None), default=None)

    def _digests(self, texts: Iterable[str]) -> Iterator[bytes]:
        for text in texts:
            for piece in {text, *text.splitlines()}:
                if len(said := piece.strip()) >= TELLING:
                    raw = said.encode(errors="surrogatepass")
                    yield hashlib.blake2b(raw, digest_size=16, key=self._salt).digest()


def response_key(call: Call, answer: bytes) -> str | None:
    """Return what names the stored response that ``answer`` begins; None if it stores none."""
    made = _RESPONSE_ID.search(answer) if call.endpoint == "responses" else None
    return f"response:{made[1].decode()}" if made else None


def stored_in(url: str) -> Iterator[str]:
    """Yield what names the stored response that a path leads to (``/responses/resp_...``)."""
    for step in urlsplit(url).path.split("/"):
        if step.startswith("resp_"):
            yield f"response:{step}"


def keys_of(call: Call) -> list[str]:
    """Return what names the conversation that ``call`` belongs to, if the call says so."""
    keys = []
    if call.labels.conversation:
        keys.append(f"conversation:{call.labels.conversation}")
    previous = call.body.get("previous_response_id")
    if isinstance(previous, str):
        keys.append(f"response:{previous}")
    return keys


def _spoken(call: Call) -> Iterator[str]:
    """Yield what was said in the conversation; of a call without roles, everything."""
    return (part.text for part in call.parts if part.role is None or part.role in _SPOKEN)
