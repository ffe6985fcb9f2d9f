"""What is kept on this device, in one SQLite file: private to its owner, bounded by age and size.

The file is opened anew for each operation, so that threads, processes, forks and a file that was
deleted meanwhile need no special care. Forgotten content is overwritten (``secure_delete``) and
the write-ahead log is emptied with the last connection.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from homeport.errors import Unavailable
from homeport.router.store.sealing import NotOpened, Plain, Seal
from homeport.types import Level

if TYPE_CHECKING:
    from sqlite3 import Connection

Object: TypeAlias = "dict[str, Any]"
Kind: TypeAlias = Literal["response", "conversation", "item", "chat"]

_VERSION: Final = 1
_PATIENCE: Final = 5.0
"""Seconds to wait for another process that writes."""

_TABLES: Final = (
    """CREATE TABLE kept (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    owner TEXT NOT NULL,     -- the conversation that an item belongs to, else empty
    kind TEXT NOT NULL,
    level INTEGER NOT NULL,
    home INTEGER NOT NULL,   -- 1: nothing of it was allowed to leave
    made INTEGER NOT NULL,   -- seconds since 1970
    used REAL NOT NULL,      -- when it was made or last continued; of an item, its owner's
    size INTEGER NOT NULL,   -- bytes of body
    body BLOB NOT NULL,      -- JSON, sealed
    UNIQUE (owner, id)
    )""",
    "CREATE INDEX by_use ON kept (used, owner, id, size)",
    "CREATE TABLE about (name TEXT PRIMARY KEY, value BLOB NOT NULL)",
)
_COLUMNS: Final = "id, kind, body, level, home, made, owner"
_SEALED_WORD: Final = b"homeport"


class StoreFailed(Unavailable):
    """What is kept on this device cannot be read or written now."""

    default_code = "storage_failed"


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


def _write_ahead(db: Connection) -> None:
    """Let readers and a writer work at once. Needs the file for itself for a moment: whoever
    comes at a quiet time does it, and until then they take turns."""
    if db.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        with suppress(db.OperationalError):
            db.execute("PRAGMA journal_mode = WAL")


def wipe(path: Path) -> bool:
    """Delete the file, whatever is in it and whoever has its key; False if there is none."""
    there = path.exists()
    for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        file.unlink(missing_ok=True)
    return there


class Database:
    """Keeps records. ``max_age`` is in seconds, ``max_size`` in bytes of content.

    Every method raises ``StoreFailed`` if the file cannot be read or written.
    """

    def __init__(
        self, path: Path, *, max_age: int, max_size: int, seal: Seal | None = None
    ) -> None:
        self.path = path
        self._max_age = max_age
        self._max_size = max_size
        self._seal = seal or Plain()

    def check(self) -> None:
        """Make the file, or see that it can be read with this key."""
        with self._writing():
            pass

    def put(self, records: Sequence[Record], *, used: Iterable[str] = ()) -> None:
        """Keep ``records``, all or none; what they continue (``used``) stays as long as they."""
        rows = [self._row(record) for record in records]
        with self._writing() as db:
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
        with self._opened() as db:
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
        with self._writing() as db:
            found = db.execute("DELETE FROM kept WHERE id = ? AND owner = ?", (key, owner)).rowcount
            if not owner:
                db.execute("DELETE FROM kept WHERE owner = ?", (key,))
        return bool(found)

    def forget(self, before: float) -> int:
        """Forget everything that was not used since ``before``; return how many things."""
        if not self.path.exists():
            return 0
        with self._writing() as db:
            count = "SELECT COUNT(*) FROM kept WHERE owner = '' AND used < ?"
            found: int = db.execute(count, (before,)).fetchone()[0]
            db.execute("DELETE FROM kept WHERE used < ?", (before,))
        return found

    def _select(self, where: str, values: tuple[object, ...]) -> list[Record]:
        if not self.path.exists():
            return []
        with self._opened() as db:
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
            raise self._failed("holds content that was changed since it was stored") from None
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
            raise self._failed("would grow beyond the policy's storage.max_size by this alone")
        for key, size in wholes:
            if total <= self._max_size:
                break
            if key not in kept:
                db.execute("DELETE FROM kept WHERE id = ? OR owner = ?", (key, key))
                total -= size

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """Open the file for one transaction, making it if it is not there."""
        self._make_file()
        with self._opened() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.executescript("PRAGMA incremental_vacuum")  # `execute` would free one page

    @contextmanager
    def _opened(self) -> Iterator[Connection]:
        import sqlite3

        try:
            db = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)
            try:
                self._prepare(db)
                yield db
            finally:
                db.close()
        except (sqlite3.Error, OSError) as error:
            raise self._failed(f"cannot be used: {error}") from error

    def _make_file(self) -> None:
        if self.path.exists():
            return
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # SQLite gives its other files the mode of this one.
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise self._failed(f"cannot be made: {error.strerror}") from error

    def _prepare(self, db: Connection) -> None:
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA synchronous = NORMAL")
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version == 0:
            self._begin(db)
        elif version != _VERSION:
            raise self._failed("was made by another version of homeport")
        _write_ahead(db)
        self._check_seal(db)

    def _begin(self, db: Connection) -> None:
        db.execute("PRAGMA auto_vacuum = INCREMENTAL")
        db.execute("BEGIN IMMEDIATE")
        if db.execute("PRAGMA user_version").fetchone() == (0,):  # nobody was faster
            for statement in _TABLES:
                db.execute(statement)
            word = self._seal.close(_SEALED_WORD, b"about")
            db.execute("INSERT INTO about VALUES ('seal', ?)", (word,))
            db.execute(f"PRAGMA user_version = {_VERSION}")
        db.execute("COMMIT")

    def _check_seal(self, db: Connection) -> None:
        (word,) = db.execute("SELECT value FROM about WHERE name = 'seal'").fetchone()
        if (word != _SEALED_WORD) is not self._seal.sealed:
            how = "is not encrypted" if self._seal.sealed else "is encrypted"
            advice = "name another path" if self._seal.sealed else "name its key with key_env"
            raise self._failed(f"{how}; in the policy's storage {advice}")
        try:
            self._seal.open(word, b"about")
        except NotOpened:
            raise self._failed("is encrypted with another key") from None

    def _failed(self, why: str) -> StoreFailed:
        return StoreFailed(
            f"what this device keeps, {self.path}, {why}. Answers are given all the same and not "
            f"kept; `homeport responses forget --all` begins anew"
        )
