"""From decoded bytes to the text in them, unpacked if they were packed, within a bound."""

from __future__ import annotations

import bz2
import lzma
import re
import zlib

MOST = 200_000
"""Bytes that one packed value may unpack to; what holds more is not read, and so is private."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_NO_TEXT = re.compile(rb"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_HEAD = 24


class TooLarge(ValueError):
    """A packed value holds more than this reader unpacks."""


def text_of(octets: bytes) -> str | None:
    """Return the text that ``octets`` are, None if they are something else.

    Raises ``TooLarge`` for a packed value that is larger than ``MOST``.
    """
    octets = _unpacked(octets) or octets
    text = _decoded(octets)
    return text if text and not _CONTROL.search(text) else None


def is_hopeful(head: bytes) -> bool:
    """Say whether bytes that begin so may be text; spares decoding the rest of most words."""
    return not _NO_TEXT.search(head) or _is_packed(head)


def _decoded(octets: bytes) -> str | None:
    if b"\0" in octets[:_HEAD]:
        return _wide(octets)
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return _western(octets)


def _wide(octets: bytes) -> str | None:
    """Read UTF-16, which PowerShell encodes commands in."""
    order = "utf-16-le" if octets[1:2] == b"\0" or octets[:2] == b"\xff\xfe" else "utf-16-be"
    try:
        return octets.decode(order).lstrip("\ufeff")
    except UnicodeDecodeError:
        return None


def _western(octets: bytes) -> str | None:
    """Read Latin-1 if nearly all of it is ASCII, as in Spanish text."""
    if len(octets) < 24:
        return None
    plain = sum(octet < 0x80 for octet in octets[:400])
    return octets.decode("latin-1") if 10 * plain >= 8 * min(400, len(octets)) else None


def _is_packed(octets: bytes) -> bool:
    return (
        octets[:3] in (b"\x1f\x8b\x08", b"BZh")
        or octets[:6] == b"\xfd7zXZ\x00"
        or (octets[:1] == b"\x78" and octets[1:2] in (b"\x01", b"\x5e", b"\x9c", b"\xda"))
    )


def _unpacked(octets: bytes) -> bytes | None:
    if not _is_packed(octets):
        return None
    try:
        if octets[:3] == b"BZh":
            return _bounded(bz2.BZ2Decompressor(), octets)
        if octets[:1] == b"\xfd":
            return _bounded(lzma.LZMADecompressor(memlimit=64_000_000), octets)
        return _bounded(zlib.decompressobj(wbits=47), octets)  # zlib's or gzip's header
    except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError) as error:
        if isinstance(error, TooLarge):
            raise
        return None


def _bounded(
    unpacker: bz2.BZ2Decompressor | lzma.LZMADecompressor | zlib._Decompress, octets: bytes
) -> bytes:
    read = unpacker.decompress(octets, MOST + 1)
    if len(read) > MOST or not unpacker.eof:
        raise TooLarge("a packed value holds more than can be read")
    return read
