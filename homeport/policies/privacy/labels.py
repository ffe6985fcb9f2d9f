"""What the labels of token classifiers mean, whoever trained them.

There is no standard: a person is ``PER``, ``private_person``, ``FIRSTNAME`` or ``I-Given_Name``.
"""

from __future__ import annotations

import re
from typing import Final

_PREFIX: Final = re.compile(r"\A[BIESLU][-_](?=.)")
"""Begin, inside, end, single, last, unit: where in its entity a token stands."""

_KINDS: Final = (
    ("email", r"(?:private)?e?mail(?:addr.*)?"),
    ("ip", r"ip(?:v?[46])?(?:addr.*)?"),
    ("device_id", r"(?:mac|imei|device|uuid|phoneimei).*"),
    ("secret", r".*(?:password|secret|token|apikey|privatekey|credential).*|pin|cvv|creditcardcvv"),
    ("financial", r".*(?:account|iban|swift|bic|card|bank|routing|wallet|bitcoin|ethereum).*"),
    ("gov_id", r".*(?:passport|licen[cs]e|ssn|socialsecurity|tax|government|national|idcard).*"),
    ("medical_id", r".*(?:medical|health|patient).*"),
    ("plate", r".*(?:plate|vehicle|vin|vrm).*"),
    ("username", r".*user.*|handle|nick.*|login"),
    ("dob", r".*birth.*|dob|privatedate"),
    ("phone", r".*(?:phone|mobile|fax|tel).*"),
    ("geo", r".*(?:coordinate|latitude|longitude|gps).*"),
    ("address", r".*(?:address|street|building|apartment).*"),
    ("url_personal", r"privateurl|personalurl"),
    ("zip", r".*(?:zip|postcode|postal).*"),
    ("org", r"org.*|comp.*|corporation|institution"),
    ("location", r"loc.*|gpe|fac|.*(?:city|state|country|county|place|nearby).*"),
    ("profession", r".*(?:job|prof|occupation|position).*"),
    ("title", r".*(?:title|prefix|suffix).*"),
    ("sex", r"sex.*|gender.*"),
    ("age", r"age.*"),
    ("demographic", r"norp|.*(?:ethnic|national|religio|politic|race).*"),
    ("person", r"per|.*(?:person|name|surname|names)"),
    ("date", r"date.*|time.*"),
    ("quantity", r"cardinal|ordinal|quantity|percent|money|amount|currency.*|number"),
    ("url", r"url|uri"),
    ("misc", r"misc.*|event|product|law|language|workofart|ordinaldirection|useragent"),
)
_PATTERNS: Final = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_UNNAMED: Final = re.compile(r"label\d*")


def kind_of(label: str) -> str | None:
    """Return the kind of entity that ``label`` stands for; None if it stands for *nothing*.

    A label that nobody knows is ``code``, which points at somebody: not sure is private.
    ``ValueError`` for ``LABEL_3``, which a model has that was never told what to look for.
    """
    if label in {"O", "0"}:
        return None
    plain = re.sub(r"[^a-z0-9]", "", _PREFIX.sub("", label, count=1).lower())
    if _UNNAMED.fullmatch(plain):
        raise ValueError("its labels have no names")
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(plain)), "code")
