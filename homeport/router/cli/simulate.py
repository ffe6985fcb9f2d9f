"""``homeport simulate`` and ``homeport policy diff``: traffic through policies, no model called."""

from __future__ import annotations

import json as jsonlib
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import fmean, stdev
from typing import Annotated, Any, Final

import typer
from rich.table import Table
from rich.text import Text

from homeport.errors import BadCall
from homeport.policies.policy import Policy
from homeport.router.cli import options, terminal
from homeport.router.cli.exits import ExitCode
from homeport.router.cli.judge import Judge, request_of
from homeport.types import JSON, Decision, Route

_ROUTES: Final[tuple[Route, ...]] = ("local", "cloud", "refuse")
_SHOWN: Final = 20
"""Calls that change sides and are listed on the screen; --json has all."""
_NORMAL: Final = 1.96  # standard errors in half of a 95 % interval

Traffic = Annotated[
    Path,
    typer.Option(
        "--traffic",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help='JSON lines: request bodies, {"text"} or {"prompt"}; with weak_q and strong_q, how '
        "good (0 to 1) the local and the cloud model's answers are.",
    ),
]


def simulate(
    policy: Annotated[str, typer.Argument(metavar="FILE|PRESET", help="The policy to try.")],
    traffic: Traffic,
    json: options.JsonOption = False,
) -> None:
    """Say where traffic would go, and how well it would be answered. No model is called.

    The quality is that of the labels where all calls have both, else what the policy's own
    scorer estimates. Exit code: 0 simulated, 2 wrong usage or policy.
    """
    outcome = simulated(Policy.find(policy), list(calls(traffic)))
    if json:
        terminal.write_json(outcome.to_dict())
    else:
        terminal.out().print(_table([outcome]))


def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A policy file or a preset.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Another.")],
    traffic: Traffic,
    json: options.JsonOption = False,
) -> None:
    """Say what changes for traffic from one policy to another, call by call.

    Exit code: 0 no call changes sides, 1 some do, 2 wrong usage or policy.
    """
    said = list(calls(traffic))
    outcomes = [simulated(Policy.find(policy), said) for policy in (before, after)]
    changes = list(changed(*outcomes))
    if json:
        first, second = (outcome.to_dict() for outcome in outcomes)
        terminal.write_json({"before": first, "after": second, "changes": changes})
    else:
        terminal.out().print(_table(outcomes))
        _tell(changes, said)
    if changes:
        raise typer.Exit(ExitCode.NO)


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

    @property
    def shares(self) -> Mapping[str, float]:
        counts = Counter(decision.route for decision in self.decisions)
        return {route: counts[route] / len(self.decisions) for route in _ROUTES}

    @property
    def rules(self) -> Mapping[str, int]:
        return dict(Counter(decision.rule for decision in self.decisions).most_common())

    @property
    def graded(self) -> bool:
        """True if it is known of every call how well both models answer it."""
        return all(call.weak is not None and call.strong is not None for call in self.calls)

    def qualities(self) -> Iterator[float]:
        """Yield how good each answer is, or is estimated to be; one refused is worth nothing."""
        for call, decision in zip(self.calls, self.decisions, strict=True):
            good = 1 - decision.complexity.score
            local = call.weak if self.graded else good
            cloud = call.strong if self.graded else good + (decision.complexity.gain or 0)
            found = {"local": local, "cloud": cloud, "refuse": 0}[decision.route]
            yield float(found or 0)

    def quality(self) -> tuple[float, float, float]:
        """Return the mean quality and its 95 % interval (normal, over calls)."""
        values = list(self.qualities())
        mean = fmean(values)
        error = stdev(values) / math.sqrt(len(values)) if len(values) > 1 else math.nan
        return mean, mean - _NORMAL * error, mean + _NORMAL * error

    def to_dict(self) -> dict[str, JSON]:
        quality, *interval = self.quality()
        return {
            "policy": self.source,
            "calls": len(self.calls),
            "shares": {route: round(share, 4) for route, share in self.shares.items()},
            "rules": dict(self.rules),
            "tokens_to_cloud": sum(one.tokens for one in self.decisions if one.route == "cloud"),
            "quality": round(quality, 4),
            "interval": [None if math.isnan(end) else round(end, 4) for end in interval],
            "quality_from": "labels" if self.graded else "the scorer's estimate",
        }


def simulated(policy: Policy, said: Sequence[Replayed]) -> Outcome:
    judge = Judge(policy)
    return Outcome(policy.source, said, [_decided(judge, call) for call in said])


def changed(before: Outcome, after: Outcome) -> Iterator[dict[str, JSON]]:
    """Yield each call that goes elsewhere, by its line."""
    pairs = zip(before.calls, before.decisions, after.decisions, strict=True)
    for call, old, new in pairs:
        if old.route != new.route:
            yield {
                "line": call.line,
                "before": {"route": old.route, "rule": old.rule},
                "after": {"route": new.route, "rule": new.rule},
                "complexity": new.complexity.to_dict(),
                "level": str(new.privacy.level),
            }


def calls(path: Path) -> Iterator[Replayed]:
    """Yield the calls of a file. Raises ``typer.BadParameter`` with the line."""
    empty = True
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                empty = False
                yield _call(line, number, path)
    if empty:
        raise typer.BadParameter(f"there are no calls in {path}")


def _call(line: bytes, number: int, path: Path) -> Replayed:
    try:
        row = jsonlib.loads(line)
        weak, strong = (_quality(row.pop(key, None)) for key in ("weak_q", "strong_q"))
        prompt = row.get("prompt")
        graded = isinstance(prompt, str) and (weak is not None or len(row) == 1)
        body = {"messages": options.messages(prompt)} if graded else row
        return Replayed(number, jsonlib.dumps(body).encode(), weak, strong)
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise typer.BadParameter(f"{path}:{number}: this is no call") from None


def _quality(value: Any) -> float | None:
    if value is None:
        return None
    quality = float(value)
    if not 0 <= quality <= 1:
        raise ValueError("a quality is a number from 0 to 1")
    return quality


def _decided(judge: Judge, call: Replayed) -> Decision:
    try:
        return judge.judge(request_of(call.request)).decision
    except BadCall as error:
        raise typer.BadParameter(f"line {call.line}: {error.message}") from None


def _table(outcomes: Sequence[Outcome]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("policy", *_ROUTES, "tokens to cloud", "quality", "95 %"):
        table.add_column(column, justify="left" if column == "policy" else "right")
    for outcome in outcomes:
        report, (quality, low, high) = outcome.to_dict(), outcome.quality()
        shares = (f"{share:.1%}" for share in outcome.shares.values())
        between = "" if math.isnan(low) else f"{low:.3f} to {high:.3f}"
        tokens = f"{report['tokens_to_cloud']:,}"
        table.add_row(Text(outcome.source), *shares, tokens, f"{quality:.3f}", between)
    table.caption = f"{len(outcomes[0].calls):,} calls; quality from {report['quality_from']}"
    return table


def _tell(changes: Sequence[Mapping[str, Any]], said: Sequence[Replayed]) -> None:
    out = terminal.out()
    out.print(f"{len(changes):,} of {len(said):,} calls change sides")
    for change in islice(changes, _SHOWN):
        old, new = change["before"], change["after"]
        out.print(
            Text(
                f"  line {change['line']}: {old['route']} ({old['rule']}) -> {new['route']} "
                f"({new['rule']}), complexity {change['complexity']['score']:.2f}"
            )
        )
    if len(changes) > _SHOWN:
        out.print(f"  and {len(changes) - _SHOWN:,} more (--json lists all)")
