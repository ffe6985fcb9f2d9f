"""Text written backwards: whole sentences, e-mail addresses, keys, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy import national, payment
from homeport.policies.privacy.payment import iban
from homeport.policies.privacy.rules import CHECKED, Rule, compact
from homeport.policies.privacy.views.glance import Glance
from homeport.policies.privacy.views.view import BACKWARDS, Draft, Edit, View, edited

_ADDRESS = re.compile(
    r"(?<![\w@])[a-z]{2,6}\.[\w.\-]{1,60}@[\w.+%\-]{1,64}(?![\w@])", re.IGNORECASE
)
_NUMBER = re.compile(
    r"\d(?:(?<!\w.)|(?<=[A-Za-z].)(?<!\w..))(?<!\d[.,].)(?>(?:[ .\-]?[0-9]){6,33})"
    r"(?:\+|[ \-]?[A-Za-z]{1,4}(?:\d\d)?)?(?!\w)"
)
_KEY = re.compile(r"[A-Za-z0-9_\-+/.~]{20,300}+")
_DATE = re.compile(
    r"(?:19|20)\d\d[ .\-]?\d\d[ .\-]?\d\d(?:[T \-]?\d{2,6})?|\d\d[ .\-]\d\d[ .\-]\d{4}"
)
_KEY_ENDS = re.compile(
    r"(?:-ks|_[a-z]{0,4}phg|AIKA|AISA|aza?IA|Jye|-[a-z]xox|_(?:tset|evil)_[a-z]{2}|_fh|_pbs|_mpn|-talg"
    r"|tap_buhtig|[\w]*-jorp-ks|-tna-ks|\.GS|yeK)\Z"
)
_WORDS = frozenset(
    """the and is my of to in for at with you are this that please check call write el mi en un una
    por que con los las tarjeta gracias ya luego hoy clave""".split()
)
"""Common words that are none when read backwards."""

_RULES = tuple(
    rule
    for rule in (*payment.NUMBERS, *national.NUMBERS, *national.CODES)
    if rule.probability >= CHECKED
)
_ANY = re.compile("|".join(rule.pattern.pattern for rule in _RULES), re.IGNORECASE)
_BACKWARDS = frozenset(word[::-1] for word in _WORDS)
_BACKWARDS_OCTETS = frozenset(word.encode() for word in _BACKWARDS)
_RUNS = ("0000000", "00.00.00", "000.000", "0000.0000")


def views(glance: Glance) -> Iterator[View]:
    if glance.lowered.digit or "@" in glance.text:
        yield from edited(glance.text, BACKWARDS, sorted(_runs(glance)), floor=CHECKED)
    if _is_backwards(glance):
        yield _backwards(glance.text)


def _runs(glance: Glance) -> Iterator[Edit]:
    spans: list[tuple[int, int]] = []
    if "@" in glance.text:
        spans += [match.span() for match in _ADDRESS.finditer(glance.text)]
    if any(run in glance.shape for run in _RUNS):
        spans += _numbers(glance.text)
    for start, run in glance.coded:
        if len(run) >= 20 and (key := _KEY.search(run)) and _KEY_ENDS.search(key[0]):
            spans.append((start + key.start(), start + key.end()))
    for start, end in spans:
        yield Edit(start, end, glance.text[start:end][::-1])


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        start -= text[start - 1 : start].isalpha()
        if _is_number(text[start:end]):
            yield start, end


def _is_number(written: str) -> bool:
    """Say whether a number has a check digit, or a country's code, when read backwards."""
    if sum(map(str.isdigit, written)) < 8 or _DATE.fullmatch(written):
        return False
    meant = written[::-1]
    if meant[0] == "+" or iban(meant, 0) is not None:
        return True
    return _ANY.match(meant) is not None and any(_checks(rule, meant) for rule in _RULES)


def _checks(rule: Rule, meant: str) -> bool:
    match = rule.pattern.match(meant)
    return match is not None and rule.valid(compact(match[0]))


def _is_backwards(glance: Glance) -> bool:
    if glance.lowered.vocabulary.isdisjoint(_BACKWARDS_OCTETS):
        return False
    words = glance.vocabulary
    return len(words & _BACKWARDS) > len(words & _WORDS)


def _backwards(text: str) -> View:
    draft = Draft(text)
    for place in range(len(text) - 1, -1, -1):
        draft.put(text[place], place, place + 1)
    return draft.view(BACKWARDS, decoded=True)
