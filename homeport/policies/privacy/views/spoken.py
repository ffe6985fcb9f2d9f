"""E-mail addresses as people say them: ``ana at gmail dot com``, ``ana (arroba) gmail.es``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy.views.glance import Glance
from homeport.policies.privacy.views.view import Edit, View, edited

_OPEN, _CLOSE = r"\s{0,3}[\[({<|_*~\-]{1,2}\s{0,2}", r"\s{0,2}[\])}>|_*~\-]{1,2}\s{0,3}"
_AT_SIGN = rf"{_OPEN}(?:at|arroba|a|@){_CLOSE}|\s{{1,3}}(?:at|arroba)\s{{1,3}}|\s{{0,3}}@\s{{0,3}}"
_DOT_SIGN = (
    rf"{_OPEN}(?:dot|punto|point|\.){_CLOSE}|\s{{1,3}}(?:dot|punto|point|\.)\s{{1,3}}"
    r"|\s{0,3}[·•∙。]\s{0,3}|\s?\.\s?"
)
_NAME = r"[a-z0-9](?:[a-z0-9+%]|[._\-](?=[a-z0-9])){0,40}"
_JOINT = rf"(?:{_DOT_SIGN}|\s{{1,2}}(?:underscore|dash|hyphen|gui[oó]n(?: bajo)?)\s{{1,2}})"
_TOP = (
    r"(?:com|net|org|edu|gov|info|es|mx|ar|cl|co|pe|br|pt|fr|de|it|uk|us|io|eu|cat|gob|me|dev|app)"
)
_ADDRESS = re.compile(
    rf"(?<![a-z0-9])((?:{_NAME}{_JOINT}){{0,3}}?{_NAME})({_AT_SIGN})"
    rf"((?:[a-z0-9\-]{{2,40}}(?:{_DOT_SIGN})){{1,3}}{_TOP})(?![a-z0-9])"
)
_GLUED = re.compile(
    r"(?<![A-Za-z0-9])([a-z0-9._]{2,40})(AT|ARROBA)([a-z0-9\-]{2,30}(?:(?:DOT|PUNTO)[a-z]{2,20}){1,3})(?![A-Za-z0-9])"
)
_DOT = re.compile(_DOT_SIGN)
_UNDERSCORE = re.compile(r"\s{1,2}(?:underscore|gui[oó]n bajo)\s{1,2}")
_DASH = re.compile(r"\s{1,2}(?:dash|hyphen|gui[oó]n)\s{1,2}")
_PROVIDERS = (
    "gmail",
    "hotmail",
    "outlook",
    "yahoo",
    "icloud",
    "proton",
    "live",
    "msn",
    "aol",
    "gmx",
    "terra",
    "me.",
)
_ARROBA = re.compile("arroba")
_AT_WORD = re.compile(
    r"at(?:[\])}>|_*~\-]\s?|\s)\s{0,2}[a-z0-9\-]{2,40}"
    r"(?:\.[a-z]{2}|\s?[\[({<·•∙|_*~\-]{1,2}\s?(?:d|p|\.|[a-z0-9])|\sdot\s|\s\.\s?[a-z]|\spoint\s)"
)
_BEFORE, _AFTER = 90, 110
_LOOSE_AT = re.compile(
    r"[\s\[({<|_*~\-]@(?=[\s\])}>|_*~\-]?\s?[a-z0-9])(?<=[a-z0-9]..)|@[\s\])}>|_*~\-]|@[a-z0-9\-]{2,40}(?:\s?[·•∙。]|\s?[\[({<]|\s(?:dot|punto|\.))"
)
_NOBODY = frozenset(
    """look me us him her them it or and is are was be get found available site here this that
    live page""".split()
)


def views(glance: Glance) -> Iterator[View]:
    text, small = glance.text, glance.small
    if gates := list(_gates(small)):
        yield from edited(text, "spoken", _addresses(small, gates))
    if "AT" in text and ("DOT" in text or "PUNTO" in text):
        yield from edited(text, "spoken", _glued(text))


def _gates(small: str) -> Iterator[int]:
    """Yield where a sign or word for *at* stands that may belong to an address."""
    if "arroba" in small:
        yield from (match.start() for match in _ARROBA.finditer(small))
    if "@" in small:
        yield from (match.start() for match in _LOOSE_AT.finditer(small))
    yield from (match.start() for match in _AT_WORD.finditer(small))


def _addresses(small: str, gates: list[int]) -> Iterator[Edit]:
    done = 0
    for gate in sorted(gates):
        if match := _ADDRESS.search(small, max(done, gate - _BEFORE), gate + _AFTER):
            done = match.end()
            local, sign, said = match.groups()
            domain = _DOT.sub(".", said)
            if _is_meant(local, sign, said, domain):
                local = _DASH.sub("-", _UNDERSCORE.sub("_", local))
                yield Edit(*match.span(), f"{_DOT.sub('.', local)}@{domain}")


def _is_meant(local: str, sign: str, said: str, domain: str) -> bool:
    """Say whether an address is meant and not a place: *me at home*, *look at github.com*."""
    if sign.strip() == "@" or not sign.strip().isalpha() or sign.strip() == "arroba":
        return True
    if said != domain:
        return True
    if local in _NOBODY:
        return False
    return not local.isalpha() or domain.startswith(_PROVIDERS)


def _glued(text: str) -> Iterator[Edit]:
    for match in _GLUED.finditer(text):
        domain = match[3].replace("DOT", ".").replace("PUNTO", ".")
        yield Edit(*match.span(), f"{match[1]}@{domain}")
