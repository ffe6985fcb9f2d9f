"""The SQLite file in which answers are kept: made, opened, and checked that it is ours.

It is opened anew for each operation, so that threads, processes, forks and a file that was
deleted meanwhile need no special care. Forgotten content is overwritten (``secure_delete``) and
the write-ahead log is emptied with the last connection.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from homeport.errors import Unavailable
from homeport.router.store.sealing import NotOpened, Seal

if TYPE_CHECKING:
    from sqlite3 import Connection

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
_SEALED_WORD: Final = b"homeport"


class StoreFailed(Unavailable):
    """What is kept on this device cannot be read or written now."""

    default_code = "storage_failed"


class WrongKey(StoreFailed):
    """The file is sealed otherwise than the policy says."""

    default_code = "wrong_storage_key"


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


class StoreFile:
    """The file at ``path``, whose content is sealed with ``seal``. Raises ``StoreFailed``."""

    def __init__(self, path: Path, seal: Seal) -> None:
        self.path = path
        self._seal = seal

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open the file for one transaction, making it if it is not there."""
        self._make_file()
        with self.opened() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.executescript("PRAGMA incremental_vacuum")  # `execute` would free one page

    @contextmanager
    def opened(self) -> Iterator[Connection]:
        """Open the file, which must be there."""
        import sqlite3

        try:
            db = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)
            try:
                self._prepare(db)
                yield db
            finally:
                db.close()
        except (sqlite3.Error, OSError) as error:
            raise self.failed(f"cannot be used: {error}") from error

    def _make_file(self) -> None:
        if self.path.exists():
            return
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # SQLite gives its other files the mode of this one.
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise self.failed(f"cannot be made: {error.strerror}") from error

    def _prepare(self, db: Connection) -> None:
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA synchronous = NORMAL")
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version == 0:
            self._begin(db)
        elif version != _VERSION:
            raise self.failed("was made by another version of homeport")
        _write_ahead(db)
        self._check_seal(db)

    def _begin(self, db: Connection) -> None:
        db.execute("PRAGMA auto_vacuum = INCREMENTAL")
        db.execute("BEGIN IMMEDIATE")
        self.path.chmod(0o600)  # where somebody else made the empty file
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
            raise WrongKey(f"{self.path} {how}; in the policy's storage {advice}")
        try:
            self._seal.open(word, b"about")
        except NotOpened:
            raise WrongKey(
                f"{self.path} is encrypted with another key; give that one, or name another path"
            ) from None

    def failed(self, why: str) -> StoreFailed:
        """Return the error that ``why`` is true of the file."""
        return StoreFailed(
            f"what this device keeps, {self.path}, {why}. Answers are given all the same and not "
            f"kept; `homeport responses forget --all` begins anew"
        )
