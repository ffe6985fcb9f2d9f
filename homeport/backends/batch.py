"""Rows that are taken on together, whatever the library: who is in, who joins, who leaves.

The caches of a batch are padded on the left to the longest row. A row that joins or leaves costs
one copy of them; a row that is alone is not padded and costs nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from homeport.backends.engine import Row


class Batch(ABC):
    """The rows of the last step. ``cache`` belongs to all of them; a single one keeps its own."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.cache: Any = None

    def gather(self, rows: Sequence[Row]) -> None:
        """Make the batch consist of ``rows``."""
        wanted = set(map(id, rows))
        for row in [row for row in self.rows if id(row) not in wanted]:
            self.leave(row)
        present = set(map(id, self.rows))
        new = [row for row in rows if id(row) not in present]
        if not new:
            return
        caches = [row.cache for row in new]
        if len(self.rows) > 1:
            self.cache = self.extended(caches)
        else:
            caches = [row.cache for row in self.rows] + caches
            self.cache = self.merged(caches) if len(caches) > 1 else caches[0]
        self.rows += new
        if len(self.rows) > 1:
            for row in self.rows:
                row.cache = None

    def leave(self, row: Row) -> None:
        """Give ``row`` its own cache back."""
        if row in self.rows:
            if len(self.rows) > 1:
                row.cache = self.extracted(self.rows.index(row))
            self.drop(row)

    def drop(self, row: Row) -> None:
        """Take ``row`` out without its cache."""
        if row not in self.rows:
            return
        at = self.rows.index(row)
        self.rows.remove(row)
        if not self.rows:
            self.cache = None
            return
        keep = [place for place in range(len(self.rows) + 1) if place != at]
        if len(self.rows) == 1:
            self.rows[0].cache = self.cache = self.extracted(keep[0])
        else:
            self.cache = self.kept(keep)
        self.dropped(keep)

    @abstractmethod
    def merged(self, caches: Sequence[Any]) -> Any:
        """Return one cache for several rows, each with its own."""

    @abstractmethod
    def extended(self, caches: Sequence[Any]) -> Any:
        """Return the batch's cache with those of further rows."""

    @abstractmethod
    def extracted(self, at: int) -> Any:
        """Return a copy of the cache of row ``at``, without padding."""

    @abstractmethod
    def kept(self, places: list[int]) -> Any:
        """Return the cache of the rows at ``places``, which are fewer than all."""

    def dropped(self, places: list[int]) -> None:  # noqa: B027 - what else goes by row, if anything
        """Only the rows at ``places`` are left."""
