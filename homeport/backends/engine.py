"""What a library must do to be an engine: read a prompt, and give tokens or the odds of them."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import Any, Final, Protocol

from homeport.backends.sampling import Sampling
from homeport.backends.tokenizer import Tokenizer
from homeport.types import Delta

STILL_READING: Final = Delta()
"""A sign of life while a long prompt is read: a cancelled call ends at the next one."""


class Engine(Protocol):
    """A loaded model: reads a prompt once, then writes any number of answers to it."""

    tokenizer: Tokenizer

    def read(self, prompt: Sequence[int]) -> Generator[Delta, None, Any]:
        """Return the state after ``prompt``, which can be deep-copied."""
        ...

    def write(self, state: Any, sampling: Sampling, seed: int, limit: int) -> Iterator[int]:
        """Yield up to ``limit`` tokens after ``state``, which is used up. Ends do not end it."""
        ...

    def steps(self, state: Any) -> Generator[Any, int, None]:
        """Yield the logits of the next token (a float32 vector of numpy) and be sent the token
        that was chosen, for ever. Uses up ``state``."""
        ...
