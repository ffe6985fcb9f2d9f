"""Dates of birth: a date with the words that say whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy.rules import CHECKED, PLAUSIBLE, Hit, alternatives
from homeport.policies.privacy.stems import Lowered, Stems

_STEMS = Stems(
    "born birth date dob d.o.b fecha f. fn cumple nac naiss né née gebor geburt nasc nato nata data"
    "".split()
)
"""How the labels begin."""

_MONTHS = alternatives(r"""
    jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic
    janv|févr|avr|juin|juil|août|déc|mär|mai|okt|dez|fev|set|out|gen|mag|giu|lug|ott
""")
_MONTH = rf"(?:{_MONTHS})[^\W\d_]{{0,7}}\.?"
_NUMBER = r"(?:0?[1-9]|[12]\d|3[01])"
_DAY = rf"{_NUMBER}(?:st|nd|rd|th|º|°|er|\.)?"
_YEAR = r"(?:19[2-9]\d|20[0-3]\d)"
_DATES = alternatives(rf"""
    {_YEAR}[\-/.]{_NUMBER}[\-/.]{_NUMBER}
    {_NUMBER}[\-/. ]{_NUMBER}[\-/. ](?:{_YEAR}|\d\d)
    {_DAY}[ \-](?:of |de )?{_MONTH}[ ,\-]{{1,2}}(?:of |de |del )?(?:{_YEAR}|'?\d\d)
    {_MONTH} {_DAY},? (?:of )?{_YEAR}
""")
_LABELS = alternatives(r"""
    born|birth ?da(?:te|y)|date of birth|d\.?o\.?b\.?
    fecha (?:de )?nac(?:imiento|\.)?|f\. ?(?:de )?nac\.?|f\.?n\.?|cumpleaños
    nac(?:imiento|id[oa]|í|io|ió|\.)?
    (?:date de )?naissance|née? le|geboren|geburtsdatum
    nascid[oa]|(?:data de )?nascimento|nasci|nat[oa] il|data di nascita
""")
_LINK = r"(?:[\s:=\"'(,/\-]|\b(?:is|was|on|in|the|date|es|el|día|em|am|le|fue)\b){0,8}"
_BIRTH = re.compile(rf"(?<!\w)(?:{_LABELS}){_LINK}((?:{_DATES})(?!\d))", re.IGNORECASE)


_RECORD = re.compile(r"[,;] {0,2}((?:MRN[ \-:]{0,2}|NHC[ \-:]{0,2})?[A-Z]{0,3}-?\d{6,9})(?=[,;.])")
"""A number right after a date of birth, as in the first line of a clinical note."""


def births(text: str, lowered: Lowered) -> Iterator[Hit]:
    """Yield full dates of birth of people who may be alive (1920 and later)."""
    for at in lowered.starts(_STEMS):
        if match := _BIRTH.match(text, at):
            yield Hit(*match.span(1), "date_of_birth", CHECKED)
            if record := _RECORD.match(text, match.end()):
                yield Hit(*record.span(1), "medical_record", PLAUSIBLE)
