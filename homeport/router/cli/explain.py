"""``homeport explain``: what would happen to a text, and why; no model is called."""

from __future__ import annotations

import json as jsonlib
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Final

import typer
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from homeport.policies.budget import dollars
from homeport.policies.policy import Policy
from homeport.policies.privacy.vault import NotMaskable
from homeport.router import wire
from homeport.router.body import masked
from homeport.router.cli import options, terminal
from homeport.router.cli.exits import ExitCode
from homeport.router.cli.judge import Judge, Judged, batch, lines_of
from homeport.router.cli.underlined import superscript, underlined
from homeport.router.consult import in_doubt
from homeport.router.transform import redacts
from homeport.types import Decision, Level, State, TargetState

_SHOWN_FINDINGS: Final = 50
_REVEALED: Final = 60


def explain(
    text: Annotated[
        str | None,
        typer.Argument(help="What would be asked; - reads standard input.", show_default=False),
    ] = None,
    policy: options.PolicyOption = None,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Show what was found, and not only its edges.")
    ] = False,
    json: options.JsonOption = False,
    batched: Annotated[
        bool,
        typer.Option(
            "--batch",
            help='Read JSON lines on standard input, each a request body or {"text": "..."}, '
            "and write one decision a line.",
        ),
    ] = False,
) -> None:
    """Say where a text would go, and why. Nothing is sent and no model is loaded.

    Exit code: 0 decided (also if the decision is to refuse), 1 a line of --batch could not be
    read, 2 wrong usage or policy.
    """
    if batched == (text is not None):
        raise typer.BadParameter("give a text, or - for standard input, or --batch")
    judge = Judge(Policy.find(policy))
    if text is None:
        _judge_lines(judge)
        return
    judged = judge.judge(wire.request_for({"messages": options.messages(_said(text))}))
    if json:
        terminal.write_json(judged.decision.to_dict())
        return
    terminal.out().print(explained(judged, judge.router.policy, judge.state, reveal=reveal))


def explained(
    judged: Judged, policy: Policy, state: State, *, reveal: bool = False
) -> RenderableType:
    """Return a decision as a person reads it, what was found masked unless ``reveal``."""
    return Group(*_sections(judged, policy, state, reveal=reveal))


def _sections(
    judged: Judged, policy: Policy, state: State, *, reveal: bool
) -> Iterator[RenderableType]:
    decision = judged.decision
    yield _facts(decision)
    if decision.reasons:
        yield from _section("why", _listed(decision.reasons))
    if consulted(policy, decision):
        told = f"{policy.judge} is asked before it leaves: something may be private, nothing surely"
        yield from _section("judge", Text(told))
    if decision.complexity.reasons:
        yield from _section("complexity", _listed(decision.complexity.reasons))
    if decision.privacy.findings:
        yield from _section("found", _found(judged, reveal=reveal))
    if decision.transform == "pseudonymize":
        yield from _section("what would leave", _disguised(judged, policy))
    yield from _section("targets", targets(policy, state, decision))


def consulted(policy: Policy, decision: Decision) -> bool:
    """Say whether ``privacy.judge`` would be asked before this decision is carried out."""
    leaves = any(policy.backends[name].leaves for name in decision.targets)
    return policy.judge is not None and leaves and in_doubt(decision.privacy)


def _found(judged: Judged, *, reveal: bool) -> RenderableType:
    shown = judged.decision.privacy.findings[:_SHOWN_FINDINGS]
    texts = list(underlined(judged.call, shown, reveal=reveal))
    return Group(*texts, *([Text()] if texts else []), findings(judged, reveal=reveal))


def _disguised(judged: Judged, policy: Policy) -> Text:
    """Return the body with placeholders; those of the call itself will have another middle."""
    redact = redacts(policy, judged.decision)
    try:
        body = masked(judged.call, judged.decision.privacy.findings, redact=redact)
    except NotMaskable as error:
        return Text(f"nothing: {error}", style="yellow")
    return Text(terminal.printable(jsonlib.dumps(body, ensure_ascii=False, indent=2)))


def findings(judged: Judged, *, reveal: bool = False) -> Table:
    """Return what was found; its text is masked but for a few edge characters unless ``reveal``."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("", "level", "category", "text", "where", "detector", "p"):
        table.add_column(column, overflow="fold")
    shown = islice(enumerate(judged.covered(), start=1), _SHOWN_FINDINGS)
    for number, (finding, covered) in shown:
        table.add_row(
            Text(superscript(number), terminal.DIM),
            Text(str(finding.level), style=terminal.LEVEL_STYLE[finding.level]),
            finding.category,
            Text(terminal.shortened(covered, _REVEALED) if reveal else terminal.masked(covered)),
            Text(f"{finding.part} [{finding.start}:{finding.end}]"),
            finding.detector,
            f"{finding.probability:.2f}",
        )
    more = len(judged.decision.privacy.findings) - _SHOWN_FINDINGS
    if more > 0:
        table.add_row("", "", f"and {more} more (--json lists all)")
    return table


def targets(policy: Policy, state: State, decision: Decision) -> Table:
    """Return who could answer: in which order, where, and what is missing."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("order", "target", "model", "where", "ready", "cost"):
        table.add_column(column, overflow="fold")
    for spec in policy.backends.values():
        allowed = spec.name in decision.targets
        known = state[spec.name]
        table.add_row(
            str(decision.targets.index(spec.name) + 1) if allowed else "-",
            spec.name,
            Text(spec.model),
            "leaves the device" if spec.leaves else "on this device",
            _readiness(known),
            _cost(decision, spec.name) if allowed else "",
            style=None if allowed else terminal.DIM,
        )
    return table


def _cost(decision: Decision, target: str) -> str:
    """Say what the call is estimated to cost at one of the decision's targets."""
    cost = dict(zip(decision.targets, decision.cost, strict=True)).get(target)
    return "unknown" if cost is None else f"about {dollars(cost)}" if cost else "nothing"


def _readiness(known: TargetState) -> Text:
    if not known.ready:
        return Text(known.why, style="yellow")
    speed = known.speed
    pace = f", {speed.rate:.0f} tokens/s after {speed.first:.1f} s" if speed else ""
    return Text(f"ready{pace}", style=terminal.GOOD)


def _facts(decision: Decision) -> Table:
    level = decision.privacy.level
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style=terminal.DIM)
    grid.add_column()
    grid.add_row("decision", terminal.decided(decision))
    grid.add_row("rule", decision.rule)
    grid.add_row("level", Text(str(level), style=terminal.LEVEL_STYLE[Level(level)]))
    grid.add_row("complexity", meter(decision.complexity.score))
    grid.add_row("needs", ", ".join(decision.needs) or "nothing special")
    grid.add_row("size", f"about {decision.tokens:,} tokens, language {decision.language}")
    grid.add_row("decided in", f"{decision.elapsed_us / 1000:.2f} ms")
    return grid


def meter(score: float, width: int = 10) -> Text:
    """Return a number between 0 and 1 as a bar and two digits."""
    full = round(score * width)
    style = "green" if score < 0.4 else "yellow" if score < 0.7 else "red"
    return Text.assemble(("━" * full, style), ("─" * (width - full), "dim"), f" {score:.2f}")


def _section(title: str, content: RenderableType) -> Iterator[RenderableType]:
    yield Text(f"\n{title}", style="bold")
    yield Padding(content, (0, 0, 0, 2))


def _listed(sentences: tuple[str, ...]) -> Table:
    grid = Table.grid(padding=(0, 1))
    for sentence in sentences:
        grid.add_row(Text("•", style=terminal.DIM), Text(terminal.printable(sentence)))
    return grid


def _said(text: str) -> str:
    """Return the text to judge. Unlike a text to be sent it may be empty or no valid UTF-8."""
    if text != "-":
        return text
    return sys.stdin.buffer.read().decode(errors="surrogateescape")


def _judge_lines(judge: Judge) -> None:
    complete = batch(judge, lines_of(sys.stdin.buffer), sys.stdout.buffer)
    if not complete:
        raise typer.Exit(ExitCode.NO)
