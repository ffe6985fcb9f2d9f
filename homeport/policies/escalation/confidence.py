"""From signals to the probability that an answer of this device is good.

Three logistic models, for what is known: the first tokens alone, other answers alone, or both.
Their weights (``prior.json``) are fitted by ``benchmarks/fit_escalation.py`` to 420 short answers
of SmolLM2-135M, and shifted for the size of another model. ``homeport bench routing --cascade
--write FILE`` corrects slope and level for one that is here (Platt's scaling, as in
``complexity/learning.py``), and a rule names the file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, Self, TypeAlias

from homeport.policies.complexity.heads import logistic
from homeport.policies.complexity.learning import FEWEST, TooFew, platt
from homeport.policies.complexity.sizes import handicap, size_of
from homeport.policies.escalation.signals import Signals
from homeport.types import JSON

FORMAT: Final = 1
"""The version of the file."""

Known: TypeAlias = Literal["tokens", "answers", "both"]
KNOWN: Final[tuple[Known, ...]] = ("tokens", "answers", "both")

_UPPER: Final = 0.75
"""Not the worst token, nor a quantile near it: that gets worse the more tokens there are."""
_MOST_BYTES: Final = 64 * 1024


def features(signals: Signals) -> dict[str, float]:
    """Return what the models weigh. Surprisals in nats; ``disagreement`` from 0 to 1."""
    return {
        "mean": signals.mean,
        "upper": signals.quantile(_UPPER),
        "disagreement": 1 - (1.0 if signals.agreement is None else signals.agreement),
    }


@dataclass(frozen=True, slots=True)
class Model:
    """Log-odds that an answer is not good."""

    bias: float
    weights: Mapping[str, float]

    def odds(self, signals: Signals) -> float:
        measured = features(signals)
        return self.bias + math.fsum(self.weights[name] * measured[name] for name in self.weights)

    def scaled(self, slope: float, shift: float) -> Model:
        weights = {name: slope * weight for name, weight in self.weights.items()}
        return Model(slope * self.bias + shift, weights)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        weights = {name: _number(weight) for name, weight in data["weights"].items()}
        if not weights.keys() <= features(Signals()).keys():
            raise ValueError("its signals are not those of this version of homeport")
        return cls(_number(data["bias"]), MappingProxyType(weights))

    def to_dict(self) -> dict[str, JSON]:
        weights = {name: round(weight, 4) for name, weight in self.weights.items()}
        return {"bias": round(self.bias, 4), "weights": dict(weights)}


@dataclass(frozen=True, slots=True)
class Confidence:
    """How likely an answer is good, by what is known of it."""

    models: Mapping[Known, Model]
    labels: int = field(default=0)
    """Graded answers that it was corrected by; 0 for what ships."""
    model: str = field(default="")
    """The local model that gave them."""

    def of(self, signals: Signals) -> float | None:
        """Return P(good); None where nothing is known of the answer."""
        known = known_of(signals)
        return None if known is None else 1 - logistic(self.models[known].odds(signals))

    def tuned(self, model: str) -> Confidence:
        """Return this for another local model, by its size: what a doubling is worth to a prompt
        (``complexity/sizes.py``) is taken to be worth as much to an answer."""
        shift = handicap(size_of(model)) - handicap(size_of(self.model))
        models = {known: one.scaled(1.0, shift) for known, one in self.models.items()}
        return Confidence(models, self.labels, self.model)

    def corrected(self, graded: Sequence[tuple[Signals, bool]], *, model: str = "") -> Confidence:
        """Return what ``graded`` answers (were they good?) make of this. Raises ``TooFew``."""
        if len(graded) < FEWEST:
            raise TooFew(f"{len(graded)} graded answers are too few; {FEWEST} are the least")
        bad = [not good for _, good in graded]
        models = {}
        for known, one in self.models.items():
            odds = [one.odds(_only(signals, known)) for signals, _ in graded]
            models[known] = one.scaled(*platt(odds, bad))
        return Confidence(models, len(graded), model)

    @classmethod
    def prior(cls) -> Self:
        """Return what ships."""
        text = files("homeport.policies.escalation").joinpath("prior.json").read_text("utf-8")
        return cls._read(json.loads(text))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a file. Raises ``OSError``, or ``ValueError`` if it is not one of this version."""
        with path.open("rb") as stream:
            raw = stream.read(_MOST_BYTES + 1)
        try:
            data = json.loads(raw)
            if data.get("homeport") != "confidence" or data.get("version") != FORMAT:
                raise ValueError(f"this is not version {FORMAT} of a calibration of answers")
            return cls._read(data)
        except (KeyError, TypeError, AttributeError, RecursionError):
            raise ValueError(
                "this is not a calibration of answers; write one with "
                "homeport bench routing --cascade --write FILE"
            ) from None

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> Self:
        models = {known: Model.from_dict(data["models"][known]) for known in KNOWN}
        return cls(MappingProxyType(models), int(data["labels"]), str(data.get("model", "")))

    def to_dict(self) -> dict[str, JSON]:
        return {
            "homeport": "confidence",
            "version": FORMAT,
            "model": self.model,
            "labels": self.labels,
            "models": {known: model.to_dict() for known, model in self.models.items()},
        }


def known_of(signals: Signals) -> Known | None:
    """Return which model is for ``signals``; None if they say nothing."""
    if signals.surprisals:
        return "tokens" if signals.agreement is None else "both"
    return None if signals.agreement is None else "answers"


def _only(signals: Signals, known: Known) -> Signals:
    return Signals(signals.surprisals, None) if known == "tokens" else signals


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError("a weight is not a finite number")
    return float(value)
