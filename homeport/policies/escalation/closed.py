"""What a short answer comes to: an option, a number, a value, so that two answers can be compared.

Two answers that differ in their words may agree in what they say. Code is compared as it is
written, without comments and layout; it is never run.
"""

from __future__ import annotations

import ast
import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

MOST_CHARACTERS: Final = 2_000
"""An answer longer than this is not a short closed one."""

_WORDS: Final = 6
_FENCE: Final = re.compile(r"```[a-z]{0,16}\n(.{1,2000}?)\n?```", re.DOTALL)
_OPTION: Final = re.compile(
    r"(?:(?:answer|option|choice|respuesta|opci[oó]n|letra)(?: is| es)?:? {0,3})?"
    r"\(?([A-Ja-j])(?:[).:](?=\s|$)|$)",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_NUMBER: Final = re.compile(r"[-−]?\d{1,15}(?:[.,]\d{1,15}){0,5}")
_THOUSANDS: Final = re.compile(r"(?<=\d)[.,](?=\d{3}(?:\D|$))")
_STRAY: Final = " \t\r\n.,;:!?¡¿\"'`*«»“”"


def value_of(text: str) -> str | None:
    """Return what ``text`` comes to, in a form that can be compared; None if it is not closed.

    JSON, code, an option letter, a date, the final number, or a few words, in this order.
    """
    said = text.strip()
    if not said or len(said) > MOST_CHARACTERS:
        return None
    return _json(said) or _code(said) or _option(said) or _figure(said) or _words(said)


def agreement(draft: str, samples: Sequence[str]) -> float | None:
    """Return the share of ``samples`` that come to what ``draft`` comes to; None if the draft is
    not closed, or there are no samples."""
    value = value_of(draft)
    if value is None or not samples:
        return None
    return sum(value_of(sample) == value for sample in samples) / len(samples)


def _json(said: str) -> str | None:
    fenced = _FENCE.fullmatch(said)
    inner = fenced[1] if fenced else said
    if not inner.lstrip().startswith(("{", "[")):
        return None
    try:
        return f"json {json.dumps(json.loads(inner), sort_keys=True)}"
    except (ValueError, RecursionError):
        return None


def _code(said: str) -> str | None:
    fenced = _FENCE.search(said)
    if fenced is None:
        return None
    try:
        return f"code {ast.dump(ast.parse(fenced[1]))}"
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return f"code {' '.join(fenced[1].split())}"


def _option(said: str) -> str | None:
    found = _OPTION.match(said)
    return f"option {found[1].upper()}" if found else None


def _figure(said: str) -> str | None:
    dates = _DATE.findall(said)
    if dates:
        return f"date {dates[-1]}"
    numbers = _NUMBER.findall(said)
    if not numbers:
        return None
    plain = _THOUSANDS.sub("", numbers[-1].replace("−", "-")).replace(",", ".")
    try:
        return f"number {float(plain):.10g}"
    except ValueError:  # 1.2.3: a version or an address
        return f"number {plain}"


def _words(said: str) -> str | None:
    folded = unicodedata.normalize("NFKC", said).casefold().strip(_STRAY)
    words = folded.split()
    return f"words {' '.join(words)}" if 0 < len(words) <= _WORDS else None
