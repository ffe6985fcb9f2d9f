"""From an answer's text to what it says: thoughts, the answer itself, and tool calls.

Reads text in any pieces and tells what is certain as soon as it is: only the longest end that
may be the beginning of a mark is held back. ``grammar.py`` made sure that what begins as a call
goes on as one.
"""

from __future__ import annotations

import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import Final

from homeport.backends.families import Family, harmony
from homeport.backends.families.base import Calls
from homeport.backends.text import overlap
from homeport.types import Delta, ToolDelta

_NAME: Final = re.compile(r"[A-Za-z0-9_-]+")


class Reader(ABC):
    """Reads one answer. ``thinking`` is true in the middle of thoughts, ``called`` counts the
    tool calls so far."""

    thinking = False
    called = 0

    @abstractmethod
    def push(self, text: str) -> Iterator[Delta]:
        """Take the next piece and tell what is certain now."""

    @abstractmethod
    def flush(self) -> Iterator[Delta]:
        """Tell what was held back, at the end of the answer."""


class TextReader(Reader):
    """An answer that is nothing but text."""

    def push(self, text: str) -> Iterator[Delta]:
        if text:
            yield Delta(text)

    def flush(self) -> Iterator[Delta]:
        return iter(())


class _Steps(Reader):
    """A reader that is always in one step, which takes from ``_rest`` what it can."""

    def __init__(self, first: Callable[[], Iterator[Delta]]) -> None:
        self._rest = ""
        self._step = first
        self._arguments = _Object()

    def push(self, text: str) -> Iterator[Delta]:
        self._rest += text
        while self._rest:
            step, before = self._step, len(self._rest)
            yield from step()
            if self._step == step and len(self._rest) == before:
                return  # it waits for more

    def _until(self, mark: str) -> tuple[str, bool]:
        """Take what certainly stands before ``mark``; if that has come, take it too and say so."""
        before, found, self._rest = self._rest.partition(mark)
        if not found and (keep := overlap(before, mark)):
            before, self._rest = before[:-keep], before[-keep:]
        return before, bool(found)

    def _head(self) -> Iterator[Delta]:
        """Between the name and the arguments of a call, which begin with the first brace."""
        name = _NAME.match(self._rest)
        brace = self._rest.find("{")
        if name is None or brace < 0:
            return
        self._rest = self._rest[brace:]
        self._arguments = _Object()
        self._step = self._inside
        id = "call_" + secrets.token_hex(12)  # noqa: A001 - the API's own word
        yield Delta(call=ToolDelta(self.called, id=id, name=name[0]))

    def _inside(self) -> Iterator[Delta]:
        end = self._arguments.end(self._rest)
        said, self._rest = self._rest[:end], self._rest[end:]
        if said:
            yield Delta(call=ToolDelta(self.called, said))
        if self._arguments.closed:
            self.called += 1
            self._step = self._after

    @abstractmethod
    def _after(self) -> Iterator[Delta]:
        """After a call."""


class MarkedReader(_Steps):
    """Thoughts between marks, then text, then calls."""

    def __init__(self, family: Family, *, calls: bool, begun: bool) -> None:
        self._thoughts = family.thinking
        self._calls: Calls | None = family.calls if calls else None
        self.thinking = begun
        super().__init__(self._thinking if begun else self._beginning)

    def flush(self) -> Iterator[Delta]:
        rest, self._rest = self._rest, ""
        if rest and self._step == self._thinking:
            yield Delta(reasoning=rest)
        elif rest and self._step in (self._beginning, self._text):
            yield Delta(rest)

    def _beginning(self) -> Iterator[Delta]:
        said = self._rest.lstrip()
        opening = "" if self._thoughts is None else self._thoughts[0]
        if opening and said.startswith(opening):
            self._rest = said.removeprefix(opening)
            self.thinking, self._step = True, self._thinking
        elif not (opening and opening.startswith(said)):
            self._step = self._text
        return iter(())

    def _thinking(self) -> Iterator[Delta]:
        assert self._thoughts is not None  # noqa: S101 - there is nothing to be in otherwise
        said, found = self._until(self._thoughts[1])
        if said:
            yield Delta(reasoning=said)
        if found:
            self.thinking, self._step = False, self._gap

    def _gap(self) -> Iterator[Delta]:
        """White space between thoughts and answer belongs to neither."""
        self._rest = self._rest.lstrip()
        if self._rest:
            self._step = self._text
        return iter(())

    def _text(self) -> Iterator[Delta]:
        if self._calls is None:
            said, self._rest = self._rest, ""
            yield Delta(said)
            return
        said, found = self._until(self._calls.begin)
        if said:
            yield Delta(said)
        if found:
            self._step = self._opening

    def _opening(self) -> Iterator[Delta]:
        assert self._calls is not None  # noqa: S101 - nor calls
        if len(self._rest) >= len(self._calls.opening):
            self._rest = self._rest.removeprefix(self._calls.opening)
            self._step = self._head
        return iter(())

    def _after(self) -> Iterator[Delta]:
        assert self._calls is not None  # noqa: S101
        if not self._calls.parallel:
            self._rest = ""
        elif self._until(self._calls.again)[1]:
            self._step = self._head
        return iter(())


class ChannelReader(_Steps):
    """Harmony: messages on channels, each with a head that says what it is.

    What does not look like a message is shown as it is: a model may lose the format. Without
    ``calls`` nothing was offered that could be called, and what is said to a tool is thoughts.
    """

    def __init__(self, *, calls: bool) -> None:
        super().__init__(self._heading)
        self._calls = calls

    def flush(self) -> Iterator[Delta]:
        rest, self._rest = self._rest, ""
        if rest and self._step == self._message:
            yield self._told(rest)
        elif self._step == self._heading and (bare := _MARK.sub("", rest)):
            yield Delta(bare)

    def _heading(self) -> Iterator[Delta]:
        """``<|channel|>NAME to=RECIPIENT <|constrain|>json<|message|>``, in any such order."""
        head, found, after = self._rest.partition(harmony.MESSAGE)
        if not found:
            if len(head) > _LONGEST_HEAD or not _may_be_head(head):
                self._step = self._message
            return iter(())
        to = _RECIPIENT.search(head)
        if to and to[1] == "functions." and self._calls:
            self._rest, self._step = f"{to[2]}{after}", self._head
        else:
            self.thinking = to is not None or f"{harmony.CHANNEL}analysis" in head
            self._rest, self._step = after, self._message
        return iter(())

    def _message(self) -> Iterator[Delta]:
        said, found = self._until(harmony.END)
        if said:
            yield self._told(said)
        if found:
            self.thinking, self._step = False, self._heading

    def _told(self, said: str) -> Delta:
        for mark in _STRAY:  # where the format was lost
            said = said.replace(mark, "")
        return Delta(reasoning=said) if self.thinking else Delta(said)

    def _after(self) -> Iterator[Delta]:
        self._rest = ""
        return iter(())


_RECIPIENT: Final = re.compile(r"to=(functions\.)?([A-Za-z0-9_-]+)")
_MARK: Final = re.compile(r"<\|[a-z]{1,16}\|>")
_STRAY: Final = (harmony.CHANNEL, harmony.MESSAGE, harmony.START, "<|constrain|>")
_HEADS: Final = (harmony.CHANNEL, harmony.START, " to=")
_LONGEST_HEAD: Final = 200
"""Characters; a name has up to 64."""


def _may_be_head(text: str) -> bool:
    return any(text.startswith(head) or head.startswith(text) for head in _HEADS)


class _Object:
    """Finds where a JSON object ends that comes in pieces."""

    def __init__(self) -> None:
        self._depth = 0
        self._quoted = False
        self._escaped = False
        self.closed = False

    def end(self, text: str) -> int:
        """Return where the object ends in ``text``, its next piece; its length if it does not."""
        for at, char in enumerate(text):
            if self._escaped:
                self._escaped = False
            elif self._quoted:
                self._escaped, self._quoted = char == "\\", char != '"'
            elif char == '"':
                self._quoted = True
            elif char in "{[":
                self._depth += 1
            elif char in "}]":
                self._depth -= 1
                if self._depth == 0:
                    self.closed = True
                    return at + 1
        return len(text)
