"""What the engines in this process share: everything between a call and a model's tokens."""

from __future__ import annotations

import copy
import importlib.util
from abc import abstractmethod
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Protocol

from homeport.backends import catalog
from homeport.backends.base import Backend
from homeport.backends.folder import ModelFolder
from homeport.backends.sampling import Sampling
from homeport.backends.text import Detokenizer, StopStrings
from homeport.backends.tokenizer import Tokenizer
from homeport.errors import ContextOverflow, ModelError
from homeport.places import find
from homeport.types import Call, Delta, FinishReason, Need, Usage

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


class LocalBackend(Backend):
    """A model in this process. Subclasses say which packages they need and how to load it.

    ``model`` is a name of the catalogue, the folder of a model, or the hub id of a pulled one.
    ``context`` lowers the model's own context, for machines with less memory.
    """

    offers: ClassVar[frozenset[Need]] = frozenset({"chat", "completion", "n"})
    packages: ClassVar[tuple[str, ...]]
    install: ClassVar[str]
    """The command that installs ``packages``."""

    def __init__(self, *, name: str, model: str, context: int | None = None) -> None:
        super().__init__(name=name, model=model)
        self._asked_context = context
        self._engine: Engine | None = None
        self._installed = False
        self._folder: ModelFolder | None = None
        self._context: int | None = None

    def missing(self) -> str | None:
        if not self._installed:
            absent = [name for name in self.packages if importlib.util.find_spec(name) is None]
            if absent:
                return f"{' and '.join(absent)} not installed; run: {self.install}"
            self._installed = True
        if self.model in {reader.name for reader in catalog.readers()}:
            return f"{self.model} judges texts and answers nobody; choose another model"
        if self._find() is None:
            command = catalog.how_to_get(self.model)
            return f"the model {self.model} is not on this device; run: {command}"
        return None

    def context(self) -> int | None:
        return self._asked_context if self._find() is None else self._context

    def load(self) -> None:
        if self._engine is None:
            why, folder = self.missing(), self._find()
            if why is not None or folder is None:
                raise ModelError(why or f"the model {self.model} has just been removed")
            self._engine = self.open(folder)

    def _find(self) -> ModelFolder | None:
        """Return the model's folder. One look at the disk, once it has been found."""
        if self._folder is None or not self._folder.is_model():
            path = find(self.model)
            self._folder = None if path is None else ModelFolder(path)
            if self._folder is not None:
                limits = (self._asked_context, self._folder.context)
                self._context = min((limit for limit in limits if limit), default=None)
        return self._folder

    @abstractmethod
    def open(self, folder: ModelFolder) -> Engine:
        """Load the model in ``folder``. ``ModelError`` if this engine cannot run it as it is."""

    def generate(self, call: Call) -> Iterator[Delta]:
        self.load()
        assert self._engine is not None  # noqa: S101 - load() sets it or raises
        tokenizer = self._engine.tokenizer
        sampling = Sampling.of(call)
        prompt = tokenizer.prompt(call)
        limit = self._room(len(prompt), sampling.max_tokens)
        state = yield from self._engine.read(prompt)
        completion = 0
        for index in range(sampling.n):
            last = index == sampling.n - 1
            start = state if last else copy.deepcopy(state)
            tokens = self._engine.write(start, sampling, sampling.seed_of(index), limit)
            written = yield from _answer(tokens, tokenizer, sampling.stop, index)
            completion += written.tokens
            usage = Usage(prompt=len(prompt), completion=completion) if last else None
            yield Delta(text=written.rest, index=index, finish=written.finish, usage=usage)

    def close(self) -> None:
        self._engine = None

    def _room(self, prompt: int, asked: int | None) -> int:
        """Return how many tokens may follow; ``ContextOverflow`` rather than a cut anywhere."""
        context = self.context()
        if context is None:
            raise ModelError(
                f"{self.model} does not say how many tokens it can hold; set `context` of the "
                f"backend {self.name} in the policy"
            )
        wanted = 1 if asked is None else asked
        if prompt + wanted > context:
            raise ContextOverflow(
                model=self.model, context=context, prompt=prompt, completion=wanted
            )
        return context - prompt if asked is None else asked


@dataclass(frozen=True, slots=True)
class _Written:
    """One choice at its end: the tokens it took and the text not shown yet."""

    tokens: int
    finish: FinishReason
    rest: str


def _answer(
    tokens: Iterator[int], tokenizer: Tokenizer, stops: Sequence[str], index: int
) -> Generator[Delta, None, _Written]:
    """Show one choice until the model ends it, a stop string comes, or there are no more tokens."""
    text, stop = Detokenizer(tokenizer.decode), StopStrings(stops)
    count = 0
    for token in tokens:
        count += 1
        if token in tokenizer.stops:
            return _Written(count, "stop", stop.flush())
        shown = stop.push(text.push(token))
        if stop.hit:
            return _Written(count, "stop", shown)
        yield Delta(text=shown, index=index)
    return _Written(count, "length", stop.flush())
