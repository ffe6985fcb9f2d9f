"""What was read for earlier turns of a conversation, so that the next turn reads only what is new.

A row belongs to one conversation and one level of privacy and is never found by another. A call
that names no conversation belongs to the one that it repeats: its prompt begins with the whole
prompt of an earlier call and goes on. Calls that only begin alike (with the same system prompt)
share nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from homeport.backends.engine import Engine, Row
from homeport.types import Call, Level

_WORTH: Final = 16
"""Tokens in common below which a prompt is read anew."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a row is. ``conversation`` None: that of any call that goes on where it ended."""

    conversation: str | None
    level: Level

    @classmethod
    def of(cls, call: Call) -> Owner:
        return cls(call.labels.conversation, call.labels.privacy)


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    owner: Owner
    row: Row
    prompt: int
    bytes: int

    def common(self, prompt: Sequence[int]) -> int:
        """Return how many tokens of ``prompt`` need not be read. One always is, for its logits."""
        tokens = self.row.tokens
        if self.owner.conversation is None and (
            len(prompt) <= self.prompt or tokens[: self.prompt] != prompt[: self.prompt]
        ):
            return 0
        most = min(len(tokens), len(prompt) - 1)
        return next((at for at in range(most) if tokens[at] != prompt[at]), most)


class PromptCaches:
    """Rows that may be taken up again, at most ``limit`` bytes of them; the oldest go first."""

    def __init__(self, engine: Engine, limit: int) -> None:
        self._engine = engine
        self._limit = limit
        self._kept: list[_Kept] = []

    @property
    def bytes(self) -> int:
        return sum(kept.bytes for kept in self._kept)

    def take(self, owner: Owner, prompt: Sequence[int]) -> Row:
        """Return a row that has read the beginning of ``prompt``, perhaps nothing of it.

        Nobody else finds it until it is put back.
        """
        own = [kept for kept in self._kept if kept.owner == owner]
        best = max(own, key=lambda kept: kept.common(prompt), default=None)
        if best is not None and (common := best.common(prompt)) >= _WORTH:
            self._kept.remove(best)
            if self._engine.trim(best.row, common):
                return best.row
        return self._engine.row()

    def put(self, owner: Owner, row: Row, prompt: int) -> None:
        """Keep ``row``, which stands alone and whose first ``prompt`` tokens were asked."""
        size = self._engine.size(row)
        if prompt <= len(row.tokens) and size <= self._limit:
            row.draw = row.logits = row.ahead = None
            self._kept.append(_Kept(owner, row, prompt, size))
            self.shrink(self._limit)

    def shrink(self, limit: int) -> None:
        """Forget the oldest until at most ``limit`` bytes are kept."""
        while self.bytes > limit:
            del self._kept[0]

    def forget(self, conversation: str) -> None:
        """Forget what was read for ``conversation``."""
        self._kept = [kept for kept in self._kept if kept.owner.conversation != conversation]
