"""Collects the full names of public and fictional people: those of ``famous.txt``, written by hand."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

from faker import Faker

from homeport.policies.privacy.words import fold

_WORD = re.compile(r"[^\W\d_]+")
_FREQUENT = frozenset("""
    garcia rodriguez gonzalez fernandez lopez martinez sanchez perez gomez martin jimenez hernandez
    ruiz diaz moreno munoz alvarez romero gutierrez alonso navarro torres dominguez ramos vazquez
    ramirez gil serrano morales molina blanco suarez castro ortega delgado ortiz marin rubio nunez
    medina sanz castillo iglesias cortes garrido santos guerrero lozano cano cruz mendez flores
    prieto herrera pena leon marquez cabrera gallego calvo vidal campos reyes vega fuentes carrasco
    diez aguilar vargas rojas silva rivera chavez mendoza contreras salazar soto espinoza figueroa
    acosta aguirre valdez sandoval smith johnson williams brown jones miller davis wilson anderson
    thomas taylor moore jackson white harris clark lewis robinson walker young allen king wright
    scott hill green adams baker nelson carter mitchell roberts turner phillips campbell parker
    evans edwards collins stewart morris rogers reed cook morgan bell murphy bailey cooper
    richardson cox howard ward peterson gray james watson brooks kelly price bennett wood ross
    henderson coleman jenkins perry powell long patterson hughes simmons foster martin lee
""".split())  # fmt: skip
"""Family names that so many bear that a given name before them points at nobody in particular."""


def pack() -> bytes:
    """Return the names as they ship: folded, their two to four words joined by ``_``."""
    lines = Path(__file__).with_name("famous.txt").read_text(encoding="utf-8").splitlines()
    names = {"_".join(map(fold, _WORD.findall(line))) for line in lines}
    given = _given()
    kept = sorted(name for name in names if 1 <= name.count("_") <= 3 and not _shared(name, given))
    return zlib.compress("\n".join(kept).encode(), 9)


def _shared(name: str, given: frozenset[str]) -> bool:
    """Say whether many ordinary people have this name too."""
    words = name.split("_")
    return len(words) == 2 and words[1] in _FREQUENT and words[0] in given


def _given() -> frozenset[str]:
    found: set[str] = set()
    for locale in ("en_US", "en_GB", "es_ES", "es_MX", "es_AR", "es_CO", "es_CL"):
        for provider in Faker(locale).providers:
            for word in getattr(provider, "first_names", ()):
                found |= {fold(part) for part in word.split()}
    return frozenset(found)
