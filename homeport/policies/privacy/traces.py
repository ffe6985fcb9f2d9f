"""Finding a known value again, however it is written this time.

Case, accents, separators and invisible signs are taken away from both; what is left of the
value is looked for in what is left of the text. Encodings that a value may hide in are tried
as well. This is the second look before something leaves: it knows what to look for, which the
detectors do not.
"""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

ANYWHERE: Final = 12
"""Letters and digits from which on a value is found inside longer words too. A shorter one,
such as a name, must stand alone: *Ana Li* is not in *canalizar*."""

ANYWHERE_DIGITS: Final = 7
"""The same for a value that is a number."""

SHORTEST: Final = 3
"""Letters and digits of the shortest value that is looked for; two of a script without case,
where a sign is a word."""

_NATIONAL: Final = 9
"""The last digits of a telephone number are looked for without its country too."""

_REMEMBERED: Final = 20_000


class _Essence(dict[int, str]):
    """What ``str.translate`` keeps of each sign: its letter or digit, folded; or nothing."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        decomposed = unicodedata.normalize("NFKD", sign.casefold())
        kept = "".join(c for c in decomposed if c.isalnum() and not unicodedata.combining(c))
        kept = "".join(str(unicodedata.decimal(c, c)) for c in kept)
        if len(self) < _REMEMBERED:
            self[code] = kept
        return kept


_ESSENCE: Final = _Essence()


def essence(text: str) -> str:
    """Return the letters and digits of ``text``, without case and accents."""
    return text.translate(_ESSENCE)


def searchable(key: str) -> bool:
    """Say whether an essence is long enough to be looked for."""
    enough = SHORTEST if key.isascii() else SHORTEST - 1
    return len(key) >= enough


def occurrences(text: str, keys: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Yield where the essences ``keys`` stand in ``text``; they may lie across each other."""
    reduced = essence(text)
    present = [key for key in keys if key in reduced]
    if not present:
        return
    # ends[i]: how much of the essence the first i + 1 signs give.
    ends = list(accumulate(len(_ESSENCE[ord(sign)]) for sign in text))
    origins = [place for place, sign in enumerate(text) for _ in _ESSENCE[ord(sign)]]
    assert not ends or ends[-1] == len(reduced)  # noqa: S101 - both come from one table
    for key in present:
        at = reduced.find(key)
        while at >= 0:
            start, end = origins[at], origins[at + len(key) - 1] + 1
            if _is_free(key) or _stands_alone(text, start, end):
                yield start, end
            at = reduced.find(key, at + 1)


def _is_free(key: str) -> bool:
    return len(key) >= (ANYWHERE_DIGITS if key.isdigit() else ANYWHERE)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or after.isalnum())


def in_key(name: str, keys: dict[str, str]) -> bool:
    """Say whether an object's key that reads as a field's name is a value, or holds a long one."""
    reduced = essence(name)
    return any(key == reduced or (_is_free(key) and key in reduced) for key in keys)


def encoded(value: str) -> Iterator[str]:
    """Yield what shows in a text that holds ``value`` in base64 (at any offset) or in hex.

    Values of fewer than six bytes are too short to be told from chance.
    """
    raw = value.encode(errors="replace")
    if len(raw) < 6:
        return
    yield raw.hex()
    for offset in range(3):
        inside = base64.b64encode(b"\0" * offset + raw).decode()
        # Only whole groups of the value alone: the first and last are mixed with what is around.
        start, end = (4 if offset else 0), len(inside) - (4 if (offset + len(raw)) % 3 else 0)
        if end - start >= 8:
            yield inside[start:end]


def telling_parts(kind: str, value: str) -> Iterator[str]:
    """Yield what of a value says as much as the value."""
    if kind == "phone":
        yield essence(value)[-_NATIONAL:]
    if kind == "email":
        local = value.partition("@")[0]
        if not local.isalpha():  # ana.perez and ana1980 are somebody; support is nobody
            yield local
