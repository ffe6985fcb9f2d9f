"""How errors in a policy are worded: what was found, what was expected, what was meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def unknown(noun: str, found: str, words: Iterable[str]) -> str:
    """Say that ``found`` is no ``noun``, which one was meant, and which there are."""
    known = list(dict.fromkeys(sorted(words) if isinstance(words, frozenset) else words))
    expected = f"expected {', '.join(known)}" if known else f"there is no {noun}"
    return f"unknown {noun} {quoted(found)}{did_you_mean(found, known)} ({expected})"


def did_you_mean(found: str, words: Iterable[str]) -> str:
    """Return ``; did you mean 'x'?`` if one of ``words`` is close, else nothing."""
    folded = {word.casefold(): word for word in words}
    close = get_close_matches(found[:64].casefold(), folded, n=1)
    return f"; did you mean {folded[close[0]]!r}?" if close else ""


def quoted(word: str) -> str:
    """Quote a word from a policy; one that is too long to be a name is cut short."""
    return repr(word if len(word) <= 40 else word[:37] + "...")
