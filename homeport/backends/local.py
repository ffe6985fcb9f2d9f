"""What the engines in this process share: everything between a call and a model's tokens."""

from __future__ import annotations

import importlib.util
from abc import abstractmethod
from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from homeport.backends import catalog
from homeport.backends.adapter import Adapter
from homeport.backends.base import Backend, alone
from homeport.backends.engine import Engine, Work
from homeport.backends.fit import available_memory, fit
from homeport.backends.folder import ModelFolder
from homeport.backends.memory import Ledger
from homeport.backends.serving import Serving
from homeport.backends.session import Session
from homeport.backends.speculative import Speculative
from homeport.errors import ContextOverflow, ModelError, Unavailable
from homeport.places import find
from homeport.types import Call, Delta, Need


class LocalBackend(Backend):
    """A model in this process. Subclasses say which packages they need and how to load it.

    ``model`` is a name of the catalogue, the folder of a model, or the hub id of a pulled one.
    ``context`` lowers the model's own context, for machines with less memory. ``adapter`` is the
    folder of a LoRA adapter. ``draft`` is a smaller model of the same family that guesses ahead.
    """

    offers: ClassVar[frozenset[Need]] = frozenset(
        "chat completion n tools json_object json_schema grammar logprobs penalties logit_bias "
        "echo token_prompt prompts".split()
    )
    packages: ClassVar[tuple[str, ...]]
    install: ClassVar[str]
    """The command that installs ``packages``."""

    def __init__(  # noqa: PLR0913 - each is a key of the policy
        self,
        *,
        name: str,
        model: str,
        context: int | None = None,
        adapter: str | None = None,
        draft: str | None = None,
        serving: object = None,
    ) -> None:
        super().__init__(name=name, model=model)
        if draft is not None and not (isinstance(draft, str) and draft):
            raise TypeError("draft must be the name of a model, as in `draft: smollm2-135m`")
        self._draft = draft
        self._adapter = None if adapter is None else Adapter(Path(adapter).expanduser())
        self.serving = Serving.of(serving)
        self._asked_context = context
        self._session: Session | None = None
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
            return _absent("model", self.model)
        if self._draft is not None and find(self._draft) is None:
            return _absent("draft model", self._draft)
        return None if self._adapter is None else self._adapter.missing()

    def context(self) -> int | None:
        return self._asked_context if self._find() is None else self._context

    def load(self) -> None:
        if self._session is not None:
            return
        why, folder = self.missing(), self._find()
        if why is not None or folder is None:
            raise ModelError(why or f"the model {self.model} has just been removed")
        folder.require_harmless()
        self._require_fit()
        draft = self._opened_draft()
        engine = self.open(folder, self._adapter)
        per_token = (folder.kv_bytes_per_token or 0) * engine.number // 2
        if draft is not None:
            small, guessing = draft
            per_token += (small.kv_bytes_per_token or 0) * guessing.number // 2
            limits = (self._context, small.context)
            held = min((limit for limit in limits if limit), default=None)
            engine = Speculative(engine, guessing, context=held, name=self.name)
        self._session = Session(
            engine,
            cache_bytes=self.serving.cache_bytes,
            ledger=Ledger(per_token, self.available),
            pace=self.pace,
        )

    def _opened_draft(self) -> tuple[ModelFolder, Engine] | None:
        path = None if self._draft is None else find(self._draft)
        if path is None:
            return None
        folder = ModelFolder(path)
        folder.require_harmless()
        return folder, self.open(folder, None)

    def available(self) -> int:
        """Return the bytes that the model and its caches could take now, where they would lie."""
        return available_memory()

    def _require_fit(self) -> None:
        """Raise ``Unavailable`` rather than let the machine run out of memory."""
        found = fit(self.model, context=self._asked_context, available=self.available())
        needed, name = found.needed or 0, self.model
        if self._draft is not None:
            small = fit(self._draft, context=found.context)
            needed, name = needed + (small.weights or 0) + small.cache, f"{name} with its draft"
        if needed > found.available:
            asked, free = (round(size / 1e9, 1) for size in (needed, found.available))
            raise Unavailable(
                f"{name} needs about {asked} GB for {found.context:,} tokens of context and "
                f"{free} GB are free; close other programs, lower `context` of the backend "
                f"{self.name}, or choose a smaller model (`homeport models fit`)",
                code="out_of_memory",
            )

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
    def open(self, folder: ModelFolder, adapter: Adapter | None) -> Engine:
        """Load the model in ``folder``, with ``adapter``. ``ModelError`` if this engine cannot run
        it as it is."""

    def generate(self, call: Call) -> Iterator[Delta]:
        """Answer ``call`` alone. ``run`` and ``work`` answer several together."""
        return alone(self, call)

    def run(self, call: Call) -> Generator[Delta | Work, Any, None]:
        self.load()
        assert self._session is not None  # noqa: S101 - load() sets it or raises
        yield from self._session.answers(call, self._room)

    def work(self, wanted: Sequence[Any]) -> Mapping[Any, Any]:
        assert self._session is not None  # noqa: S101 - there is no work without a run
        return self._session.work(wanted)

    def forget(self, conversation: str) -> None:
        if self._session is not None:
            self._session.caches.forget(conversation)

    def close(self) -> None:
        self._session = None

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


def _absent(what: str, name: str) -> str:
    return f"the {what} {name} is not on this device; run: {catalog.how_to_get(name)}"
