"""What a stretch of text is like: the features by which the context and meaning judges tell.

Names, addresses and numbers are masked first: a judge shall learn how one writes about private
people, not what they are called. ``firm`` features count fully; ``loose`` ones (words and
pairs of words) share one weight among them, so that a long stretch weighs no more than a
short one.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from homeport.policies.privacy.lexicon import BIT, CLASSES, is_figure
from homeport.policies.privacy.linear import MIXER, Linear
from homeport.policies.privacy.words import (
    CAPITALISED,
    CAPITALS,
    COMMON,
    EDGE_HASH,
    INITIAL,
    LINE,
    NAME,
    NUMBER,
    PLACE,
    SIGN,
    SMALL,
    Words,
)

BITS: Final = 17
"""Bits of an address: the judges' weights have ``2**BITS`` rows."""

WINDOW: Final = 90  # words of one stretch
LOOSE: Final = 2.0
"""What all loose features together weigh, against one firm feature."""

SOMEBODY: Final = ("name", "address")
"""Categories of findings that only matter if they are a private person's."""

_CLOSE: Final = BIT["kin"] | BIT["near"] | BIT["call"] | BIT["minor"]
"""Words of those around one, and of calling on them: an encyclopaedia has few."""

_CUT_FROM: Final = 45  # words from which on a stretch may end at a line's or sentence's end
_EDGE: Final = 14  # words at the head and the tail of a text that tell what is asked
_SHIFT: Final = 32 - BITS


@dataclass(frozen=True, slots=True)
class Clue:
    """One finding, in words: ``first`` to ``last`` inclusive of the text's words."""

    first: int
    last: int
    category: str
    probability: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """The words from ``first`` up to ``end`` of a text and the clues that lie in them."""

    first: int
    end: int
    clues: tuple[Clue, ...]


@dataclass(frozen=True, slots=True)
class Traits:
    """The addresses of the features of a stretch."""

    firm: tuple[int, ...]
    loose: tuple[int, ...]

    def weigh(self, model: Linear) -> float:
        """Return the log-odds that ``model`` gives these features."""
        share = LOOSE / math.sqrt(max(1, len(self.loose)))
        return model.biases[0] + model.sums(self.firm)[0] + share * model.sums(self.loose)[0]


def stretches(words: Words, clues: Sequence[Clue]) -> Iterator[Stretch]:
    """Cut a text into stretches of at most ``WINDOW`` words, at sentence ends where possible."""
    first, size, at = 0, len(words), 0
    while first < size:
        end = _end(words, first, size)
        begin = at
        while at < len(clues) and clues[at].first < end:
            at += 1
        yield Stretch(first, end, tuple(clues[begin:at]))
        first = end


def _end(words: Words, first: int, size: int) -> int:
    most = first + WINDOW
    if most >= size:
        return size
    for end in range(most, first + _CUT_FROM, -1):
        if words.lower[end - 1] in ("\n", ".", "?", "!"):
            return end
    return most


def kinds(words: Words, first: int, end: int) -> int:
    """Return the classes of all words from ``first`` up to ``end``."""
    seen = 0
    for bits in words.kinds[first:end]:
        seen |= bits
    return seen


def edges(words: Words) -> tuple[int, int]:
    """Return the classes of the first and of the last words of a text."""
    return kinds(words, 0, _EDGE), kinds(words, max(0, len(words) - _EDGE), len(words))


def strangers(words: Words, stretch: Stretch) -> int:
    """Count capitalised words inside sentences, up to 3: names that nobody recognised."""
    shapes, count = words.shapes, 0
    if CAPITALISED not in shapes[stretch.first : stretch.end]:
        return 0
    for at in range(stretch.first + 1, stretch.end):
        if shapes[at] == CAPITALISED and not words.kinds[at] and words.names[at] != PLACE:
            count += shapes[at - 1] in (SMALL, CAPITALISED) or words.lower[at - 1] == ","
    return min(3, count)


def traits(words: Words, stretch: Stretch, ends: tuple[int, int]) -> Traits:
    """Return the features of one stretch; ``ends`` are the ``edges`` of its whole text."""
    seen = kinds(words, stretch.first, stretch.end)
    somebody = [clue for clue in stretch.clues if clue.category in SOMEBODY]
    firm = set(_places("class", seen))
    firm.update(_places("head", ends[0]))
    firm.update(_places("tail", ends[1]))
    firm.update(_pairs(seen))
    firm.update(_form(words, stretch))
    firm.update(_genre(words, stretch, seen, ends))
    firm.update(_evidence(words, stretch, somebody))
    if somebody:
        firm.update(_places("with somebody", seen))
    return Traits(_addresses(firm), _addresses(_loose(words, stretch)))


def _addresses(features: set[int]) -> tuple[int, ...]:
    return tuple({(feature * MIXER & 0xFFFFFFFF) >> _SHIFT for feature in features})


@cache
def _named(*name: object) -> int:
    """Return the hash of a feature by its name; few different ones are ever asked for."""
    return zlib.crc32(" ".join(map(str, name)).encode())


@cache
def _family(name: str) -> tuple[int, ...]:
    return tuple(_named(name, kind) for kind in CLASSES)


def _places(family: str, bits: int) -> Iterator[int]:
    """Yield the feature of ``family`` for each class in ``bits``."""
    hashes = _family(family)
    while bits:
        lowest = bits & -bits
        yield hashes[lowest.bit_length() - 1]
        bits ^= lowest


def _pairs(seen: int) -> Iterator[int]:
    present = [place for place in range(len(CLASSES)) if seen >> place & 1]
    for n, one in enumerate(present):
        for two in present[n + 1 :]:
            yield 1_000_003 * (one + 1) + 7919 * (two + 1)


def _form(words: Words, stretch: Stretch) -> Iterator[int]:
    """Yield what the stretch and its text look like: length, question, numbers, lines, signs."""
    shapes = words.shapes[stretch.first : stretch.end]
    lower = words.lower[stretch.first : stretch.end]
    size = len(shapes)
    capitals = shapes.count(CAPITALISED) + shapes.count(CAPITALS)
    yield _named("size", min(6, size.bit_length()))
    yield _named("text", min(12, len(words).bit_length()))
    yield _named("numbers", min(4, shapes.count(NUMBER)))
    yield _named("signs", 10 * shapes.count(SIGN) // size)
    yield _named("lines", min(3, shapes.count(LINE)))
    yield _named("ends", lower[-1] if lower[-1] in (".", "?", "!", ":", ";") else "word")
    yield _named("question", "?" in lower)
    yield _named("capitals", min(9, 20 * capitals // size))


def _genre(words: Words, stretch: Stretch, seen: int, ends: tuple[int, int]) -> Iterator[int]:
    """Yield whether the text has the form of an exercise, of a question of lore, or of a tale."""
    head, tail = ends
    asks = "?" in words.lower[-2:]
    numbers = min(2, words.shapes[stretch.first : stretch.end].count(NUMBER))
    own = bool(seen & (BIT["me"] | BIT["us"] | BIT["letter"] | BIT["role"] | BIT["form"]))
    somebody = any(clue.category in SOMEBODY for clue in stretch.clues)
    yield _named("exercise", asks, numbers, bool(tail & BIT["sum"]), own, somebody)
    yield _named("lore", asks, bool(head & BIT["quiz"]), min(2, len(words) // 20), own, somebody)
    yield _named("tale", bool(head & BIT["fiction"]), bool(tail & BIT["fiction"]), own, somebody)
    yield _named("court", bool(seen & BIT["court"]), bool(seen & BIT["role"]), somebody)
    yield _named("code", bool(seen & BIT["code"]), own, somebody)
    near = own or bool(seen & _CLOSE)
    years = min(2, words.lower[stretch.first : stretch.end].count("0000"))
    lands = sum(flags & PLACE > 0 for flags in _capitalised(words, stretch))
    yield _named("narrated", years, near, asks, somebody)
    yield _named("lands", min(3, lands), near, somebody)
    yield _named("told of", min(2, years + lands), near, words.lower[stretch.end - 1] == ".")


def _capitalised(words: Words, stretch: Stretch) -> Iterator[int]:
    """Yield what the gazetteer says of each capitalised word."""
    for at in range(stretch.first, stretch.end):
        if words.shapes[at] == CAPITALISED:
            yield words.names[at]


def _evidence(words: Words, stretch: Stretch, somebody: Sequence[Clue]) -> Iterator[int]:
    """Yield what was found: how many people, how surely, in which form, and what else."""
    others = {clue.category for clue in stretch.clues if clue.category not in SOMEBODY}
    for category in others:
        yield _named("has", category)
    people = [clue for clue in somebody if clue.category == "name"]
    homes = [clue for clue in somebody if clue.category == "address"]
    yield _named("people", min(4, len(people)))
    yield _named("homes", min(2, len(homes)), _step(homes))
    yield _named("both", bool(people), bool(homes), bool(others))
    if not people:
        yield _named("nobody", strangers(words, stretch))
        return
    yield _named("surest", _step(people), min(3, len(people)))
    public = sum(is_figure(words.lower[clue.first : clue.last + 1]) for clue in people)
    yield _named("public", public and (2 if public == len(people) else 1))
    for clue in people[:20]:
        yield from _manner(words, clue)


def _step(clues: Sequence[Clue]) -> int:
    """Return the highest probability among ``clues`` in coarse steps."""
    surest = max((clue.probability for clue in clues), default=0.0)
    return sum(surest > bound for bound in (0, 0.4, 0.6, 0.8, 0.9, 0.97))


def _manner(words: Words, clue: Clue) -> Iterator[int]:
    """Yield how one person is written of: how many words, after what, before what, where."""
    first, last = clue.first, clue.last
    size = min(3, last - first + 1)
    before = words.hashes[first - 1] if first else EDGE_HASH
    before2 = words.hashes[first - 2] if first > 1 else EDGE_HASH
    after = words.hashes[last + 1] if last + 1 < len(words) else EDGE_HASH
    ending = last >= len(words) - 2
    line = first == 0 or words.shapes[first - 1] == LINE
    yield _named(
        "person",
        size,
        words.names[first] & (NAME | PLACE),
        INITIAL in words.shapes[first : last + 1],
    )
    yield _named("place", first == 0, line, ending)
    yield _named("signed", ending, line or words.lower[first - 1] == ",", size)
    yield before * 3 + 101
    yield after * 5 + 103
    yield before2 * 7 + before * 11 + 107
    yield before * 13 + after * 17 + 109
    spoken = kinds(words, max(0, first - 2), first)
    yield from _places(f"by {size}", spoken)


_NAMES: Final = (1, 2, 3)  # of the gazetteer and no ordinary word
_UNSURE: Final = zlib.crc32(b"<name?>")


def _masked(words: Words, stretch: Stretch) -> Iterator[tuple[int, int, int]]:
    """Yield the hash, the classes and the cluster of each word, masks in place of what was found.

    What is in no cluster is one of its own.
    """
    ends = {clue.first: clue for clue in stretch.clues}
    hidden = stretch.first
    for at in range(stretch.first, stretch.end):
        if at < hidden:
            continue
        if at in ends:
            mask = _named("<>", ends[at].category)
            yield mask, 0, mask
            hidden = ends[at].last + 1
        elif words.shapes[at] != SMALL and words.names[at] & (NAME | COMMON) in _NAMES:
            yield _UNSURE, 0, _UNSURE
        else:
            here = words.hashes[at]
            yield here, words.kinds[at], words.clusters[at] or here


def _loose(words: Words, stretch: Stretch) -> set[int]:
    """Return words, pairs of neighbours, pairs with a gap, and the same of classes and clusters."""
    found: set[int] = set()
    before = before2 = cluster_before = EDGE_HASH
    class_before = 0
    for here, classes, cluster in _masked(words, stretch):
        found.add(here)
        found.add(before * 31 + here)
        found.add(before2 * 131 + here * 7)
        if classes:
            if class_before:
                found.add(class_before * 40_503 + classes * 97)
            class_before = classes
        found.add(cluster * 3 + 5)
        found.add((cluster_before * 31 + cluster) * 5 + 1)
        before2, before, cluster_before = before, here, cluster
    return found
