"""A token-classification model of transformers as one more detector: ``privacy.model``.

``openai/privacy-filter`` is one; any other with named labels works too. The model must be on
this device: judging never downloads. Weights are read as safetensors, and no code of a
repository is run.
"""

from __future__ import annotations

import importlib.util
import re
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from homeport.errors import ModelError
from homeport.places import find
from homeport.policies.privacy import spans
from homeport.policies.privacy.entities import Entity, pointing
from homeport.policies.privacy.labels import kind_of
from homeport.policies.privacy.scorer import Detector
from homeport.quiet import quiet_transformers
from homeport.types import Finding, Part

if TYPE_CHECKING:
    from numpy import ndarray

WINDOW: Final = 512
"""Tokens read at once, or fewer if the model holds fewer."""

OVERLAP: Final = 128
"""Tokens that neighbouring windows share, or a quarter of the window."""

TIME_BUDGET: Final = 1.5
"""Seconds for one text. Past them the text counts as not judged, which is private."""

LEAST: Final = 0.5
"""The least probability that counts."""

_PACKAGES: Final = ("torch", "transformers")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


class TokenClassifier(Detector):
    """Finds what a model on this device finds. Loads when first asked.

    ``ModelError`` if the model or what runs it is not here; one that cannot be read says so
    when it is first asked.
    """

    name = "model"
    steady = True
    canonical_only = True

    def __init__(self, model: str) -> None:
        absent = [name for name in _PACKAGES if importlib.util.find_spec(name) is None]
        if absent:
            raise ModelError(
                f"{' and '.join(absent)} not installed; run: "
                f"uv pip install --torch-backend=auto 'homeport[pytorch]'"
            )
        path = find(model)
        if path is None:
            raise ModelError(
                f"the model {model} is not on this device; run: homeport models pull {model}"
            )
        self._path = path
        self._model: _Model | None = None
        self._loading = threading.Lock()

    def find(self, part: Part) -> Iterator[Finding]:
        return pointing(self.entities(part.text), part, detector=self.name, least=LEAST)

    def entities(self, text: str) -> Sequence[Entity]:
        with self._loading:
            if self._model is None:
                self._model = _load(self._path)
        return self._model.entities(text)


@dataclass(frozen=True, slots=True)
class _Model:
    network: Any
    tokenizer: Any
    """Cuts what it encodes into windows, the first and its ``overflowing``."""
    kinds: tuple[str | None, ...]
    overlap: int

    def entities(self, text: str) -> list[Entity]:
        import numpy as np

        # Half a pair is no character: the tokenizer would refuse all of the text for it.
        encoded = self.tokenizer.encode(_SURROGATES.sub("\ufffd", text))
        windows = [encoded, *encoded.overflowing]
        deadline = time.monotonic() + TIME_BUDGET
        offsets: list[tuple[int, int]] = []
        words: list[int | None] = []
        rows: list[ndarray[Any, Any]] = []
        for number, window in enumerate(windows):
            if time.monotonic() > deadline:
                raise TimeoutError("the text is longer than the model reads in its time")
            judged = self._judged(window, first=number == 0, last=number == len(windows) - 1)
            offsets += [_trimmed(text, *window.offsets[at]) for at in judged]
            words += [window.word_ids[at] for at in judged]
            rows.append(self._probabilities(window.ids)[judged])
        tokens = spans.Tokens(text, offsets, words)
        return spans.entities(tokens, np.concatenate(rows), self.kinds)

    def _judged(self, window: Any, *, first: bool, last: bool) -> list[int]:
        """Return the tokens that ``window`` judges: those that stand further in than elsewhere."""
        own = [at for at, special in enumerate(window.special_tokens_mask) if not special]
        half = self.overlap // 2
        own = own if first else own[half:]
        return own if last else own[: len(own) - (self.overlap - half)]

    def _probabilities(self, ids: Sequence[int]) -> ndarray[Any, Any]:
        import torch

        with torch.inference_mode():
            tokens = torch.tensor([ids], device=self.network.device)
            logits = self.network(input_ids=tokens).logits[0]
            found: ndarray[Any, Any] = logits.float().softmax(dim=-1).cpu().numpy()
        return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the blank that byte-level tokens carry in front."""
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _load(path: Path) -> _Model:
    """Open the model in ``path``. ``ModelError`` if it is none that tags tokens."""
    from transformers import AutoModelForTokenClassification, AutoTokenizer

    safe: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    try:
        with quiet_transformers():
            tokenizer = AutoTokenizer.from_pretrained(path, **safe).backend_tokenizer
            network, report = AutoModelForTokenClassification.from_pretrained(
                path, use_safetensors=True, output_loading_info=True, **safe
            )
        if report["missing_keys"]:
            raise ValueError("weights are missing")
        labels = network.config.id2label
        kinds = tuple(kind_of(labels[at]) for at in range(len(labels)))
    except Exception as error:  # transformers raises what its many parts raise
        raise ModelError(
            f"{path} holds no token classifier that can be used here ({type(error).__name__}); "
            f"name another in privacy.model"
        ) from error
    # RoBERTa counts its positions from 2.
    window = min(WINDOW, getattr(network.config, "max_position_embeddings", WINDOW + 2) - 2)
    overlap = min(OVERLAP, window // 4)
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_length=window, stride=overlap)
    return _Model(network.to(_device()).eval(), tokenizer, kinds, overlap)


def _device() -> str:
    """Return the fastest device there is."""
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"
