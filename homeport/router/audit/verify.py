"""Reading an audit log back: is it as it was written, and what does it say?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from homeport.router.audit.chain import GENESIS, MAX_LINE, Broken, Head, Link, head_path, opened
from homeport.router.audit.journal import lock

MOST_FAULTS: Final = 100
"""A log with more faults is not described any better by naming them all."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written; ``line`` counts from 1."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """What ``verify`` found. The log is intact if there is no fault."""

    records: int = 0
    hash: str = GENESIS
    """Of the last record. Kept elsewhere, it proves later that nothing before it was changed."""
    faults: tuple[Fault, ...] = ()


def verify(log: Path, *, known: str | None = None) -> Report:
    """Check every line of ``log`` against its own hash, the line before it, and the head file.

    ``known`` is the hash of some record that was noted earlier: it must still be there. With it
    a log can be checked without its head file. Raises ``OSError`` if the log cannot be read.
    """
    raw, size = _snapshot(log)
    check = _Check(known)
    with log.open("rb") as stream:
        for number, line in enumerate(_lines(stream, size), start=1):
            check.line(number, line)
    try:
        check.end(Head.read(raw))
    except Broken as broken:
        check.fault(max(1, check.number), str(broken))
    return Report(check.records, check.hash, tuple(check.faults))


def records(log: Path) -> Iterator[Link]:
    """Yield the records of a log that can be read. Raises ``OSError``; lines that are broken
    are left out: ``verify`` names them."""
    with log.open("rb") as stream:
        for line in _lines(stream, os.fstat(stream.fileno()).st_size):
            try:
                yield opened(line.removesuffix(b"\n"))
            except Broken:
                continue


@dataclass(slots=True)
class _Check:
    """One pass over a log. ``sure`` is false behind a line that could not be read."""

    known: str | None
    number: int = 0
    records: int = 0
    seq: int = 0
    hash: str = GENESIS
    sure: bool = True
    found: bool = False
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, why: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(line, why))

    def line(self, number: int, line: bytes) -> None:
        self.number = number
        if not line.endswith(b"\n"):
            self.fault(number, "this line has no end: its writer was stopped, or it was cut off")
            return
        try:
            link = opened(line[:-1])
        except Broken as broken:
            self.fault(number, str(broken))
            self.sure = False
            return
        if self.sure and (why := self._misplaced(link)):
            self.fault(number, why)
        self.records += 1
        self.seq, self.hash, self.sure = link.seq, link.hash, True
        self.found = self.found or link.hash == self.known

    def _misplaced(self, link: Link) -> str | None:
        missing = link.seq - self.seq - 1
        if missing > 0:
            return f"before this record {_missing(missing)}"
        if missing < 0:
            return f"record {link.seq} stands behind record {self.seq}: repeated, or moved"
        return None if link.previous == self.hash else "the record before this one was replaced"

    def end(self, head: Head | None) -> None:
        last = max(1, self.number)
        if self.known is not None and not self.found:
            self.fault(last, "no record has the hash that was noted")
        if head is None:
            if self.known is None and self.records:
                self.fault(last, "the head file is gone: nobody can tell whether records are")
        elif head.seq > self.seq and self.sure:
            self.fault(last, f"behind this line {_missing(head.seq - self.seq)}")
        elif head.seq == self.seq and head.hash != self.hash:
            self.fault(last, "this is another record than the one that the head file knows")


def _missing(count: int) -> str:
    return "1 record is missing" if count == 1 else f"{count} records are missing"


def _snapshot(log: Path) -> tuple[bytes, int]:
    """Return the head file and the log's size as they belong together: no writer is at work."""
    try:
        file = os.open(head_path(log), os.O_RDONLY)
    except FileNotFoundError:
        return b"", log.stat().st_size
    try:
        lock(file)
        return os.read(file, MAX_LINE), log.stat().st_size
    finally:
        os.close(file)


def _lines(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield the lines within the first ``size`` bytes, each cut behind ``MAX_LINE``."""
    while size > 0:
        line = stream.readline(min(size, MAX_LINE + 2))
        if not line:
            return
        size -= len(line)
        yield line
