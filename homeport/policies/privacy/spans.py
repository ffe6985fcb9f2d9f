"""From what a model says of tokens to entities: whole words, joined where they belong together.

A token classifier speaks of pieces of words, and may call one *given name* and the next
*surname*. What counts is whether a word points at somebody: the probabilities of all labels
that do are added up, the surest piece speaks for its word, and the surest word for its entity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from homeport.policies.privacy.entities import STRONG, WEAK, Entity
from homeport.policies.privacy.rules import alternatives

if TYPE_CHECKING:
    from numpy import ndarray

DOUBT: Final = 0.25
"""Below this probability nothing is said of a word."""

_PARTICLES = alternatives("""
    de|del|la|las|los|y|e|i|da|das|do|dos|di|du|des|le|van|von|der|den|zu|ter|bin|al|mc|st
""")
_GAPS: Final = {
    "person": re.compile(rf"(?>(?:[ \t\u00a0.\-'’·]|(?<!\w)(?:{_PARTICLES})(?!\w)){{0,12}})"),
    "address": re.compile(r"(?>(?:[ \t\u00a0.,\-/#ºª'’\d]|\n(?!\n)){0,8})"),
    "email": re.compile(r"[^\s\w]{0,3}+"),
    "url": re.compile(r"[^\s\w]{0,3}+"),
}
_GAP: Final = re.compile(r"[ \t\u00a0.\-/'’()+:]{0,3}+")
"""What may stand between the words of one entity, by its kind."""

_RUN: Final = 80
_UNBROKEN: Final = re.compile(rf"[^\s<>()\[\]{{}},;\"'`|]{{0,{_RUN}}}+")
_UNBROKEN_BEFORE: Final = re.compile(rf"{_UNBROKEN.pattern}\Z")
"""What the rest of an e-mail or web address may be."""

_CODE: Final = re.compile(rf"[\w\-]{{0,{_RUN}}}+")
_CODE_BEFORE: Final = re.compile(rf"{_CODE.pattern}\Z")
_MACHINES: Final = re.compile(
    r"(?=[0-9\-]*+[a-f])[0-9a-f\-]{16,}"  # hashes, UUIDs
    r"|(?=[^_]*+_)[\w\-]*"  # names in code
)
"""What only machines are called."""

_NO_LETTERS: Final = re.compile(r"[\W\d_]*")
_NUMBERS: Final = frozenset({"gov_id", "financial", "medical_id", "device_id", "phone"})
_PLACES: Final = frozenset({"address", "location", "zip"})
_INITIALS_BEFORE: Final = re.compile(r"(?<!\w)(?:[^\W\d_a-z]\.[ \-]?){1,4}\Z")
_CLOSING: Final = " .,:;!?)]}\"'"
_IN_MAIL: Final = frozenset({"person", "username", "email", "url", "org"})
_ADDRESSES: Final = frozenset({"email", "url", "url_personal"})


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's tokens: where each stands, and the number of the word that it is a piece of."""

    text: str
    offsets: Sequence[tuple[int, int]]
    words: Sequence[int | None]

    def firsts(self) -> list[int]:
        """Return the index of the first token of each word."""
        pairs = enumerate(pairwise(self.words), 1)
        return [0, *(index for index, (one, next_one) in pairs if one != next_one)]


def entities(
    tokens: Tokens, probabilities: ndarray[Any, Any], kinds: Sequence[str | None]
) -> list[Entity]:
    """Return the entities of ``tokens.text``, in order, none across another.

    ``probabilities`` has a row for each token and a column for each of ``kinds``; the kind None
    is *nothing*.
    """
    if not tokens.words:
        return []
    found = _joined(tokens.text, _words(tokens, probabilities, kinds))
    return list(_apart(_judged(tokens.text, _whole(tokens.text, entity)) for entity in found))


def _words(
    tokens: Tokens, probabilities: ndarray[Any, Any], kinds: Sequence[str | None]
) -> Iterator[Entity]:
    """Yield the words that are something, each as what it is most likely."""
    firsts = tokens.firsts()
    lasts = [*(first - 1 for first in firsts[1:]), len(tokens.words) - 1]
    strong = _likeliest(probabilities, kinds, STRONG, firsts)
    weak = _likeliest(probabilities, kinds, WEAK, firsts)
    for first, last, points, tells in zip(firsts, lasts, strong, weak, strict=True):
        kind, probability = points if points[1] >= tells[1] else tells
        start, end = tokens.offsets[first][0], tokens.offsets[last][1]
        if probability >= DOUBT and tokens.text[start:end].strip(_CLOSING):
            yield Entity(start, end, kind, min(1.0, probability))


def _likeliest(
    probabilities: ndarray[Any, Any],
    kinds: Sequence[str | None],
    pool: frozenset[str],
    firsts: Sequence[int],
) -> list[tuple[str, float]]:
    """Return for each word the likeliest kind of ``pool``, and how likely it is any of them."""
    import numpy as np

    names = [kind for kind in dict.fromkeys(kinds) if kind in pool]
    if not names:
        return [("", 0.0)] * len(firsts)
    columns = [[at for at, kind in enumerate(kinds) if kind == name] for name in names]
    by_kind = np.stack([probabilities[:, own].sum(axis=1) for own in columns], axis=1)
    mass = np.maximum.reduceat(by_kind.sum(axis=1), firsts)
    best = np.maximum.reduceat(by_kind, firsts, axis=0).argmax(axis=1)
    return [(names[at], value) for at, value in zip(best.tolist(), mass.tolist(), strict=True)]


def _joined(text: str, words: Iterable[Entity]) -> Iterator[Entity]:
    """Join neighbours that only a gap of their kind keeps apart."""
    kept: Entity | None = None
    for word in words:
        if kept is not None and _belong_together(text, kept, word):
            kept = _together(kept, word)
        else:
            if kept is not None:
                yield kept
            kept = word
    if kept is not None:
        yield kept


def _belong_together(text: str, one: Entity, other: Entity) -> bool:
    kinds = {one.kind, other.kind}
    if len(kinds) > 1 and not ("address" in kinds and kinds <= _PLACES):
        return False
    gap = _GAPS["address"] if "address" in kinds else _GAPS.get(one.kind, _GAP)
    return gap.fullmatch(text, one.end, other.start) is not None


def _together(one: Entity, other: Entity) -> Entity:
    """Make one entity of two: an address, if either is, as sure as that one."""
    speakers = [entity for entity in (one, other) if entity.kind == "address"] or [one, other]
    surest = max(speakers, key=lambda entity: entity.probability)
    return surest._replace(start=one.start, end=other.end)


def _whole(text: str, entity: Entity) -> Entity:
    """Widen an entity to what is written of it; of an address, all that holds together."""
    before = _UNBROKEN_BEFORE.search(text[max(0, entity.start - _RUN) : entity.start])
    after = _UNBROKEN.match(text, entity.end)
    head, tail = before[0] if before else "", after[0].rstrip(_CLOSING) if after else ""
    kind = entity.kind
    if kind in _IN_MAIL and "@" in head + text[entity.start : entity.end] + tail:
        kind = "username" if (head or text[entity.start]).startswith("@") else "email"
    elif kind not in _ADDRESSES:
        return _trimmed(text, entity)
    return entity._replace(start=entity.start - len(head), end=entity.end + len(tail), kind=kind)


def _trimmed(text: str, entity: Entity) -> Entity:
    """Leave out closing signs, and take in the initials in front of a name."""
    written = text[entity.start : entity.end].rstrip(_CLOSING)
    end = entity.start + len(written)
    initials = _INITIALS_BEFORE.search(text[max(0, entity.start - 12) : entity.start])
    if entity.kind == "person" and initials:
        return entity._replace(start=entity.start - len(initials[0]), end=end)
    return entity._replace(end=end)


def _judged(text: str, entity: Entity) -> Entity:
    """Take from an entity a kind that its signs speak against."""
    if entity.kind == "address" and _NO_LETTERS.fullmatch(text, entity.start, entity.end):
        return entity._replace(kind="quantity")
    if entity.kind in _NUMBERS and _MACHINES.fullmatch(_run_around(text, entity)):
        return entity._replace(kind="misc")
    return entity


def _run_around(text: str, entity: Entity) -> str:
    """Return the unbroken letters, digits, dashes and underscores that an entity is part of."""
    before = _CODE_BEFORE.search(text[max(0, entity.start - _RUN) : entity.start])
    after = _CODE.match(text, entity.end)
    head, tail = before[0] if before else "", after[0] if after else ""
    return head + text[entity.start : entity.end] + tail


def _apart(entities: Iterable[Entity]) -> Iterator[Entity]:
    """Join what has come to lie across; the surest says what it is."""
    kept: Entity | None = None
    for entity in entities:
        if kept is not None and entity.start < kept.end:
            surest = max(kept, entity, key=lambda one: one.probability)
            kept = surest._replace(start=kept.start, end=max(kept.end, entity.end))
        else:
            if kept is not None:
                yield kept
            kept = entity
    if kept is not None:
        yield kept
