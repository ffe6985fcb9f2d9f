"""A text as a linear model sees it: words, their shapes, and what lists of names say of them.

Everything here is one pass over the text without a model. Words are hashed with CRC-32,
because Python's own hash of a string differs from one process to the next.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from homeport.policies.privacy.clusters import cluster
from homeport.policies.privacy.lexicon import BIT, about, places
from homeport.policies.privacy.pseudonyms import FORM

GIVEN: Final = 1  # a given name
FAMILY: Final = 2  # a family name
COMMON: Final = 4  # also an ordinary word of English or Spanish: "rose", "will", "dolores"
PLACE: Final = 8  # also a place, a people, a language, a month, a maker: "Madrid", "German"
NAME: Final = GIVEN | FAMILY

_WORD = re.compile(
    r"(?:https?://|www\.)[^\s<>\"')\]]{1,500}+"
    r"|[^\W\d_]+(?>(?:['’\-][^\W\d_]+)*)|\d++|\n|[^\w\s]|_"
)
_MAIL = re.compile(r"[\w.+\-]{1,64}+@[\w\-]{1,63}+(?>(?:\.[\w\-]{1,63}+){1,8})")

MAIL_HASH: Final = zlib.crc32(b"<mail>")
LINK_HASH: Final = zlib.crc32(b"<link>")
SURROGATE: Final = "<surrogate>"
SURROGATE_HASH: Final = LINK_HASH
"""A placeholder is looked at like a link: neither says anything of whose data is around it."""
EDGE_HASH: Final = zlib.crc32(b"<edge>")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, column by column; all columns have the same length.

    ``lower`` holds the words in small letters without accents, ``hashes`` their CRC-32
    (numbers by how many digits they have), ``shapes`` a small number for their form, ``names``
    what the gazetteer says (``GIVEN | FAMILY | COMMON | PLACE``), ``kinds`` what the lexicon says,
    ``clusters`` the hash of the words that are used alike, 0 if none are known.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lower: tuple[str, ...]
    hashes: tuple[int, ...]
    shapes: tuple[int, ...]
    names: tuple[int, ...]
    kinds: tuple[int, ...]
    clusters: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.starts)


SMALL, CAPITALISED, CAPITALS, INITIAL, NUMBER, SIGN, LINE, LINK, MAIL, MIXED = range(10)

_KEPT: Final = 20_000
"""Characters up to which the last few texts read are kept: several judges read the same text."""


def read(text: str) -> Words:
    """Cut ``text`` into words, numbers, signs and line ends."""
    return _kept(text) if len(text) <= _KEPT else _read(text)


@lru_cache(maxsize=8)
def _kept(text: str) -> Words:
    return _read(text)


def _read(text: str) -> Words:
    spans = [match.span() for match in _pattern(text).finditer(text)]
    if not spans:
        return Words((), (), (), (), (), (), (), ())
    starts, ends = zip(*spans, strict=True)
    raw = [text[start:end] for start, end in spans]
    looks = {
        word: _ordinary(word) if word.islower() and word.isalpha() else _look(word)
        for word in set(raw)
    }
    columns = zip(*map(looks.__getitem__, raw), strict=True)
    return Words(starts, ends, *columns)


_WITH_MAIL = re.compile(f"{_MAIL.pattern}|{_WORD.pattern}")
_WITH_BOTH = re.compile(f"(?i:{FORM.pattern})|{_WITH_MAIL.pattern}")


def _pattern(text: str) -> re.Pattern[str]:
    """Return what cuts ``text``; the more there is to tell apart, the slower it is."""
    if "_" in text and FORM.search(text):
        return _WITH_BOTH
    return _WITH_MAIL if "@" in text else _WORD


_Look = tuple[str, int, int, int, int, int]


@lru_cache(maxsize=4096)
def _ordinary(word: str) -> _Look:
    """Look at a word in small letters: the same few thousand make up most of every text."""
    return _look_at_letters(word)


def _look(word: str) -> _Look:
    """Return the folded word, its hash, its shape, what gazetteer and lexicon say of it, and its
    cluster."""
    first = word[0]
    if first.isalpha():
        return _look_at_letters(word)
    if first.isdigit():
        folded = "0" * min(len(word), 12)
        return folded, zlib.crc32(folded.encode()), NUMBER, 0, 0, 0
    if first == "\n":
        return word, zlib.crc32(b"\n"), LINE, 0, 0, 0
    if "@" in word and len(word) > 1:
        return "<mail>", MAIL_HASH, MAIL, 0, 0, 0
    return word, zlib.crc32(word.encode("utf-8", "replace")), SIGN, 0, 0, 0


def _look_at_letters(word: str) -> _Look:
    if "_" in word and FORM.fullmatch(word):
        return SURROGATE, SURROGATE_HASH, LINK, 0, 0, 0
    if "://" in word or word.startswith("www."):
        return "<link>", LINK_HASH, LINK, 0, 0, 0
    if "@" in word:
        return "<mail>", MAIL_HASH, MAIL, 0, 0, 0
    folded = fold(word)
    hashed = zlib.crc32(folded.encode("utf-8", "replace"))
    kinds = about(folded) | _tense(word)
    return folded, hashed, _shape(word), _named(folded), kinds, cluster(folded)


_PAST: Final = re.compile(
    "[a-zñ]{2,14}(?:[b-df-hj-np-tv-z]ed|ied|[^aeiou]ó|ió|[ai]eron|aron|[aá]bamos|aban?)"
)


def _tense(word: str) -> int:
    """Return the class ``past`` for the third person of the past tense, by its ending."""
    return BIT["past"] if len(word) > 4 and _PAST.fullmatch(word.lower()) else 0


def _shape(word: str) -> int:
    if word.islower():
        return SMALL
    if len(word) == 1:
        return INITIAL if word.isupper() else SMALL
    if word.isupper():
        return CAPITALS
    return CAPITALISED if word[0].isupper() else MIXED


def _named(folded: str) -> int:
    names = gazetteer()
    flags = names.get(folded, 0)
    if not flags and (pieces := _DOUBLE.split(folded))[1:]:
        for piece in pieces:
            flags |= names.get(piece, 0) & NAME
    return flags


_DOUBLE: Final = re.compile(r"-|(?<=^[od])['’]")
"""What parts the names in one word: *García-Ruiz*, *O'Connor*, but not *haven't*."""


def fold(word: str) -> str:
    """Return ``word`` in small letters without accents; ``ñ`` becomes ``n``."""
    small = word.lower()
    if small.isascii():
        return small
    decomposed = unicodedata.normalize("NFKD", small)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


@cache
def gazetteer() -> Mapping[str, int]:
    """Return the given and family names of some thirty countries, folded, with their flags.

    Collected from the provider lists of ``faker`` (MIT licence) by ``benchmarks/fit_privacy.py``.
    """
    packed = files(__package__).joinpath("weights/names.txt.z").read_bytes()
    names: dict[str, int] = {}
    for line in zlib.decompress(packed).decode().splitlines():
        flags, listed = line.split(" ", 1)
        names.update(dict.fromkeys(listed.split(), int(flags)))
    for place in places():
        names[place] = names.get(place, 0) | PLACE
    return names
