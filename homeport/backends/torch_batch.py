"""Several rows in one forward of a transformers model: its own caches, padded on the left."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from homeport.backends.batch import Batch


@dataclass(frozen=True, slots=True)
class Joined:
    """A ``DynamicCache`` of several rows, and how many places of each are padding."""

    cache: Any
    pads: tuple[int, ...]


class TorchBatch(Batch):
    """``forward`` runs the model's step over the rows that were gathered."""

    def merged(self, caches: Sequence[Any]) -> Joined:
        return _joined([Joined(cache, (0,)) for cache in caches])

    def extended(self, caches: Sequence[Any]) -> Joined:
        return _joined([self.cache, *(Joined(cache, (0,)) for cache in caches)])

    def extracted(self, at: int) -> Any:
        return _kept(self.cache, [at]).cache

    def kept(self, places: list[int]) -> Joined:
        return _kept(self.cache, places)

    def forward(self, model: Any, tokens: Sequence[int]) -> Any:
        """Return the logits after ``tokens``, one for each row: (rows, vocabulary)."""
        import torch

        given = torch.tensor(tokens, device=model.device)[:, None]
        if len(self.rows) == 1:
            return step(model, self.cache, given)[:, -1]
        pads = torch.tensor(self.cache.pads, device=model.device)[:, None]
        length = self.cache.cache.get_seq_length()
        there = torch.arange(length + 1, device=model.device)[None] >= pads
        return step(
            model,
            self.cache.cache,
            given,
            attention_mask=there.long(),
            position_ids=length - pads,
        )[:, -1]


def step(model: Any, cache: Any, tokens: Any, *, keep: int = 1, **where: Any) -> Any:
    """Run ``tokens`` (rows, length) through ``model``; return the logits after the last ``keep``:
    (rows, keep, vocabulary)."""
    import torch

    # Not around generators: the mode belongs to the thread and would outlive a yield.
    with torch.inference_mode():
        out = model(
            input_ids=tokens, past_key_values=cache, use_cache=True, logits_to_keep=keep, **where
        )
        return out.logits[:, -keep:]


def joinable(cache: Any) -> bool:
    """Say whether every layer of ``cache`` is of a kind that can be padded and cut."""
    from transformers.cache_utils import DynamicLayer, DynamicSlidingWindowLayer

    return all(type(layer) in (DynamicLayer, DynamicSlidingWindowLayer) for layer in cache.layers)


def trimmed(cache: Any, length: int) -> bool:
    """Cut ``cache`` of one row to ``length`` tokens; False if that cannot be done."""
    surplus = cache.get_seq_length() - length
    if surplus == 0:
        return True
    if not joinable(cache) or any(_slid(layer) for layer in cache.layers):
        return False
    cache.crop(-surplus)
    return True


def nbytes(cache: Any) -> int:
    """Return the bytes of the keys and values in ``cache``."""
    found = 0
    for layer in cache.layers:
        for part in (getattr(layer, "keys", None), getattr(layer, "values", None)):
            found += 0 if part is None else part.numel() * part.element_size()
    return found


def _slid(layer: Any) -> bool:
    return bool(layer.is_sliding and layer.cumulative_length >= layer.sliding_window)


def _joined(parts: Sequence[Joined]) -> Joined:
    lengths = [part.cache.get_seq_length() for part in parts]
    longest = max(lengths)
    pads = tuple(
        pad + longest - length
        for part, length in zip(parts, lengths, strict=True)
        for pad in part.pads
    )
    first = parts[0].cache
    layers = [
        _side_by_side([part.cache.layers[at] for part in parts], longest)
        for at in range(len(first.layers))
    ]
    return Joined(_like(first, layers), pads)


def _side_by_side(layers: Sequence[Any], length: int) -> Any:
    import torch
    from torch.nn.functional import pad

    width = _width(layers[0], length)

    def whole(parts: Sequence[Any]) -> Any:
        return torch.cat([pad(part, (0, 0, width - part.shape[-2], 0)) for part in parts])

    with torch.inference_mode():
        return _layer(
            layers[0],
            whole([layer.keys for layer in layers]),
            whole([layer.values for layer in layers]),
            length,
        )


def _kept(joined: Joined, places: list[int]) -> Joined:
    """Return the rows at ``places``, without the padding that they have in common."""
    import torch

    spare = min(joined.pads[place] for place in places)
    length = joined.cache.get_seq_length() - spare
    with torch.inference_mode():
        layers = [
            _layer(
                layer,
                layer.keys[places, :, -_width(layer, length) :].contiguous(),
                layer.values[places, :, -_width(layer, length) :].contiguous(),
                length,
            )
            for layer in joined.cache.layers
        ]
    return Joined(
        _like(joined.cache, layers), tuple(joined.pads[place] - spare for place in places)
    )


def _width(layer: Any, length: int) -> int:
    """Return how many places a layer keeps of ``length`` tokens."""
    return min(length, layer.sliding_window - 1) if layer.is_sliding else length


def _layer(like: Any, keys: Any, values: Any, length: int) -> Any:
    made = copy.copy(like)
    made.keys, made.values = keys, values
    if made.is_sliding:
        made.cumulative_length = length
    return made


def _like(cache: Any, layers: list[Any]) -> Any:
    made = copy.copy(cache)
    made.layers = layers
    return made
