"""Several rows in one forward of an mlx-lm model: its own batch caches, and one token ahead.

While the token before is read by the caller, the device works on the next: rows that draw their
own tokens need nobody to choose between two steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from homeport.backends.batch import Batch
from homeport.backends.engine import Row

_TIDY: Final = 256
"""Steps after which MLX gives back the memory that it keeps for later."""


class MlxBatch(Batch):
    """``step`` takes rows on; those that it has worked ahead for have a token in ``ahead``."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self._model = model
        self._steps = 0

    def merged(self, caches: Sequence[Any]) -> list[Any]:
        return [type(layers[0]).merge(list(layers)) for layers in zip(*caches, strict=True)]

    def extended(self, caches: Sequence[Any]) -> list[Any]:
        for layer, more in zip(self.cache, self.merged(caches), strict=True):
            layer.extend(more)
        found: list[Any] = self.cache
        return found

    def extracted(self, at: int) -> list[Any]:
        return [layer.extract(at) for layer in self.cache]

    def kept(self, places: list[int]) -> list[Any]:
        for layer in self.cache:
            layer.filter(places)
        found: list[Any] = self.cache
        return found

    def take(self, row: Row) -> Any:
        """Return the first token after a prompt, or its logits, and begin with the next."""
        if row.draw is None or not joinable(row.cache):
            return taken(row)
        now = _next(row)
        row.logits = self._model(now[None, None], cache=row.cache)[0, -1]
        row.ahead = row.draw(row.logits)
        _begin(row.ahead)
        token = int(now.item())
        row.tokens.append(token)
        return token

    def step(self, rows: Sequence[Row], tokens: Sequence[int]) -> list[Any]:
        """Take ``rows`` on by ``tokens``; see ``Engine.step``."""
        if not all(joinable(row.cache) for row in rows if row.cache is not None):
            for row, token in zip(rows, tokens, strict=True):
                forward(self._model, row, [token])
            return [taken(row) for row in rows]
        self._catch_up(rows, tokens)
        if all(row.draw is not None for row in rows):
            return self._ahead(rows)
        found = [taken(row) for row in rows]
        for row in rows:
            row.ahead = None
        return found

    def _catch_up(self, rows: Sequence[Row], tokens: Sequence[int]) -> None:
        """Bring every row to where its next token is known, and all of them together."""
        behind = {row: token for row, token in zip(rows, tokens, strict=True) if row.ahead is None}
        if behind and (len(behind) == len(rows) or set(behind) == set(self.rows)):
            self.gather(list(behind))
            self._forward([behind[row] for row in self.rows])
        else:  # those that joined: what the others need is known
            for row, token in behind.items():
                self.leave(row)
                forward(self._model, row, [token])
        self.gather(rows)

    def _forward(self, tokens: Sequence[int]) -> None:
        import mlx.core as mx

        self._run(mx.array(list(tokens)))
        for row, token in zip(self.rows, tokens, strict=True):
            row.tokens.append(token)

    def _run(self, tokens: Any) -> None:
        import mlx.core as mx

        logits = self._model(tokens[:, None], cache=self.cache)[:, -1]
        for at, row in enumerate(self.rows):
            row.logits = logits[at]
        self._steps += 1
        if self._steps % _TIDY == 0:
            mx.clear_cache()

    def _ahead(self, rows: Sequence[Row]) -> list[Any]:
        """Begin the step after this one, then wait for this one's tokens."""
        import mlx.core as mx

        now = {row: _next(row) for row in self.rows}
        self._run(mx.concatenate([token[None] for token in now.values()]))
        for row in self.rows:
            row.ahead = None
            row.ahead = _next(row)
        _begin([row.ahead for row in self.rows])
        found = {row: token.item() for row, token in now.items()}
        for row, token in found.items():
            row.tokens.append(token)
        return [found[row] for row in rows]


def forward(model: Any, row: Row, tokens: Sequence[int]) -> None:
    """Take ``row``, which stands alone, on by ``tokens``."""
    import mlx.core as mx

    row.logits = model(mx.array([tokens]), cache=row.cache)[0, -1]
    row.tokens += tokens


def taken(row: Row) -> Any:
    """Return the next token of ``row``, or its logits if it does not draw."""
    import mlx.core as mx
    import numpy as np

    if row.draw is None:
        return np.array(row.logits.astype(mx.float32))
    return int(_next(row).item())


def joinable(cache: Sequence[Any]) -> bool:
    """Say whether mlx-lm can batch every layer of ``cache`` after it was filled."""
    from mlx_lm.models.cache import KVCache, RotatingKVCache

    return all(
        type(layer) is KVCache or (type(layer) is RotatingKVCache and layer.keep == 0)
        for layer in cache
    )


def _next(row: Row) -> Any:
    """Return the next token of a row that draws, perhaps not yet computed."""
    assert row.draw is not None  # noqa: S101 - only rows that draw come here
    return row.draw(row.logits) if row.ahead is None else row.ahead


def _begin(values: Any) -> None:
    """Have the device work on ``values``; nobody waits for them yet."""
    import mlx.core as mx

    begin: Any = mx.async_eval  # without types where MLX is installed
    begin(values)
