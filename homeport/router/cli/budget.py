"""``homeport budget``: what calls have cost, and what is left of the policy's limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

import typer
from rich.table import Table
from rich.text import Text

from homeport.policies.budget import Budget, dollars
from homeport.policies.costs import budgets
from homeport.policies.policy import Policy
from homeport.router.cli import options, terminal
from homeport.router.ledger import Ledger, LedgerFailed, Row, path_of, today
from homeport.types import JSON

_COLUMNS: Final = ("day", "target", "model", "key", "calls", "cost")


def budget(
    policy: options.PolicyOption = None,
    days: Annotated[int, typer.Option(min=1, max=3_650, help="How many days to list.")] = 7,
    json: options.JsonOption = False,
) -> None:
    """Say what calls have cost, by day (UTC), model and key, and what the policy allows.

    A key is told by the beginning of its hash. Exit code: 0 told, 2 there is no ledger, or it
    cannot be read.
    """
    found = Policy.find(policy)
    path = path_of(found.ledger)
    if path is None:
        raise typer.BadParameter(
            f"the policy {found.source} keeps no ledger; add `ledger: true`, or a condition on "
            "the budget"
        )
    since = (datetime.now(UTC).date() - timedelta(days=days - 1)).isoformat()
    try:
        rows = Ledger(path).rows(since) if path.exists() else []
    except LedgerFailed as error:
        raise typer.BadParameter(str(error)) from None
    limits = list(_limits(found))
    if json:
        terminal.write_json(_report(path.as_posix(), rows, limits))
        return
    terminal.out().print(_table(rows) if rows else f"nothing was spent since {since}")
    for sentence in _left(rows, limits):
        terminal.out().print(Text(sentence), soft_wrap=True)


def _limits(policy: Policy) -> Iterator[tuple[str, Budget]]:
    """Yield every budget of a policy with the name of the entry that asks for it."""
    for entry in (*policy.rulebook.stays_home, *policy.rulebook.rules):
        for found in budgets(entry.when):
            yield entry.name, found


def _today(rows: Sequence[Row]) -> float:
    return sum(row.dollars for row in rows if row.day == today())


def _report(
    file: str, rows: Sequence[Row], limits: Sequence[tuple[str, Budget]]
) -> dict[str, JSON]:
    return {
        "file": file,
        "today": round(_today(rows), 9),
        "rows": [row.to_dict() for row in rows],
        "limits": [
            {"rule": rule, "call": one.call, "day": one.day, "key": one.key} for rule, one in limits
        ],
    }


def _table(rows: Sequence[Row]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in _COLUMNS:
        table.add_column(column, justify="right" if column in {"calls", "cost"} else "left")
    for row in rows:
        unknown = f" + {row.unknown} of unknown price" if row.unknown else ""
        names = (row.day, row.target, row.model, row.key or "none")
        table.add_row(
            *(Text(terminal.printable(name)) for name in names),
            f"{row.calls:,}",
            f"{dollars(row.dollars)}{unknown}",
        )
    return table


def _left(rows: Sequence[Row], limits: Sequence[tuple[str, Budget]]) -> Iterator[str]:
    yield f"today (UTC): {dollars(_today(rows))}"
    for rule, limit in limits:
        left = "" if limit.day is None else f", {dollars(max(0, limit.day - _today(rows)))} left"
        yield f"{rule}: {limit}{left}"
