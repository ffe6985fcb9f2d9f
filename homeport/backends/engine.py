"""What a library must do to be an engine: read prompts, and take rows of answers one token on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeAlias

from homeport.backends.sampling import Sampling
from homeport.backends.tokenizer import Tokenizer
from homeport.types import Delta

STILL_READING: Final = Delta()
"""A sign of life while a long prompt is read: a cancelled call ends at the next one."""

Draw: TypeAlias = Callable[[Any], Any]
"""An engine's own choice of a token: logits of one place, on its device, to a token there."""


@dataclass(slots=True, eq=False)
class Row:
    """One answer in the making: the tokens that were read, and what is known after them.

    ``cache`` holds the keys and values of exactly ``tokens`` while the row stands alone; in a
    batch they are part of the batch's. ``logits`` are those of the next token. ``draw`` None
    means that the logits are wanted, and not a token.
    """

    cache: Any
    tokens: list[int] = field(default_factory=list)
    logits: Any = None
    draw: Draw | None = None
    ahead: Any = None
    """The next token, where an engine has worked ahead: its predecessor is read already."""
    draft: Any = None
    """What a smaller model knows of this answer, where one guesses for it (``speculative.py``)."""


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """Asks for the memory of ``tokens`` tokens. Answered True; False if it can never be had."""

    tokens: int


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """Asks for a piece of a prompt to be read. The answer says nothing."""

    row: Row
    tokens: Sequence[int]
    last: bool


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """Asks for one token more after ``token``. Answered with what ``Engine.take`` returns."""

    row: Row
    token: int


Work: TypeAlias = Room | Read | Step
"""What an answer waits for. All rows that wait for a step are taken on together."""


class Engine(Protocol):
    """A loaded model, and the rows that it takes on together."""

    tokenizer: Tokenizer
    stride: int
    """The most tokens of a prompt to be read at a time, so that others need not wait for long."""
    number: int
    """Bytes of one number in a cache."""

    def row(self) -> Row:
        """Return a row that has read nothing."""
        ...

    def read(self, row: Row, tokens: Sequence[int], *, last: bool) -> None:
        """Read ``tokens``, at least one, after what ``row`` has read. It must stand alone.

        After the ``last`` piece of a prompt a token can be taken.
        """
        ...

    def several(self, row: Row, tokens: Sequence[int]) -> list[Any]:
        """Read ``tokens``, a few, after what ``row`` has read, which stands alone; return the
        logits after each, as ``Row.logits`` has them."""
        ...

    def cuttable(self) -> bool:
        """Say whether rows can always be cut, however long they have become."""
        ...

    def sampler(self, sampling: Sampling, seed: int) -> Draw:
        """Return what draws a token by temperature and nucleus, the same for the same seed."""
        ...

    def take(self, row: Row) -> Any:
        """Return the first token after the prompt of ``row``, which stands alone, if it draws; else
        a float32 vector of numpy: its logits."""
        ...

    def step(self, rows: Sequence[Row], tokens: Sequence[int]) -> list[Any]:
        """Take each row on by its token and return what ``take`` would of each.

        Rows of the step before that are not among ``rows`` stand alone afterwards.
        """
        ...

    def leave(self, row: Row) -> None:
        """Let ``row`` stand alone again; does nothing if it does."""
        ...

    def drop(self, row: Row) -> None:
        """Forget ``row``, which may be part of a batch."""
        ...

    def fork(self, row: Row) -> Row:
        """Return a copy of ``row``, which must stand alone."""
        ...

    def trim(self, row: Row, length: int) -> bool:
        """Cut ``row``, which stands alone, to its first ``length`` tokens; False if it cannot."""
        ...

    def size(self, row: Row) -> int:
        """Return the bytes that the cache of ``row`` takes, which stands alone."""
        ...
