"""What looks like somebody's and is nobody's: examples of documentation and tests.

They make no call private, and a call that is masked anyway loses nothing if they are masked with
it: they come back as they were. Nobody has to tell an example from a real value there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from homeport.policies.digits import has_digit
from homeport.policies.privacy.payment import luhn
from homeport.policies.privacy.stretches import Span
from homeport.types import Level

_EMAIL: Final = re.compile(
    r"(?<![\w.+%\-])\w[\w.+%'\-]{0,63}+@(?:[^\W_][\w\-]{0,62}+\.){1,8}[^\W\d_]{2,24}(?![\w@])"
)
_KEY: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:A[KS]IA[0-9A-Z]{12,40}|gh[opsur]_[0-9A-Za-z_]{16,100}"
    r"|xox[abeoprs]-[0-9A-Za-z\-]{10,200}|(?:sk|pk|rk)[-_][0-9A-Za-z_\-]{16,200})"
)
_NUMBER: Final = re.compile(r"(?<![\w.])[0-9](?:[ \-]?[0-9]){12,18}(?!\w)")
_GROUPED: Final = re.compile(
    r"(?<![\w.])(?:[0-9]{3}-[0-9]{2}-[0-9]{4}"  # as social security numbers are written
    r"|(?:\+?1[ .\-])?\(?[0-9]{3}\)?[ .\-][0-9]{3}[.\-][0-9]{4})(?!\w)"  # and telephone numbers
)


def lookalikes(text: str) -> Iterator[Span]:
    """Yield e-mail addresses, keys, cards and grouped numbers by their shape alone."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield Span(*match.span(), "email", Level.PERSONAL)
    if not has_digit(text):
        return
    for match in _KEY.finditer(text):
        yield Span(*match.span(), "value", Level.PERSONAL)
    for match in _GROUPED.finditer(text):
        yield Span(*match.span(), "value", Level.PERSONAL)
    for match in _NUMBER.finditer(text):
        if luhn(re.sub(r"\D", "", match[0])):
            yield Span(*match.span(), "card", Level.PERSONAL)
