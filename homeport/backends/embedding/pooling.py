"""From hidden states to vectors, in numpy: one implementation for both engines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from homeport.backends.embedding.recipe import Dense, Recipe

_LEAST: Final = 1e-12
"""What stands for the length of a vector of zeros."""


class Pooler:
    """Carries out a recipe; reads the weights of its layers once."""

    def __init__(self, recipe: Recipe) -> None:
        self._pool = _POOLS[recipe.pooling]
        self._layers = [_Layer(layer) for layer in recipe.layers]
        self._normalize = recipe.normalize

    def vectors(self, hidden: Any, lengths: Sequence[int], dimensions: int | None) -> list[bytes]:
        """Return the vector of each text as little-endian float32.

        ``hidden`` is (texts, tokens, size), padded on the right; ``lengths`` are the tokens that
        count. ``dimensions`` keeps the first ones, and makes the length 1 again.
        """
        import numpy as np

        found = np.stack([self._pool(row[:n]) for row, n in zip(hidden, lengths, strict=True)])
        for layer in self._layers:
            found = layer(found)
        if dimensions is not None and dimensions < found.shape[1]:
            found = _unit(found[:, :dimensions])
        elif self._normalize:
            found = _unit(found)
        return [row.astype("<f4").tobytes() for row in found]

    def size(self, hidden: int) -> int:
        """Return how many numbers a vector has, of a model with ``hidden`` of them."""
        return self._layers[-1].size if self._layers else hidden


class _Layer:
    def __init__(self, dense: Dense) -> None:
        from safetensors.numpy import load_file

        weights = load_file(dense.folder / "model.safetensors")
        self._weight: Any = weights["linear.weight"].astype("float32")
        self._bias: Any = weights.get("linear.bias", 0)
        self._tanh = dense.activation == "tanh"
        self.size = int(self._weight.shape[0])

    def __call__(self, vectors: Any) -> Any:
        import numpy as np

        out = vectors @ self._weight.T + self._bias
        return np.tanh(out) if self._tanh else out


def _unit(vectors: Any) -> Any:
    import numpy as np

    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), _LEAST)


def _mean(tokens: Any) -> Any:
    return tokens.mean(axis=0)


def _last(tokens: Any) -> Any:
    return tokens[-1]


def _first(tokens: Any) -> Any:
    return tokens[0]


def _most(tokens: Any) -> Any:
    return tokens.max(axis=0)


_POOLS: Final[dict[str, Callable[[Any], Any]]] = {
    "mean": _mean,
    "last": _last,
    "cls": _first,
    "max": _most,
}
