"""Dates as people write them, moved by some days and written again in the same way.

Only forms with one reading are understood: ``03/04/1985`` is a different day in Madrid and in
New York, and is none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_ENGLISH: Final = (
    "january february march april may june july august september october november december"
).split()
_SPANISH: Final = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
).split()
_LONG: Final = {"en": _ENGLISH, "es": _SPANISH}
_SHORT: Final = {name: [month[:3] for month in months] for name, months in _LONG.items()}

_NAME: Final = r"(?P<month>[^\W\d_]{3,10})(?P<dot>\.?)"
_DAY: Final = r"(?P<day>\d{1,2})(?P<ordinal>st|nd|rd|th|º|°)?"
_YEAR: Final = r"(?P<year>\d{4})"
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_YEAR}(?P<one>[-/.])(?P<number>\d{{1,2}})(?P<two>[-/.])(?P<day>\d{{1,2}})",
        r"(?P<day>\d{1,2})(?P<one>[-/. ])(?P<number>\d{1,2})(?P<two>[-/. ])(?P<year>\d{4})",
        rf"{_DAY}(?P<one> de | of |[ -]){_NAME}(?P<two>,? (?:del? |of )?|-){_YEAR}",
        rf"{_NAME}(?P<one> ){_DAY}(?P<two>,? (?:of )?){_YEAR}",
    )
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A day, and how it was written: each piece by its name, in order."""

    day: date
    pieces: tuple[tuple[str, str], ...]
    language: str = ""

    def shifted(self, days: int) -> WrittenDate:
        """Return another day in the same writing. ``OverflowError`` past the calendar's end."""
        return WrittenDate(self.day + timedelta(days=days), self.pieces, self.language)

    def __str__(self) -> str:
        return "".join(self._piece(name, said) for name, said in self.pieces)

    def others(self) -> Iterator[str]:
        """Yield the day in the forms that a language model likes to give a date."""
        english, spanish = (_LONG[name][self.day.month - 1] for name in ("en", "es"))
        day, year = self.day.day, self.day.year
        yield self.day.isoformat()
        yield f"{english.title()} {day}, {year}"
        yield f"{day} {english.title()} {year}"
        yield f"{day} de {spanish} de {year}"

    def _piece(self, name: str, said: str) -> str:
        if name == "year":
            return f"{self.day.year:04}"
        if name in {"day", "number"}:
            number = self.day.day if name == "day" else self.day.month
            padded = said[0] == "0" or (len(said) == 2 and not self.language)
            return f"{number:02}" if padded else str(number)
        if name == "month":
            return _named(self.day.month, said, self.language)
        if name == "ordinal" and said.isalpha():
            return _ordinal(self.day.day)
        return said


def read(text: str) -> WrittenDate | None:
    """Return the date that ``text`` is as a whole; None if it is none, or could be two."""
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _written(match)
    return None


def _written(match: re.Match[str]) -> WrittenDate | None:
    said = {name: piece for name, piece in match.groupdict().items() if piece is not None}
    order = sorted(said, key=match.start)
    pieces = tuple((name, said[name]) for name in order)
    if "month" in said:
        language, month = _month(said["month"])
    else:
        language, month = "", int(said["number"])
        if order[0] == "day" and int(said["day"]) <= 12 and int(said["day"]) != month:
            return _month_first(said, pieces) if month > 12 else None
    try:
        return WrittenDate(date(int(said["year"]), month, int(said["day"])), pieces, language)
    except ValueError:
        return None


def _month_first(said: dict[str, str], pieces: tuple[tuple[str, str], ...]) -> WrittenDate | None:
    """Read ``12/25/1985``: what stands where a day would stand is the month."""
    swap = {"day": "number", "number": "day"}
    try:
        day = date(int(said["year"]), int(said["day"]), int(said["number"]))
    except ValueError:
        return None
    return WrittenDate(day, tuple((swap.get(name, name), text) for name, text in pieces))


def _month(said: str) -> tuple[str, int]:
    """Return the language and number of a month's name; 0 if it is none that we know."""
    small = said.lower()
    for names in (_LONG, _SHORT):
        for language, months in names.items():
            if small in months:
                return language, months.index(small) + 1
    return "", 0


def _named(month: int, like: str, language: str) -> str:
    """Return the month's name in the length and case of another's."""
    short = like.lower() in _SHORT[language] and like.lower() not in _LONG[language]
    name = (_SHORT if short else _LONG)[language][month - 1]
    if like.isupper():
        return name.upper()
    return name.title() if like[0].isupper() else name


def _ordinal(day: int) -> str:
    if 11 <= day <= 13:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
