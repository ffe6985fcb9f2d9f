"""The form of an audit log: JSON lines, each sealed by its own hash and bound to the one before.

A line is one JSON object in ASCII. Its last two members are ``previous``, the hash of the line
before it (``GENESIS`` for the first), and ``hash``, the SHA-256 of the line's bytes without that
member. Beside the log stands its head file: how many records there are, and the last one's hash.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Self

from homeport.types import JSON

GENESIS: Final = "0" * 64
"""What stands for the hash of the line before the first."""

MAX_LINE: Final = 64 * 1024
"""Bytes. A record has a few hundred; a longer line is none."""

_HEAD_SIZE: Final = 192
_SEAL: Final = re.compile(rb',"hash":"([0-9a-f]{64})"\}\Z')
_HASH: Final = re.compile(r"[0-9a-f]{64}")


class Broken(ValueError):
    """Something in an audit log is not as it was written. The message says what."""


@dataclass(frozen=True, slots=True)
class Link:
    """One record of a log, whose own hash is right."""

    record: Mapping[str, Any]
    seq: int
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a log as its last writer left it.

    ``size`` is that of the log in bytes; the first ``durable`` of them were forced to disk.
    """

    seq: int = 0
    size: int = 0
    durable: int = 0
    hash: str = GENESIS

    @classmethod
    def read(cls, raw: bytes) -> Self | None:
        """Return the head that a head file holds; None if it is empty. Raises ``Broken``."""
        if not raw.strip():
            return None
        try:
            head = cls(**json.loads(raw))
        except (ValueError, TypeError, RecursionError):
            raise Broken("the head file was changed after it was written") from None
        numbers = (head.seq, head.size, head.durable)
        if not all(type(number) is int for number in numbers) or not _is_hash(head.hash):
            raise Broken("the head file was changed after it was written")
        return head

    def line(self) -> bytes:
        """Return the head as a line of one length, so that it can be written over the last one."""
        return json.dumps(asdict(self)).encode().ljust(_HEAD_SIZE) + b"\n"


def head_path(log: Path) -> Path:
    """Return where the head file of a log is."""
    return log.with_name(f"{log.name}.head")


def sealed(record: Mapping[str, JSON], previous: str) -> tuple[bytes, str]:
    """Return ``record`` as a line behind the one with the hash ``previous``, and its own hash."""
    body = json.dumps({**record, "previous": previous}, separators=(",", ":")).encode()
    digest = hashlib.sha256(body).hexdigest()
    return b'%b,"hash":"%b"}\n' % (body[:-1], digest.encode()), digest


def opened(line: bytes) -> Link:
    """Return the record that ``line`` (without its end) holds. Raises ``Broken``."""
    seal = _SEAL.search(line)
    if seal is None or len(line) > MAX_LINE:
        raise Broken("this is no record of an audit log")
    body, said = line[: seal.start()] + b"}", seal[1].decode()
    if hashlib.sha256(body).hexdigest() != said:
        raise Broken("this record was changed after it was written")
    record = json.loads(body)
    seq, previous = record.get("seq"), record.get("previous")
    if type(seq) is not int or not _is_hash(previous):
        raise Broken("this is no record of an audit log")
    return Link(record, seq, previous, said)


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None
