"""From features to two probabilities and their difference.

What the prompt alone is worth is little, and said in ``docs/complexity.md`` with the numbers: the
score ranks requests somewhat better than their length, within tasks it has not seen. As a
probability it holds only roughly before ``homeport calibrate`` has seen some answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Self

from homeport.policies.complexity.calibration import Calibration
from homeport.policies.complexity.features import Features, measure
from homeport.policies.complexity.heads import Heads, logistic
from homeport.policies.complexity.sizes import REFERENCE, Size, handicap, size_of
from homeport.policies.complexity.tasks import task_of
from homeport.types import Call, Complexity

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "length": "a long request",
        "options": "long answers to choose from",
        "context": "much to read",
        "turns": "a long conversation",
        "items": "a list of things to do or to read",
        "table": "a table",
        "numbers": "many numbers",
        "decimals": "fractions or percentages",
        "option_numbers": "an answer that must be computed",
        "relations": "amounts that depend on each other",
        "rates": "rates or spans of time",
        "number_words": "many numbers in words",
        "proof": "a proof or a derivation",
        "analysis": "an analysis or a comparison",
        "making": "something to design or to program",
        "theory": "advanced theory",
        "mathematics": "mathematics",
        "calculation": "something to calculate",
        "science": "scientific matter",
        "law": "legal matter",
        "medicine": "medical matter",
        "finance": "financial matter",
        "hypothesis": "suppositions",
        "negation": "a negated question",
        "statements": "statements to judge",
        "puzzle": "a puzzle",
        "steps": "several steps",
        "constraints": "several conditions",
        "checks": "rules that the answer must follow",
        "quoted": "marks or words that the answer must repeat",
        "forbidden": "something that the answer must avoid",
        "tools": "tools to use",
        "schema": "a schema to follow",
        "code": "code",
        "fenced": "a block of code",
        "symbols": "formulas",
        "parentheses": "nested expressions",
        "long_words": "uncommon words",
        "script": "a script that small models know less",
    }
)
"""What a feature is called for a person; ``life`` and ``simple`` never raise a score."""

_TELLING: Final = 0.4  # log-odds from which on a feature is worth a reason
_MOST: Final = 3  # reasons given


@dataclass(frozen=True, slots=True)
class FeatureScorer:
    """Scores a call by its features alone; asks no one and keeps nothing."""

    heads: Heads = field(default_factory=Heads.prior)
    handicap: float = 0.0
    """Log-odds of failure that the local model has over the one the heads were fitted for."""

    @classmethod
    def for_size(cls, size: Size = REFERENCE) -> Self:
        """Return the scorer that ships for local models of a class."""
        return cls(handicap=handicap(size))

    def tuned(self, model: str) -> FeatureScorer:
        """Return this scorer for the local model of that name."""
        return FeatureScorer(self.heads, handicap(size_of(model)))

    def calibrated(self, calibration: Calibration) -> FeatureScorer:
        """Return the scorer that was learned; it is of one local model, and knows its size."""
        return FeatureScorer(calibration.heads)

    def score(self, call: Call) -> Complexity:
        features = measure(call)
        task = task_of(features)
        local = logistic(self.heads.local.odds(features, task) + self.handicap)
        cloud = logistic(self.heads.cloud.odds(features, task))
        reasons = _reasons(self.heads.local.weights, features)
        return Complexity(local, reasons, gain=local - cloud, task=task)


def _reasons(weights: Features, features: Features) -> tuple[str, ...]:
    """Return in words what raised the score most, strongest first."""
    raising = [
        (-weight * amount, name)
        for name, weight, amount in zip(Features._fields, weights, features, strict=True)
        if weight * amount >= _TELLING
    ]
    return tuple(REASONS[name] for _, name in sorted(raising)[:_MOST])
