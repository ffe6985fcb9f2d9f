"""How hard is a call for a small model? One scorer, one number, reasons in words.

This table names the scorers that ship. Third parties add theirs with the entry point group
``homeport.scorers``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol

from homeport.types import Call, Complexity

__all__ = ["SCORERS", "Scorer"]


class Scorer(Protocol):
    """Estimates how likely a small local model's answer to a call would not satisfy."""

    def score(self, call: Call) -> Complexity: ...


def _features() -> Scorer:
    from homeport.policies.complexity.model import FeatureScorer

    return FeatureScorer()


SCORERS: Mapping[str, Callable[[], Scorer]] = MappingProxyType({"features": _features})
"""The scorers that ship, by the name they have in a policy. Imported when first asked for."""
