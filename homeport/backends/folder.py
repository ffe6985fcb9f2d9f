"""A model folder: ``config.json``, ``*.safetensors`` and a tokenizer, as the hub lays them out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from homeport.errors import ModelError

_CONTEXT_FIELDS: Final = ("max_position_embeddings", "n_positions", "max_sequence_length", "n_ctx")


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """Reads what a folder says of its model, without loading any weights."""

    path: Path

    @property
    def config(self) -> Mapping[str, Any]:
        """``config.json``; ``ModelError`` if it is missing or unreadable. Cheap to ask again."""
        file = self.path / "config.json"
        try:
            return _read(file, file.stat().st_mtime_ns)
        except (OSError, ValueError) as error:
            raise ModelError(
                f"{self.path} holds no readable config.json, so it is no model folder; pull the "
                f"model again or correct the path"
            ) from error

    @property
    def text_config(self) -> Mapping[str, Any]:
        """The part that describes the language model; in multi-modal models one of several."""
        nested = self.config.get("text_config")
        return nested if isinstance(nested, dict) else self.config

    @property
    def context(self) -> int | None:
        """The most tokens that the model was made for, if the configuration says so."""
        sizes = (self.text_config.get(field) for field in _CONTEXT_FIELDS)
        return next((size for size in sizes if isinstance(size, int)), None)

    @property
    def stop_tokens(self) -> frozenset[int]:
        """The tokens that end an answer, by ``generation_config.json`` and ``config.json``."""
        generation = _optional(self.path / "generation_config.json")
        found: set[int] = set()
        for source in (generation, self.config, self.text_config):
            value = source.get("eos_token_id")
            found.update(value if isinstance(value, list) else [value] if value is not None else [])
        return frozenset(found)

    @property
    def mlx_quantized(self) -> bool:
        """True if the weights are packed in MLX's own way, which PyTorch cannot read."""
        return "quantization" in self.config

    @property
    def quantization(self) -> str | None:
        """How the weights are packed (``mxfp4``, ``fp8`` ...), by the hub's field."""
        method = (self.config.get("quantization_config") or {}).get("quant_method")
        return method if isinstance(method, str) else None

    @property
    def weight_bytes(self) -> int:
        return sum(file.stat().st_size for file in self.path.glob("*.safetensors"))

    @property
    def kv_bytes_per_token(self) -> int | None:
        """Bytes that one token takes in a 16-bit key-value cache; None if the shape is not given.

        layers * 2 (keys and values) * key-value heads * head size * 2 bytes. An upper bound
        for models whose layers look back only through a window.
        """
        text = self.text_config
        layers, heads = text.get("num_hidden_layers"), text.get("num_attention_heads")
        size = text.get("hidden_size")
        if not (isinstance(layers, int) and isinstance(heads, int) and isinstance(size, int)):
            return None
        head = text.get("head_dim") or size // heads
        return int(layers * 2 * (text.get("num_key_value_heads") or heads) * head * 2)

    def require_harmless(self) -> None:
        """Raise ``ModelError`` unless the model can be loaded without running code of its own."""
        if "model_file" in self.config:
            raise ModelError(
                f"{self.path} brings its own Python (model_file), which is never run; use a model "
                f"whose architecture the engines know"
            )
        if not any(self.path.glob("*.safetensors")):
            raise ModelError(
                f"{self.path} holds no weights in safetensors form; pickles (*.bin, *.pth) can run "
                f"code and are never opened: convert them, or pull another form of the model"
            )

    def is_model(self) -> bool:
        """True if there is a configuration; cheap."""
        return (self.path / "config.json").is_file()


@lru_cache(maxsize=64)
def _read(file: Path, modified: int) -> Mapping[str, Any]:  # noqa: ARG001 - modified is the cache's key
    value = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(value, dict):
        raise ValueError(f"{file.name} is not an object")  # noqa: TRY004 - read like broken JSON
    return value


def _optional(file: Path) -> Mapping[str, Any]:
    try:
        return _read(file, file.stat().st_mtime_ns)
    except (OSError, ValueError):
        return {}
