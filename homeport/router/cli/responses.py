"""``homeport responses``: what is kept of this device's answers, and forgetting it."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import typer
from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from homeport.policies.policy import Policy
from homeport.router.cli import options, terminal
from homeport.router.cli.exits import ExitCode
from homeport.router.store import Database, database_of, path_of
from homeport.router.store.database import Entry, Record
from homeport.router.store.file import wipe
from homeport.types import JSON

commands: Final = typer.Typer(
    help="See and forget what this device keeps: stored responses, conversations and chats.",
    no_args_is_help=True,
)

_SECONDS: Final = {"m": 60, "h": 3_600, "d": 86_400, "w": 604_800}


@commands.command("list")
def list_kept(policy: options.PolicyOption = None, json: options.JsonOption = False) -> None:
    """List what is kept, without its content.

    Exit code: 0 there is something, 1 there is nothing.
    """
    database = _database(policy)
    entries = database.entries()
    if json:
        terminal.write_json([_entry(entry) for entry in entries])
    elif entries:
        terminal.out().print(_table(entries))
        total = decimal(sum(entry.size for entry in entries))
        said = f"\n{len(entries)} kept in {database.path}, {total}"
        terminal.out().print(Text(said, terminal.DIM), soft_wrap=True)
    else:
        terminal.tell(f"nothing is kept in {database.path}", style=terminal.DIM, label="")
    raise typer.Exit(ExitCode.OK if entries else ExitCode.NO)


@commands.command("show")
def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="An id of `homeport responses list`.")],  # noqa: A002
    policy: options.PolicyOption = None,
) -> None:
    """Print one kept thing as JSON, with all its content.

    Exit code: 0 it is there, 1 it is not kept.
    """
    database = _database(policy)
    record = database.get(id)
    if record is None:
        terminal.tell(f"{id:.80} is not kept here")
        raise typer.Exit(ExitCode.NO)
    terminal.write_json(_content(record, database))


@commands.command("delete")
def delete(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="What to forget.")],
    policy: options.PolicyOption = None,
) -> None:
    """Forget some things for good; a conversation with all its items.

    Exit code: 0 all were there, 1 some were not.
    """
    database = _database(policy)
    gone = [key for key in ids if database.remove(key)]
    for key in ids:
        told = "forgotten" if key in gone else "is not kept here"
        terminal.out().print(Text(f"{terminal.printable(key)} {told}"), soft_wrap=True)
    raise typer.Exit(ExitCode.OK if len(gone) == len(ids) else ExitCode.NO)


@commands.command("forget")
def forget(
    older_than: Annotated[
        str | None,
        typer.Option(metavar="AGE", help="What was not used for so long: 30m, 12h, 7d, 4w."),
    ] = None,
    every: Annotated[
        bool,
        typer.Option("--all", help="Everything: the file is deleted, readable or not."),
    ] = False,
    policy: options.PolicyOption = None,
) -> None:
    """Forget what is old, or everything."""
    if (older_than is None) == (not every):
        raise typer.BadParameter("say either --older-than AGE or --all")
    if older_than is None:
        path = path_of(Policy.find(policy).storage)
        told = "is deleted, with all that was in it" if wipe(path) else "was not there"
        terminal.out().print(Text(f"{path} {told}"), soft_wrap=True)
        return
    count = _database(policy).forget(time.time() - _age(older_than))
    terminal.out().print(f"{count} forgotten")


def _database(policy: str | None) -> Database:
    """Return where the policy in force keeps answers."""
    found = Policy.find(policy)
    database = database_of(found.storage)
    if database is None:
        raise typer.BadParameter(f"the policy {found.source} keeps nothing (storage: false)")
    return database


def _age(said: str) -> int:
    found = re.fullmatch(r"([1-9]\d{0,5})([mhdw])", said)
    if not found:
        raise typer.BadParameter("--older-than is an age such as 30m, 12h, 7d or 4w")
    return int(found[1]) * _SECONDS[found[2]]


def _entry(entry: Entry) -> dict[str, JSON]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "level": str(entry.level),
        "made": _time(entry.made),
        "used": _time(entry.used),
        "bytes": entry.size,
    }


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _content(record: Record, database: Database) -> dict[str, Any]:
    items = [item.body for item in database.items(record.id)]
    said: dict[str, Any] = {"id": record.id, "kind": record.kind, "level": str(record.level)}
    return said | {"content": record.body} | ({"items": items} if items else {})


def _table(entries: list[Entry]) -> Table:
    table = Table(box=None, pad_edge=False, header_style=terminal.DIM)
    table.add_column("id", overflow="fold")
    for column in ("kind", "level", "last used"):
        table.add_column(column, no_wrap=True)
    table.add_column("size", justify="right", no_wrap=True)
    for entry in entries:
        used = datetime.fromtimestamp(entry.used, UTC).astimezone()
        table.add_row(
            terminal.printable(entry.id),
            entry.kind,
            Text(str(entry.level), terminal.LEVEL_STYLE[entry.level]),
            f"{used:%m-%d %H:%M}",
            decimal(entry.size),
        )
    return table
