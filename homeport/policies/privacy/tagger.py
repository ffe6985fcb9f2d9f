"""The built-in tagger: names and addresses of people, places and firms, without a model runtime.

One linear decision a word, left to right, over hashed features: the word, its neighbours,
their shapes and clusters, the gazetteer, the label its line begins with, and what the word
before was.
It stands in where Rampart is not installed, at a hundredth of its size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from homeport.policies.privacy.entities import Entity
from homeport.policies.privacy.linear import MIXER, Linear, load, odds_to_chances
from homeport.policies.privacy.words import (
    CAPITALISED,
    CAPITALS,
    COMMON,
    EDGE_HASH,
    LINE,
    LINK,
    MAIL,
    MIXED,
    NAME,
    NUMBER,
    SIGN,
    SMALL,
    SURROGATE,
    Words,
    read,
)

KINDS: Final = ("", "person", "address", "location", "org")
"""What a word can be; nothing first."""

_ASCII_CUES = """
    mr mrs ms miss dr doctor prof professor sir lady lord madam name named called surname i'm am
    hi hello dear hey regards sincerely thanks signed by with to from wife husband son daughter
    mother father brother sister friend boss colleague patient client tenant attn cc
    sr sra srta don dona dña d doctora profesor profesora nombre apellido apellidos llamo llama
    llamado soy es hola estimado estimada querido querida atentamente saludos fdo firmado de por
    con para mi mujer marido hijo hija madre padre hermano hermana amigo amiga jefe jefa paciente
    cliente medico medica responsable remitido titular mme mlle m monsieur madame herr frau
    signor signora senhor senhora calle avenida avda av c plaza paseo camino carretera ctra
    street st road rd avenue ave lane drive apt suite flat address direccion domicilio
"""
_CUES: Final = frozenset(_ASCII_CUES.split())
_PARTICLES: Final = frozenset(
    """de la del los las da das do dos di van der den von zu y e i al el bin ibn mac mc o st
    san""".split()
)
_INTRODUCTIONS: Final = frozenset(
    "name named mr mrs ms dr sr sra srta dra nombre llamo llama apellidos surname".split()
)
_PLAIN, _LOWERED, _RAISED = range(3)
BITS: Final = 16
"""Bits of an address: the weights have ``2**BITS`` rows."""

_SHIFT: Final = 32 - BITS
_SHORT: Final = 60  # words of a text without capitals up to which every word is looked at


class Tagger:
    """Names the people, addresses, places and firms in a text."""

    name = "tagger"

    def __init__(self, weights: Linear | None = None) -> None:
        self._weights = weights

    def entities(self, text: str) -> Sequence[Entity]:
        """Return the entities of ``text`` in its order, none across another."""
        words = read(text)
        return tuple(_joined(words, tag(words, self._weights or _shipped())))


@cache
def _shipped() -> Linear:
    return load("tagger.bin")


def mode_of(words: Words) -> int:
    """Say whether the text is in usual case, without capitals, or all in capitals."""
    shapes = words.shapes
    capitals = shapes.count(CAPITALS)
    small = shapes.count(SMALL)
    if capitals > 2 * small and capitals > 1:
        return _RAISED
    if capitals + shapes.count(CAPITALISED) + shapes.count(MIXED) or SURROGATE in words.lower:
        return _PLAIN
    return _LOWERED


def candidates(words: Words, mode: int) -> list[bool]:
    """Say of each word whether it is worth a look; the others are nothing."""
    shapes, names, lower = words.shapes, words.names, words.lower
    if mode != _PLAIN and len(words) <= _SHORT:
        return [shape not in (SIGN, LINE) for shape in shapes]
    introducing = not _INTRODUCTIONS.isdisjoint(lower)
    marks = [False] * len(words)
    for at, shape in enumerate(shapes):
        if shape == SMALL:
            if (flags := names[at]) & NAME:
                marks[at] = not flags & COMMON or _cued(lower, at)
            if introducing and not marks[at]:
                marks[at] = _introduced(lower, at)
        elif shape == NUMBER:
            marks[at] = _housed(words, at)
        elif shape not in (SIGN, LINE, LINK, MAIL):
            marks[at] = mode == _PLAIN or bool(names[at])
    return marks


def _cued(lower: Sequence[str], at: int) -> bool:
    return at > 0 and (lower[at - 1] in _CUES or lower[at - 1] == ":")


def _introduced(lower: Sequence[str], at: int) -> bool:
    """Say whether the words before are said only before a name."""
    before = lower[at - 1] if at else ""
    if before in ("is", "es", ":") and at > 1:
        before = lower[at - 2]
    return before in _INTRODUCTIONS


def _housed(words: Words, at: int) -> bool:
    """Say whether a number stands beside a capitalised word, as a house's does."""
    near = words.shapes[max(0, at - 2) : at + 3]
    return CAPITALISED in near or CAPITALS in near


_MIXERS: Final = tuple((MIXER * (2 * n + 1)) & 0xFFFFFFFF | 1 for n in range(22))
"""Odd multipliers: a hash times the n-th is an address in the n-th family of features."""


def features(words: Words, at: int, before: int, mode: int, label: int) -> list[int]:
    """Return the addresses of the features of the word at ``at``; ``before`` is the kind before."""
    hashes, shapes, names = words.hashes, words.shapes, words.names
    last = len(hashes) - 1
    here = hashes[at]
    left = hashes[at - 1] if at else EDGE_HASH
    left2 = hashes[at - 2] if at > 1 else EDGE_HASH
    right = hashes[at + 1] if at < last else EDGE_HASH
    right2 = hashes[at + 2] if at + 1 < last else EDGE_HASH
    shape, flags = shapes[at], names[at]
    shape_left = shapes[at - 1] if at else LINE
    shape_right = shapes[at + 1] if at < last else LINE
    flags_left = names[at - 1] if at else 0
    flags_right = names[at + 1] if at < last else 0
    form = shape + 10 * flags + 160 * mode + 7919
    around = shape + 10 * shape_left + 100 * shape_right
    word = words.lower[at]
    end = hash_of(word[-3:])
    start = hash_of(word[:3])
    mix = _MIXERS
    raw = (
        here * mix[0],
        left * mix[1],
        right * mix[2],
        left2 * mix[3],
        right2 * mix[4],
        (around + 1000 * mode + 31) * mix[5],
        (end ^ form) * mix[6],
        start * mix[7],
        (flags + 16 * flags_left + 256 * flags_right + 4096 * mode + 17) * mix[8],
        form * mix[9],
        (left ^ form) * mix[10],
        (right ^ form) * mix[11],
        (label ^ form) * mix[12],
        ((left * 31 ^ left2) + form) * mix[13],
        (before + 5 * form) * mix[14],
        ((before + 1) * 2654435761 ^ here) * mix[15],
        (before + 5 * around + 10007) * mix[16],
        ((before + 1) * 40503 ^ left) * mix[17],
        (left * 31 ^ right) * mix[18],
        (_used(words, at) + form) * mix[19],
        (_used(words, at - 1) + form) * mix[20],
        (_used(words, at + 1) + form) * mix[21],
    )
    return [(number & 0xFFFFFFFF) >> _SHIFT for number in raw]


def _used(words: Words, at: int) -> int:
    """Return the cluster of the word at ``at``, else its shape, 0 beyond the text's ends."""
    if not 0 <= at < len(words.clusters):
        return 0
    return words.clusters[at] or words.shapes[at] + 1


def hash_of(piece: str) -> int:
    """Return a quick hash of up to three letters that is the same in every process."""
    number = 17
    for sign in piece:
        number = number * 8191 + ord(sign)
    return number & 0xFFFFFFFF


def labels(words: Words) -> Iterator[int]:
    """Yield for each word the hash of the label of its line (``Nombre:``), 0 if it has none."""
    label, first, position = 0, 0, 0
    for at, word in enumerate(words.lower):
        yield label
        if word == "\n":
            label, position = 0, 0
            continue
        if position == 0:
            first = words.hashes[at]
        elif word == ":" and position <= 3:
            label = first
        position += 1


_DOUBT: Final = 0.3
"""From this probability on of being anything at all, a word is what it is most likely."""


def tag(words: Words, model: Linear) -> list[tuple[int, float]]:
    """Return for each word which of ``KINDS`` it is and how surely."""
    mode = mode_of(words)
    marks = candidates(words, mode)
    line_labels = list(labels(words))
    tagged = [(0, 1.0)] * len(words)
    before = 0
    for at, marked in enumerate(marks):
        if marked or (before and _goes_on(words, at)):
            scores = model.scores(features(words, at, before, mode, line_labels[at]))
            chances = odds_to_chances(scores)
            before = max(range(len(KINDS)), key=chances.__getitem__)
            kind = before or max(range(1, len(KINDS)), key=chances.__getitem__)
            if chances[0] <= 1 - _DOUBT:
                tagged[at] = kind, chances[kind]
        else:
            before = 0
    return tagged


def _goes_on(words: Words, at: int) -> bool:
    """Say whether the word can continue what came before: a particle, a dot, a number."""
    return (
        words.shapes[at] == NUMBER or words.lower[at] in _PARTICLES or words.lower[at] in ".-,/ºª&'"
    )


def _joined(words: Words, tags: Sequence[tuple[int, float]]) -> Iterator[Entity]:
    """Make one entity of neighbours of one kind, over the signs between that belong to it."""
    kind, first, last, doubt = 0, 0, 0, 1.0
    for at, (tagged, chance) in enumerate(tags):
        if tagged and tagged == kind:
            last, doubt = at, doubt * (1 - chance)
            continue
        if kind:
            yield _entity(words, kind, first, last, 1 - doubt)
        kind, first, last, doubt = tagged, at, at, 1 - chance
    if kind:
        yield _entity(words, kind, first, last, 1 - doubt)


def _entity(words: Words, kind: int, first: int, last: int, chance: float) -> Entity:
    while last > first and words.shapes[last] in (SIGN, LINE):
        last -= 1
    return Entity(words.starts[first], words.ends[last], KINDS[kind], min(chance, 0.999))
