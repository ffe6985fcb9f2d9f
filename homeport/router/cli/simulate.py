"""``homeport simulate`` and ``homeport policy diff``: traffic through policies, no model called."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.table import Table
from rich.text import Text

from homeport.policies.budget import dollars
from homeport.policies.policy import Policy
from homeport.router.cli import options, terminal
from homeport.router.cli.exits import ExitCode
from homeport.router.cli.plot import draw, drawable
from homeport.router.cli.replay import ROUTES, Outcome, Replayed, calls, changed, simulated
from homeport.router.cli.rows import QUALITY_HELP

_SHOWN: Final = 20
"""Calls that change sides and are listed on the screen; --json has all."""

Traffic = Annotated[
    Path,
    typer.Option(
        "--traffic",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help='JSON lines: request bodies, {"text"} or {"prompt"}; ' + QUALITY_HELP,
    ),
]
PlotOption = Annotated[
    Path | None,
    typer.Option(
        "--plot",
        metavar="FILE.svg|FILE.png",
        dir_okay=False,
        help="Draw quality against the share of calls in the cloud (extra plot).",
    ),
]


def simulate(
    policy: Annotated[str, typer.Argument(metavar="FILE|PRESET", help="The policy to try.")],
    traffic: Traffic,
    plot: PlotOption = None,
    json: options.JsonOption = False,
) -> None:
    """Say where traffic would go, what it would cost, and how well it would be answered. No
    model is called.

    The quality is that of the labels where all calls have both, else what the policy's own
    scorer estimates. Exit code: 0 simulated, 2 wrong usage or policy.
    """
    picture = drawable(plot)
    outcome = simulated(Policy.find(policy), list(calls(traffic)))
    if picture is not None:
        draw([outcome], picture)
    if json:
        terminal.write_json(outcome.to_dict())
    else:
        terminal.out().print(_table([outcome]))


def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A policy file or a preset.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Another.")],
    traffic: Traffic,
    plot: PlotOption = None,
    json: options.JsonOption = False,
) -> None:
    """Say what changes for traffic from one policy to another, call by call.

    Exit code: 0 no call changes sides, 1 some do, 2 wrong usage or policy.
    """
    picture = drawable(plot)
    said = list(calls(traffic))
    outcomes = [simulated(Policy.find(policy), said) for policy in (before, after)]
    changes = list(changed(*outcomes))
    if picture is not None:
        draw(outcomes, picture)
    if json:
        first, second = (outcome.to_dict() for outcome in outcomes)
        terminal.write_json({"before": first, "after": second, "changes": changes})
    else:
        terminal.out().print(_table(outcomes))
        _tell(changes, said)
    if changes:
        raise typer.Exit(ExitCode.NO)


def _table(outcomes: Sequence[Outcome]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("policy", *ROUTES, "tokens to cloud", "cost", "quality", "95 %"):
        table.add_column(column, justify="left" if column == "policy" else "right")
    for outcome in outcomes:
        report, (quality, low, high) = outcome.to_dict(), outcome.quality()
        shares = (f"{share:.1%}" for share in outcome.shares.values())
        between = "" if math.isnan(low) else f"{low:.3f} to {high:.3f}"
        tokens, (cost, *_) = f"{report['tokens_to_cloud']:,}", outcome.cost()
        paid = "unknown" if math.isnan(cost) else dollars(cost)
        table.add_row(Text(outcome.source), *shares, tokens, paid, f"{quality:.3f}", between)
    table.caption = "; ".join(_notes(outcomes))
    return table


def _notes(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield f"{len(outcomes[0].calls):,} calls"
    yield f"quality from {outcomes[-1].to_dict()['quality_from']}"
    for name, speed in outcomes[-1].speeds.items():
        yield f"{name} measured at {speed.rate:.0f} tokens/s after {speed.first:.1f} s"


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
