"""Rows of JSON lines that commands read: graded prompts, labelled calls, traffic."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, TypeAlias, TypeVar

import typer

T = TypeVar("T")

Row: TypeAlias = Callable[[str, Callable[[Any], Any]], Any]
"""Reads a field: its name, and what turns the value into what is meant."""

QUALITY_HELP = (
    "weak_q and strong_q are how good, from 0 to 1, the answers of the local and of the cloud "
    "model are."
)

FilesArgument: TypeAlias = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FILE...",
        exists=True,
        dir_okay=False,
        help='JSON lines of {"prompt", "weak_q", "strong_q"}: ' + QUALITY_HELP,
    ),
]


def rows_of(path: Path) -> Iterator[Row]:
    """Yield a reader of each row that is not blank.

    Raises ``typer.BadParameter`` with the line, never with what stands in it.
    """
    for number, line in lines_of(path):
        yield _reader(line, f"{path}:{number}")


def lines_of(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank, with their numbers."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, line


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("expected text")
    return value


def number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise TypeError("expected a number")
    return float(value)


def quality(value: Any) -> float:
    found = number(value)
    if not 0 <= found <= 1:
        raise ValueError("expected a number from 0 to 1")
    return found


def if_there(value: Any, meant: Callable[[Any], T]) -> T | None:
    """Return what a value means, or None for one that is not there."""
    return None if value is None else meant(value)


def rounded(value: float) -> float | None:
    """Return a figure as JSON holds it: null where it is not defined."""
    return None if math.isnan(value) else round(value, 4)


def _reader(line: bytes, place: str) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise typer.BadParameter(f"{place}: this is not JSON") from None

    def read(field: str, meant: Callable[[Any], Any]) -> Any:
        try:
            return meant(row[field])
        except (KeyError, TypeError, ValueError) as error:
            why = "is missing" if isinstance(error, KeyError) else f"is wrong: {error}"
            raise typer.BadParameter(f"{place}: {field} {why}") from None

    return read
