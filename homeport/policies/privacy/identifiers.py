"""The detector of identifiers: numbers and addresses that belong to one person.

Recognisers are deterministic and need no model: shapes, check digits, labels, words nearby.
Each expensive one hides behind a cheap test, so prose without digits costs next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from homeport.policies.privacy import national, payment
from homeport.policies.privacy.birth import births
from homeport.policies.privacy.contact import emails, profiles, usernames
from homeport.policies.privacy.docket import case_numbers, order_numbers
from homeport.policies.privacy.labelled import bank_codes, labelled, vehicles
from homeport.policies.privacy.network import addresses
from homeport.policies.privacy.phone import phones
from homeport.policies.privacy.postal import postal_addresses
from homeport.policies.privacy.published import is_example
from homeport.policies.privacy.rules import START, Hit, Rule, findings
from homeport.policies.privacy.scorer import Detector
from homeport.policies.privacy.stems import Lowered, lowered_of
from homeport.policies.privacy.wallets import wallets
from homeport.types import Finding, Part

_CLUMP = re.compile(r"\d(?>(?:[^\d\n]{0,3}\d){4,})")
_REACH = 24  # characters around a clump that can belong to it: the letters of a CURP
_NUMBERS = (*payment.NUMBERS, *national.NUMBERS)
_ANY_NUMBER = re.compile("|".join(rule.pattern.pattern for rule in _NUMBERS), re.IGNORECASE)
_ANY_CODE = re.compile("|".join(r.pattern.pattern for r in national.CODES), re.IGNORECASE)
"""Any shape of them all: one look instead of one for each where there is none, as in tables."""


class Identifiers(Detector):
    """Finds what identifies one person, one account or one device."""

    name = "identifiers"
    steady = True

    def find(self, part: Part) -> Iterator[Finding]:
        text, found = part.text, _hits(lowered_of(part))
        hits = (hit for hit in found if not is_example(text, hit.start, hit.end))
        return findings(part, hits, self.name)


def _hits(lowered: Lowered) -> Iterator[Hit]:
    text, small = lowered.text, lowered.small
    yield from chain(emails(text), profiles(text, small), usernames(text, lowered))
    yield from bank_codes(text, small)
    if lowered.digit or "s/n" in small:
        yield from chain(births(text, lowered), vehicles(lowered), addresses(text))
        yield from chain(postal_addresses(text, lowered), case_numbers(text, lowered))
        yield from chain(order_numbers(text, lowered), wallets(lowered))
        for start, end in _clumps(text):
            yield from chain(
                labelled(text, start, end), _numbers(text, start, end), phones(text, start, end)
            )


def _clumps(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of ``text`` with five digits or more close together, and around."""
    start, end = 0, -1
    for match in _CLUMP.finditer(text):
        if end >= 0 and match.start() - _REACH > end:
            yield start, end
            end = -1
        start = start if end >= 0 else max(0, match.start() - _REACH)
        end = match.end() + _REACH
    if end >= 0:
        yield start, end


def _numbers(text: str, start: int, end: int) -> Iterator[Hit]:
    """Try every rule wherever a number can begin; all that agree speak, the scorer joins them."""
    for begin in START.finditer(text, start, end):
        at = begin.start()
        for rule in _candidates(text, at):
            if hit := rule.hit(text, at):
                yield hit
        if hit := payment.iban(text, at):
            yield hit


def _candidates(text: str, at: int) -> tuple[Rule, ...]:
    if not text[at].isdigit():
        return national.CODES if _ANY_CODE.match(text, at) else ()
    return _NUMBERS if _ANY_NUMBER.match(text, at) else ()
