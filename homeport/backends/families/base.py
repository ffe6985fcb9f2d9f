"""What a family of models is: the marks around its thoughts and its tool calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from homeport.backends.request import Message

THINK: Final = ("<think>", "</think>")


@dataclass(frozen=True, slots=True)
class Calls:
    """How tool calls are written: ``begin opening NAME between ARGUMENTS closing``, then for each
    further call ``again NAME between ARGUMENTS closing``, then ``end``.

    ``begin`` tells a call from ordinary text, so it must stand nowhere else. ``between`` holds no
    brace but its own last, and ``{n}`` in it stands for a number. An ``again`` that is empty
    means that the family calls one tool at a time.
    """

    begin: str
    between: str
    opening: str = ""
    closing: str = ""
    again: str = ""
    end: str = ""

    @property
    def parallel(self) -> bool:
        return bool(self.again)


@dataclass(frozen=True, slots=True)
class Family:
    """One family's conventions.

    ``thinking`` are the marks around thoughts. ``channels`` is true for the one family whose
    answers come as messages on channels. ``history`` rewrites a conversation for the template.
    """

    name: str
    calls: Calls
    thinking: tuple[str, str] | None = None
    channels: bool = False
    taught: bool = True
    """False if tools must be explained in words: the template has no place for them."""
    history: Callable[[list[Message]], list[Message]] = field(default=lambda messages: messages)


def thinks(template: str) -> tuple[str, str] | None:
    """Return the marks around thoughts that ``template`` writes, if it writes any."""
    return THINK if THINK[1] in template else None
