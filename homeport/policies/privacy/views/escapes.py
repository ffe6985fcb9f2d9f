r"""Escapes: ``%40``, ``&#64;``, ``\u0040``, ``=40`` and MIME's encoded words, one by one."""

from __future__ import annotations

import html
import re
import unicodedata
from base64 import b64decode
from collections.abc import Callable, Iterator
from quopri import decodestring

from homeport.policies.privacy.views.glance import Glance
from homeport.policies.privacy.views.view import Edit, View, edited

_PERCENT = re.compile(r"%u[0-9A-Fa-f]{4}|(?>(?:%[0-9A-Fa-f]{2}){1,200})")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});?")
_BACKSLASH = re.compile(
    r"\\(?:u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}"
    r"|u\{[0-9A-Fa-f]{1,6}\}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|x\{[0-9A-Fa-f]{1,6}\}|[0-3]?[0-7]{2}"
    r"|N\{[A-Z0-9 \-]{2,60}\}|[nrt\"'/\\bf])"
)
_CODE_POINT = re.compile(r"[Uu]\+([0-9A-Fa-f]{4,6})(?:[ ,;](?=[Uu]\+))?")
_QUOTED = re.compile(r"(?>(?:=[0-9A-F]{2}|=\r?\n){1,200})")
_WORD = re.compile(r"=\?([\w\-]{2,20})\?([BbQq])\?([^?\s]{1,400})\?=(?:\s{1,4}(?==\?))?")
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", "b": " ", "f": "\n"}


def views(glance: Glance) -> Iterator[View]:
    """Yield one view without escapes of any kind (a value may mix them), two with others."""
    text = glance.text
    found = [edit for sign, read in _FAMILIES if sign in text for edit in read(text)]
    found.sort()
    yield from edited(text, "escapes", found, decoded=True)
    if "=" not in text:
        return
    if "=?" in text:
        yield from edited(text, "encoded words", _words(text), decoded=True)
    if _QUOTED.search(text):
        yield from edited(text, "quoted-printable", _quoted(text), decoded=True)


def _percent(text: str) -> Iterator[Edit]:
    for match in _PERCENT.finditer(text):
        digits = match[0].replace("%", "")
        read = chr(int(digits[1:], 16)) if digits[0] == "u" else _octets(digits)
        yield Edit(*match.span(), read)


def _octets(digits: str) -> str:
    return bytes.fromhex(digits).decode(errors="replace")


def _entities(text: str) -> Iterator[Edit]:
    for match in _ENTITY.finditer(text):
        read = html.unescape(match[0])
        if read != match[0]:
            yield Edit(*match.span(), read)


def _backslash(text: str) -> Iterator[Edit]:
    for match in _BACKSLASH.finditer(text):
        yield Edit(*match.span(), _escaped(match[0][1:]))


def _escaped(code: str) -> str:
    kind, digits = code[0], code[1:].strip("{}")
    if kind in "uUx" and digits:
        if len(code) > 10:  # two halves of one character
            return bytes.fromhex(code[1:5] + code[7:11]).decode("utf-16-be", "replace")
        return _character(int(digits, 16))
    if kind.isdigit():
        return _character(int(code, 8))
    if kind == "N" and digits:
        return _named(digits)
    return _SIMPLE.get(kind, kind)


def _named(name: str) -> str:
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return ""


def _character(code: int) -> str:
    return chr(code) if code < 0x110000 else ""


def _code_points(text: str) -> Iterator[Edit]:
    for match in _CODE_POINT.finditer(text):
        yield Edit(*match.span(), _character(int(match[1], 16)))


def _words(text: str) -> Iterator[Edit]:
    for match in _WORD.finditer(text):
        charset, way, written = match.groups()
        try:
            octets = b64decode(written + "==") if way in "Bb" else _q(written)
            yield Edit(*match.span(), octets.decode(charset, "replace"))
        except (ValueError, LookupError):
            continue


def _q(written: str) -> bytes:
    return decodestring(written.encode(errors="replace"), header=True)


def _quoted(text: str) -> Iterator[Edit]:
    for match in _QUOTED.finditer(text):
        digits = re.sub(r"=(?:\r?\n)?", "", match[0])
        yield Edit(*match.span(), _octets(digits))


_FAMILIES: tuple[tuple[str, Callable[[str], Iterator[Edit]]], ...] = (
    ("%", _percent),
    ("&", _entities),
    ("\\", _backslash),
    ("U+", _code_points),
)
"""The sign without which a text has none of these escapes, and what reads them."""
