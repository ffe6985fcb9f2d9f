"""The detector of names: people, and what stands beside them in letters and forms.

The built-in tagger finds them, and what it is not sure of counts as found. Where Rampart is
pulled and its packages are installed, both are asked: each knows names that the other does not.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from homeport.policies.privacy import rampart
from homeport.policies.privacy.cues import cued
from homeport.policies.privacy.entities import Entity, EntityRecognizer, pointing
from homeport.policies.privacy.rampart import Rampart
from homeport.policies.privacy.rules import findings, near, words
from homeport.policies.privacy.scorer import Detector
from homeport.policies.privacy.sense import Sense
from homeport.policies.privacy.words import NAME, PLACE, fold, gazetteer
from homeport.types import Finding, Part

logger: Final = logging.getLogger("homeport.privacy")

SURE: Final = 0.5
"""The least probability that counts, of a recogniser whose probabilities are near the truth."""

UNSURE: Final = 0.3
"""The least probability that counts of the built-in tagger: not sure is private."""

_NUMBERS: Final = frozenset({"gov_id", "financial"})
_OWNED: Final = words(r"""
    id|ids|ident\w{0,9}|dni|nie|nif|cif|nuss|nss|naf|cip|nhc|cipa|curp|rfc|rut|cuit|cuil|clabe|iban|bic
    ssn|ein|itin|nino|nhs|mrn|vat|tax|tin|social|security|insurance|passport|licen[cs]e|driver\w?
    pasaporte|licencia|permiso|carnet|cedula|documento|historia|episodio|tarjeta|afiliacion
    seguridad|seguro|poliza|expediente|cuenta|account|acct|routing|bank|banco|card|policy|claim
    member\w{0,5}|patient|paciente|record|chart|employee|empleado|student|matricula|colegiad[oa]
    customer|client\w?|cliente|invoice|factura|num|nr|n[º°]|numero|number|ref|steuer\w{0,12}|ausweis\w{0,8}
""")

_NAMED: Final = frozenset({"person", "address"})
_ROLE: Final = re.compile(r"\b(?:mr|mrs|ms|miss|dr|sr|sra|srta|dra|don|doña)\.? $", re.IGNORECASE)
"""What makes *London* in *Mr London* a person."""

_INTRODUCED: Final = re.compile(
    r"\b(?:am|i['’]?m|is|name|named|called|dear|hi|hello|hey|soy|es|llam\w{1,3}|nombre|hola)\W{1,3}$",
    re.IGNORECASE,
)
_CAPITALISED: Final = re.compile(r"(?<!\w)[A-ZÀ-Þ][a-zß-ÿ]")

_SPELLED: Final = {"person": re.compile(r"[^\W\d_]{2}"), "address": re.compile(r"[^\W\d_]{3}")}
"""What a name and an address have at the least; odd signs alone are neither."""

_DIGITS: Final = re.compile(r"\d+")
_WORDS: Final = re.compile(r"[^\W\d_]{2,}")
_MOST_NUMBERS: Final = 4  # of an address: house, stair, floor and door, or postal code

_SENSED: Final = 8_000  # characters


class Names(Detector):
    """Finds people's names and addresses, and the numbers that a recogniser takes for theirs."""

    name = "names"
    steady = True
    canonical_only = True
    """A model's reading of decoded or respelled views is noise."""

    def find(self, part: Part) -> Iterator[Finding]:
        yield from findings(part, cued(part.text), self.name)
        seen: list[Entity] = []
        for source in names_sources():
            least = SURE if source.name == Rampart.name else UNSURE
            more = [
                _weighed(part.text, entity)
                for entity in source.entities(part.text)
                if not _overlaps(entity, seen)
            ]
            yield from pointing(more, part, detector=self.name, least=least)
            seen += [entity for entity in more if entity.probability >= least]


def _overlaps(entity: Entity, others: Sequence[Entity]) -> bool:
    return any(one.start < entity.end and one.end > entity.start for one in others)


def _weighed(text: str, entity: Entity) -> Entity:
    """Lower the probability of signs without a word, of a country or a city alone, of ordinary
    words, and of a number that no word nearby calls anybody's.

    A model takes any odd string for an id. Beside the identifiers this costs at most 0.3 in 100
    rows of generated and clinical texts, and stops 3 in 10 fewer lines of code.
    """
    if entity.kind in _SPELLED and not _SPELLED[entity.kind].search(text, *entity[:2]):
        return entity._replace(probability=0.0)
    if entity.kind == "address" and _is_series(text[entity.start : entity.end]):
        return entity._replace(probability=0.0)
    if entity.kind in _NAMED and (_is_place(text, entity) or _is_small(text, entity)):
        return entity._replace(probability=entity.probability / 4)
    if entity.kind not in _NUMBERS or near(_OWNED, text, entity.start, entity.end):
        return entity
    return entity._replace(probability=entity.probability / 2)


def _is_series(said: str) -> bool:
    """Say whether it is a series of numbers: no address has so many, and so few words."""
    numbers = len(_DIGITS.findall(said))
    return numbers > _MOST_NUMBERS and 2 * numbers > 5 * len(_WORDS.findall(said))


def _is_place(text: str, entity: Entity) -> bool:
    """Say whether every word is a place's or a people's and none also a person's name."""
    said = text[entity.start : entity.end]
    if any(map(str.isdigit, said)) or _ROLE.search(text[max(0, entity.start - 9) : entity.start]):
        return False
    flags = [gazetteer().get(fold(word), 0) for word in said.split()]
    return bool(flags) and all(flag & (PLACE | NAME) == PLACE for flag in flags)


def _is_small(text: str, entity: Entity) -> bool:
    """Say whether it is written in small letters where others are capitalised, and is no name."""
    said = text[entity.start : entity.end]
    if not said.islower() or any(map(str.isdigit, said)) or len(_CAPITALISED.findall(text)) < 3:
        return False
    if _INTRODUCED.search(text[max(0, entity.start - 10) : entity.start]):
        return False
    known = gazetteer()
    return not any(known.get(fold(word), 0) & NAME for word in said.split())


def names_sources() -> tuple[EntityRecognizer, ...]:
    """Return the recognisers there are here, the best first; the same ones for all who ask."""
    built_in = _built_in()
    return (built_in,) if rampart.missing() is not None else (_rampart(rampart.folder()), built_in)


def sense_of(text: str) -> Sense | None:
    """Return what Rampart makes of ``text`` inside; None where it is not pulled, or of a text so
    long that reading it again would take too much of a call's time."""
    if len(text) > _SENSED or rampart.missing() is not None:
        return None
    return _rampart(rampart.folder()).sense(text)


@cache
def _rampart(folder: Path) -> Rampart:
    logger.info("names are found by Rampart and the built-in tagger")
    return Rampart(folder)


@cache
def _built_in() -> EntityRecognizer:
    from homeport.policies.privacy.tagger import Tagger

    if why := rampart.missing():
        logger.info("names are found by the built-in tagger alone: %s", why)
    return Tagger()
