"""Recognising surrogates in a text, as they were written and as models write them.

Nothing here is compiled for one vault: patterns are the same for all, and what they find is
compared with what the vault has given out. What is found does not depend on where a text was
cut, so a stream finds the same as a look at the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Final, NamedTuple

from homeport.policies.privacy.pseudonyms import (
    EMAIL_DOMAIN,
    LONGEST,
    NONCE_LETTERS,
    NONCE_SIZE,
    WORDS,
)
from homeport.policies.privacy.rules import lowered

_GLUE: Final = r"[\\_ \-*`\u00a0\u2011\u200b]{0,4}"
"""What models put where the underscores were."""

_KIND_OF_WORD: Final = {word.lower(): kind for kind, words in WORDS.items() for word in words}
_BY_LENGTH: Final = sorted(_KIND_OF_WORD, key=len, reverse=True)
_LISTED: Final = "|".join(_BY_LENGTH)
_HEAD: Final = rf"(?P<word>{_LISTED}){_GLUE}"

_TOKEN: Final = re.compile(
    rf"{_HEAD}(?P<nonce>[{NONCE_LETTERS}]{{{NONCE_SIZE}}}){_GLUE}"
    rf"(?P<number>[0-9]{{1,6}}+)(?:(?P<form>[a-z])|(?![^\W_]))"
)
_BEGUN: Final = re.compile(
    rf"{_HEAD}(?P<nonce>[{NONCE_LETTERS}]{{0,{NONCE_SIZE}}})"
    rf"(?P<code>{_GLUE}[0-9]{{0,6}}(?P<form>[a-z](?P<domain>@[a-z.]{{0,11}})?)?)"
)

_GAP: Final = r"[ .\-()\u00a0\u2011]{0,3}"
_PHONE: Final = re.compile(
    rf"(?<![0-9])(?:\+?1{_GAP})?(?:\([0-9]{{3}}\)|[0-9]{{3}}){_GAP}555{_GAP}01[0-9]{{2}}(?![0-9])"
)
_PHONE_BEGUN: Final = re.compile(
    rf"\+?(?:1{_GAP})?\(?[0-9]{{0,3}}{_GAP}[0-9]{{0,3}}{_GAP}[0-9]{{0,4}}"
)
_FIRST_LETTERS: Final = frozenset(word[0] for word in _KIND_OF_WORD)


class Found(NamedTuple):
    """A surrogate in a text. ``key`` is a code such as ``2a``, or a literal in small letters."""

    start: int
    end: int
    key: str


class Recognizer:
    """Recognises the surrogates of one vault: its placeholders, and its ``literals``."""

    def __init__(self, nonce: str) -> None:
        self.nonce = nonce
        self._literals: set[str] = set()
        self._beginnings: set[str] = set()
        self._phones = False

    def add(self, literal: str) -> None:
        """Recognise ``literal`` too, in any case."""
        small = literal.lower()
        self._literals = self._literals | {small}  # another thread may be going through the old
        self._beginnings.update(accumulate(small))
        self._phones = self._phones or small.startswith("+")

    def find(self, text: str, at: int = 0) -> Iterator[Found]:
        """Yield the surrogates from ``at`` on, in order, none across another."""
        small = lowered(text)
        candidates = [*self._placeholders(small, at), *self._written(small, at)]
        end = at
        for found in sorted(candidates, key=lambda found: (found.start, -found.end)):
            if found.start >= end:
                yield found
                end = found.end

    def begins(self, text: str, at: int) -> int:
        """Return where, from ``at`` on, the end of ``text`` may become a surrogate.

        That is the length of the text if it cannot.
        """
        small = lowered(text)
        for start in range(max(at, len(small) - LONGEST), len(small)):
            if self._may_become(small[start:]):
                return start
        return len(small)

    def _placeholders(self, small: str, at: int) -> Iterator[Found]:
        if self.nonce not in small:
            return
        while match := _TOKEN.search(small, at):
            at = match.start() + 1
            if match["nonce"] == self.nonce:
                number, form = match["number"].lstrip("0"), match["form"] or "a"
                yield Found(match.start(), _end(match, small), number + form)

    def _written(self, small: str, at: int) -> Iterator[Found]:
        for literal in self._literals:
            start = small.find(literal, at)
            while start >= 0:
                if _is_alone(small, start, start + len(literal)):
                    yield Found(start, start + len(literal), literal)
                start = small.find(literal, start + 1)
        while self._phones and (match := _PHONE.search(small, at)):
            at = match.start() + 1
            literal = _as_given(match[0])
            if literal in self._literals:
                yield Found(*match.span(), literal)

    def _may_become(self, end: str) -> bool:
        if end in self._beginnings or (self._phones and self._is_phone_begun(end)):
            return True
        if end[0] not in _FIRST_LETTERS:
            return False
        return any(word.startswith(end) for word in _BY_LENGTH) or self._is_begun(end)

    def _is_begun(self, end: str) -> bool:
        match = _BEGUN.fullmatch(end)
        if match is None or not self.nonce.startswith(match["nonce"]):
            return False
        if match["code"] and match["nonce"] != self.nonce:
            # What glues may stand behind the word as well as behind the nonce.
            return not match["code"].strip("\\_ -*`\u00a0\u2011\u200b")
        if not match["form"]:
            return True
        email = _KIND_OF_WORD[match["word"]] == "email"
        return (
            email
            and match["domain"] != EMAIL_DOMAIN
            and EMAIL_DOMAIN.startswith(match["domain"] or "")
        )

    def _is_phone_begun(self, end: str) -> bool:
        if not (end[0] in "+(" or _is_digit(end[0])) or not _PHONE_BEGUN.fullmatch(end):
            return False
        local = _digits(end).removeprefix("1")
        given = (literal for literal in self._literals if literal[0] == "+")
        return any(_digits(literal)[1:].startswith(local) for literal in given)


def _end(match: re.Match[str], small: str) -> int:
    """Return where a placeholder ends: that of an address goes on with its domain."""
    email = _KIND_OF_WORD[match["word"]] == "email"
    if email and match["form"] and small.startswith(EMAIL_DOMAIN, match.end()):
        return match.end() + len(EMAIL_DOMAIN)
    return match.end()


def _is_alone(small: str, start: int, end: int) -> bool:
    """Say whether a literal is no part of a longer number."""
    before, first = small[start - 1 : start] if start else "", small[start]
    last, after = small[end - 1], small[end : end + 1]
    return not (_is_digit(before) and _is_digit(first)) and not (
        _is_digit(last) and _is_digit(after)
    )


def _is_digit(sign: str) -> bool:
    return sign.isascii() and sign.isdigit()


def _digits(text: str) -> str:
    return "".join(filter(_is_digit, text))


def _as_given(written: str) -> str:
    """Return a fictional number as it was given out: ``+1 202-555-0142``."""
    local = _digits(written)[-10:]
    return f"+1 {local[:3]}-{local[3:6]}-{local[6:]}"
