"""A backend that answers ``embeddings`` calls. Subclasses are the two engines."""

from __future__ import annotations

import importlib.util
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final, Protocol

from homeport.backends import catalog
from homeport.backends.base import Backend
from homeport.backends.embedding.pooling import Pooler
from homeport.backends.embedding.recipe import POOLINGS, Recipe, recipe_of
from homeport.backends.embedding.request import Asked, asked_of
from homeport.backends.folder import ModelFolder
from homeport.errors import BadCall, ContextOverflow, ModelError
from homeport.places import find
from homeport.quiet import quiet_transformers
from homeport.types import Call, Delta, Need, Usage

_BATCH_TEXTS: Final = 32
_BATCH_TOKENS: Final = 8_192
"""Tokens of one step, padding included: what bounds its memory."""


class Encoder(Protocol):
    """A loaded model that reads texts."""

    size: int
    """Numbers of a hidden state."""

    def hidden(self, rows: Sequence[Sequence[int]]) -> Any:
        """Return the last hidden state of every token, as float32 of numpy: (rows, the longest
        row, size). What stands behind the end of a shorter row means nothing."""
        ...


class Embedder(Backend):
    """A model on this device that makes vectors of texts.

    ``model`` is a name of the catalogue, the folder of a model, or the hub id of a pulled one.
    ``pooling`` (mean, last, cls, max) says how the vector of a text is made of those of its
    tokens, where the model's files do not. ``context`` lowers the longest text.
    """

    offers: ClassVar[frozenset[Need]] = frozenset({"embeddings", "token_prompt"})
    packages: ClassVar[tuple[str, ...]]
    install: ClassVar[str]

    def __init__(
        self, *, name: str, model: str, context: int | None = None, pooling: str | None = None
    ) -> None:
        super().__init__(name=name, model=model)
        if pooling not in (None, *POOLINGS):
            raise ValueError(f"pooling must be one of {', '.join(POOLINGS)}")
        self._asked_context = context
        self._pooling = pooling
        self._model: _Model | None = None
        self._recipe: Recipe | None = None

    def missing(self) -> str | None:
        absent = [name for name in self.packages if importlib.util.find_spec(name) is None]
        if absent:
            return f"{' and '.join(absent)} not installed; run: {self.install}"
        path = find(self.model)
        if path is None:
            self._recipe = None
            return f"the model {self.model} is not here; run: {catalog.how_to_get(self.model)}"
        try:
            if self._recipe is None:
                self._recipe = self._read(ModelFolder(path))
        except ModelError as error:
            return str(error)
        return None

    def _read(self, folder: ModelFolder) -> Recipe:
        """Return how the model in ``folder`` is used; ``ModelError`` if it cannot be, here."""
        if why := self._unfit(folder):
            raise ModelError(why)
        recipe = recipe_of(folder, self._pooling)
        limits = (self._asked_context, recipe.longest, _positions(folder))
        return replace(recipe, longest=min((limit for limit in limits if limit), default=None))

    def context(self) -> int | None:
        # The longest of several texts counts, and a decision adds them up: it cannot tell.
        return None

    def load(self) -> None:
        if self._model is None:
            why, path = self.missing(), find(self.model)
            if why is not None or path is None or self._recipe is None:
                raise ModelError(why or f"the model {self.model} has just been removed")
            folder = ModelFolder(path)
            self._model = _Model(folder, self.open(folder), self._recipe)

    @abstractmethod
    def open(self, folder: ModelFolder) -> Encoder:
        """Load the model in ``folder``. ``ModelError`` if this engine cannot run it as it is."""

    def _unfit(self, folder: ModelFolder) -> str | None:  # noqa: ARG002 - an engine may run anything
        """Say why this engine cannot run the model, if it can be told without loading it."""
        return None

    def close(self) -> None:
        self._model = None

    def generate(self, call: Call) -> Iterator[Delta]:
        self.load()
        assert self._model is not None  # noqa: S101 - load() sets it or raises
        asked = asked_of(call)
        self._require_own_tokens(call, asked)
        rows = [self._model.tokens(given) for given in asked.inputs]
        for row in rows:
            self._require_room(len(row))
        found: dict[int, bytes] = {}
        for batch in _batches(rows):
            chosen = [rows[number] for number in batch]
            vectors = self._model.vectors(chosen, asked.dimensions)
            found.update(zip(batch, vectors, strict=True))
            yield Delta()
        usage = Usage(sum(map(len, rows)), 0)
        for number in range(len(rows)):
            last = usage if number == len(rows) - 1 else None
            yield Delta(vector=found[number], index=number, finish="stop", usage=last)

    def _require_room(self, tokens: int) -> None:
        """Refuse a text that is too long: what is cut off would be missing in its vector."""
        longest = None if self._recipe is None else self._recipe.longest
        if longest is not None and tokens > longest:
            raise ContextOverflow(model=self.model, context=longest, prompt=tokens)

    def _require_own_tokens(self, call: Call, asked: Asked) -> None:
        """Refuse token ids of another model: they would be read as other words, silently."""
        if all(isinstance(given, str) for given in asked.inputs):
            return
        if call.model not in {"auto", self.name, self.model}:
            raise BadCall(
                f"these token ids are of {call.model!r:.80}, and {self.model} has a vocabulary of "
                f"its own; send text (LangChain: check_embedding_ctx_length=False)",
                code="invalid_value",
            )


class _Model:
    """A loaded model with its tokenizer and its recipe."""

    def __init__(self, folder: ModelFolder, encoder: Encoder, recipe: Recipe) -> None:
        from transformers import AutoTokenizer

        with quiet_transformers():
            self._hub: Any = AutoTokenizer.from_pretrained(
                folder.path, local_files_only=True, trust_remote_code=False
            )
        self._lower = recipe.lower_case
        self._encoder = encoder
        self._pooler = Pooler(recipe)

    def tokens(self, given: str | list[int]) -> list[int]:
        """Return the tokens of an input with those that the model wants around it."""
        if isinstance(given, str):
            text = given.lower() if self._lower else given
            return self._encode(text, special=True) or self._encode(" ", special=True) or [0]
        if not all(0 <= token < len(self._hub) for token in given):
            raise BadCall("a token id of input is not in the model's vocabulary")
        plain, whole = (self._encode("a", special=special) for special in (False, True))
        before = next(at for at in range(len(whole)) if whole[at : at + len(plain)] == plain)
        return [*whole[:before], *given, *whole[before + len(plain) :]]

    def _encode(self, text: str, *, special: bool) -> list[int]:
        tokens: list[int] = self._hub.encode(text, add_special_tokens=special, verbose=False)
        return tokens

    def vectors(self, rows: Sequence[Sequence[int]], dimensions: int | None) -> list[bytes]:
        size = self._pooler.size(self._encoder.size)
        if dimensions is not None and dimensions > size:
            raise BadCall(f"this model's vectors have {size} dimensions", code="invalid_value")
        hidden = self._encoder.hidden(rows)
        return self._pooler.vectors(hidden, [len(row) for row in rows], dimensions)


def padded(rows: Sequence[Sequence[int]]) -> tuple[list[list[int]], list[list[int]]]:
    """Return rows of one length, padded on the right with token 0, and the mask of what counts."""
    longest = max(map(len, rows))
    filled = [[*row, *[0] * (longest - len(row))] for row in rows]
    return filled, [[1] * len(row) + [0] * (longest - len(row)) for row in rows]


def _batches(rows: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yield the numbers of rows that are read together: like lengths, so that little is padded."""
    batch: list[int] = []
    for number in sorted(range(len(rows)), key=lambda n: len(rows[n])):
        full = len(batch) == _BATCH_TEXTS or (len(batch) + 1) * len(rows[number]) > _BATCH_TOKENS
        if batch and full:
            yield batch
            batch = []
        batch.append(number)
    yield batch


def _positions(folder: ModelFolder) -> int | None:
    """Return how many tokens the model can tell apart by place."""
    if folder.context is None:
        return None
    # RoBERTa and its kin count positions from the padding token's id on.
    shift = folder.config.get("pad_token_id") if _counts_from_padding(folder) else None
    return folder.context - (shift + 1 if isinstance(shift, int) else 0)


def _counts_from_padding(folder: ModelFolder) -> bool:
    return folder.config.get("model_type") in {"roberta", "xlm-roberta", "camembert", "mpnet"}
