"""Passwords on command lines, in SQL statements, in ``.netrc`` and ``.pgpass``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy.placeholders import is_identifier, is_placeholder
from homeport.policies.privacy.rules import SHAPED, Hit
from homeport.policies.privacy.stems import Lowered

_VALUE = r"\s{0,3}[\"'\\]{0,3}([^\s\"',;@\\]{4,200}+)"
_FLAG = re.compile(
    r"-(?<=\s-)-?(?:(?:passphrase|pass|password|passwd|pw)[ =]"
    r"|(?:u|user)\s{0,4}[ =][\"']?[\w.\-@]{1,60}[\"']?:|p(?=\S{0,30}\d)|p )" + _VALUE,
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"(?:identified (?:with \w+ )?by"
    r"|convertto-securestring\s{1,3}(?:-(?:asplaintext|force|string)\s{1,3}){0,3})" + _VALUE,
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"(?<![\w/])(?:id|user(?:name)?|login|account|usuario)\s?[/&,|]\s?(?:pw|pwd|pass(?:word)?|contraseña)(?![a-z])"
    r"\s?(?:[:=]|is|es)?\s{0,3}(?:[^\s/:,()]{2,40}\s?[/:,]\s?)?([^\s/:,()]{4,60})",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:key|name)[\"']?\s?[:=]\s?[\"']?[\w.\-]{0,30}?(?:password|passwd|pwd|secret)\w{0,4}[\"']?[\s,;]{1,12}"
    r"[\"']?value[\"']?\s?[:=]\s?[\"']?([^\s\"'<>]{4,200})",
    re.IGNORECASE,
)
"""``<add key="Password" value="..."/>``, ``- name: DB_PASSWORD`` over ``value: ...``."""

_NETRC = re.compile(
    r"(?:machine\s{1,12}\S{1,80}|default)\s{1,12}login\s{1,12}\S{1,80}\s{1,12}password\s{1,12}(\S{3,200})"
)
_PORT = re.compile(r":\d{2,5}:")
_PGPASS = re.compile(
    r"(?<![\w.:/])[\w.\-*]{1,60}:\d{2,5}:[\w\-*]{1,40}:[\w.\-]{1,40}:([^\s:]{4,100}+)(?!\S)"
)


def command_lines(lowered: Lowered) -> Iterator[Hit]:
    """Yield the passwords that programs are given."""
    text, small = lowered.text, lowered.small
    if " -" in text:
        yield from _unless_named(_FLAG, text)
    if "identified" in small or "securestring" in small:
        yield from _unless_named(_STATEMENT, text)
    if (
        lowered.begins(b"val")
        and "value" in small
        and ("passw" in small or "pwd" in small or "secret" in small)
    ):
        yield from _unless_named(_NAMED, text)
    if lowered.begins(b"log") and ("machine" in small or "default" in small):
        yield from _unless_named(_NETRC, text)
    if lowered.signs.count(b":") >= 4 and _PORT.search(text):
        yield from _unless_named(_PGPASS, text)
    if "/p" in small or "&p" in small or "|p" in small:
        yield from _unless_named(_PAIR, text)


def _unless_named(pattern: re.Pattern[str], text: str) -> Iterator[Hit]:
    for match in pattern.finditer(text):
        if not is_placeholder(match[1]) and not is_identifier(match[1]):
            yield Hit(*match.span(1), "password", SHAPED)
