"""Private by meaning: an illness, a debt, a dismissal, a secret of the firm, without a name.

One linear model says whether a stretch tells of somebody's own situation or asks about the
subject in general. What it is about follows from the words of the lexicon in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from homeport.policies.privacy.calibration import MEANING
from homeport.policies.privacy.lexicon import BIT
from homeport.policies.privacy.linear import Linear, load
from homeport.policies.privacy.traits import Stretch, Traits
from homeport.policies.privacy.words import Words

CATEGORIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "health": "health",
        "money": "finance",
        "legal": "legal",
        "work": "employment",
        "minor": "minor",
        "intimate": "intimate",
        "firm": "confidential",
        "secret": "confidential",
    }
)
"""What a stretch is about, by class of words; of equals the first."""

_SOMEONE: Final = (
    BIT["me"] | BIT["us"] | BIT["kin"] | BIT["near"] | BIT["minor"] | BIT["secret"] | BIT["firm"]
)


def may_tell(seen: int) -> bool:
    """Say whether a stretch with these classes of words can tell of somebody's situation."""
    return bool(seen & _SOMEONE)


def probability(traits: Traits, sense: float | None = None) -> float:
    """Return the probability that the stretch tells something private; ``sense`` is what Rampart
    makes of it, where it is asked."""
    return MEANING.probability(traits.weigh(_weights()), sense)


def category(words: Words, stretch: Stretch) -> str:
    """Return what the stretch is mostly about."""
    counts = dict.fromkeys(CATEGORIES, 0)
    for bits in words.kinds[stretch.first : stretch.end]:
        for name in CATEGORIES:
            counts[name] += bool(bits & BIT[name])
    best = max(counts, key=counts.__getitem__)
    return CATEGORIES[best] if counts[best] else "personal_context"


@cache
def _weights() -> Linear:
    return load("meaning.bin")
