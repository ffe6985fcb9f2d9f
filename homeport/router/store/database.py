"""What is kept on this device: records by id, bounded by age and by size."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from homeport.router.store.file import StoreFile
from homeport.router.store.sealing import NotOpened, Plain, Seal
from homeport.types import Level

if TYPE_CHECKING:
    from sqlite3 import Connection

Object: TypeAlias = "dict[str, Any]"
Kind: TypeAlias = Literal["response", "conversation", "item", "chat"]

_COLUMNS: Final = "id, kind, body, level, home, made, owner"


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that is kept. ``home``: its decision let nothing of it leave this device."""

    id: str
    kind: Kind
    body: Object
    level: Level
    home: bool
    made: int
    owner: str = ""

    @property
    def bound(self) -> bytes:
        """What its content is sealed for."""
        return f"{self.owner}/{self.id}/{self.kind}/{int(self.level)}/{int(self.home)}".encode()


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is kept, without its content. Times are seconds since 1970."""

    id: str
    kind: Kind
    level: Level
    made: int
    used: float
    size: int
    """Bytes, with the items of a conversation."""


class Database:
    """Keeps records. ``max_age`` is in seconds, ``max_size`` in bytes of content.

    Every method raises ``StoreFailed`` if the file cannot be read or written.
    """

    def __init__(
        self, path: Path, *, max_age: int, max_size: int, seal: Seal | None = None
    ) -> None:
        self.path = path
        self._file = StoreFile(path, seal or Plain())
        self._max_age = max_age
        self._max_size = max_size
        self._seal = seal or Plain()

    def check(self) -> None:
        """Make the file, or see that it can be read with this key."""
        with self._file.writing():
            pass

    def put(self, records: Sequence[Record], *, used: Iterable[str] = ()) -> None:
        """Keep ``records``, all or none; what they continue (``used``) stays as long as they."""
        rows = [self._row(record) for record in records]
        with self._file.writing() as db:
            db.executemany(
                "INSERT INTO kept (id, kind, body, level, home, made, owner, used, size) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (owner, id) DO UPDATE SET "
                "body = excluded.body, level = excluded.level, home = excluded.home, "
                "used = excluded.used, size = excluded.size",
                rows,
            )
            whole = {record.owner or record.id for record in records}
            now = time.time()
            for key in {*whole, *used}:
                db.execute("UPDATE kept SET used = ? WHERE id = ? AND owner = ''", (now, key))
                db.execute("UPDATE kept SET used = ? WHERE owner = ?", (now, key))
                gone = "SELECT 1 FROM kept WHERE id = ? AND owner = ''"
                db.execute(f"DELETE FROM kept WHERE owner = ? AND NOT EXISTS ({gone})", (key, key))  # noqa: S608 - ours
            self._make_room(db, whole)

    def get(self, key: str, owner: str = "") -> Record | None:
        """Return what is kept by that id, if it is not too old."""
        return next(iter(self._select("id = ? AND owner = ?", (key, owner))), None)

    def items(self, owner: str) -> list[Record]:
        """Return the items of a conversation, the oldest first."""
        return self._select("owner = ? ORDER BY seq", (owner,))

    def all(self, kind: Kind) -> list[Record]:
        """Return everything of a kind, the oldest first."""
        return self._select("kind = ? ORDER BY made, seq", (kind,))

    def entries(self) -> list[Entry]:
        """Return what is kept, without content, the oldest first."""
        if not self.path.exists():
            return []
        with self._file.opened() as db:
            rows = db.execute(
                "SELECT id, kind, level, made, used, size + (SELECT COALESCE(SUM(size), 0) FROM "
                "kept AS item WHERE item.owner = kept.id AND item.owner != '') "
                "FROM kept WHERE owner = '' AND used >= ? ORDER BY made, seq",
                (self._oldest(),),
            ).fetchall()
        return [Entry(row[0], row[1], Level(row[2]), *row[3:]) for row in rows]

    def remove(self, key: str, owner: str = "") -> bool:
        """Forget one thing, with its items; False if it is not kept."""
        if not self.path.exists():
            return False
        with self._file.writing() as db:
            found = db.execute("DELETE FROM kept WHERE id = ? AND owner = ?", (key, owner)).rowcount
            if not owner:
                db.execute("DELETE FROM kept WHERE owner = ?", (key,))
        return bool(found)

    def forget(self, before: float) -> int:
        """Forget everything that was not used since ``before``; return how many things."""
        if not self.path.exists():
            return 0
        with self._file.writing() as db:
            count = "SELECT COUNT(*) FROM kept WHERE owner = '' AND used < ?"
            found: int = db.execute(count, (before,)).fetchone()[0]
            db.execute("DELETE FROM kept WHERE used < ?", (before,))
        return found

    def _select(self, where: str, values: tuple[object, ...]) -> list[Record]:
        if not self.path.exists():
            return []
        with self._file.opened() as db:
            rows = db.execute(
                f"SELECT {_COLUMNS} FROM kept WHERE used >= ? AND {where}",  # noqa: S608 - ours
                (self._oldest(), *values),
            ).fetchall()
        return [self._record(row) for row in rows]

    def _oldest(self) -> float:
        return time.time() - self._max_age

    def _row(self, record: Record) -> tuple[object, ...]:
        text = json.dumps(record.body, separators=(",", ":")).encode()
        body = self._seal.close(text, record.bound)
        head = (record.id, record.kind, body, int(record.level), int(record.home), record.made)
        return (*head, record.owner, time.time(), len(body))

    def _record(self, row: tuple[Any, ...]) -> Record:
        key, kind, body, level, home, made, owner = row
        bare = Record(key, kind, {}, Level(level), bool(home), made, owner)
        try:
            content = json.loads(self._seal.open(body, bare.bound))
        except (NotOpened, ValueError):
            raise self._file.failed("holds content that was changed since it was stored") from None
        return replace(bare, body=content)

    def _make_room(self, db: Connection, kept: set[str]) -> None:
        """Forget what is too old, then what was not used for longest, until the rest fits."""
        db.execute("DELETE FROM kept WHERE used < ?", (self._oldest(),))
        (total,) = db.execute("SELECT COALESCE(SUM(size), 0) FROM kept").fetchone()
        if total <= self._max_size:
            return
        wholes = db.execute(
            "SELECT CASE owner WHEN '' THEN id ELSE owner END AS whole, SUM(size) FROM kept "
            "GROUP BY whole ORDER BY MIN(used), MIN(seq)"
        ).fetchall()
        if sum(size for key, size in wholes if key in kept) > self._max_size:
            raise self._file.failed("would grow beyond the policy's storage.max_size by this alone")
        for key, size in wholes:
            if total <= self._max_size:
                break
            if key not in kept:
                db.execute("DELETE FROM kept WHERE id = ? OR owner = ?", (key, key))
                total -= size
