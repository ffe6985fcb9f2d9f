"""Two heads on the same features: how likely each model's answer would not do.

A head is a logistic model with one weight a feature and an offset a task. Both heads are one JSON
document: ``prior.json`` ships, and ``homeport calibrate`` writes one in the same form.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from operator import mul
from types import MappingProxyType
from typing import Any, Final, Self

from homeport.policies.complexity.features import Features
from homeport.policies.complexity.tasks import TASKS, Task
from homeport.types import JSON

FORMAT: Final = 1
"""The version of the document."""


@dataclass(frozen=True, slots=True)
class Head:
    """Log-odds that one model's answer would not do."""

    bias: float
    weights: Features
    tasks: Mapping[Task, float]

    def odds(self, features: Features, task: Task) -> float:
        return self.bias + self.tasks.get(task, 0.0) + math.fsum(map(mul, self.weights, features))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a head. Raises ``ValueError`` or ``KeyError`` if it is none of this version."""
        weights = {name: _number(weight) for name, weight in data["weights"].items()}
        tasks = {task: _number(data["tasks"].get(task, 0)) for task in TASKS}
        try:
            return cls(_number(data["bias"]), Features(**weights), MappingProxyType(tasks))
        except TypeError:
            raise ValueError("its features are not those of this version of homeport") from None

    def to_dict(self) -> dict[str, JSON]:
        return {
            "bias": round(self.bias, 4),
            "weights": {name: round(weight, 4) for name, weight in self.weights._asdict().items()},
            "tasks": {task: round(offset, 4) for task, offset in self.tasks.items()},
        }


@dataclass(frozen=True, slots=True)
class Heads:
    """The head of the local model and that of the cloud's."""

    local: Head
    cloud: Head

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        return cls(Head.from_dict(data["local"]), Head.from_dict(data["cloud"]))

    def to_dict(self) -> dict[str, JSON]:
        return {"local": self.local.to_dict(), "cloud": self.cloud.to_dict()}

    @classmethod
    def prior(cls) -> Self:
        """Return the heads that ship, for a local model of the reference size."""
        text = files("homeport.policies.complexity").joinpath("prior.json").read_text("utf-8")
        return cls.from_dict(json.loads(text))


def logistic(odds: float) -> float:
    """Return the probability that log-odds stand for; never out of [0, 1]."""
    return 1 / (1 + math.exp(-odds)) if odds > -700 else 0.0


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError("a weight is not a finite number")
    return float(value)
