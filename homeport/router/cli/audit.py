"""``homeport audit``: is the audit log as it was written, and what does it say?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Final, TypeAlias

import typer
from rich.table import Table
from rich.text import Text

from homeport.policies.policy import Policy
from homeport.router.audit import default_path, path_of
from homeport.router.audit.chain import Link
from homeport.router.audit.verify import MOST_FAULTS, Fault, Report, records
from homeport.router.audit.verify import verify as check
from homeport.router.cli import options, terminal
from homeport.router.cli.exits import ExitCode
from homeport.types import JSON, Level

commands: Final = typer.Typer(
    help="Check the audit log and read it: what left this device, and what became of each call.",
    no_args_is_help=True,
)

FileArgument: TypeAlias = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FILE]",
        help="Default: the log of the policy in force, else the usual place.",
        show_default=False,
    ),
]

_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_SHOWN_FAULTS: Final = 20
_SHOWN: Final = frozenset({"time", "event", "decision", "rule", "level", "found", "target"})


@commands.command("verify")
def verify(
    file: FileArgument = None,
    known: Annotated[
        str | None,
        typer.Option(
            "--head",
            metavar="HASH",
            help="The hash that an earlier verify printed: its record must still be there.",
        ),
    ] = None,
    json: options.JsonOption = False,
) -> None:
    """Check that no record was changed, removed, added or moved.

    Exit code: 0 intact, 1 not intact (with the line and what is wrong), 2 no such log.
    """
    log = _found(file)
    report = check(log, known=known)
    if json:
        terminal.write_json(_report(log, report))
    else:
        _tell(log, report)
    raise typer.Exit(ExitCode.NO if report.faults else ExitCode.OK)


@commands.command("show")
def show(
    file: FileArgument = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="TIME", help="Only from then on: 2h, 7d, 2026-11-22, 2026-11-22T08:00."
        ),
    ] = None,
    decision: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="Only of the decision that begins so (x-homeport-decision)."
        ),
    ] = None,
    json: options.JsonOption = False,
) -> None:
    """Show the records, the oldest first; with --json as JSON lines, as they stand in the log.

    Exit code: 0 there are some, 1 there are none, 2 no such log.
    """
    beginning = None if since is None else _time(since)
    links = _selected(records(_found(file)), beginning, decision)
    first = next(links, None)
    if first is None:
        terminal.tell("there is no such record", style=terminal.DIM, label="")
        raise typer.Exit(ExitCode.NO)
    if json:
        for link in (first, *links):
            terminal.write_json({**link.record, "hash": link.hash})
    else:
        terminal.out().print(_table([first, *links]))


def _found(file: Path | None) -> Path:
    log = file or path_of(Policy.find().audit) or default_path()
    if not log.is_file():
        hint = "" if file else "; a policy with `audit: true` keeps one"
        raise typer.BadParameter(f"there is no audit log {log}{hint}")
    return log


def _time(said: str) -> datetime:
    """Return the time that ``--since`` names; one without a zone is meant here."""
    if ago := re.fullmatch(r"(\d{1,6})([smhdw])", said):
        return datetime.now(UTC) - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    try:
        return datetime.fromisoformat(said).astimezone()
    except ValueError:
        raise typer.BadParameter("--since is a time such as 2h, 7d or 2026-11-22T08:00") from None


def _selected(
    links: Iterator[Link], beginning: datetime | None, decision: str | None
) -> Iterator[Link]:
    beginning_of_id = (decision or "").removeprefix("dec_")
    for link in links:
        if not link.record.keys() >= _SHOWN:  # sealed by somebody else; verify tells
            continue
        if not link.record["decision"].removeprefix("dec_").startswith(beginning_of_id):
            continue
        if beginning is None or datetime.fromisoformat(link.record["time"]) >= beginning:
            yield link


def _report(log: Path, report: Report) -> dict[str, JSON]:
    return {
        "file": str(log),
        "intact": not report.faults,
        "records": report.records,
        "head": report.hash,
        "faults": [{"line": fault.line, "message": fault.why} for fault in report.faults],
    }


def _tell(log: Path, report: Report) -> None:
    if not report.faults:
        said = f" is intact: {report.records:,} records\n  head {report.hash}"
        sentence = Text.assemble(("✓ ", terminal.GOOD), (str(log), "bold"), said)
        terminal.out().print(sentence, soft_wrap=True)
        return
    for fault in islice(report.faults, _SHOWN_FAULTS):
        terminal.out().print(_pointed(log, fault), soft_wrap=True)
    count = len(report.faults)
    more = "or more " if count == MOST_FAULTS else ""
    told = f" is not as it was written: {count} {more}fault{'s' * (count > 1)}"
    sentence = Text.assemble(("✗ ", terminal.BAD), (str(log), "bold"), told)
    terminal.out().print(sentence, soft_wrap=True)


def _pointed(log: Path, fault: Fault) -> Text:
    return Text.assemble((f"{log.name}:{fault.line}", "bold"), f": {fault.why}")


def _table(links: list[Link]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("#", "time", "what", "level", "found", "rule", "target", "came to", "decision"):
        table.add_column(column, overflow="fold", no_wrap=column in {"#", "time"})
    for link in links:
        table.add_row(*map(_printable, _row(link)))
    return table


def _row(link: Link) -> Iterator[Text | str]:
    record = link.record
    level = Level.parse(record["level"])
    leaving = record["event"] == "egress"
    yield str(link.seq)
    yield f"{datetime.fromisoformat(record['time']).astimezone():%m-%d %H:%M:%S}"
    yield Text("leaves", "bold cyan") if leaving else Text("answered", terminal.DIM)
    yield Text(str(level), terminal.LEVEL_STYLE[level])
    yield ", ".join(f"{count} {category}" for category, count in record["found"].items()) or "-"
    yield record["rule"]
    yield record["target"] or "nobody"
    yield _became(record)
    yield Text(record["decision"].removeprefix("dec_")[:12], terminal.DIM)


def _became(record: Mapping[str, Any]) -> str:
    if record["event"] == "egress":
        size = "a stream" if record["bytes"] is None else f"{record['bytes']:,} bytes"
        return f"{size} to {record['host']}"
    return f"HTTP {record['status']}"


def _printable(cell: Text | str) -> Text:
    return cell if isinstance(cell, Text) else Text(terminal.printable(cell))
