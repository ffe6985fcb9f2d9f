"""What was found in the beginning of a conversation, for when it comes again with the next turn.

A conversation brings its past along at every turn, and a template its instructions. A part is
known by the hash of itself *and of everything before it* in the same field of the request, under
a key that no one else has: who does not know the whole beginning of a conversation cannot learn
from the time an answer takes whether somebody else had it. No text is kept, only where in it
what was found.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Final

from homeport.types import Finding, Part

MOST: Final = 20_000
"""Parts and findings that are kept together: a few megabytes."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in one part, and how many characters were read to find it."""

    findings: tuple[Finding, ...]
    used: int = 0


class Memory:
    """The parts seen last, and what was found in them. Serves any number of threads."""

    def __init__(self, most: int = MOST) -> None:
        self.key: Final = secrets.token_bytes(16)
        self._most = most
        self._size = 0
        self._seen: OrderedDict[Hashable, Seen] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, digest: Hashable) -> Seen | None:
        """Return what is kept under a part's digest, or a tuple with it; None if nothing is."""
        with self._lock:
            if digest in self._seen:
                self._seen.move_to_end(digest)
            return self._seen.get(digest)

    def put(self, digest: Hashable, seen: Seen) -> None:
        """Keep ``seen``, and forget what was not asked for longest."""
        with self._lock:
            if digest not in self._seen:
                self._seen[digest] = seen
                self._size += 1 + len(seen.findings)
            while self._size > self._most:
                _, oldest = self._seen.popitem(last=False)
                self._size -= 1 + len(oldest.findings)


@dataclass(slots=True)
class Chain:
    """The digests of the parts of one call, each of all before it in the same field."""

    key: bytes
    _last: dict[str, bytes] = field(default_factory=dict)

    def digest(self, part: Part) -> bytes:
        """Return what ``part`` is known by, after the parts that were asked about before it."""
        top = part.path.partition(".")[0].partition("[")[0]
        hashed = hashlib.blake2b(self._last.get(top, b""), key=self.key, digest_size=16)
        head = f"{part.path}\0{part.role}\0{len(part.text)}\0"
        hashed.update(head.encode())
        hashed.update(part.text.encode("utf-8", "surrogatepass"))
        self._last[top] = hashed.digest()
        return self._last[top]


def fingerprint(text: str) -> bytes:
    """Return what stands for ``text`` where it must not be kept."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
