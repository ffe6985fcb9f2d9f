"""Holding an answer to its grammar, and ending it in time: JSON is closed at its limit, not cut.

A small model may fill a list or a text for ever. Before there is too little room, the shortest
end that the grammar allows is found by trying, without the model, and said instead. The answer
then fits its form, and its finish reason is still ``length``.
"""

from __future__ import annotations

from collections import deque
from typing import Any, Final

from homeport.backends.masks import Mask

_LONGEST: Final = 512
"""Tokens of the longest end that is looked for."""

_AMPLE: Final = 48
"""Tokens to spare from which on not every token is looked at."""


class Guide:
    """Guides one answer of at most ``limit`` tokens. ``rank`` orders a vocabulary by how soon a
    token ends what is open, the soonest lowest; ``end`` is a token that ends an answer."""

    def __init__(self, mask: Mask, *, limit: int, rank: Any, end: int) -> None:
        self._mask = mask
        self._rank = rank
        self._end = end
        self._left = limit
        self._look = limit
        self._due: deque[int] = deque()
        self.closing = False
        """True from where the answer is ended for want of room."""

    @property
    def done(self) -> bool:
        """True if nothing more may be said: the answer is complete without an end token."""
        return self._mask.done or (self.closing and not self._due)

    def allowed(self, size: int) -> Any:
        """Return a vector of ``size`` booleans, by token."""
        return self._mask.allowed(size)

    def take(self, token: int) -> int:
        """Go on after ``token``, which the model chose, or after another: return the one said."""
        if not self.closing and self._left <= self._look and not self._fits(token):
            self._close()
        self._left -= 1
        said = self._due.popleft() if self._due else token
        self._mask.take(said)
        return said

    def _fits(self, token: int) -> bool:
        """Say whether there is room to end after ``token``, and when to look again."""
        after = self._left - 1
        ending = self._mask.ending(self._rank, min(after, _LONGEST), first=token)
        spare = after - (_LONGEST if ending is None else len(ending))
        # A token may open what takes many to close: with less room than that, we always look.
        self._look = after - max(0, spare - _AMPLE) // 8
        return ending is not None or after > _LONGEST

    def _close(self) -> None:
        """Begin to say the shortest end. If none fits, the answer will be cut at its limit."""
        ending = self._mask.ending(self._rank, self._left)
        if ending is not None:
            self.closing = True
            self._due.extend(ending or [self._end])
