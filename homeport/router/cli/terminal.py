"""What every command shows on a terminal: consoles, safe text, masked text, policy errors.

Answers and tables go to standard output, what is about them to standard error, so that
``homeport ask ... > file`` keeps the answer alone. Colours, spinners and bars appear on a
terminal only, and not with ``NO_COLOR``.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from homeport.errors import PolicyError
from homeport.types import Decision, Level

BAD: Final = "bold red"
GOOD: Final = "green"
DIM: Final = "dim"
LEVEL_STYLE: Final = {
    Level.PUBLIC: "green",
    Level.PERSONAL: "yellow",
    Level.SENSITIVE: "bold magenta",
    Level.SECRET: "bold red",
}
ROUTE_STYLE: Final = {"local": "bold green", "cloud": "bold cyan", "refuse": "bold red"}
ROUTE_WORDS: Final = {
    "local": "stays on this device",
    "cloud": "may leave for the cloud",
    "refuse": "refused",
}

_SHOWN_OF_A_LINE: Final = 100
_MASKED_LENGTH: Final = 32
# C0 and C1 controls but line feed and tab, overrides of the reading direction (Unicode TR 36),
# and lone surrogates, which no terminal can be sent.
_UNSAFE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def out() -> Console:
    """Return a console on standard output."""
    return Console(highlight=False)


def err() -> Console:
    """Return a console on standard error."""
    return Console(stderr=True, highlight=False)


def printable(text: str) -> str:
    """Return ``text`` without what could steer a terminal or disguise itself on it.

    A model's answer, a server's error or a pasted prompt may hold escape sequences.
    """
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def shortened(text: str, width: int) -> str:
    """Return ``text`` as one printable line of at most ``width`` characters."""
    line = " ".join(printable(text[: 4 * width]).split())
    cut = len(line) > width or len(text) > 4 * width
    return line[: width - 1].rstrip() + "…" if cut else line


def masked(text: str) -> str:
    """Return ``text`` with only a few characters of each edge: a fifth, at most three.

    Separators stay, so that a person still recognises a card or an address.
    """
    edge = min(3, len(text) // 5)
    head, middle, tail = text[:edge], text[edge : len(text) - edge], text[len(text) - edge :]
    hidden = re.sub(r"\w", "•", re.sub(r"\s", " ", middle))
    if len(hidden) > _MASKED_LENGTH:
        hidden = hidden[: _MASKED_LENGTH // 2] + "…" + hidden[-_MASKED_LENGTH // 2 :]
    return printable(head + hidden + tail)


def write_json(value: Any) -> None:
    """Write ``value`` to standard output as one line of JSON."""
    typer.echo(json.dumps(value))


def tell(message: str, *, style: str = BAD, label: str = "error") -> None:
    """Write one sentence to standard error, after ``label`` or in its style."""
    start = (f"{label}: ", style) if label else ""
    body = Text(printable(message), style="" if label else style)
    err().print(Text.assemble(start, body), soft_wrap=True)


def tell_policy_error(error: PolicyError) -> None:
    """Write what is wrong with a policy, and the line with a caret under the place."""
    if error.place.file.startswith("<"):  # no file: a preset that does not exist, for example
        tell(error.message)
        return
    place = Text(str(error.place), style="bold")
    err().print(Text.assemble(place, ": ", printable(error.message)), soft_wrap=True)
    if line := _line(error):
        err().print(_pointed(line, error.place.line, error.place.column), soft_wrap=True)


def decided(decision: Decision) -> Text:
    """Return where a call goes, in words and colours."""
    route, others = decision.route, decision.targets
    style = ROUTE_STYLE[route]
    order = f"   {' → '.join(others)}" if others else ""
    return Text.assemble((route, style), f"  {ROUTE_WORDS[route]}", (order, DIM))


def _line(error: PolicyError) -> str:
    """Return the line that ``error`` is about; nothing if it stands in no readable file."""
    path = Path(error.place.file)
    try:
        lines = path.read_text("utf-8-sig", errors="replace").splitlines() if path.is_file() else []
    except OSError:
        return ""
    return lines[error.place.line - 1] if error.place.line <= len(lines) else ""


def _pointed(line: str, number: int, column: int) -> Text:
    start = max(0, column - 1 - _SHOWN_OF_A_LINE * 2 // 3)
    shown = printable(line.replace("\t", " ")[start : start + _SHOWN_OF_A_LINE])
    before = cell_len(shown[: column - 1 - start])
    gutter = f"{number:>5} │ "
    return Text.assemble(
        (gutter, DIM), shown, "\n", (" " * 5 + " │ ", DIM), " " * before, ("^", BAD)
    )
