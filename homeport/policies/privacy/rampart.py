"""Rampart: a small BERT that tags names, addresses and numbers in seven languages.

Made by the National Design Studio, CC BY 4.0; brought here by ``homeport models pull rampart``.
The model reads at most 512 tokens at once and reads best in stretches of about a hundred, so a
text is cut into windows that overlap, and each token is judged in the window where it stands
furthest from an end.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from homeport.errors import ModelError
from homeport.places import models_home
from homeport.policies.privacy import spans
from homeport.policies.privacy.entities import Entity
from homeport.policies.privacy.memory import fingerprint
from homeport.policies.privacy.sense import LAYERS, Sense

if TYPE_CHECKING:
    from numpy import ndarray

WINDOW: Final = 126
"""Tokens read at once, beside the two that mark begin and end."""

OVERLAP: Final = 32
"""Tokens that neighbouring windows share."""

LIMIT: Final = 12_000
"""Tokens of one text, about 45,000 characters of prose: a second on two cores. A longer one is
not judged, which is private. Not a time limit: the same text has the same answer on a busy day."""

KEPT: Final = 13_000
"""Tokens of the last texts of which is kept what was read, twenty megabytes: who finds names in a
text and who asks what it tells read it once, as do the turns of a conversation."""

_LAYER: Final = "/bert/encoder/layer.{}/output/LayerNorm/LayerNormalization_output_0"

_PACKAGES: Final = ("onnxruntime", "tokenizers", "numpy")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "GIVEN_NAME": "person",
        "SURNAME": "person",
        "EMAIL": "email",
        "PHONE": "phone",
        "URL": "url",
        "TAX_ID": "gov_id",
        "GOVERNMENT_ID": "gov_id",
        "PASSPORT": "gov_id",
        "DRIVERS_LICENSE": "gov_id",
        "BANK_ACCOUNT": "financial",
        "ROUTING_NUMBER": "financial",
        "BUILDING_NUMBER": "address",
        "STREET_NAME": "address",
        "SECONDARY_ADDRESS": "address",
        "CITY": "location",
        "STATE": "location",
        "ZIP_CODE": "zip",
    }
)


def missing() -> str | None:
    """Say what keeps Rampart from being used here, and the command that helps; None if nothing."""
    if absent := _absent():
        return f"{' and '.join(absent)} not installed; run: pip install 'homeport[privacy]'"
    if not (folder() / "model.onnx").is_file():
        return "the model rampart is not on this device; run: homeport models pull rampart"
    return None


@cache
def _absent() -> tuple[str, ...]:
    """Return which packages are not installed; looked for once, because that takes a while."""
    return tuple(name for name in _PACKAGES if importlib.util.find_spec(name) is None)


def folder() -> Path:
    """Return the folder that the pulled model has."""
    return models_home() / "rampart"


class Rampart:
    """The pulled model. Loads when first asked; serves any number of threads.

    Texts are known by their hash; neither they nor their entities' words are kept.
    """

    name = "rampart"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._model: _Model | None = None
        self._loading = threading.Lock()
        self._last: OrderedDict[bytes, Reading] = OrderedDict()
        self._kept = 0

    def entities(self, text: str) -> Sequence[Entity]:
        return self._read(text).entities

    def sense(self, text: str) -> Sense:
        """Return what the inner layers make of ``text``."""
        return self._read(text).sense

    def _read(self, text: str) -> Reading:
        key = fingerprint(text)
        with self._loading:
            if (known := self._last.get(key)) is not None:
                self._last.move_to_end(key)
                return known
        found = self.loaded().read(text)
        with self._loading:
            if key not in self._last:
                self._last[key] = found
                self._kept += found.size
            while len(self._last) > 1 and self._kept > KEPT:
                self._kept -= self._last.popitem(last=False)[1].size
        return found

    def loaded(self) -> _Model:
        with self._loading:
            if self._model is None:
                self._model = _load(self._path)
            return self._model


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model says of one text, and how much of what may be kept that takes."""

    entities: Sequence[Entity]
    sense: Sense
    size: int


@dataclass(frozen=True, slots=True)
class _Model:
    session: Any
    tokenizer: Any
    kinds: tuple[str | None, ...]
    begin: int
    end: int

    def read(self, text: str) -> Reading:
        tokens, chances, layers = self.layers(text)
        entities = spans.entities(tokens, chances, self.kinds)
        return Reading(entities, Sense.of(tokens.offsets, layers), 1 + len(tokens.words))

    def layers(self, text: str) -> tuple[spans.Tokens, ndarray[Any, Any], ndarray[Any, Any]]:
        """Return the tokens of ``text``, their probabilities, and their inner layers."""
        # Half a pair is no character: the tokenizer would refuse all of the text for it.
        encoded = self.tokenizer.encode(_SURROGATES.sub("\ufffd", text), add_special_tokens=False)
        tokens = spans.Tokens(text, encoded.offsets, encoded.word_ids)
        if len(tokens.words) > LIMIT:
            raise ModelError(f"the text has more than {LIMIT} tokens, too many for names to judge")
        return tokens, *self._rows(encoded.ids)

    def _rows(self, ids: Sequence[int]) -> tuple[ndarray[Any, Any], ndarray[Any, Any]]:
        """Return a row of probabilities, and one of the inner layers, for each token.

        Windows run side by side, not in one batch: that was no faster and took 80 MB more.
        """
        import numpy as np

        windows = list(_windows(len(ids)))
        if len(windows) == 1:
            return self._judge(windows[0], ids)
        with ThreadPoolExecutor(min(len(windows), os.cpu_count() or 1)) as pool:
            found = list(pool.map(partial(self._judge, ids=ids), windows))
        return np.concatenate([one for one, _ in found]), np.concatenate([two for _, two in found])

    def _judge(
        self, window: _Window, ids: Sequence[int]
    ) -> tuple[ndarray[Any, Any], ndarray[Any, Any]]:
        """Return the rows of the tokens that ``window`` judges."""
        import numpy as np

        tokens = np.array([[self.begin, *ids[window.start : window.end], self.end]], dtype=np.int64)
        feed = {
            "input_ids": tokens,
            "attention_mask": np.ones_like(tokens),
            "token_type_ids": np.zeros_like(tokens),
        }
        shift = 1 - window.start  # the mark of the begin stands first
        judged = slice(window.first + shift, window.last + shift)
        logits, *layers = (found[0, judged] for found in self.session.run(None, feed))
        weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
        return weights / weights.sum(axis=-1, keepdims=True), np.concatenate(layers, axis=-1)


@dataclass(frozen=True, slots=True)
class _Window:
    """Tokens ``start`` to ``end`` are read, ``first`` to ``last`` of them judged."""

    start: int
    end: int
    first: int
    last: int


def _windows(size: int) -> Iterator[_Window]:
    """Cut ``size`` tokens into windows; every token is judged in exactly one."""
    step, half = WINDOW - OVERLAP, OVERLAP // 2
    for start in range(0, max(1, size - OVERLAP), step):
        end = min(size, start + WINDOW)
        yield _Window(start, end, start + half if start else 0, end - half if end < size else size)


def _load(path: Path) -> _Model:
    """Open the model. ``ModelError`` if its files cannot be read."""
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # windows run side by side instead
    options.log_severity_level = 3
    try:
        labels: dict[str, str] = json.loads((path / "config.json").read_text("utf-8"))["id2label"]
        kinds = tuple(_KINDS.get(labels[str(at)][2:]) for at in range(len(labels)))
        tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
        vocabulary = tokenizer.get_vocab()
        session = onnxruntime.InferenceSession(
            _telling((path / "model.onnx").read_bytes()),
            options,
            providers=["CPUExecutionProvider"],
            # The fused operation has no vector code: apart they are a tenth to a sixth faster.
            disabled_optimizers=["SkipLayerNormFusion"],
        )
        return _Model(session, tokenizer, kinds, vocabulary["[CLS]"], vocabulary["[SEP]"])
    except Exception as error:  # tokenizers and onnxruntime raise bare exceptions of their own
        raise ModelError(
            f"the model in {path} cannot be read ({type(error).__name__}); run "
            f"`homeport models remove rampart` and `homeport models pull rampart`"
        ) from error


def _telling(model: bytes) -> bytes:
    """Return ``model`` with its inner layers among its outputs.

    What is appended is a model with nothing but further outputs: messages of Protocol Buffers that
    stand one behind the other are read as one, their lists joined
    (https://protobuf.dev/programming-guides/encoding/#last-one-wins).
    """
    outputs = b""
    for layer in LAYERS:
        name = _LAYER.format(layer).encode()
        floats = _field(2, _field(1, b"\x08\x01"))  # the type: a tensor, whose elements are floats
        outputs += _field(12, _field(1, name) + floats)  # one output of the graph
    return model + _field(7, outputs)  # the graph


def _field(number: int, value: bytes) -> bytes:
    """Return a field of bytes as Protocol Buffers write it."""
    size, written = len(value), bytearray([number << 3 | 2])
    while size > 0x7F:
        written.append(size & 0x7F | 0x80)
        size >>= 7
    return bytes(written) + bytes([size]) + value
