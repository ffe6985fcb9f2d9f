"""From tokens to text that may be shown: whole characters only, and nothing from a stop on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

_UNREADABLE: Final = "\N{REPLACEMENT CHARACTER}"
_HALF: Final = 3
"""An incomplete UTF-8 character has up to three bytes, each of which may decode as unreadable."""


class Detokenizer:
    """Turns one answer's tokens into text, token by token.

    ``decode`` turns any run of tokens into text. Only the tokens since the last whole character
    and the few before them are decoded again, so the cost does not grow with the answer. Half a
    character at the very end is never shown.
    """

    def __init__(self, decode: Callable[[Sequence[int]], str]) -> None:
        self._decode = decode
        self._before: list[int] = []  # shown; decoded again because a space may depend on it
        self._held: list[int] = []
        self._shown = 0  # characters of what the held tokens decode to

    def push(self, token: int) -> str:
        """Return the text that ``token`` completes; empty in the middle of a character."""
        self._held.append(token)
        text = self._text()
        whole = _without_half(text)
        new, self._shown = whole[self._shown :], max(self._shown, len(whole))
        if text and whole == text:
            self._before, self._held, self._shown = self._held, [], 0
        return new

    def _text(self) -> str:
        before = len(self._decode(self._before)) if self._before else 0
        return self._decode(self._before + self._held)[before:]


def _without_half(text: str) -> str:
    whole = text.rstrip(_UNREADABLE)
    return text[: max(len(whole), len(text) - _HALF)]


class StopStrings:
    """Ends a text before the first stop string, which is never shown, nor any part of it.

    Holds back only the longest end of the text that may be the beginning of a stop string.
    """

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = tuple(stops)
        self._held = ""
        self.hit = False

    def push(self, text: str) -> str:
        """Return what may be shown now; after ``hit`` nothing more may."""
        if not self._stops:
            return text
        text = self._held + text
        found = [at for stop in self._stops if (at := text.find(stop)) >= 0]
        if found:
            self.hit, self._held = True, ""
            return text[: min(found)]
        keep = max(overlap(text, stop) for stop in self._stops)
        self._held = text[len(text) - keep :]
        return text[: len(text) - keep]

    def flush(self) -> str:
        """Return what was held back, at the end of the answer."""
        rest, self._held = self._held, ""
        return rest


def overlap(text: str, stop: str) -> int:
    """Return the length of the longest end of ``text`` that ``stop`` begins with."""
    longest = min(len(text), len(stop) - 1)
    return next((size for size in range(longest, 0, -1) if text.endswith(stop[:size])), 0)
