"""How ``homeport demo`` looks: each decision, each answer, and the sum of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from homeport.policies.policy import Policy
from homeport.router.cli import terminal
from homeport.router.cli.exits import label_of, message_of
from homeport.router.cli.explain import meter
from homeport.router.cli.judge import Judged
from homeport.router.cli.samples import Sample
from homeport.router.cli.turn import Answer
from homeport.types import JSON, Level, State

_REQUEST_WIDTH: Final = 180
_PLACES: Final = {"local": "answered here by ", "cloud": "answered in the cloud by "}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One request, its decision, and its answer or why there is none."""

    sample: Sample
    judged: Judged
    answer: Answer | None = None
    error: Exception | None = None

    @property
    def where(self) -> str:
        """``device``, ``cloud``, ``refused`` or ``unanswered``."""
        if self.answer is not None:
            return "device" if self.answer.route == "local" else "cloud"
        return "refused" if self.judged.decision.route == "refuse" else "unanswered"


def opening(policy: Policy, state: State) -> RenderableType:
    """Return who could answer, before the first request."""
    grid = Table.grid(padding=(0, 3))
    for spec in policy.backends.values():
        known = state[spec.name]
        where = "leaves the device" if spec.leaves else "on this device"
        told = Text("ready", terminal.GOOD) if known.ready else Text(known.why, "yellow")
        grid.add_row(Text(spec.name, "bold"), Text(spec.model), where, told)
    notes = [
        f"What the policy would send to the {name} goes to the next target it allows."
        for name, known in state.items()
        if not known.ready
    ]
    return Group(
        Rule(Text("homeport demo", style="bold"), style=terminal.DIM),
        Text.assemble("real requests through ", ("homeport.OpenAI", "bold"), _by(policy)),
        Padding(grid, (1, 0, 1, 2)),
        *(Text(note, style=terminal.DIM) for note in notes),
    )


def _by(policy: Policy) -> Text:
    return Text.assemble(", decided by the preset ", (policy.source, "bold"))


def beginning(title: str, sample: Sample, judged: Judged) -> RenderableType:
    """Return a request and its decision, before the answer."""
    return Group(*_beginning(title, sample, judged))


def _beginning(title: str, sample: Sample, judged: Judged) -> Iterator[RenderableType]:
    decision = judged.decision
    yield Text()
    yield Rule(Text(title, style="bold"), align="left", style=terminal.DIM)
    yield _indented(Text(f"“{terminal.shortened(sample.text, _REQUEST_WIDTH)}”", "italic"))
    yield _facts(judged)
    for reason in decision.reasons:
        yield _indented(Text.assemble(("• ", terminal.DIM), terminal.printable(reason)))
    for finding, covered in judged.covered():
        style = terminal.LEVEL_STYLE[finding.level]
        yield _indented(
            Text.assemble(
                ("• found ", terminal.DIM),
                (finding.category, style),
                f" {terminal.masked(covered)}",
            )
        )


def _facts(judged: Judged) -> RenderableType:
    decision = judged.decision
    order = " → ".join(decision.targets) or "nobody"
    return _indented(
        Text.assemble(
            (order, terminal.ROUTE_STYLE[decision.route]),
            ("  by rule ", terminal.DIM),
            decision.rule,
            ("  level ", terminal.DIM),
            (str(decision.privacy.level), terminal.LEVEL_STYLE[Level(decision.privacy.level)]),
            ("  complexity ", terminal.DIM),
            meter(decision.complexity.score),
            (f"  decided in {decision.elapsed_us / 1000:.2f} ms", terminal.DIM),
        )
    )


def ending(outcome: Outcome) -> RenderableType:
    """Return who answered and how fast, or why nobody did."""
    answer = outcome.answer
    if answer is None:
        error = outcome.error or RuntimeError()
        told = Text.assemble((f"{label_of(error) or 'refused'}: ", "yellow"), message_of(error))
        return _indented(told)
    facts = [
        terminal.printable(answer.model),
        f"first token {answer.first:.1f} s",
        f"all {answer.seconds:.1f} s",
    ]
    if answer.speed is not None:
        facts.append(f"{answer.speed:.1f} tokens/s")
    if answer.finish == "length":
        facts.append(f"cut at {answer.tokens} tokens")
    told = Text.assemble(
        (_PLACES[answer.route], terminal.ROUTE_STYLE[answer.route]), " · ".join(facts)
    )
    if ", " in answer.tried:
        trail = answer.tried.replace(", ", " → ").replace(":", ": ").replace("_", " ")
        told.append(f"\ntried {trail}", style="yellow")
    return _indented(told)


def summary(outcomes: Sequence[Outcome], hosts: Sequence[str]) -> RenderableType:
    """Return the table of all requests and what was counted."""
    return Group(
        Text(),
        Rule(Text("summary", style="bold"), align="left", style=terminal.DIM),
        _table(outcomes),
        Text(),
        _totals(outcomes),
        _leaving(hosts),
    )


def totals(outcomes: Sequence[Outcome]) -> dict[str, JSON]:
    """Return how many requests were answered where."""
    counted = Counter(outcome.where for outcome in outcomes)
    return {where: counted[where] for where in ("device", "cloud", "refused", "unanswered")}


def _table(outcomes: Sequence[Outcome]) -> Table:
    table = Table(box=None, pad_edge=False, header_style=terminal.DIM)
    for column in ("request", "level"):
        table.add_column(column)
    table.add_column("complexity", justify="right")
    for column in ("rule", "decision", "answered"):
        table.add_column(column)
    table.add_column("seconds", justify="right")
    table.add_column("tokens/s", justify="right")
    for outcome in outcomes:
        table.add_row(*_cells(outcome))
    return table


def _cells(outcome: Outcome) -> Iterator[Text]:
    decision, answer = outcome.judged.decision, outcome.answer
    level = decision.privacy.level
    yield Text(outcome.sample.title)
    yield Text(str(level), terminal.LEVEL_STYLE[Level(level)])
    yield Text(f"{decision.complexity.score:.2f}")
    yield Text(decision.rule)
    yield Text(" → ".join(decision.targets) or "refuse", terminal.ROUTE_STYLE[decision.route])
    style = {"device": "green", "cloud": "cyan"}.get(outcome.where, "yellow")
    yield Text(outcome.where, style)
    yield Text(f"{answer.seconds:.1f}" if answer else "")
    yield Text(f"{answer.speed:.1f}" if answer and answer.speed else "")


def _totals(outcomes: Sequence[Outcome]) -> Text:
    counted = totals(outcomes)
    words = {
        "device": "answered on this device",
        "cloud": "answered in the cloud",
        "refused": "refused",
        "unanswered": "not answered (nobody who may is able or ready)",
    }
    told = ", ".join(f"{number} {words[where]}" for where, number in counted.items() if number)
    return Text(f"{len(outcomes)} requests: {told}.")


def _leaving(hosts: Sequence[str]) -> Text:
    if hosts:
        told = f"Off this device went connections to {', '.join(sorted(set(hosts)))}."
        return Text(told, style="cyan")
    told = "0 bytes left this device: no socket was connected to anywhere else while they ran."
    return Text(told, style=terminal.GOOD)


def _indented(text: Text) -> RenderableType:
    return Padding(text, (0, 0, 0, 2))
