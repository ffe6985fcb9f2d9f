"""What kind of word a word is, in English and Spanish alike, and which names are everybody's.

``about`` says that *diagnosed* and *diagnosticaron* are words of finding out, *sister* and
*hermana* kin, *lawsuit* and *demanda* law: so what is learned from one language serves both.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

CLASSES: Final = (
    "me us kin near told secret time feel ask general write fiction code sum quiz health money "
    "legal work minor firm intimate letter role form court fake call isnt renown lesson office past"
).split()
BIT: Final[Mapping[str, int]] = {name: 1 << place for place, name in enumerate(CLASSES)}

_LONGEST: Final = 14


@dataclass(frozen=True, slots=True)
class _Lexicon:
    words: Mapping[str, int]
    stems: Mapping[str, int]


def about(word: str) -> int:
    """Return the classes of a folded word as a set of bits (``BIT``)."""
    lexicon = _lexicon()
    bits = lexicon.words.get(word, 0)
    for size in range(4, min(len(word), _LONGEST) + 1):
        bits |= lexicon.stems.get(word[:size], 0)
    return bits


@cache
def _lexicon() -> _Lexicon:
    words: dict[str, int] = {}
    stems: dict[str, int] = {}
    for line in _lines("lexicon.txt"):
        name, listed = line.split(":", 1)
        for word in listed.split():
            table = stems if word.endswith("*") else words
            key = word.rstrip("*")
            table[key] = table.get(key, 0) | BIT[name]
    return _Lexicon(words, stems)


@cache
def figures() -> frozenset[str]:
    """Return the names of public and fictional people: one part, or two joined with ``_``."""
    return frozenset(name for line in _lines("figures.txt") for name in line.split())


def places() -> Iterator[str]:
    """Yield the names of places, peoples, languages, months and makers, folded."""
    for line in _lines("places.txt"):
        yield from line.split()


def is_figure(parts: Sequence[str]) -> bool:
    """Say whether folded parts of a name are those of somebody public or fictional."""
    known = figures()
    return any(part in known for part in parts) or is_famous(parts)


def is_famous(parts: Sequence[str]) -> bool:
    """Say whether two to four neighbouring parts together are somebody's known to everybody."""
    known, pairs = figures(), pairwise(parts)
    if any(f"{one}_{two}" in known or f"{two}_{one}" in known for one, two in pairs):
        return True
    said, famous = [part for part in parts if part.isalpha()], _famous()
    return any(
        "_".join(said[at : at + size]) in famous
        for size in range(2, min(4, len(said)) + 1)
        for at in range(len(said) - size + 1)
    )


@cache
def _famous() -> frozenset[str]:
    packed = files(__package__).joinpath("weights/famous.txt.z").read_bytes()
    return frozenset(zlib.decompress(packed).decode().split())


_NOBODY: Final = frozenset(
    """john_doe jane_doe johnny_doe janie_doe baby_doe john_roe jane_roe richard_roe joe_bloggs
    fred_bloggs joe_public john_public joe_sixpack max_mustermann erika_mustermann juan_nadie
    pepito_perez perico_palotes fulano_tal fulano_mengano mengano_cual fulano fulana mengano
    mengana zutano zutana perengano perengana juan_ejemplo ana_ejemplo foo_bar
    lorem_ipsum""".split()
)
"""The names that law, forms and manuals give to people who are none."""


def is_nobody(parts: Sequence[str]) -> bool:
    """Say whether folded parts of a name are those of a stand-in such as *John Q. Doe*."""
    said = [part for part in parts if len(part) > 1 and part not in ("de", "los")]
    return "_".join(said) in _NOBODY


def _lines(name: str) -> list[str]:
    text = files(__package__).joinpath("weights", name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not re.match(r"\s*#", line)]
