"""Every other way in which a text can be read, one file per family.

``views(lowered)`` yields only views that differ, each behind a cheap test, so plain prose costs a
few searches. ``beneath(text)`` yields what the canonical text no longer shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from homeport.policies.privacy.stems import Lowered
from homeport.policies.privacy.views import (
    encodings,
    escapes,
    hidden,
    joined,
    lookalikes,
    markup,
    reversal,
    spelled,
    spoken,
)
from homeport.policies.privacy.views.glance import Glance
from homeport.policies.privacy.views.view import View

__all__ = ["View", "beneath", "views"]

FAMILIES: tuple[Callable[[Glance], Iterator[View]], ...] = (
    joined.views,
    spelled.views,
    spoken.views,
    lookalikes.views,
    reversal.views,
    escapes.views,
    markup.views,
    encodings.views,
)


_WITHOUT_VALUES = (spelled.views, spoken.views, reversal.views, escapes.views, encodings.views)
"""What can show a value in a text that has neither a digit nor an at sign: the other families
move and drop what stands there, and make nothing new."""


def views(lowered: Lowered) -> Iterator[View]:
    """Yield the readings of a canonical text, cheap families first."""
    glance = Glance(lowered)
    valued = lowered.digit or "@" in lowered.text
    for family in FAMILIES if valued else _WITHOUT_VALUES:
        yield from family(glance)


def beneath(text: str) -> Iterator[View]:
    """Yield the readings of a text as sent that its canonical text has lost."""
    yield from hidden.views(text)
