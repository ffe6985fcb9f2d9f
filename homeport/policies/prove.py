"""Can a call at or above a level leave this device? An answer for every call, without trying any.

A call leaves if some rule that names a target off the device selects it, no rule before that one
does, and no entry of ``stays_home`` keeps it. Everything else that a decision looks at (what the
caller asks for, what a target lacks) only takes targets away. So the search is for a point of the
``Space`` of the policy at which these three hold; where there is none, no call leaves.

What failed while it was judged never leaves (``decide.py``), so there is nothing to search there.
What nobody can read is private unless the policy says ``opaque: cloud``: then what it holds may
be of any level, and a way for it is a way for that level.

A plugin is code that nobody here has read. A decision takes it for a part of this device, so
``stays_home`` does not keep calls from it: where the policy does not vouch for it (``trust:
device``), each rule by which it may be asked is a way off the device.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from homeport.errors import Place
from homeport.policies.conditions import Condition
from homeport.policies.decide import SHADOW
from homeport.policies.entries import Rule, Rulebook
from homeport.policies.facts import Facts
from homeport.policies.globs import TooMany
from homeport.policies.space import (
    ENDPOINT,
    LEVEL,
    Answer,
    Point,
    Space,
    Subject,
    described,
    facts_of,
    subjects_of,
)
from homeport.types import Level

MOST_STEPS: Final = 20_000
"""Points looked at for one rule. Real policies need some tens."""

UNREADABLE: Final = ("category", "unreadable")

Content: TypeAlias = Literal["judged", "unread", "unvouched"]


@dataclass(frozen=True, slots=True)
class Path:
    """A way off the device, and an example of a call that takes it."""

    rule: str
    place: Place
    targets: tuple[str, ...]
    """Those that leave, in the order in which they are tried."""
    before: tuple[str, ...]
    """Those on this device that are tried before the first of them."""
    transform: str | None
    """What is done to the text first; None if it leaves as it is."""
    content: Content
    """``unread``: what nobody on this device can read, which ``opaque: cloud`` lets pass.
    ``unvouched``: the targets are plugins, and nobody says where they run."""
    example: tuple[str, ...]
    """What the call is like, in words."""
    facts: Facts = field(repr=False)


@dataclass(frozen=True, slots=True)
class Proof:
    """All the ways off the device for calls at or above ``level``: one a rule and content."""

    level: Level
    paths: tuple[Path, ...] = ()
    undecided: tuple[str, ...] = ()
    """Rules whose conditions have too many combinations to look at: nothing is proven of them."""

    @property
    def holds(self) -> bool:
        """True if no such call leaves as it is, nor transformed."""
        return not self.paths and not self.undecided


def prove(book: Rulebook, level: Level) -> Proof:
    """Return every way off the device for calls of ``level`` or above; total and pure."""
    leaving = [
        index
        for index, rule in enumerate(book.rules)
        if _leaving(book, rule) or _unvouched(book, rule)
    ]
    try:
        space = Space.of(book)
    except TooMany:
        return Proof(level, undecided=tuple(book.rules[index].name for index in leaving))
    paths: list[Path] = _shadowed(book, level)
    undecided: list[str] = []
    for index in leaving:
        try:
            paths += _paths(book, index, level, space)
        except _TooLong:
            undecided.append(book.rules[index].name)
    return Proof(level, tuple(paths), tuple(undecided))


def _shadowed(book: Rulebook, level: Level) -> list[Path]:
    """Return the way of shadow runs, which public calls alone can take (``shadow.py``)."""
    away = tuple(name for name, spec in book.backends.items() if spec.leaves)
    if book.shadow is None or level > Level.PUBLIC:
        return []
    example = (f"privacy {Level.PUBLIC}", "drawn for a shadow run")
    place = book.shadow.rule.place
    return [Path(SHADOW, place, away, (), None, "judged", example, Facts())]


class _TooLong(Exception):
    """The search took more than ``MOST_STEPS``."""


@dataclass(frozen=True, slots=True)
class _Demand:
    """A condition, and the answers to it with which a call gets on."""

    condition: Condition
    wanted: Callable[[Answer], bool]
    hard: bool


def _paths(book: Rulebook, index: int, level: Level, space: Space) -> Iterator[Path]:
    demands = _demands(book, index)
    readable = space.only(ENDPOINT, (end for end in space.values[ENDPOINT] if end != "opaque"))
    private = readable.only(LEVEL, (one for one in Level if one >= level))
    away = _leaving(book, book.rules[index])
    if away and (judged := _search(demands, private, {})):
        yield _path(book, index, "judged", judged)
    if _unvouched(book, book.rules[index]):
        unkept = _demands(replace(book, stays_home=()), index)
        if asked := _search(unkept, private, {}):
            yield _path(book, index, "unvouched", asked)
    if away and book.opaque == "cloud":
        uploads = space.only(ENDPOINT, ["opaque"])
        unread = _search(demands, uploads, {ENDPOINT: "opaque"})
        unread = unread or _search(demands, readable, {UNREADABLE: True})  # pictures in a chat
        if unread:
            yield _path(book, index, "unread", unread)


def _demands(book: Rulebook, index: int) -> list[_Demand]:
    """Return what must be true of a call that the rule at ``index`` sends away."""
    return [
        _Demand(book.rules[index].when, lambda answer: answer is True, hard=True),
        *(_Demand(r.when, lambda answer: answer is False, hard=False) for r in book.stays_home),
        *(
            _Demand(r.when, lambda answer: answer is not True, hard=True)
            for r in book.rules[:index]
        ),
    ]


def _search(demands: list[_Demand], space: Space, start: Point) -> Point | None:
    """Return a point at which every demand is met; None if there is none."""
    levels = reversed(space.values[LEVEL])
    stack, steps = [({LEVEL: level, **start}, demands) for level in levels], 0
    while stack:
        point, demands = stack.pop()
        steps += 1
        if steps > MOST_STEPS:
            raise _TooLong
        unsettled = _unsettled(demands, space, point)
        if unsettled is None:
            continue
        if not unsettled:
            return point
        subject = _open(unsettled[0], point)
        values = reversed(space.values[subject])
        stack += [({**point, subject: value}, unsettled) for value in values]
    return None


def _unsettled(demands: list[_Demand], space: Space, point: Point) -> list[_Demand] | None:
    """Return the demands that are not met for certain; None if one cannot be met any more.

    What is met stays met when more is settled, so nobody needs to look at it again. A condition
    of a kind that is not known here has nothing to settle, and may say anything: it is taken to
    let the call pass.
    """
    found: list[_Demand] = []
    for demand in demands:
        answers = space.answers(demand.condition, point, hard=demand.hard)
        if not any(map(demand.wanted, answers)):
            return None
        if not all(map(demand.wanted, answers)) and not _settled(demand, point):
            found.append(demand)
    return found


def _settled(demand: _Demand, point: Point) -> bool:
    return all(subject in point for subject in subjects_of(demand.condition))


def _open(demand: _Demand, point: Point) -> Subject:
    """Return the first thing that a demand asks about and ``point`` leaves open."""
    return next(subject for subject in subjects_of(demand.condition) if subject not in point)


def _leaving(book: Rulebook, rule: Rule) -> tuple[str, ...]:
    return tuple(name for name in rule.to if book.backends[name].leaves)


def _unvouched(book: Rulebook, rule: Rule) -> tuple[str, ...]:
    """Return the plugins that may be asked in the place of this device, or as a part of it."""
    home = [book.backends[name] for name in rule.to if not book.backends[name].leaves]
    asked = home or (book.home if rule.to else ())
    return tuple(spec.name for spec in asked if not spec.vouched)


def _path(book: Rulebook, index: int, content: Content, point: Point) -> Path:
    rule = book.rules[index]
    leaving = _unvouched(book, rule) if content == "unvouched" else _leaving(book, rule)
    return Path(
        rule=rule.name,
        place=rule.place,
        targets=leaving,
        before=rule.to[: rule.to.index(leaving[0])] if leaving[0] in rule.to else (),
        transform=None if content == "unvouched" else rule.transform,
        content=content,
        example=tuple(described(point)),
        facts=facts_of(point),
    )
