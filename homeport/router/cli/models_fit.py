"""``homeport models fit``: does a model fit this machine, and how fast can it be at most?"""

from __future__ import annotations

from typing import Annotated

import typer
from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from homeport.backends.fit import Fit, fit
from homeport.backends.speed import at_most
from homeport.router.cli import options, terminal
from homeport.router.cli.exits import ExitCode
from homeport.router.cli.models import VERDICT_STYLE, NameArgument
from homeport.types import JSON


def fit_model(
    name: NameArgument,
    context: Annotated[
        int | None,
        typer.Option("--context", min=1, help="Tokens of prompt and answer together."),
    ] = None,
    json: options.JsonOption = False,
) -> None:
    """Estimate whether a model fits the memory of this machine, and how fast it can be at most.

    The speed is a bound: how often the processor can read the weights in a second. A GPU is
    faster. `homeport models bench` measures it.

    Exit code: 0 it fits (perhaps tightly), 1 it is too big, or its size is not known.
    """
    found = fit(name, context=context)
    rate = at_most(found)
    if json:
        terminal.write_json(_fit_json(found, rate))
    else:
        terminal.out().print(_fit_table(found, rate))
    if found.verdict in {"too big", "unknown"}:
        raise typer.Exit(ExitCode.NO)


def _fit_json(found: Fit, rate: float | None) -> dict[str, JSON]:
    return {
        "name": found.name,
        "verdict": found.verdict,
        "context": found.context,
        "weights": found.weights,
        "cache": found.cache,
        "overhead": found.overhead,
        "needed": found.needed,
        "available": found.available,
        "tokens_per_second_at_most": None if rate is None else round(rate, 1),
    }


def _fit_table(found: Fit, rate: float | None) -> Table:
    grid = Table.grid(padding=(0, 3))
    grid.add_column()
    grid.add_column(justify="right")
    rows = (
        ("weights", found.weights),
        (f"cache for {found.context:,} tokens", found.cache),
        ("engine", found.overhead),
        ("needed", found.needed),
        ("available now", found.available),
    )
    for what, size in rows:
        grid.add_row(Text(what, style=terminal.DIM), "not known" if size is None else decimal(size))
    told = "not known" if rate is None else f"{rate:,.1f} tokens/s"
    grid.add_row(Text("writes at most, on the processor (estimate)", style=terminal.DIM), told)
    grid.add_row(
        Text(found.name, style="bold"),
        Text(found.verdict, style=VERDICT_STYLE[found.verdict]),
    )
    return grid
