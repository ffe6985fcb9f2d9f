"""How hard is a call for a small model? One scorer, one number, reasons in words.

This table names the scorers that ship. Third parties add theirs with the entry point group
``homeport.scorers``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from homeport.types import Call, Complexity

if TYPE_CHECKING:
    from homeport.policies.complexity.calibration import Calibration

__all__ = ["SCORERS", "Learner", "Scorer", "Tunable", "calibrated", "tuned"]


class Scorer(Protocol):
    """Estimates how likely a small local model's answer to a call would not satisfy."""

    def score(self, call: Call) -> Complexity: ...


@runtime_checkable
class Tunable(Scorer, Protocol):
    """A scorer that takes into account which local model would answer."""

    def tuned(self, model: str) -> Scorer: ...


def tuned(scorer: Scorer, model: str | None) -> Scorer:
    """Return ``scorer`` for a local model, as far as it minds which."""
    return scorer.tuned(model) if model and isinstance(scorer, Tunable) else scorer


@runtime_checkable
class Learner(Scorer, Protocol):
    """A scorer that judges by what was learned from labels."""

    def calibrated(self, calibration: Calibration) -> Scorer: ...


def calibrated(scorer: Scorer, path: Path) -> Scorer:
    """Return ``scorer`` with what was learned. Raises ``OSError`` or ``ValueError``."""
    from homeport.policies.complexity.calibration import Calibration

    if not isinstance(scorer, Learner):
        why = "this scorer cannot be calibrated; remove the key, or use features"
        raise ValueError(why)  # noqa: TRY004  the policy's value is wrong, not a type in a program
    return scorer.calibrated(Calibration.load(path))


def _features() -> Scorer:
    from homeport.policies.complexity.model import FeatureScorer

    return FeatureScorer()


SCORERS: Mapping[str, Callable[[], Scorer]] = MappingProxyType({"features": _features})
"""The scorers that ship, by the name they have in a policy. Imported when first asked for."""
