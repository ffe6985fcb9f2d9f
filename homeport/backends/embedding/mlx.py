"""``kind: mlx`` with ``task: embeddings``: the decoders that mlx-lm has, by their hidden states.

mlx-lm has no encoders (BERT and its kin), and its decoders look back only: models of the other
sort are refused before they are loaded.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from homeport.backends.embedding.embedder import Embedder, Encoder, padded
from homeport.backends.folder import ModelFolder
from homeport.backends.mlx import DTYPES
from homeport.backends.mlx_config import mended
from homeport.errors import ModelError


class MlxEmbedder(Embedder):
    """Vectors by MLX. ``dtype`` converts the weights at load; unset they stay as stored."""

    packages: ClassVar[tuple[str, ...]] = ("mlx", "mlx_lm")
    install: ClassVar[str] = "pip install 'homeport[mlx]'"

    def __init__(
        self,
        *,
        name: str,
        model: str,
        context: int | None = None,
        pooling: str | None = None,
        dtype: str | None = None,
    ) -> None:
        super().__init__(name=name, model=model, context=context, pooling=pooling)
        if dtype not in (None, *DTYPES):
            raise ValueError(f"dtype must be one of {', '.join(DTYPES)}")
        self._dtype = dtype

    def open(self, folder: ModelFolder) -> Encoder:
        return _MlxEncoder(folder, self._dtype)

    def _unfit(self, folder: ModelFolder) -> str | None:
        kind = str(folder.config.get("model_type"))
        both_ways = folder.text_config.get("use_bidirectional_attention")
        if both_ways or folder.config.get("is_causal") is False or not _has(kind):
            return f"mlx-lm cannot run {kind:.40} as an encoder; use `kind: pytorch` for this model"
        return None

    def close(self) -> None:
        if self._model is not None:
            import mlx.core as mx

            super().close()
            mx.clear_cache()
            mx.synchronize()
            mx.clear_streams()  # as in backends/mlx.py


def _has(kind: str) -> bool:
    """Say whether mlx-lm has an architecture of that name, without importing it."""
    spec = importlib.util.find_spec("mlx_lm")
    folders = [] if spec is None else spec.submodule_search_locations or []
    return any((Path(folder) / "models" / f"{kind}.py").is_file() for folder in folders)


class _MlxEncoder:
    def __init__(self, folder: ModelFolder, dtype: str | None) -> None:
        import mlx.core as mx
        from mlx_lm.utils import load_model

        self._stream: Any = mx.new_stream(mx.default_device())
        mx.set_default_stream(self._stream)
        model: Any
        model, _ = load_model(
            folder.path, model_config=mended(folder.config), get_model_classes=_without_head
        )
        self._body: Any = getattr(model, "model", None)
        if self._body is None:
            raise ModelError(
                f"mlx-lm gives no hidden states of the model in {folder.path}; use `kind: pytorch`"
            )
        if dtype is not None:
            model.set_dtype(getattr(mx, dtype))
            mx.eval(model.parameters())
        self.size = int(folder.text_config["hidden_size"])

    def hidden(self, rows: Sequence[Sequence[int]]) -> Any:
        import mlx.core as mx
        import numpy as np

        # A token does not see what comes after it: padding on the right needs no mask.
        filled, _ = padded(rows)
        found = np.array(self._body(mx.array(filled)).astype(mx.float32))
        mx.clear_cache()
        return found


def _without_head(config: dict[str, Any]) -> tuple[type[Any], type[Any]]:
    """Return mlx-lm's classes for ``config``, for weights without the layer that writes tokens.

    Embedding models are often saved as the bare body, whose weights have no prefix.
    """
    from mlx_lm.utils import _get_classes

    whole, arguments = _get_classes(config)

    class Body(whole):  # type: ignore[misc, valid-type]  # chosen while running
        def sanitize(self, weights: dict[str, Any]) -> dict[str, Any]:
            if not any(name.startswith("model.") for name in weights):
                weights = {f"model.{name}": weight for name, weight in weights.items()}
            if hasattr(whole, "sanitize"):
                weights = super().sanitize(weights)
            self.pop("lm_head", None)
            return {n: weight for n, weight in weights.items() if not n.startswith("lm_head")}

    return Body, arguments
