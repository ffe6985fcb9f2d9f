"""What was learned from one's own traffic, as a small file that a policy names.

``complexity: {calibration: calibration.json}`` makes a policy judge by it. The file holds two
heads, how many labels they had, the promise if one was asked for, and what the labelled traffic
was like, so that drift is seen. It holds no text.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Self

from homeport.policies.complexity.heads import Head, Heads, logistic
from homeport.policies.complexity.labels import Labelled
from homeport.policies.complexity.learning import TooFew, learned
from homeport.policies.complexity.tasks import TASKS
from homeport.types import JSON

FORMAT: Final = 1
"""The version of the file."""
DRIFTED: Final = 0.25
"""The population stability index from which on traffic is no longer what was labelled (a rule of
thumb in credit scoring; below 0.1 nothing has changed)."""
_BINS: Final = 5
_MOST_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Traffic:
    """What calls are like: the share of each task, and of each fifth of the scores."""

    tasks: Mapping[str, float]
    edges: tuple[float, ...]
    fifths: tuple[float, ...]

    @classmethod
    def of(cls, rows: Sequence[Labelled], head: Head, edges: Sequence[float] = ()) -> Self:
        """Describe ``rows``; without ``edges``, by fifths of their own."""
        scores = sorted(logistic(head.odds(row.features, row.task)) for row in rows)
        inner = tuple(edges) or tuple(scores[len(scores) * k // _BINS] for k in range(1, _BINS))
        counts = Counter(sum(score >= edge for edge in inner) for score in scores)
        tasks = Counter(row.task for row in rows)
        return cls(
            MappingProxyType({task: tasks[task] / len(rows) for task in TASKS}),
            inner,
            tuple(counts[bin_] / len(rows) for bin_ in range(_BINS)),
        )

    def drift(self, now: Traffic) -> float:
        """Return the larger population stability index, of the tasks or of the scores."""
        tasks = [(self.tasks.get(task, 0.0), now.tasks[task]) for task in TASKS]
        return max(_stability(tasks), _stability(zip(self.fifths, now.fifths, strict=True)))

    def to_dict(self) -> dict[str, JSON]:
        return {
            "tasks": {task: round(share, 4) for task, share in self.tasks.items()},
            "edges": [round(edge, 4) for edge in self.edges],
            "fifths": [round(share, 4) for share in self.fifths],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        edges, fifths = (tuple(map(float, data[key])) for key in ("edges", "fifths"))
        if (
            len(fifths) != _BINS
            or len(edges) != _BINS - 1
            or any(a > b for a, b in pairwise(edges))
        ):
            raise ValueError("its traffic is not described in fifths")
        return cls({task: float(data["tasks"].get(task, 0)) for task in TASKS}, edges, fifths)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Two heads and where they come from."""

    heads: Heads
    traffic: Traffic
    labels: Mapping[str, int]
    model: str = ""
    """The local model whose answers were labelled."""
    promise: Mapping[str, JSON] | None = field(default=None)

    @classmethod
    def learn(cls, rows: Sequence[Labelled], prior: Heads, *, model: str = "") -> Self:
        """Learn from labelled calls. Raises ``TooFew`` if there are too few local labels.

        The cloud's head stays the prior's if there are too few labels of it.
        """
        local = learned(prior.local, _examples(rows, "local_ok"))
        try:
            cloud = learned(prior.cloud, _examples(rows, "cloud_ok"))
        except TooFew:
            cloud = prior.cloud
        counts = {who: len(_examples(rows, f"{who}_ok")) for who in ("local", "cloud")}
        return cls(Heads(local, cloud), Traffic.of(rows, local), counts, model)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a file. Raises ``OSError``, or ``ValueError`` if it is not one of this version."""
        with path.open("rb") as stream:
            raw = stream.read(_MOST_BYTES + 1)
        try:
            data = json.loads(raw)
            if data.get("homeport") != "calibration" or data.get("version") != FORMAT:
                raise ValueError(f"this is not version {FORMAT} of a calibration")
            counts = {who: int(data["labels"][who]) for who in ("local", "cloud")}
            traffic = Traffic.from_dict(data["traffic"])
            heads, model = Heads.from_dict(data["heads"]), str(data.get("model", ""))
            return cls(heads, traffic, counts, model, data.get("promise"))
        except (KeyError, TypeError, AttributeError, RecursionError):
            raise ValueError(
                "this is not a calibration; write one with homeport calibrate"
            ) from None

    def to_dict(self) -> dict[str, JSON]:
        return {
            "homeport": "calibration",
            "version": FORMAT,
            "model": self.model,
            "labels": dict(self.labels),
            "heads": self.heads.to_dict(),
            "traffic": self.traffic.to_dict(),
            "promise": None if self.promise is None else dict(self.promise),
        }

    def drift(self, rows: Sequence[Labelled]) -> float:
        """Return how far ``rows`` are from the labelled traffic; compare with ``DRIFTED``."""
        return self.traffic.drift(Traffic.of(rows, self.heads.local, self.traffic.edges))


def _examples(rows: Iterable[Labelled], who: str) -> list[Any]:
    known = ((row, getattr(row, who)) for row in rows)
    return [(row.features, row.task, not ok) for row, ok in known if ok is not None]


def _stability(shares: Iterable[tuple[float, float]]) -> float:
    """Return the population stability index; an empty bin counts as a thousandth."""
    pairs = [(max(before, 0.001), max(now, 0.001)) for before, now in shares]
    return math.fsum((now - before) * math.log(now / before) for before, now in pairs)
