"""Dates of birth: a date with the words that say whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy.rules import CHECKED, Hit

_GATES = (
    "born",
    "birth",
    "dob",
    "d.o.b",
    "nac",
    "nasc",
    "naiss",
    "né",
    "f.n",
    "gebor",
    "geburt",
    "nat",
    "cumple",
)
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic|janv|févr|avr|juin|juil|août|déc"
    r"|mär|mai|okt|dez|fev|set|out|gen|mag|giu|lug|ott)[^\W\d_]{0,7}\.?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|º|°|er|\.)?"
_YEAR = r"(?:19[2-9]\d|20[0-3]\d)"
_DATE = (
    rf"(?:{_YEAR}[\-/.](?:0?[1-9]|1[0-2])[\-/.]{_DAY}"
    rf"|{_DAY}[\-/. ](?:0?[1-9]|[12]\d|3[01])[\-/. ](?:{_YEAR}|\d\d)"
    rf"|{_DAY}[ \-](?:of |de )?{_MONTH}[ ,\-]{{1,2}}(?:of |de |del )?(?:{_YEAR}|'?\d\d)"
    rf"|{_MONTH} {_DAY},? (?:of )?{_YEAR})(?!\d)"
)
_LABEL = (
    r"(?:born|birth ?da(?:te|y)|date of birth|d\.?o\.?b\.?|fecha (?:de )?nac(?:imiento|\.)?|f\. ?(?:de )?nac\.?"
    r"|f\.?n\.?|nac(?:imiento|id[oa]|í|io|ió|\.)?|cumpleaños|(?:date de )?naissance|née? le|geboren|geburtsdatum"
    r"|nascid[oa]|(?:data de )?nascimento|nasci|nat[oa] il|data di nascita)"
)
_BIRTH = re.compile(
    rf"(?<!\w){_LABEL}(?:[\s:=\"'(,/\-]|\b(?:is|was|on|es|el|em|am|le|fue|día|the|date|on the|in)\b){{0,8}}({_DATE})",
    re.IGNORECASE,
)


def births(text: str, lowered: str) -> Iterator[Hit]:
    """Yield full dates of birth of people who may be alive (1920 and later)."""
    if any(gate in lowered for gate in _GATES):
        for match in _BIRTH.finditer(text):
            yield Hit(*match.span(1), "date_of_birth", CHECKED)
