"""How large the local model is, told by its name, and what that is worth."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

Size: TypeAlias = Literal["1B", "3B", "8B", "20B", "120B"]

REFERENCE: Final[Size] = "8B"
"""The class that the weights are fitted for, and that a model of unknown size is taken for."""

PER_DOUBLING: Final = 0.27
"""Log-odds of success that a model gains with twice the parameters: what lies between Phi-3-mini
(3.8 billion) and Llama-3.1-8B on the same 5,212 questions of MMLU-Pro."""

_BILLIONS: Final[Mapping[Size, float]] = MappingProxyType(
    {"1B": 1, "3B": 3, "8B": 8, "20B": 20, "120B": 120}
)
_COUNT: Final = re.compile(
    r"(?<![a-z\d.])(?:(\d{1,2})x)?(\d{1,4}(?:\.\d{1,2})?)([bm])(?![a-z])", re.IGNORECASE
)
_NAMED: Final[Mapping[str, Size]] = MappingProxyType(
    {"tiny": "1B", "nano": "1B", "mini": "3B", "small": "20B", "large": "120B"}
)


def size_of(model: str | None) -> Size:
    """Return the class nearest to the parameters that a model's name tells (``qwen3-8b``)."""
    count = _COUNT.search(model or "")
    if count is None:
        words = re.split(r"[^a-z]+", (model or "").lower())
        return next((_NAMED[word] for word in words if word in _NAMED), REFERENCE)
    experts, number, unit = count.groups()
    # Of a mixture of experts, the geometric mean of what it holds and of what it uses (two).
    billions = (
        float(number)
        * math.sqrt(2 * int(experts) if experts else 1)
        / (1 if unit in "bB" else 1000)
    )
    return min(_BILLIONS, key=lambda size: abs(math.log(max(billions, 0.01) / _BILLIONS[size])))


def handicap(size: Size) -> float:
    """Return the log-odds of failure that a class has over the reference."""
    return -PER_DOUBLING * math.log2(_BILLIONS[size] / _BILLIONS[REFERENCE])
