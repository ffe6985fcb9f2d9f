"""Putting values in the place of their placeholders again, in a text that is still coming."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from homeport.policies.privacy.recognizing import Found
    from homeport.policies.privacy.vault import Vault

Escape: TypeAlias = Callable[[str], str]
"""How a value is written where it comes back: ``as_is``, or ``in_json``."""


def as_is(value: str) -> str:
    return value


def in_json(value: str) -> str:
    """Return ``value`` as it stands inside a JSON string."""
    return json.dumps(value, ensure_ascii=False)[1:-1]


@dataclass(slots=True)
class Tally:
    """How many placeholders were restored, and how many of our shape nobody knows."""

    restored: int = 0
    unknown: int = 0


class Restorer:
    """Restores one text that comes in pieces: however it is cut, the whole is the same.

    What is held back is the longest end of the text that may become a placeholder, never more
    than ``LONGEST`` characters.
    """

    def __init__(self, vault: Vault, escape: Escape = as_is, tally: Tally | None = None) -> None:
        self._vault = vault
        self._recognizer = vault.recognizer
        self._escape = escape
        self._tally = tally or Tally()
        self._before = ""  # the last sign that was passed on: a number may go on behind it
        self._held = ""

    def feed(self, piece: str) -> str:
        """Take the next piece and return what is certain now."""
        text, at = self._before + self._held + piece, len(self._before)
        open_from = self._recognizer.begins(text, at)
        out = []
        for found in self._recognizer.find(text, at):
            if open_from <= found.start:
                break
            if open_from < found.end:
                open_from = self._recognizer.begins(text, found.end)
            out += [self._plain(text[at : found.start]), self._value(found, text)]
            at = found.end
        out.append(self._plain(text[at:open_from]))
        self._before, self._held = text[max(0, open_from - 1) : open_from], text[open_from:]
        return "".join(out)

    def flush(self, last: str = "") -> str:
        """The text is complete with ``last``: return what is left of it."""
        text, at = self._before + self._held + last, len(self._before)
        self._before = self._held = ""
        out = []
        for found in self._recognizer.find(text, at):
            out += [self._plain(text[at : found.start]), self._value(found, text)]
            at = found.end
        return "".join((*out, self._plain(text[at:])))

    @property
    def held(self) -> int:
        """How many characters are held back."""
        return len(self._held)

    def _value(self, found: Found, text: str) -> str:
        value = self._vault.value(found.key)
        if value is None:
            self._tally.unknown += 1
            return text[found.start : found.end]
        self._tally.restored += 1
        return self._escape(value)

    def _plain(self, text: str) -> str:
        self._tally.unknown += text.lower().count(self._recognizer.nonce)
        return text
