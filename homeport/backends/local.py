"""What the engines in this process share: everything between a call and a model's tokens."""

from __future__ import annotations

import copy
import importlib.util
from abc import abstractmethod
from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from homeport.backends import catalog
from homeport.backends.adapter import Adapter
from homeport.backends.answer import answer
from homeport.backends.base import Backend
from homeport.backends.engine import Engine
from homeport.backends.folder import ModelFolder
from homeport.backends.plan import Plan, Prompt
from homeport.errors import ContextOverflow, ModelError
from homeport.places import find
from homeport.types import Call, Delta, Need, Usage


class LocalBackend(Backend):
    """A model in this process. Subclasses say which packages they need and how to load it.

    ``model`` is a name of the catalogue, the folder of a model, or the hub id of a pulled one.
    ``context`` lowers the model's own context, for machines with less memory. ``adapter`` is the
    folder of a LoRA adapter.
    """

    offers: ClassVar[frozenset[Need]] = frozenset(
        "chat completion n tools json_object json_schema grammar logprobs penalties logit_bias "
        "echo token_prompt prompts".split()
    )
    packages: ClassVar[tuple[str, ...]]
    install: ClassVar[str]
    """The command that installs ``packages``."""

    def __init__(
        self, *, name: str, model: str, context: int | None = None, adapter: str | None = None
    ) -> None:
        super().__init__(name=name, model=model)
        self._adapter = None if adapter is None else Adapter(Path(adapter).expanduser())
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
        return None if self._adapter is None else self._adapter.missing()

    def context(self) -> int | None:
        return self._asked_context if self._find() is None else self._context

    def load(self) -> None:
        if self._engine is None:
            why, folder = self.missing(), self._find()
            if why is not None or folder is None:
                raise ModelError(why or f"the model {self.model} has just been removed")
            folder.require_harmless()
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
        plan = Plan.of(call, self._engine.tokenizer)
        asked = plan.sampling.max_tokens
        limits = [self._room(len(prompt.tokens), asked) for prompt in plan.prompts]
        usage = Usage(0, 0)
        for number, (prompt, limit) in enumerate(zip(plan.prompts, limits, strict=True)):
            final = number == len(limits) - 1
            usage = yield from self._choices(plan, prompt, limit, number, usage, final=final)

    def _choices(  # noqa: PLR0913 - the parts of one sentence
        self, plan: Plan, prompt: Prompt, limit: int, number: int, before: Usage, *, final: bool
    ) -> Generator[Delta, None, Usage]:
        """Answer one prompt ``n`` times; return the usage so far, told with the ``final`` end."""
        assert self._engine is not None  # noqa: S101
        count, usage = plan.sampling.n, replace(before, prompt=before.prompt + len(prompt.tokens))
        state = yield from self._engine.read(prompt.tokens)
        for turn in range(count):
            index, last = number * count + turn, turn == count - 1
            if prompt.echo:
                yield Delta(prompt.echo, index)
            start = state if last else copy.deepcopy(state)
            written = yield from answer(self._engine, start, plan, index, limit)
            usage = replace(
                usage,
                completion=usage.completion + written.tokens,
                reasoning=usage.reasoning + written.reasoning,
            )
            yield replace(written.end, usage=usage if last and final else None)
        return usage

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
