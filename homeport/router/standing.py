"""Who answered a conversation last, and how hard it was. In memory, bounded.

A call shows its past in its own messages: what was asked up to the last answer is what was asked
then. So a turn is known by a digest of what was said, and by the names that a caller or a stored
response give it. An engine's cache or a cloud's is not looked into: ``tokens`` is what the turn's
prompt had, which is what either may still hold.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from homeport.types import Call, Part, Past

REMEMBERED: Final = 20_000
"""Turns kept, about 5 MB; the ones not used for longest go first."""


class Standings:
    """The last turns of conversations. Safe to use from several threads."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self._turns: OrderedDict[bytes, Past] = OrderedDict()
        self._size = size
        self._salt = secrets.token_bytes(16)  # the digests mean nothing outside this process
        self._lock = threading.Lock()

    def recall(self, call: Call, names: Iterable[str] = ()) -> Call:
        """Return ``call`` with what is known of the turn before it."""
        if not self._turns:
            return call
        for key in self._keys(_before(call), names):
            if past := self._turns.get(key):
                return replace(call, past=past)
        return call

    def remember(self, call: Call, past: Past, names: Iterable[str] = ()) -> None:
        """Keep how ``call`` was answered, for the turn that follows it."""
        with self._lock:
            for key in self._keys(call.parts, names):
                self._turns.pop(key, None)
                self._turns[key] = past
            while len(self._turns) > self._size:
                self._turns.popitem(last=False)

    def _keys(self, parts: Iterable[Part], names: Iterable[str]) -> Iterator[bytes]:
        for name in names:
            yield hashlib.blake2b(name.encode(), digest_size=16, key=self._salt).digest()
        digest, said = hashlib.blake2b(digest_size=16, key=self._salt), False
        for part in parts:
            if part.role is not None:
                raw = part.text.encode(errors="surrogatepass")
                digest.update(b"%b %d\n%b" % (part.role.encode(), len(raw), raw))
                said = True
        if said:
            yield digest.digest()


def _before(call: Call) -> tuple[Part, ...]:
    """Return what had been said when the last answer in ``call`` was asked for."""
    end = len(call.parts)
    spoken = [at for at in range(end) if call.parts[at].role == "assistant"]
    if not spoken:
        return ()
    first = spoken[-1]
    while first > 0 and call.parts[first - 1].role == "assistant":
        first -= 1
    return call.parts[:first]
