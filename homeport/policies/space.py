"""Every call that a policy can tell apart: the finite space of what its conditions ask.

A ``Subject`` is one question about a call (its level, whether an e-mail was found, whether the
cloud is ready). The values of each are representatives: two calls that agree in them are the
same to every condition of the policy.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Any, Final, TypeAlias

from homeport.policies.bounds import figure
from homeport.policies.combined import Every, Not, Some
from homeport.policies.conditions import (
    ENDPOINTS,
    AnyOf,
    Condition,
    ModelAsked,
    PrivacyIs,
    Ready,
    Within,
)
from homeport.policies.entries import Rulebook
from homeport.policies.facts import Facts
from homeport.policies.globs import representatives
from homeport.policies.language import UNDETERMINED
from homeport.types import Level

Subject: TypeAlias = tuple[str, str]
"""A kind of question, and the word that it is about: ``("category", "email")``."""
Point: TypeAlias = Mapping[Subject, Any]
"""A call as far as it is settled: a value for some of the subjects."""
Answer: TypeAlias = bool | None

LEVEL: Final[Subject] = ("level", "")
ENDPOINT: Final[Subject] = ("endpoint", "")
_ONE: Final = ("level", "complexity", "gain", "tokens", "language", "endpoint", "model")
"""Kinds of which a call has one value; of the others it has any number of words."""
_ANOTHER: Final = "qaa"
"""A language that no policy can name (ISO 639-2: for local use)."""
_EVERY_ANSWER: Final[frozenset[Answer]] = frozenset({True, False, None})
_OPEN: Final = object()


@dataclass(frozen=True, slots=True)
class Space:
    """The values that each subject of a policy can have."""

    values: Mapping[Subject, tuple[Any, ...]]
    known: dict[Any, frozenset[Answer]] = field(default_factory=dict, repr=False, compare=False)
    """What conditions were found to say: the same cases come up again and again."""

    @classmethod
    def of(cls, book: Rulebook) -> Space:
        """Return the space of ``book``. Raises ``globs.TooMany``."""
        leaves = list(chain.from_iterable(_leaves(r.when) for r in (*book.stays_home, *book.rules)))
        values: dict[Subject, tuple[Any, ...]] = {
            LEVEL: tuple(Level),
            ("complexity", ""): (*_shares(_bounds(leaves, "complexity")), None),
            ("gain", ""): (*_shares(_bounds(leaves, "gain"), lowest=-1.0), None),
            ("tokens", ""): tuple(_counts(_bounds(leaves, "tokens"))),
            ("language", ""): tuple(_words(leaves, "language", ("en", _ANOTHER, UNDETERMINED))),
            ENDPOINT: tuple(_words(leaves, "endpoint", ENDPOINTS)),
            ("model", ""): tuple(_models(book, leaves)),
        }
        for leaf in leaves:
            for subject in _subjects(leaf):
                values.setdefault(subject, (False, True))
        return cls(values)

    def only(self, subject: Subject, values: Iterable[Any]) -> Space:
        """Return the part of the space in which ``subject`` has one of ``values``."""
        return Space({**self.values, subject: tuple(values)})

    def answers(self, condition: Condition, point: Point, *, hard: bool) -> frozenset[Answer]:
        """Return what ``condition`` may say of the calls at ``point``, and perhaps more.

        Where every subject of the condition is settled it is one answer, and the right one.
        ``hard`` takes a complexity that was not judged for a high one, as ``rules`` do.
        """
        if isinstance(condition, (Every, Some)):
            parts = [self.answers(part, point, hard=hard) for part in condition.parts]
            return _all(parts) if isinstance(condition, Every) else _any(parts)
        if isinstance(condition, Not):
            inner = self.answers(condition.part, point, hard=hard)
            return _flipped(inner)
        if not _known(condition):  # nothing is known of it: it may say anything of any call
            return _EVERY_ANSWER
        asked = tuple(_subjects(condition))
        case = (condition, hard, tuple(point.get(subject, _OPEN) for subject in asked))
        if case not in self.known:
            corners = map(facts_of, self._corners(asked, point))
            facts = (each.presuming_hard() if hard else each for each in corners)
            self.known[case] = frozenset(map(condition.holds, facts))
        return self.known[case]

    def _corners(self, asked: tuple[Subject, ...], point: Point) -> Iterator[Point]:
        """Yield points at which a leaf gives every answer that it can give around ``point``.

        What asks for words is monotone: all of the open ones or none of them are enough.
        """
        settled = {subject: point[subject] for subject in asked if subject in point}
        missing = [subject for subject in asked if subject not in point]
        if not missing:
            yield settled
        elif missing[0][0] in _ONE:
            yield from ({**settled, missing[0]: value} for value in self.values[missing[0]])
        else:
            yield from ({**settled, **dict.fromkeys(missing, each)} for each in (False, True))


def facts_of(point: Point) -> Facts:
    """Return the facts of a call at ``point``; what is open is as plain as can be."""
    given: dict[str, Any] = {kind: point[kind, ""] for kind in _ONE if (kind, "") in point}
    words: dict[str, Any] = {
        kind: frozenset(word for (k, word), there in point.items() if k == kind and there)
        for kind in ("category", "needs", "label", "unready")
    }
    for kind in ("language", "endpoint"):
        if kind in given:
            given[kind] = frozenset({given[kind]})
    unknown = {"language"} if UNDETERMINED in given.get("language", {UNDETERMINED}) else set()
    if given.get("complexity", 0) is None:
        given |= {"complexity": 1.0, "gain": None}  # one scorer gives both
        unknown.add("complexity")
    if given.get("gain", 0) is None:
        given["gain"] = 0.0
        unknown.add("gain")
    return Facts(**given, **words, unknown=frozenset(unknown))


def subjects_of(condition: Condition) -> Iterator[Subject]:
    """Yield what ``condition`` asks about, in the order in which it is written."""
    for leaf in _leaves(condition):
        yield from _subjects(leaf)


def described(point: Point) -> Iterator[str]:
    """Say in a few words what a call at ``point`` is like: its level first, what is not last."""
    given = sorted(point.items(), key=lambda item: (_SAID.index(item[0][0]), item[0][1]))
    absent: dict[str, list[str]] = {}
    for (kind, word), value in given:
        if kind in _ONE:
            yield _said(kind, value)
        elif value:
            yield _PRESENT[kind].format(word)
        else:
            absent.setdefault(kind, []).append(word)
    for kind, words in absent.items():
        yield _ABSENT[kind].format(", ".join(words))


def _said(kind: str, value: Any) -> str:
    if kind in ("complexity", "gain"):
        return f"{kind} {'not judged' if value is None else figure(float(value))}"
    if kind == "tokens":
        return f"{value:,} tokens"
    if kind == "language":
        return _LANGUAGES.get(value, f"language {value}")
    return f"{_NAMES.get(kind, kind)} {value if str(value) else '(empty)'}"


_SAID: Final = (*_ONE, "category", "needs", "label", "unready")
_NAMES: Final = {"level": "privacy"}
_LANGUAGES: Final = {_ANOTHER: "another language", UNDETERMINED: "language not known"}
_PRESENT: Final = {
    "category": "{} found",
    "needs": "needs {}",
    "label": "label {}",
    "unready": "{} not ready",
}
_ABSENT: Final = {
    "category": "no {} found",
    "needs": "does not need {}",
    "label": "no label {}",
    "unready": "{} ready",
}


def _all(parts: list[frozenset[Answer]]) -> frozenset[Answer]:
    """Return what all of several conditions together may say, if each may say its ``parts``."""
    possible = {
        False: any(False in part for part in parts),
        None: all(part - {False} for part in parts) and any(None in part for part in parts),
        True: all(True in part for part in parts),
    }
    return frozenset(answer for answer, there in possible.items() if there)


def _any(parts: list[frozenset[Answer]]) -> frozenset[Answer]:
    """Return what at least one of several conditions may say."""
    return _flipped(_all(list(map(_flipped, parts))))


def _flipped(answers: frozenset[Answer]) -> frozenset[Answer]:
    return frozenset(None if answer is None else not answer for answer in answers)


def _leaves(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, (Every, Some)):
        for part in condition.parts:
            yield from _leaves(part)
    elif isinstance(condition, Not):
        yield from _leaves(condition.part)
    else:
        yield condition


def _known(leaf: Condition) -> bool:
    return isinstance(leaf, (PrivacyIs, Within, AnyOf, ModelAsked, Ready))


def _subjects(leaf: Condition) -> Iterator[Subject]:
    if isinstance(leaf, PrivacyIs):
        yield LEVEL
    elif isinstance(leaf, ModelAsked):
        yield "model", ""
    elif isinstance(leaf, Within) or (isinstance(leaf, AnyOf) and leaf.subject in _ONE):
        yield leaf.subject, ""
    elif isinstance(leaf, AnyOf):
        yield from ((leaf.subject, word) for word in sorted(leaf.words))
    elif isinstance(leaf, Ready):
        yield from (("unready", name) for name in sorted(leaf.backends))


def _bounds(leaves: Iterable[Condition], subject: str) -> list[float]:
    intervals = [x.interval for x in leaves if isinstance(x, Within) and x.subject == subject]
    ends = {number for i in intervals for number in (i.low[0], i.high[0])}
    return sorted(number for number in ends if not math.isinf(number))


def _shares(bounds: list[float], lowest: float = 0.0) -> Iterator[float]:
    """Yield each bound within ``lowest`` to 1, and a number between each two."""
    ends = sorted({lowest, 1.0, *bounds})
    for low, high in pairwise(ends):
        yield low
        yield (low + high) / 2
    yield ends[-1]


def _counts(bounds: list[float]) -> Iterator[int]:
    """Yield each bound and its neighbours: between them whole numbers are alike."""
    near = {int(bound) + step for bound in bounds for step in (-1, 0, 1)}
    yield from sorted(number for number in near | {0} if number >= 0)


def _words(leaves: Iterable[Condition], subject: str, plain: tuple[str, ...]) -> Iterator[str]:
    asked = (leaf.words for leaf in leaves if isinstance(leaf, AnyOf) and leaf.subject == subject)
    yield from dict.fromkeys((*plain, *sorted(chain.from_iterable(asked))))


def _models(book: Rulebook, leaves: Iterable[Condition]) -> Iterator[str]:
    """Yield the names a caller may give, but for those of this device: they go nowhere else."""
    globs = sorted({glob for x in leaves if isinstance(x, ModelAsked) for glob in x.globs})
    home = {name for spec in book.home for name in (spec.name, spec.model)} - {"auto"}
    yield "auto"
    yield from sorted({spec.model for spec in book.backends.values()} - home)
    if globs:
        yield from representatives(globs, apart=sorted(home))
