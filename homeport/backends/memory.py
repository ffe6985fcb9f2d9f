"""The memory that calls may take at once for what they read and write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from homeport.backends.engine import Room

SHARE: Final = 0.8
"""Of what is free when a model has been loaded: the rest is for the work of a step, and others."""


class Ledger:
    """Hands out room for tokens, of ``per_token`` bytes each. Not safe for several threads.

    Rows that are taken on together are padded to the longest, so all count as long as that.
    """

    def __init__(self, per_token: int, available: Callable[[], int]) -> None:
        self._per_token = per_token
        self._available = available
        self._budget = int(SHARE * available())
        self._held: set[Room] = set()

    def take(self, room: Room) -> bool | None:
        """Take ``room``. None if there is none now, False if there never will be."""
        longest = max(held.tokens for held in (room, *self._held))
        needed = longest * (len(self._held) + 1) * self._per_token
        free = self._available() >= room.tokens * self._per_token
        if needed <= self._budget and free:
            self._held.add(room)
            return True
        return None if self._held else False

    def give(self, room: Room) -> None:
        """Give ``room`` back, if it was taken."""
        self._held.discard(room)
