"""``list`` of ``embedding``: vectors as numbers, or as base64 of little-endian float32."""

from __future__ import annotations

import base64
import sys
from array import array
from typing import Any

from homeport.router.render.base import Object, Renderer
from homeport.types import Call, Delta


class Embeddings(Renderer):
    """One vector for each input, in their order. There is no stream of them."""

    def __init__(self, call: Call, **options: Any) -> None:
        super().__init__(call, **options)
        self._vectors: dict[int, bytes] = {}

    def events(self, delta: Delta) -> bytes:
        if delta.vector:
            self._vectors[delta.index] = delta.vector
        return b""

    def end(self) -> bytes:
        return b""

    def said(self) -> list[str]:
        """Return nothing: a vector repeats no words."""
        return []

    def whole(self) -> Object:
        written = _base64 if self.call.body.get("encoding_format") == "base64" else _numbers
        data = [
            {"object": "embedding", "index": index, "embedding": written(vector)}
            for index, vector in sorted(self._vectors.items())
        ]
        usage = {"prompt_tokens": self.usage.prompt, "total_tokens": self.usage.prompt}
        return {"object": "list", "data": data, "model": self.model, "usage": usage}


def _base64(vector: bytes) -> str:
    return base64.b64encode(vector).decode()


def _numbers(vector: bytes) -> list[float]:
    numbers = array("f", vector)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tolist()
