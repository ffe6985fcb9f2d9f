"""``homeport doctor``: what is here, what is missing, and the command that fixes it."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from itertools import groupby
from typing import Final

import typer
from rich.table import Table
from rich.text import Text

from homeport.router.cli import options, terminal
from homeport.router.cli.checkup import Check, ground, standing
from homeport.router.cli.exits import ExitCode
from homeport.types import JSON

_MARKS: Final = {"ok": ("✓", "green"), "note": ("•", "yellow"), "bad": ("✗", "bold red")}


def doctor(policy: options.PolicyOption = None, json: options.JsonOption = False) -> None:
    """Say what is here, what is missing, and the command that fixes it.

    Connects to the servers (kind: server) of the policy, and to nobody else. Exit code:
    0 something can answer, 2 the policy is wrong, 4 nothing can answer.
    """
    with terminal.err().status("looking around"):
        checks = [*ground(), *standing(policy)]
    code = verdict(checks)
    if json:
        terminal.write_json(_report(checks, code))
    else:
        terminal.out().print(_table(checks))
        terminal.out().print(_summary(checks, code))
    raise typer.Exit(code)


def verdict(checks: list[Check]) -> ExitCode:
    """Return the exit code that ``checks`` come to."""
    if any(check.group == "policy" and check.state == "bad" for check in checks):
        return ExitCode.USAGE
    ready = any(check.group == "targets" and check.state == "ok" for check in checks)
    return ExitCode.OK if ready else ExitCode.UNAVAILABLE


def _report(checks: list[Check], code: ExitCode) -> dict[str, JSON]:
    return {
        "ok": code is ExitCode.OK,
        "platform": platform.platform(),
        "checks": [check.to_dict() for check in checks],
    }


def _table(checks: list[Check]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for group, members in groupby(checks, key=lambda check: check.group):
        table.add_row(Text(f"\n{group}", style="bold"))
        for row in map(_row, members):
            table.add_row(*row)
    return table


def _row(check: Check) -> Iterator[Text]:
    mark, style = _MARKS[check.state]
    yield Text.assemble("  ", (mark, style), f" {check.name}")
    fix = ("\n" if check.detail else "", "") if check.fix else ""
    command = (check.fix, "bold") if check.fix else ""
    yield Text.assemble(terminal.printable(check.detail), fix, command)


def _summary(checks: list[Check], code: ExitCode) -> Text:
    ready = [check.name for check in checks if check.group == "targets" and check.state == "ok"]
    if code is ExitCode.OK:
        return Text.assemble("\n", ("✓ ", terminal.GOOD), f"{' and '.join(ready)} can answer")
    if code is ExitCode.USAGE:
        return Text.assemble("\n", ("✗ ", terminal.BAD), "the policy cannot be used")
    return Text.assemble("\n", ("✗ ", terminal.BAD), "nobody can answer; the commands above help")
