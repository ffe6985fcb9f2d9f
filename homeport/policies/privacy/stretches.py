"""Stretches of a text that have to be replaced, and replacing them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from homeport.types import Level


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]`` is private."""

    start: int
    end: int
    category: str
    level: Level


def joined(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the spans in order, without space around them; those that overlap become one."""
    last: Span | None = None
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        said = text[span.start : span.end]
        start = span.start + len(said) - len(said.lstrip())
        end = start + len(said.strip())
        if start >= end:
            continue
        if last is not None and start < last.end:
            strongest = max(last, span, key=lambda span: (span.level, span.end - span.start))
            last = Span(last.start, max(last.end, end), strongest.category, strongest.level)
            continue
        if last is not None:
            yield last
        last = Span(start, end, span.category, span.level)
    if last is not None:
        yield last


def outside(text: str, spans: Iterable[Span], barriers: list[tuple[int, int]]) -> Iterator[Span]:
    """Yield what of ``spans`` lies outside the barriers, where it has a letter or a digit."""
    for piece in _cut(spans, barriers):
        if any(map(str.isalnum, text[piece.start : piece.end])):
            yield piece


def _cut(spans: Iterable[Span], barriers: list[tuple[int, int]]) -> Iterator[Span]:
    for span in spans:
        at = span.start
        for start, end in barriers:
            if start < span.end and end > at:
                yield Span(at, max(at, start), span.category, span.level)
                at = end
        yield Span(at, max(at, span.end), span.category, span.level)


def replaced(
    text: str, spans: Iterable[Span], surrogate_of: Callable[[str, str, Level], str]
) -> str:
    pieces, at = [], 0
    for span in spans:
        pieces.append(text[at : span.start])
        pieces.append(surrogate_of(text[span.start : span.end], span.category, span.level))
        at = span.end
    return "".join((*pieces, text[at:]))
