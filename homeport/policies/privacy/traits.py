"""What a stretch of text is like: the features by which the context and meaning judges tell.

Names, addresses and numbers are masked first: a judge shall learn how one writes about private
people, not what they are called. ``firm`` features count fully; ``loose`` ones (word pairs)
share one unit among them, so that a long stretch weighs no more than a short one.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from homeport.policies.privacy.lexicon import BIT, CLASSES, about, is_figure
from homeport.policies.privacy.linear import MIXERS, Linear
from homeport.policies.privacy.words import (
    CAPITALISED,
    CAPITALS,
    COMMON,
    EDGE_HASH,
    INITIAL,
    LINE,
    NUMBER,
    SIGN,
    SMALL,
    Words,
)

WINDOW: Final = 90  # words of one stretch
_CUT_FROM: Final = 45  # words from which on a stretch may end at a line's or sentence's end
_EDGE: Final = 14  # words at the head and the tail of a text that tell what is asked

SOMEBODY: Final = ("name", "address")
"""Categories of findings that only matter if they are a private person's."""


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
    """Hashes of features; ``Traits.weigh`` asks a model for its opinion of them."""

    firm: tuple[int, ...]
    loose: tuple[int, ...]

    def weigh(self, model: Linear, column: int = 0) -> float:
        """Return the log-odds that ``model`` gives these features."""
        shift = 32 - model.bits
        scale, weights = model.scales[column], model.columns[column]
        firm = sum(weights[(trait * MIXERS[0] & 0xFFFFFFFF) >> shift] for trait in self.firm)
        loose = sum(weights[(trait * MIXERS[0] & 0xFFFFFFFF) >> shift] for trait in self.loose)
        share = math.sqrt(max(1, len(self.loose)))
        return model.biases[column] + scale * (firm + LOOSE * loose / share)


LOOSE: Final = 2.0
"""What all loose features together weigh, against one firm feature."""


def stretches(words: Words, clues: Sequence[Clue]) -> Iterator[Stretch]:
    """Cut a text into stretches of at most ``WINDOW`` words, at sentence ends where possible."""
    first, size, at = 0, len(words), 0
    while first < size:
        end = _end(words, first, size)
        inside = []
        while at < len(clues) and clues[at].first < end:
            inside.append(clues[at])
            at += 1
        yield Stretch(first, end, tuple(inside))
        first = end


def _end(words: Words, first: int, size: int) -> int:
    most = first + WINDOW
    if most >= size:
        return size
    for end in range(most, first + _CUT_FROM, -1):
        if words.lower[end - 1] in ("\n", ".", "?", "!"):
            return end
    return most


def hashed(name: str) -> int:
    """Return the hash of a feature by its name."""
    return zlib.crc32(name.encode())


_CLASS_HASHES: Final = tuple(hashed(f"class {name}") for name in CLASSES)
_HEAD_HASHES: Final = tuple(hashed(f"head {name}") for name in CLASSES)
_TAIL_HASHES: Final = tuple(hashed(f"tail {name}") for name in CLASSES)
_WITH_HASHES: Final = tuple(hashed(f"with somebody {name}") for name in CLASSES)


def edges(words: Words) -> tuple[int, int]:
    """Return the classes of the first and of the last words of a text."""
    head = tail = 0
    for word in words.lower[:_EDGE]:
        head |= about(word)
    for word in words.lower[-_EDGE:]:
        tail |= about(word)
    return head, tail


def traits(words: Words, stretch: Stretch, ends: tuple[int, int]) -> Traits:
    """Return the features of one stretch; ``ends`` are the ``edges`` of its whole text."""
    masked = _masked(words, stretch)
    bits = [about(words.lower[at]) if at >= 0 else 0 for at, _ in masked]
    seen = 0
    for bit in bits:
        seen |= bit
    firm = {*_of(seen, _CLASS_HASHES), *_of(ends[0], _HEAD_HASHES), *_of(ends[1], _TAIL_HASHES)}
    firm.update(_pairs(seen))
    firm.update(_form(words, stretch))
    somebody = [clue for clue in stretch.clues if clue.category in SOMEBODY]
    firm.update(_evidence(words, stretch, somebody))
    if somebody:
        firm.update(_of(seen, _WITH_HASHES))
    return Traits(tuple(firm), tuple(_loose(masked, bits)))


def _masked(words: Words, stretch: Stretch) -> list[tuple[int, int]]:
    """Return for each word left its place (-1 for a mask) and its hash."""
    masked: list[tuple[int, int]] = []
    clues = iter(stretch.clues)
    clue = next(clues, None)
    at = stretch.first
    while at < stretch.end:
        if clue is not None and at >= clue.first:
            masked.append((-1, hashed(f"<{clue.category}>")))
            at = max(at + 1, clue.last + 1)
            clue = next(clues, None)
            continue
        if words.names[at] and not words.names[at] & COMMON and words.shapes[at] != SMALL:
            masked.append((-1, _UNSURE))
        else:
            masked.append((at, words.hashes[at]))
        at += 1
    return masked


_UNSURE: Final = hashed("<name?>")


def _of(bits: int, hashes: Sequence[int]) -> Iterator[int]:
    place = 0
    while bits:
        if bits & 1:
            yield hashes[place]
        bits >>= 1
        place += 1


def _pairs(seen: int) -> Iterator[int]:
    present = [place for place in range(len(CLASSES)) if seen >> place & 1]
    for n, one in enumerate(present):
        for two in present[n + 1 :]:
            yield 1_000_003 * (one + 1) + 7919 * (two + 1)


def _form(words: Words, stretch: Stretch) -> Iterator[int]:
    """Yield what the stretch and its text look like: length, question, numbers, lines, signs."""
    shapes = words.shapes[stretch.first : stretch.end]
    size = len(shapes)
    numbers, signs, lines = shapes.count(NUMBER), shapes.count(SIGN), shapes.count(LINE)
    yield hashed(f"size {min(6, size.bit_length())}")
    yield hashed(f"text {min(12, len(words).bit_length())}")
    yield hashed(f"numbers {min(4, numbers)}")
    yield hashed(f"signs {10 * signs // max(1, size)}")
    yield hashed(f"lines {min(3, lines)}")
    last = words.lower[stretch.end - 1]
    yield hashed(f"ends {last if last in '.?!:;' else 'word'}")
    yield hashed(f"question {'?' in words.lower[stretch.first : stretch.end]}")
    capitals = shapes.count(CAPITALISED) + shapes.count(CAPITALS)
    yield hashed(f"capitals {min(9, 20 * capitals // max(1, size))}")


def _evidence(words: Words, stretch: Stretch, somebody: Sequence[Clue]) -> Iterator[int]:
    """Yield what was found: how many people, how surely, in which form, and what else."""
    others = {clue.category for clue in stretch.clues if clue.category not in SOMEBODY}
    for category in others:
        yield hashed(f"has {category}")
    people = [clue for clue in somebody if clue.category == "name"]
    homes = [clue for clue in somebody if clue.category == "address"]
    yield hashed(f"people {min(4, len(people))}")
    yield hashed(f"homes {min(2, len(homes))} {_step(homes)}")
    yield hashed(f"both {bool(people)} {bool(homes)} {bool(others)}")
    if not people:
        yield hashed(f"nobody {strangers(words, stretch)}")
        return
    yield hashed(f"surest {_step(people)} of {min(3, len(people))}")
    public = sum(is_figure(words.lower[clue.first : clue.last + 1]) for clue in people)
    yield hashed(f"public {public and (2 if public == len(people) else 1)}")
    for clue in people:
        yield from _manner(words, clue)


def _step(clues: Sequence[Clue]) -> int:
    """Return the highest probability among ``clues`` in coarse steps."""
    surest = max((clue.probability for clue in clues), default=0.0)
    return sum(surest > bound for bound in (0, 0.4, 0.6, 0.8, 0.9, 0.97))


def strangers(words: Words, stretch: Stretch) -> int:
    """Count capitalised words inside sentences, up to 3: names that nobody recognised."""
    count = 0
    for at in range(stretch.first + 1, stretch.end):
        inside = words.shapes[at - 1] in (SMALL, CAPITALISED) or words.lower[at - 1] == ","
        count += words.shapes[at] == CAPITALISED and inside and not about(words.lower[at])
    return min(3, count)


def _manner(words: Words, clue: Clue) -> Iterator[int]:
    """Yield how one person is written of: how many words, after what, before what."""
    size = clue.last - clue.first + 1
    before = words.lower[clue.first - 1] if clue.first else ""
    before2 = words.lower[clue.first - 2] if clue.first > 1 else ""
    after = words.lower[clue.last + 1] if clue.last + 1 < len(words) else ""
    known = words.names[clue.first] & 3
    initial = INITIAL in words.shapes[clue.first : clue.last + 1]
    yield hashed(f"person {min(4, size)} {known} {initial}")
    yield hashed(f"before {before}")
    yield hashed(f"after {after}")
    yield hashed(f"before2 {before2} {before}")
    yield hashed(f"around {before} {after}")
    last = clue.last >= len(words) - 2
    yield hashed(f"place {clue.first == 0} {last} {before == chr(10)} {after == chr(10)}")
    yield hashed(f"signed {last} {before in (chr(10), ',')} {min(2, size)}")
    for name in _names_of(about(before) | about(before2)):
        yield hashed(f"by {name} {min(2, size)}")


def _names_of(bits: int) -> Iterable[str]:
    return (name for name, bit in BIT.items() if bits & bit)


def _loose(masked: Sequence[tuple[int, int]], bits: Sequence[int]) -> set[int]:
    """Return words, pairs of neighbours, pairs with a gap, and pairs of word classes."""
    found: set[int] = set()
    before, before2, class_before = EDGE_HASH, EDGE_HASH, 0
    for (_, here), classes in zip(masked, bits, strict=True):
        found.add(here)
        found.add((before * 31 + here) & 0xFFFFFFFF)
        found.add((before2 * 131 + here * 7) & 0xFFFFFFFF)
        if classes and class_before:
            found.add((class_before * 2_654_435_761 + classes * 97) & 0xFFFFFFFF)
        before2, before = before, here
        class_before = classes or class_before
    return found
