"""What Rampart makes of a stretch of text inside, before it says which words are names.

The judges of ``context.py`` know words; two inner layers of Rampart know what a sentence is like.
A small network (one hidden layer of ``HIDDEN`` units) reads the mean of those layers over a stretch
and over the names in it, and says how likely it is that they tell of a private person. It is asked
where Rampart has read the text anyway. ``benchmarks/fit_privacy.py`` fits it.
"""

from __future__ import annotations

import math
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from numpy import ndarray

LAYERS: Final = (2, 4)
"""Those of Rampart's six layers that are read, from 0. The last knows little but names."""

WIDTH: Final = 384 * len(LAYERS)
HIDDEN: Final = 96

_FILE: Final = "sense.bin"


@dataclass(frozen=True, slots=True)
class Network:
    """The weights, as float32: ``inner`` (WIDTH, 2 * HIDDEN) for a stretch and, behind it, for its
    names; ``bias`` (HIDDEN); ``outer`` (HIDDEN + 1), its bias last."""

    inner: ndarray[Any, Any]
    bias: ndarray[Any, Any]
    outer: ndarray[Any, Any]

    def pack(self) -> bytes:
        """Return the file that ``network`` reads: zlib over 16-bit floats."""
        parts = (self.inner, self.bias, self.outer)
        return zlib.compress(b"".join(part.astype("<f2").tobytes() for part in parts), 9)

    @classmethod
    def unpack(cls, packed: bytes) -> Network:
        """Read what ``pack`` wrote; ``ValueError`` if it is damaged."""
        import numpy as np

        try:
            numbers = np.frombuffer(zlib.decompress(packed), "<f2").astype(np.float32)
        except zlib.error as error:
            raise ValueError(f"the weights {_FILE} are damaged; install homeport again") from error
        inner, bias, outer = np.split(numbers, [2 * WIDTH * HIDDEN, (2 * WIDTH + 1) * HIDDEN])
        return cls(inner.reshape(WIDTH, 2 * HIDDEN), bias, outer)


@dataclass(frozen=True, slots=True)
class Sense:
    """A text as the network sees it: where its tokens begin and end, in order, and Rampart's layers
    at each, (tokens, WIDTH) in 16 bits."""

    starts: Sequence[int]
    ends: Sequence[int]
    layers: ndarray[Any, Any]

    @classmethod
    def of(cls, offsets: Sequence[tuple[int, int]], layers: ndarray[Any, Any]) -> Sense:
        """Take in ``layers`` of the tokens at ``offsets``."""
        starts, ends = [start for start, _ in offsets], [end for _, end in offsets]
        return cls(starts, ends, layers.astype("float16"))

    def odds(self, start: int, end: int, names: Sequence[tuple[int, int]]) -> float | None:
        """Return the log-odds that ``text[start:end]`` tells of a private person; ``names`` are the
        places of those in it. None if no token lies there."""
        within = self._within(start, end)
        if not within:
            return None
        net = network()
        hidden = net.bias + self._share(within, net.inner[:, :HIDDEN])
        if named := [at for place in names for at in self._within(*place)]:
            hidden = hidden + self._share(named, net.inner[:, HIDDEN:])
        # The Gaussian error unit in its tanh form (Hendrycks and Gimpel 2016, arXiv:1606.08415).
        inside = [math.tanh(0.7978845608 * (x + 0.044715 * x**3)) for x in hidden.tolist()]
        units = (0.5 * x * (1 + t) for x, t in zip(hidden.tolist(), inside, strict=True))
        *outer, bias = net.outer.tolist()
        return float(sum(a * b for a, b in zip(units, outer, strict=True)) + bias)

    def _share(self, tokens: Sequence[int], weights: ndarray[Any, Any]) -> ndarray[Any, Any]:
        """Return what the mean of ``tokens`` adds to the hidden units."""
        import numpy as np

        mean = self.layers[tokens].astype(np.float32).mean(axis=0)
        # Not ``@``: its library's threads would go on spinning where Rampart's want to run.
        share: ndarray[Any, Any] = np.einsum("i,ij->j", mean, weights)
        return share

    def _within(self, start: int, end: int) -> range:
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))


@cache
def network() -> Network:
    """The weights that ship."""
    return Network.unpack(files(__package__).joinpath("weights", _FILE).read_bytes())
