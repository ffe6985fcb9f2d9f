"""What stands for what in one conversation: private values and their placeholders.

The vault is where a pseudonymised conversation is kept together: the same value always gets the
same placeholder, two values get two, and what comes back is put in its place again. It lives in
memory alone, is bounded, and belongs to one conversation: no placeholder means anything in
another one.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Iterable, Iterator
from typing import Final

from homeport.errors import HomeportError
from homeport.policies.language import is_common_word
from homeport.policies.privacy import dates, pseudonyms
from homeport.policies.privacy.pseudonyms import REDACTED
from homeport.policies.privacy.recognizing import Recognizer
from homeport.policies.privacy.restoring import Escape, Restorer, Tally, as_is
from homeport.policies.privacy.stretches import Span, joined, outside, replaced
from homeport.policies.privacy.traces import (
    encoded,
    essence,
    in_key,
    occurrences,
    searchable,
    telling_parts,
)
from homeport.types import Level

MOST_VALUES: Final = 2_000
MOST_CHARACTERS: Final = 1_000_000
"""Of all values of one vault together."""

MOST_SHAPED: Final = 200
"""Surrogates without a nonce (telephone numbers, addresses, dates); later ones have one."""

_AREAS: Final = (202, 212, 213, 303, 305, 312, 404, 415, 503, 512, 602, 617, 702, 713, 808, 907)
_SHIFT: Final = range(15, 180)
"""Days by which dates move: the season blurs, and an age is right to a year."""

_BORDER: Final = "\0"

_SPREAD: Final = 8
"""Letters and digits from which on a value is looked for across the borders of texts."""

_FORMS: Final = 26
"""Ways of writing one thing that share its number: a letter for each."""

_WORD: Final = re.compile(r"[^\W\d_]{3,40}")


class NotMaskable(HomeportError):
    """Something private cannot be replaced. The message never holds it."""


class Vault:
    """The values of one conversation. Safe to use from several threads."""

    def __init__(self, nonce: str | None = None) -> None:
        self.recognizer = Recognizer(nonce or pseudonyms.draw_nonce(lambda _: False))
        self.level = Level.PUBLIC
        """The highest level of anything that was replaced."""
        self._surrogates: dict[str, str] = {}  # by value
        self._values: dict[str, str] = {}  # by code, or by a literal in lower case
        self._plain: dict[str, str] = {}  # by value: its placeholder, if its surrogate has a shape
        self._numbers: dict[str, int] = {}  # by essence, of a value or of a part of a name
        self._kinds: dict[int, str] = {}
        self._forms: dict[int, int] = {}
        self._keys: dict[str, str] = {}  # essences that must not leave
        self._encoded: set[str] = set()
        self._secrets: set[str] = set()  # essences that nothing brings back
        self._parts: set[str] = set()
        self._literals: set[str] = set()
        self._pools: dict[str, Iterator[str]] = {}
        self._days = secrets.choice((-1, 1)) * secrets.choice(_SHIFT)
        self._area = secrets.choice(_AREAS)
        self._size = 0
        self._lock = threading.RLock()

    @property
    def nonce(self) -> str:
        """What tells this vault's placeholders from all others."""
        return self.recognizer.nonce

    def __len__(self) -> int:
        return len(self._surrogates)

    @property
    def size(self) -> int:
        """Characters of all values."""
        return self._size

    def avoid(self, texts: Iterable[str]) -> None:
        """Draw another nonce if ours stands in a text already. Only for an empty vault."""
        folded = "\n".join(texts).lower()
        if not self._surrogates and self.nonce in folded:
            self.recognizer = Recognizer(pseudonyms.draw_nonce(folded.__contains__))

    def cover(self, value: str, category: str, level: Level) -> str:
        """Return what stands for ``value``, from now on. A secret is gone for good."""
        with self._lock:
            self.level = max(self.level, level)
            if level is Level.SECRET:
                self._forbid(value)
                self._secrets.add(essence(value))
                return REDACTED
            return self._surrogates.get(value) or self._add(value, pseudonyms.kind_of(category))

    def mask(
        self, text: str, spans: Iterable[Span] = (), *, redact: bool = False, ours: bool = False
    ) -> str:
        """Return ``text`` with the spans replaced, and all that is known to be private.

        Secrets are redacted for good. What looks like a placeholder of ours is a value like any
        other, unless the text is ``ours``: masked before. Raises ``NotMaskable`` if the text
        could not be restored, and for a secret unless ``redact`` allows it to be taken out.
        """
        with self._lock:
            return self._masked(text, spans, redact=redact, ours=ours)

    def _masked(self, text: str, spans: Iterable[Span], *, redact: bool, ours: bool) -> str:
        own = self.own(text)
        wanted = list(joined(text, (span for span in spans if span.level >= Level.PERSONAL)))
        for span in wanted:  # all of them, before any of them is looked for in the rest
            if span.level < Level.SECRET:
                self.cover(text[span.start : span.end], span.category, span.level)
        if ours:
            known = [*outside(text, wanted, own)]
            known += (span for at, piece in self.foreign(text) for span in self._known(piece, at))
        else:
            known = [*wanted, *self._known(text)]
            known += (Span(start, end, "value", Level.PUBLIC) for start, end in own)
        pieces = list(joined(text, known))
        gone = [piece for piece in pieces if piece.level is Level.SECRET]
        if gone and not redact:
            raise NotMaskable("there is a secret in it, and secrets are never sent")
        rest = replaced(text, gone, self.cover)
        expected = self.restore(rest) if ours else rest
        for surrogate_of in (self.cover, self._covered_plainly):
            masked = replaced(text, pieces, surrogate_of)
            if self.restore(masked) == expected:
                return masked
        raise NotMaskable("a text that has to be masked could not be restored afterwards")

    def restore(self, text: str, escape: Escape = as_is, tally: Tally | None = None) -> str:
        """Return ``text`` with every placeholder of this vault replaced by its value."""
        return Restorer(self, escape, tally).flush(text)

    def value(self, key: str) -> str | None:
        """Return the value behind a code or a literal; None if nobody knows."""
        return self._values.get(key)

    def own(self, text: str) -> list[tuple[int, int]]:
        """Return where surrogates of this vault stand in ``text``."""
        redacted = (match.span() for match in re.finditer(re.escape(REDACTED), text))
        found = ((found.start, found.end) for found in self.recognizer.find(text))
        return sorted((*found, *redacted))

    def foreign(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield what of ``text`` is not a surrogate of this vault, and where it begins."""
        at = 0
        for start, end in self.own(text):
            yield at, text[at:start]
            at = max(at, end)
        yield at, text[at:]

    def shows_in(self, texts: Iterable[str]) -> bool:
        """Say whether any value can be made out in one of ``texts``, plainly or encoded."""
        with self._lock:
            keys, codes = dict(self._keys), frozenset(self._encoded)
        # One text, for the values may be many; what would reach over a border is none.
        whole = _BORDER.join(piece for text in texts for _, piece in self.foreign(text))
        for start, end in occurrences(whole, keys):
            if _BORDER not in whole[start:end]:
                return True
        return any(code in whole for code in codes)

    def shows_in_key(self, name: str) -> bool:
        """Say whether a key that reads as the name of a field is a value."""
        with self._lock:
            return in_key(name, self._keys)

    def shows_across(self, texts: Iterable[str]) -> bool:
        """Say whether a long value is spread over several of ``texts``."""
        whole = essence("".join(piece for text in texts for _, piece in self.foreign(text)))
        with self._lock:
            return any(key in whole for key in self._keys if len(key) >= _SPREAD)

    def wipe(self) -> None:
        """Forget everything."""
        with self._lock:
            for kept in (self._surrogates, self._values, self._plain, self._keys, self._numbers):
                kept.clear()
            for names in (self._encoded, self._parts, self._secrets, self._literals):
                names.clear()
                self._size = 0

    def _add(self, value: str, kind: str) -> str:
        if len(self._surrogates) >= MOST_VALUES or self._size + len(value) > MOST_CHARACTERS:
            raise NotMaskable("there is more private content in this conversation than can be kept")
        number = self._number(value, kind)
        code = self._code(number)
        plain = pseudonyms.placeholder(self._kinds[number], self.nonce, code)
        shaped = self._shaped(kind, value)
        if shaped is not None:
            self._plain[value] = plain
        self._surrogates[value] = shaped or plain
        self._values[code] = value
        self._size += len(value)
        self._forbid(value)
        for part in telling_parts(kind, value):
            self._forbid(part)
        if kind == "person":
            self._link(value, number)
        return self._surrogates[value]

    def _number(self, value: str, kind: str) -> int:
        """Return the number of the thing that ``value`` is a way of writing."""
        key = essence(value) or value
        number = self._numbers.get(key)
        if number is None or self._forms[number] >= _FORMS or self._kinds[number] != kind:
            number = len(self._kinds) + 1
            self._kinds[number] = kind
            self._forms[number] = 0
            self._numbers[key] = number
        return number

    def _code(self, number: int) -> str:
        self._forms[number] += 1
        return f"{number}{chr(ord('a') + self._forms[number] - 1)}"

    def _link(self, value: str, number: int) -> None:
        """Remember the parts of a name: *John* after *John Doe* is the same person."""
        parts = _WORD.findall(value)
        for part in parts if len(parts) > 1 else ():
            if not is_common_word(part.lower()):
                self._numbers.setdefault(essence(part), number)
                self._parts.add(essence(part))

    def _forbid(self, value: str) -> None:
        key = essence(value)
        if searchable(key):
            self._keys[key] = value
            self._encoded.update(encoded(value))

    def _shaped(self, kind: str, value: str) -> str | None:
        """Return a surrogate that looks like the value, if its kind has one and one is left."""
        if len(self._literals) >= MOST_SHAPED:
            return None
        if kind == "date":
            return self._shifted(value)
        pool = self._pool(kind, value)
        for surrogate in pool or ():
            if surrogate.lower() not in self._values:
                return self._literal(surrogate, value)
        return None

    def _pool(self, kind: str, value: str) -> Iterator[str] | None:
        if kind == "phone":
            return self._pools.setdefault(kind, pseudonyms.phones(self._area))
        if kind != "network":
            return None
        family = "ipv4" if "." in value else "ipv6" if "::" in value or len(value) > 17 else "mac"
        return self._pools.setdefault(family, pseudonyms.addresses(family, self.nonce))

    def _shifted(self, value: str) -> str | None:
        written = dates.read(value)
        if written is None:
            return None
        try:
            moved = written.shifted(self._days)
        except OverflowError:
            return None
        if str(moved).lower() in self._values:
            return None
        for said, meant in zip(moved.others(), written.others(), strict=True):
            if said.lower() not in self._values:
                self._literal(said, meant)
        return self._literal(str(moved), value)

    def _literal(self, surrogate: str, value: str) -> str:
        self._literals.add(surrogate)
        self.recognizer.add(surrogate)
        self._values[surrogate.lower()] = value
        return surrogate

    def _covered_plainly(self, value: str, category: str, level: Level) -> str:
        """Return the placeholder with the nonce, for places where a shape would be misread."""
        surrogate = self.cover(value, category, level)
        return self._plain.get(value, surrogate)

    def _known(self, text: str, at: int = 0) -> Iterator[Span]:
        """Yield where known values, and parts of known names, stand in ``text``, from ``at``."""
        for start, end in occurrences(text, self._keys):
            key = essence(text[start:end])
            level = Level.SECRET if key in self._secrets else Level.PUBLIC
            kind = self._kinds.get(self._numbers.get(key, 0), "value")
            yield Span(at + start, at + end, kind, level)
        if self._parts:
            for match in _WORD.finditer(text):
                if not match[0].islower() and essence(match[0]) in self._parts:
                    yield Span(at + match.start(), at + match.end(), "person", Level.PUBLIC)
