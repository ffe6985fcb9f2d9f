"""Traffic replayed through a policy: where each call would go, at what cost, how well answered."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, stdev
from typing import Final

import typer

from homeport.errors import BadCall
from homeport.policies.policy import Policy
from homeport.router.cli import options
from homeport.router.cli.judge import Judge, request_of
from homeport.router.cli.rows import if_there, lines_of, quality, rounded
from homeport.types import JSON, Decision, Route, Speed

ROUTES: Final[tuple[Route, ...]] = ("local", "cloud", "refuse")
_NORMAL: Final = 1.96  # standard errors in half of a 95 % interval


@dataclass(frozen=True, slots=True)
class Replayed:
    """One line of traffic: its number, what it asks, and how well it was answered if known."""

    line: int
    request: bytes
    weak: float | None
    strong: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a policy made of traffic."""

    source: str
    calls: Sequence[Replayed]
    decisions: Sequence[Decision]
    speeds: Mapping[str, Speed]
    """How fast backends on this device were measured to be."""

    @property
    def shares(self) -> Mapping[str, float]:
        counts = Counter(decision.route for decision in self.decisions)
        return {route: counts[route] / len(self.decisions) for route in ROUTES}

    @property
    def rules(self) -> Mapping[str, int]:
        return dict(Counter(decision.rule for decision in self.decisions).most_common())

    @property
    def graded(self) -> bool:
        """True if it is known of every call how well both models answer it."""
        return all(call.weak is not None and call.strong is not None for call in self.calls)

    def models(self) -> Iterator[tuple[float, float]]:
        """Yield how good the local and the cloud's answers are, or are estimated to be."""
        for call, decision in zip(self.calls, self.decisions, strict=True):
            good = 1 - decision.complexity.score
            local = call.weak if self.graded else good
            cloud = call.strong if self.graded else good + (decision.complexity.gain or 0)
            yield float(local or 0), float(cloud or 0)

    def qualities(self) -> Iterator[float]:
        """Yield how good each answer is, or is estimated to be; one refused is worth nothing."""
        for (local, cloud), decision in zip(self.models(), self.decisions, strict=True):
            yield {"local": local, "cloud": cloud, "refuse": 0.0}[decision.route]

    def quality(self) -> tuple[float, float, float]:
        """Return the mean quality and its 95 % interval (normal, over calls)."""
        return _mean(list(self.qualities()))

    def cost(self) -> tuple[float, float, float]:
        """Return what all calls are estimated to cost (US dollars), with its 95 % interval; not
        a number if a price is not known."""
        spent = [first_cost(decision) for decision in self.decisions]
        known = [cost for cost in spent if cost is not None]
        if len(known) < len(spent):
            return math.nan, math.nan, math.nan
        mean, low, high = (figure * len(known) for figure in _mean(known))
        return mean, low, high

    def to_dict(self) -> dict[str, JSON]:
        good, *interval = self.quality()
        cost, *cost_interval = self.cost()
        return {
            "policy": self.source,
            "calls": len(self.calls),
            "shares": {route: round(share, 4) for route, share in self.shares.items()},
            "rules": dict(self.rules),
            "tokens_to_cloud": sum(one.tokens for one in self.decisions if one.route == "cloud"),
            "cost": _amount(cost),
            "cost_interval": [_amount(end) for end in cost_interval],
            "quality": round(good, 4),
            "interval": [rounded(end) for end in interval],
            "quality_from": "labels" if self.graded else "the scorer's estimate",
            "speed": {
                name: {
                    "first_token_seconds": round(one.first, 3),
                    "tokens_per_second": round(one.rate, 1),
                }
                for name, one in self.speeds.items()
            },
        }


def _mean(values: Sequence[float]) -> tuple[float, float, float]:
    """Return a mean with its 95 % interval."""
    mean = fmean(values)
    error = stdev(values) / math.sqrt(len(values)) if len(values) > 1 else math.nan
    return mean, mean - _NORMAL * error, mean + _NORMAL * error


def _amount(dollars: float) -> float | None:
    return None if math.isnan(dollars) else round(dollars, 6)


def first_cost(decision: Decision) -> float | None:
    """Return what a call is estimated to cost at its first target; one refused costs nothing."""
    return decision.cost[0] if decision.targets else 0.0


def simulated(policy: Policy, said: Sequence[Replayed]) -> Outcome:
    judge = Judge(policy)
    speeds = {name: known.speed for name, known in judge.state.items() if known.speed}
    return Outcome(policy.source, said, [_decided(judge, call) for call in said], speeds)


def changed(before: Outcome, after: Outcome) -> Iterator[dict[str, JSON]]:
    """Yield each call that goes elsewhere, by its line."""
    pairs = zip(before.calls, before.decisions, after.decisions, strict=True)
    for call, old, new in pairs:
        if old.route != new.route:
            yield {
                "line": call.line,
                "before": {"route": old.route, "rule": old.rule},
                "after": {"route": new.route, "rule": new.rule},
                "cost": {"before": first_cost(old), "after": first_cost(new)},
                "complexity": new.complexity.to_dict(),
                "level": str(new.privacy.level),
            }


def calls(path: Path) -> Iterator[Replayed]:
    """Yield the calls of a file. Raises ``typer.BadParameter`` with the line."""
    empty = True
    for number, line in lines_of(path):
        empty = False
        yield _call(line, number, path)
    if empty:
        raise typer.BadParameter(f"there are no calls in {path}")


def _call(line: bytes, number: int, path: Path) -> Replayed:
    try:
        row = json.loads(line)
        weak, strong = (if_there(row.pop(key, None), quality) for key in ("weak_q", "strong_q"))
        prompt = row.get("prompt")
        graded = isinstance(prompt, str) and (weak is not None or len(row) == 1)
        body = {"messages": options.messages(prompt)} if graded else row
        return Replayed(number, json.dumps(body).encode(), weak, strong)
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise typer.BadParameter(f"{path}:{number}: this is no call") from None


def _decided(judge: Judge, call: Replayed) -> Decision:
    try:
        return judge.judge(request_of(call.request)).decision
    except BadCall as error:
        raise typer.BadParameter(f"line {call.line}: {error.message}") from None
