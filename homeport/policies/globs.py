"""Which of several globs can one text fit at once? Exact, by walking their automata together."""

from __future__ import annotations

import string
from collections.abc import Callable, Collection, Iterator
from fnmatch import fnmatchcase
from functools import partial
from typing import Final, TypeAlias

MOST_STATES: Final = 1_000
"""Of the automata together. Ten globs of real policies need some tens."""

_Token: TypeAlias = Callable[[str], bool] | None
"""What one character must be; None is the star."""
_States: TypeAlias = frozenset[int]

_COMMON: Final = string.ascii_letters + string.digits + string.punctuation + " ☃"


class TooMany(Exception):
    """The globs have more combinations than anybody wants to wait for."""


def representatives(globs: Collection[str], *, apart: Collection[str]) -> Iterator[str]:
    """Yield a text for every set of ``globs`` that some text fits exactly, the shortest first.

    No text is one of ``apart``. Raises ``TooMany``.
    """
    patterns = [*map(_tokens, globs), *map(_letters, apart)]
    alphabet = _alphabet({char for glob in globs for char in glob}, patterns)
    start = tuple(_closed({0}, pattern) for pattern in patterns)
    seen, found, layer = {start}, set(), {start: ""}
    while layer:
        reached: dict[tuple[_States, ...], str] = {}
        for states, text in layer.items():
            fits = tuple(len(p) in s for p, s in zip(patterns, states, strict=True))
            if not any(fits[len(globs) :]) and fits not in found:
                found.add(fits)
                yield text
            for char in alphabet:
                after = tuple(map(partial(_step, char), states, patterns))
                if after not in seen:
                    seen.add(after)
                    reached[after] = text + char
            if len(seen) > MOST_STATES:
                raise TooMany
        layer = reached


def _tokens(glob: str) -> list[_Token]:
    """Read a glob as ``fnmatch`` does: a bracket that is not closed is a bracket."""
    tokens: list[_Token] = []
    position = 0
    while position < len(glob):
        end = _bracket(glob, position) if glob[position] == "[" else position + 1
        token = glob[position:end]
        tokens.append(None if token == "*" else partial(_fits, token))  # noqa: S105 - a glob's
        position = end
    return tokens


def _bracket(glob: str, start: int) -> int:
    first = start + 2 if glob[start + 1 : start + 2] == "!" else start + 1
    closing = glob.find("]", first + 1 if glob[first : first + 1] == "]" else first)
    return closing + 1 if closing > 0 else start + 1


def _fits(token: str, char: str) -> bool:
    return fnmatchcase(char, token)


def _letters(word: str) -> list[_Token]:
    return [letter.__eq__ for letter in word]


def _alphabet(written: set[str], patterns: list[list[_Token]]) -> list[str]:
    """Return one character for each way in which characters fit the tokens.

    Beside a range's ends stand its neighbours, so that every part of overlapping ranges has one.
    """
    near = {chr(code) for char in written for code in (ord(char) - 1, ord(char) + 1) if code > 31}
    tokens = [token for pattern in patterns for token in pattern if token]
    classes: dict[tuple[bool, ...], str] = {}
    letters = {letter for token in tokens for letter in _letter(token)}
    for char in (*_COMMON, *sorted(written | near | letters)):
        classes.setdefault(tuple(token(char) for token in tokens), char)
    return list(classes.values())


def _letter(token: Callable[[str], bool]) -> str:
    """Return the letter that a token of ``_letters`` asks for."""
    own = getattr(token, "__self__", "")
    return own if isinstance(own, str) else ""


def _step(char: str, states: _States, pattern: list[_Token]) -> _States:
    after = set()
    for state in states:
        if state < len(pattern):
            token = pattern[state]
            if token is None:
                after.add(state)
            elif token(char):
                after.add(state + 1)
    return _closed(after, pattern)


def _closed(states: set[int], pattern: list[_Token]) -> _States:
    """Add what a star lets follow at once."""
    for state in sorted(states):
        while state < len(pattern) and pattern[state] is None:
            state += 1  # noqa: PLW2901 - walks over the stars
            states.add(state)
    return frozenset(states)
