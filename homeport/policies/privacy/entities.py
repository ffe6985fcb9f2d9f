"""What a named-entity recogniser says about a text: which stretch is what, and how surely.

Two recognisers ship behind this protocol: Rampart, once it is pulled, and the built-in tagger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol

from homeport.policies.privacy.forms import is_formed
from homeport.policies.privacy.rules import Hit, findings
from homeport.types import Finding, Part

CATEGORIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "person": "name",
        "address": "address",
        "email": "email",
        "phone": "phone",
        "username": "username",
        "url_personal": "profile",
        "dob": "date_of_birth",
        "ip": "ip",
        "device_id": "imei",
        "geo": "geolocation",
        "plate": "plate",
        "code": "member_id",
        "unit": "member_id",
        "gov_id": "national_id",
        "medical_id": "medical_record",
        "financial": "bank_account",
        "secret": "token",
    }
)
"""The category of findings by kind. A recogniser is not sure which number it sees: where several
categories come into question, the one with the higher level."""

STRONG: Final = frozenset(CATEGORIES)
"""Kinds that point at one person, account or device."""

WEAK: Final = frozenset(
    "age date demographic family location misc org profession quantity sex title url zip".split()
)
"""Kinds that tell something about a person; alone they do not make a text private."""


class Entity(NamedTuple):
    """``text[start:end]`` (code points) is of ``kind`` with ``probability``.

    Spans cover whole words. ``kind`` is one of ``STRONG`` or ``WEAK``.
    """

    start: int
    end: int
    kind: str
    probability: float


class EntityRecognizer(Protocol):
    """Finds the entities of a text, in the order of the text, none across another.

    Called from several threads at once; loads what it needs when first asked. Every text has
    an answer however long it is; whatever goes wrong is raised.
    """

    name: str

    def entities(self, text: str) -> Sequence[Entity]: ...


def pointing(
    entities: Sequence[Entity], part: Part, *, detector: str, least: float
) -> Iterator[Finding]:
    """Yield the entities that point at somebody, ``least`` probable or more, as findings.

    What lacks the form of its kind, a telephone number without a digit, is none of it.
    """
    hits = (
        Hit(entity.start, entity.end, CATEGORIES[entity.kind], entity.probability)
        for entity in entities
        if entity.kind in STRONG
        and entity.probability >= least
        and is_formed(entity.kind, part.text[entity.start : entity.end])
    )
    return findings(part, hits, detector)
