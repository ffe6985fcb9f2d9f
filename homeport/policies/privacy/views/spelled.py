"""Numbers and letters written as words: ``four one one one``, ``cuarenta y dos``, ``tango``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy.views.glance import Glance
from homeport.policies.privacy.views.view import Edit, View, edited

_UNITS = {
    word: str(value)
    for value, words in enumerate(
        "zero cero oh|one uno un una|two dos|three tres|four cuatro|five cinco|six seis"
        "|seven siete|eight ocho|nine nueve niner".split("|")
    )
    for word in words.split()
}
_TEENS = {
    word: str(value)
    for value, words in enumerate(
        "ten diez|eleven once|twelve doce|thirteen trece|fourteen catorce|fifteen quince"
        "|sixteen dieciseis dieciséis|seventeen diecisiete|eighteen dieciocho|nineteen diecinueve"
        "|veinte|veintiuno veintiun veintiún veintiuna|veintidos veintidós|veintitres veintitrés"
        "|veinticuatro|veinticinco|veintiseis veintiséis|veintisiete|veintiocho|veintinueve".split(
            "|"
        ),
        start=10,
    )
    for word in words.split()
}
_TENS = {
    word: value
    for value, words in zip(
        (2, 3, 4, 5, 6, 7, 8, 9),
        "twenty|thirty treinta|forty cuarenta|fifty cincuenta|sixty sesenta|seventy setenta"
        "|eighty ochenta|ninety noventa".split("|"),
        strict=True,
    )
    for word in words.split()
}
_HUNDREDS = {
    "cien": 1, "ciento": 1, "doscientos": 2, "trescientos": 3, "cuatrocientos": 4,
    "quinientos": 5, "seiscientos": 6, "setecientos": 7, "ochocientos": 8, "novecientos": 9,
}  # fmt: skip
_TIMES = {"double": 2, "doble": 2, "triple": 3, "treble": 3}
_LETTERS = {
    **{
        word: word[0].upper()
        for word in (
            "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima "
            "mike november oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray "
            "x-ray yankee zulu zeta zed ka jota"
        ).split()
    },
    "equis": "X",
    "ese": "S",
    "efe": "F",
    "ele": "L",
    "eme": "M",
    "ene": "N",
    "erre": "R",
    "hache": "H",
    "uve": "V",
    "ge": "G",
    "cu": "Q",
}
_SIGNS = {"plus": "+", "mas": "+", "más": "+"}
_SILENT = frozenset("and y dash hyphen guion guión space espacio then luego".split())

_NUMBERS = (*_UNITS, *_TEENS, *_TENS, *_HUNDREDS, *_TIMES, "hundred")
_SAID = "|".join(sorted((*_NUMBERS, *_LETTERS), key=len, reverse=True))
_LINK = r"[\s,.;:/\-–_|]{0,4}"
_RUN = re.compile(
    rf"(?<![^\W_])(?:(?:plus|m[aá]s)\s)?(?:[a-z]\s){{0,2}}(?:{_SAID}|\d{{1,4}})(?![^\W\d_])"
    rf"(?>(?:{_LINK}(?:(?:{'|'.join(_SILENT)})[\s\-]{{1,3}})?(?:{_SAID}|\d{{1,4}}|[a-zñ])(?![^\W\d_])){{3,40}})",
)
_TOKEN = re.compile(rf"{_SAID}|{'|'.join((*_SIGNS, *_SILENT))}|\d+|[a-zñ]")
_COMMON = tuple(
    b"zero three four five six seven eight nine cero tres cuatro cinco seis siete ocho nueve enta "
    b"foxtrot tango sierra bravo".split()
)
_PAIR = re.compile(
    rf"(?<![^\W_])(?:{_SAID}){_LINK}(?:(?:and|y)\s)?(?:{_SAID}){_LINK}(?:(?:and|y)\s)?"
    rf"(?:{_SAID}|\d|[a-z]\b)"
)
_SHORT_WORDS = frozenset("aeiouy")
"""Letters that are words: *transferencia a Delta Echo*."""

_FEWEST = 5
"""Characters that a spelled value has at least."""


def views(glance: Glance) -> Iterator[View]:
    if _is_likely(glance):
        yield from edited(glance.text, "spelled", _values(glance.small))


def _is_likely(glance: Glance) -> bool:
    """Say whether several different digits, or letters of the radio alphabet, are in the text."""
    if sum(map(glance.lowered.bag.__contains__, _COMMON)) < 2:
        return False
    return _PAIR.search(glance.small) is not None


def _values(small: str) -> Iterator[Edit]:
    for match in _RUN.finditer(small):
        words = _TOKEN.findall(match[0])
        value = _value(words)
        if len(value) >= _FEWEST and sum(len(word) > 1 and word.isalpha() for word in words) >= 3:
            tied = words[0] in _SHORT_WORDS and len(words[1]) > 1
            yield Edit(*match.span(), f"{value[0]} {value[1:]}" if tied else value)


def _value(words: list[str]) -> str:
    """Write down what is said, number after number: *forty two* is 42, *double five* 55."""
    written: list[str] = []
    times, base, room = 1, 0, 0  # a started number that takes one below ``room`` more
    for word in words:
        if word in _SILENT:
            continue
        amount = _amount(word)
        if room and amount is not None and 0 < amount < room:
            written[-1] = str(base + amount)
            base, room = base + amount, 10 if word in _TENS and room > 10 else 0
            continue
        if word == "hundred" and written and len(written[-1]) == 1 and written[-1].isdigit():
            base, room = 100 * int(written[-1]), 100
            written[-1] = str(base)
            continue
        if word in _TIMES:
            times = _TIMES[word]
            continue
        written.append(_written(word, amount) * times)
        base, room, times = amount or 0, _room(word), 1
    return "".join(written)


def _amount(word: str) -> int | None:
    if word in _HUNDREDS:
        return 100 * _HUNDREDS[word]
    if word in _TENS:
        return 10 * _TENS[word]
    said = _UNITS.get(word) or _TEENS.get(word)
    return int(said) if said else None


def _room(word: str) -> int:
    if word in _HUNDREDS:
        return 100
    return 10 if word in _TENS else 0


def _written(word: str, amount: int | None) -> str:
    if amount is not None:
        return str(amount)
    return _LETTERS.get(word) or _SIGNS.get(word) or ("" if word == "hundred" else word.upper())
