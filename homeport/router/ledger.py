"""The ledger: what calls cost, by day, key and target, and how fast backends answer.

One SQLite file that threads and processes share. A call that is about to leave is entered with
its estimated cost before it does, so that what crashes half-way counts as spent; when its answer
is there, the estimate gives way to the cost. Days are those of UTC. Nothing of a call is kept, and
of its API key only a hash.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from homeport.errors import HomeportError
from homeport.router.audit import default_path
from homeport.types import JSON, Speed, Spent

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")

VERSION: Final = 1
"""The version of the file."""

_PATIENCE: Final = 5.0  # seconds that a write waits for other processes
_NANO: Final = 1_000_000_000
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS spent (
    day TEXT, key TEXT, target TEXT, model TEXT,
    calls INTEGER NOT NULL, unknown INTEGER NOT NULL, nano INTEGER NOT NULL,
    PRIMARY KEY (day, key, target, model)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pending (
    entry TEXT PRIMARY KEY, day TEXT, key TEXT, target TEXT, model TEXT, nano INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS speed (
    target TEXT, model TEXT, first REAL NOT NULL, rate REAL NOT NULL,
    PRIMARY KEY (target, model)
) WITHOUT ROWID;
"""
_TOTALS: Final = """
SELECT COALESCE(SUM(nano), 0), COALESCE(SUM(CASE WHEN key = ? THEN nano END), 0)
FROM spent WHERE day = ?
"""
_ADD: Final = """
INSERT INTO spent VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET calls = calls + excluded.calls,
    unknown = unknown + excluded.unknown, nano = nano + excluded.nano
"""

log = logging.getLogger("homeport")


class LedgerFailed(HomeportError):
    """The ledger cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one key spent on one model in a day: ``dollars``, for ``calls``.

    Of ``unknown`` calls nobody knows the price; they are in ``calls`` and cost nothing here.
    """

    day: str
    key: str
    target: str
    model: str
    calls: int
    unknown: int
    dollars: float

    def to_dict(self) -> dict[str, JSON]:
        return {
            "day": self.day,
            "key": self.key,
            "target": self.target,
            "model": self.model,
            "calls": self.calls,
            "unknown": self.unknown,
            "dollars": round(self.dollars, 9),
        }


def path_of(ledger: bool | str) -> Path | None:  # noqa: FBT001 - what a policy says: yes, no, where
    """Return the file that a policy's ``ledger`` asks for; None if it asks for none."""
    if isinstance(ledger, str):
        return Path(ledger).expanduser()
    return default_path().with_name("ledger.db") if ledger else None


def hashed(key: str | None) -> str:
    """Return what stands for an API key: enough of its hash to tell a person's keys apart."""
    return hashlib.sha256(key.encode()).hexdigest()[:12] if key else ""


class Ledger:
    """A file of what was spent. Opened when first asked; safe to share between threads.

    Methods raise ``LedgerFailed``, but for ``spent``, which says that it failed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._base: sqlite3.Connection | None = None
        self._process = 0

    def spent(self, key: str) -> Spent:
        """Return what was spent today, in all and with a key. What fails counts as spent."""
        try:
            return self._done(lambda base: _totals(base, key, today()))
        except LedgerFailed as error:
            log.warning("every budget counts as spent: %s", error)
            return Spent(failed=True)

    def reserve(self, key: str, target: str, model: str, cost: float | None) -> tuple[str, Spent]:
        """Enter a call before it leaves; return the entry, and what was spent before it."""
        entry, day = secrets.token_hex(8), today()
        whose = (day, key, target, model)

        def work(base: sqlite3.Connection) -> Spent:
            before = _totals(base, key, day)
            nano = 0 if cost is None else round(cost * _NANO)
            base.execute(_ADD, (*whose, 1, cost is None, nano))
            base.execute("INSERT INTO pending VALUES (?, ?, ?, ?, ?, ?)", (entry, *whose, nano))
            return before

        return entry, self._done(work, writing=True)

    def settle(self, entry: str, cost: float) -> None:
        """Put what a call did cost in the place of what it was expected to."""
        self._end(entry, cost, calls=0)

    def release(self, entry: str) -> None:
        """Strike out an entry: the call did not leave, or was turned away."""
        self._end(entry, 0.0, calls=-1)

    def rows(self, since: str) -> list[Row]:
        """Return what was spent from a day on (``2026-11-22``), the newest day first."""
        query = "SELECT * FROM spent WHERE day >= ? AND calls > 0 ORDER BY day DESC, nano DESC"
        found = self._done(lambda base: base.execute(query, (since,)).fetchall())
        return [
            Row(day, key, target, model, calls, unknown, nano / _NANO)
            for day, key, target, model, calls, unknown, nano in found
        ]

    def speed(self, target: str, model: str) -> Speed | None:
        """Return how fast a backend was when it was last measured."""
        query = "SELECT first, rate FROM speed WHERE target = ? AND model = ?"
        found = self._done(lambda base: base.execute(query, (target, model)).fetchone())
        return Speed(*found) if found else None

    def measured(self, target: str, model: str, speed: Speed) -> None:
        """Keep how fast a backend is."""
        row = (target, model, speed.first, speed.rate)
        query = "INSERT OR REPLACE INTO speed VALUES (?, ?, ?, ?)"
        self._done(lambda base: base.execute(query, row), writing=True)

    def close(self) -> None:
        """Close the file; what comes later opens it again."""
        with self._lock:
            if self._base is not None and self._process == os.getpid():
                self._base.close()
            self._base = None

    def _end(self, entry: str, cost: float, *, calls: int) -> None:
        def work(base: sqlite3.Connection) -> None:
            found = base.execute("SELECT * FROM pending WHERE entry = ?", (entry,)).fetchone()
            if found is not None:
                _, *whose, nano = found
                change = round(cost * _NANO) - nano
                base.execute(_ADD, (*whose, calls, 0, change))
                base.execute("DELETE FROM pending WHERE entry = ?", (entry,))

        self._done(work, writing=True)

    def _done(self, work: Callable[[sqlite3.Connection], T], *, writing: bool = False) -> T:
        import sqlite3

        try:
            with self._lock, _transaction(self._opened(), writing=writing) as base:
                return work(base)
        except (sqlite3.Error, OSError) as error:
            why = f"{self.path} cannot be {'written' if writing else 'read'} ({error})"
            raise LedgerFailed(f"the ledger {why}; repair or move it") from error

    def _opened(self) -> sqlite3.Connection:
        # A connection must not be carried over a fork: the child opens its own.
        if self._base is None or self._process != os.getpid():
            self._base, self._process = _open(self.path), os.getpid()
        return self._base


def today() -> str:
    """Return the day (UTC) as it is written in the ledger."""
    return datetime.now(UTC).date().isoformat()


def _open(path: Path) -> sqlite3.Connection:
    import sqlite3

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    base = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        version = base.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, VERSION):
            raise sqlite3.DatabaseError(f"it is version {version}, this homeport reads {VERSION}")
        if version == 0:
            base.execute("PRAGMA journal_mode = WAL")
            base.executescript(
                f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT"
            )
        # A crash of this process loses nothing; one of the machine at most the last calls.
        base.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        base.close()
        raise
    return base


@contextmanager
def _transaction(base: sqlite3.Connection, *, writing: bool) -> Iterator[sqlite3.Connection]:
    if not writing:
        yield base
        return
    base.execute("BEGIN IMMEDIATE")
    try:
        yield base
    except BaseException:
        base.execute("ROLLBACK")
        raise
    base.execute("COMMIT")


def _totals(base: sqlite3.Connection, key: str, day: str) -> Spent:
    total, with_key = base.execute(_TOTALS, (key, day)).fetchone()
    return Spent(total / _NANO, with_key / _NANO)
