"""The memory that calls may take at once for what they read and write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from homeport.backends.fit import available_memory

SHARE: Final = 0.8
"""Of what is free when a model has been loaded: the rest is for the work of a step, and others."""


class Ledger:
    """Hands out room for tokens, of ``per_token`` bytes each. Not safe for several threads.

    Rows that are taken on together are padded to the longest, so all count as long as that.
    """

    def __init__(self, per_token: int, available: Callable[[], int] = available_memory) -> None:
        self._per_token = per_token
        self._available = available
        self._budget = int(SHARE * available())
        self._held: list[int] = []

    def take(self, tokens: int) -> bool | None:
        """Take room for ``tokens``. None if there is none now, False if there never will be."""
        needed = max([tokens, *self._held]) * (len(self._held) + 1) * self._per_token
        free = self._available() >= tokens * self._per_token
        if needed <= self._budget and free:
            self._held.append(tokens)
            return True
        return None if self._held else False

    def give(self, tokens: int) -> None:
        """Give back what was taken."""
        self._held.remove(tokens)
