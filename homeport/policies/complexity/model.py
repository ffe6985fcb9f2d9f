"""From features to one number: the chance that a small model's answer would not do.

A logistic model with one weight a feature. Weights and bias are printed by
``benchmarks/fit_complexity.py``: fitted to 22,388 graded answers of small models (LLMRouter and
MMLU-Pro, both MIT) and to a list of everyday requests in English and Spanish, under the
condition that no feature may pull the way a person would not expect.

What it is worth, as average performance gap recovered (0.5 is chance), on the group of files it
was not fitted to: 0.57 over four pairs of models, where prompt length alone has 0.55; on three
smaller sets of short questions it is no better than length (0.52 and 0.53). More than that a
prompt does not tell; looking at answers, or learning from one's own traffic, does better. The
number ranks requests; as a probability it holds only roughly.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from homeport.policies.complexity.features import Features, measure
from homeport.types import Call, Complexity

BIAS = -1.099
WEIGHTS = Features(
    length=0.150,
    context=0.300,
    proof=2.000,
    analysis=0.893,
    making=1.316,
    constraints=0.091,
    steps=0.200,
    code=0.150,
    mathematics=0.555,
    expertise=0.856,
    numbers=0.047,
    tools=0.400,
    turns=0.200,
    simple=-0.668,
)

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "length": "a long request",
        "context": "much to read",
        "proof": "a proof or a derivation",
        "analysis": "an analysis or a comparison",
        "making": "something to design or to program",
        "constraints": "several conditions",
        "steps": "several steps",
        "code": "code",
        "mathematics": "mathematics",
        "expertise": "legal, medical or scientific matter",
        "numbers": "many numbers",
        "tools": "tools or a schema to follow",
        "turns": "a long conversation",
    }
)
"""What a feature is called for a person; ``simple`` never raises a score."""

_TELLING = 0.3  # log-odds from which on a feature is worth a reason
_MOST = 3  # reasons given


class FeatureScorer:
    """Scores a call by its features alone; loads nothing and asks no one."""

    def score(self, call: Call) -> Complexity:
        features = measure(call)
        pulls = {
            name: weight * amount
            for name, weight, amount in zip(Features._fields, WEIGHTS, features, strict=True)
        }
        return Complexity(_logistic(BIAS + math.fsum(pulls.values())), _reasons(pulls))


def _logistic(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def _reasons(pulls: Mapping[str, float]) -> tuple[str, ...]:
    """Return in words what raised the score most, strongest first."""
    strongest = sorted(REASONS, key=pulls.__getitem__, reverse=True)[:_MOST]
    return tuple(REASONS[name] for name in strongest if pulls[name] >= _TELLING)
