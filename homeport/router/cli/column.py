"""A stream of text as a column: wrapped at words, with a bar at its left."""

from __future__ import annotations

import re
from typing import Final

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.text import Text

from homeport.router.cli.terminal import printable

_BAR: Final = "  │ "


class Column:
    """Write pieces as they come, then ``end``. Words are wrapped, blank lines joined."""

    def __init__(self, console: Console, *, style: str) -> None:
        self._console = console
        self._style = style
        self._room = console.width - len(_BAR) - 1
        self._word = ""
        self._used = 0
        self._gap = ""
        self._open = False

    def write(self, piece: str) -> None:
        for run in re.findall(r"\n|[^\S\n]+|\S+", printable(piece)):
            if run == "\n":
                self._flush()
                self._break()
            elif run.isspace():
                self._flush()
                # Between words one space; at the start of a line the indentation of code.
                self._gap = " " if self._used else self._gap + run.expandtabs(4)
            else:
                self._word += run

    def end(self) -> None:
        """Show the last word and end the line."""
        self._flush()
        self._break()

    def _flush(self) -> None:
        for word in chop_cells(self._word, self._room):
            if self._used + len(self._gap) + cell_len(word) > self._room:
                self._break()
            self._put(self._gap + word)
        self._word = ""

    def _put(self, text: str) -> None:
        if not self._open:
            self._console.print(Text(_BAR, style=self._style), end="")
            self._open = True
        self._console.print(Text(text), end="", soft_wrap=True)
        self._console.file.flush()
        self._used += cell_len(text)
        self._gap = ""

    def _break(self) -> None:
        if self._open:
            self._console.print()
        self._open = False
        self._used = 0
        self._gap = ""
