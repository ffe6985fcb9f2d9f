"""Putting values in the place of their placeholders again, in a text that is still coming."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from homeport.policies.privacy.pseudonyms import LONGEST

if TYPE_CHECKING:
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
        self._escape = escape
        self._tally = tally or Tally()
        self._before = ""  # the last sign that was passed on: a number may go on behind it
        self._held = ""

    def feed(self, piece: str) -> str:
        """Take the next piece and return what is certain now."""
        text = self._before + self._held + piece
        whole, begun = self._vault.shape.whole, self._vault.shape.begun
        at, out = len(self._before), []
        while True:
            found = whole.search(text, at)
            start = begun.search(text, max(at, len(text) - LONGEST))
            if start and (found is None or start.start() <= found.start()):
                out.append(self._plain(text[at : start.start()]))
                at = start.start()
                break
            if found is None:
                out.append(self._plain(text[at:]))
                at = len(text)
                break
            out.append(self._plain(text[at : found.start()]))
            out.append(self._vault.restore_match(found, self._escape, self._tally))
            at = found.end()
        self._before, self._held = text[max(0, at - 1) : at], text[at:]
        return "".join(out)

    def flush(self) -> str:
        """The text is complete: return what is left of it."""
        text, at = self._before + self._held, len(self._before)
        self._before = self._held = ""
        out = []
        while found := self._vault.shape.whole.search(text, at):
            out.append(self._plain(text[at : found.start()]))
            out.append(self._vault.restore_match(found, self._escape, self._tally))
            at = found.end()
        return "".join((*out, self._plain(text[at:])))

    @property
    def held(self) -> int:
        """How many characters are held back."""
        return len(self._held)

    def _plain(self, text: str) -> str:
        self._tally.unknown += text.lower().count(self._vault.nonce)
        return text
