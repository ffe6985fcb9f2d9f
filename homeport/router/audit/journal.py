"""Writing an audit log: append only, several threads and processes at once, forced to disk.

A thread that wants something written queues it. While nobody writes, it writes all that is
queued and forces it to disk once for all (group commit); else it waits until its own record is
written, or until it is its turn to write. Processes take turns by an advisory lock on the head
file. Both files are opened for each commit, so that a fork, a rotated log or a second client in
this process need no special care.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from homeport.errors import Unavailable
from homeport.router.audit.chain import (
    GENESIS,
    MAX_LINE,
    Broken,
    Head,
    head_path,
    opened,
    sealed,
)
from homeport.types import JSON

_OPEN: Final = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
_MINE_ALONE: Final = 0o600


class AuditFailed(Unavailable):
    """A record could not be made durable. What it was to record must not happen."""

    default_code = "audit_failed"


class Journal:
    """An audit log that is written to. Safe to share between threads, and between processes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._changed = threading.Condition()
        self._queue: list[_Entry] = []
        self._writing = False

    def append(self, record: Mapping[str, JSON], *, durable: bool) -> None:
        """Write ``record``, with ``seq``, ``previous`` and ``hash`` added.

        If ``durable``, it is on the disk when this returns. Raises ``AuditFailed``; nothing of
        the record is in the log then.
        """
        entry = _Entry(record, durable)
        if batch := self._turn(entry):
            self._commit(batch)
        if entry.failure:
            raise AuditFailed(f"the audit log {self.path} {entry.failure}")

    def _turn(self, entry: _Entry) -> list[_Entry]:
        """Queue ``entry`` and wait: return all that is to be written, or nothing if it is."""
        with self._changed:
            self._queue.append(entry)
            self._changed.wait_for(lambda: not (self._writing and entry.failure == _WAITING))
            if entry.failure != _WAITING:
                return []
            self._writing, batch, self._queue = True, self._queue, []
            return batch

    def _commit(self, batch: Sequence[_Entry]) -> None:
        failure = "was not written: interrupted"
        try:
            with _opened(self.path) as (log, head):
                _extend(log, head, batch)
            failure = ""
        except OSError as error:
            failure = f"cannot be written: {error.strerror or type(error).__name__}"
        except Broken as broken:
            failure = (
                f"is not as it was left: {broken}. See `homeport audit verify {self.path}`, and "
                f"move it and {head_path(self.path).name} away to begin a new one"
            )
        finally:
            with self._changed:
                for entry in batch:
                    entry.failure = failure
                self._writing = False
                self._changed.notify_all()


_WAITING: Final = "waits"


@dataclass(slots=True)
class _Entry:
    """A record that waits to be written. ``failure`` is empty once it is."""

    record: Mapping[str, JSON]
    durable: bool
    failure: str = _WAITING


@contextmanager
def _opened(path: Path) -> Iterator[tuple[int, int]]:
    """Yield the log and its head file, both open and ours alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is not a regular file")
    head = os.open(head_path(path), _OPEN, _MINE_ALONE)
    try:
        lock(head)
        log = os.open(path, _OPEN | os.O_APPEND, _MINE_ALONE)
        try:
            if not os.fstat(head).st_size:
                _sync_folder(path.parent)
            yield log, head
        finally:
            os.close(log)
    finally:
        os.close(head)  # releases the lock


def _extend(log: int, head_file: int, batch: Sequence[_Entry]) -> None:
    size = os.fstat(log).st_size
    head = Head.read(_read(head_file, 0, MAX_LINE))
    if head is None:
        head = _begin(head_file, size)
    end = _end(log, head, size)
    seq, last, lines = end.seq, end.hash, []
    for entry in batch:
        seq += 1
        line, last = sealed({"seq": seq, **entry.record}, last)
        lines.append(line)
    data = b"".join(lines)
    durable = any(entry.durable for entry in batch)
    _append(log, data, end.size, durable=durable)
    size = end.size + len(data)
    _write(head_file, Head(seq, size, size if durable else head.durable, last).line(), at=0)


def _begin(head_file: int, size: int) -> Head:
    """Begin a log: its head comes first, for a log without one is taken for a broken one."""
    if size:
        raise Broken("its head file is gone")
    head = Head()
    _write(head_file, head.line(), at=0)
    return head


def _end(log: int, head: Head, size: int) -> Head:
    """Return where the log ends now, after what a crash may have left there.

    A power failure may take records that were not forced to disk: the numbers then go on behind
    theirs, and the gap stays visible. It never takes durable ones.
    """
    if size < head.durable:
        raise Broken("its end is missing")
    line, end = _last_line(log, size)
    if end < size:  # half a line: its writer was stopped, and has told nobody that it is written
        if end < head.durable:
            raise Broken("its last line is torn")
        os.ftruncate(log, end)
    link = opened(line) if line else None
    last = link.hash if link else GENESIS
    if end == head.size and last != head.hash:
        raise Broken("its last record is another")
    seq = link.seq if link and end > head.size else head.seq
    return Head(seq, end, head.durable, last)


def _last_line(log: int, size: int) -> tuple[bytes, int]:
    """Return the last complete line of a log, and where it ends."""
    start = max(0, size - 2 * MAX_LINE)
    tail = _read(log, start, size - start)
    end = tail.rfind(b"\n") + 1
    begin = tail.rfind(b"\n", 0, max(0, end - 1)) + 1
    if start and not begin:
        raise Broken("its last line is longer than any record")
    return tail[begin : max(begin, end - 1)], start + end


def _append(log: int, data: bytes, size: int, *, durable: bool) -> None:
    """Write ``data`` whole, or nothing of it."""
    try:
        _write(log, data)
        if durable:
            os.fsync(log)
    except OSError:
        with suppress(OSError):  # the next writer cuts off half a line
            os.ftruncate(log, size)
        raise


def _sync_folder(folder: Path) -> None:
    """Force the names of new files to disk, where a folder can be opened (not on Windows)."""
    if os.name != "posix":
        return
    opened_folder = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened_folder)
    finally:
        os.close(opened_folder)


def _write(file: int, data: bytes, at: int | None = None) -> None:
    if at is not None:
        os.lseek(file, at, os.SEEK_SET)
    while data:
        data = data[os.write(file, data) :]


def _read(file: int, at: int, size: int) -> bytes:
    os.lseek(file, at, os.SEEK_SET)
    found = bytearray()
    while len(found) < size and (chunk := os.read(file, size - len(found))):
        found += chunk
    return bytes(found)


if sys.platform == "win32":
    import msvcrt

    _FAR: Final = 2**30
    """Windows locks bytes, and nobody reads a locked one: this one is never written."""

    def lock(file: int) -> None:
        """Wait until ``file`` is ours alone; closing it ends that."""
        os.lseek(file, _FAR, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_LOCK, 1)

else:
    import fcntl

    def lock(file: int) -> None:
        """Wait until ``file`` is ours alone; closing it ends that."""
        fcntl.flock(file, fcntl.LOCK_EX)
