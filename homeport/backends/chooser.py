"""The choice of a token where a call sets more rules than temperature and nucleus.

One implementation for both engines, in numpy: a grammar's mask, biases, penalties, and what is
told of the likeliest tokens. Calls without such rules never come here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from homeport.backends.guide import Guide
from homeport.backends.sampling import Sampling
from homeport.errors import BadCall
from homeport.types import Logprob

_NEVER: Final = -9999.0
"""What the API tells for a token that has no chance at all; JSON knows no infinity."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A token, and what is to be told of it if that was asked for."""

    token: int
    logprob: Logprob | None = None


class Chooser:
    """Chooses the tokens of one answer, in order.

    ``raw`` returns the bytes of a token, ``ends`` are the tokens that end an answer, ``random``
    is numpy's generator, seeded.
    """

    def __init__(
        self,
        sampling: Sampling,
        guide: Guide | None,
        *,
        raw: Callable[[int], bytes],
        ends: Iterable[int],
        random: Any,
    ) -> None:
        self._sampling = sampling
        self._guide = guide
        self._raw = raw
        self._ends = list(ends)
        self._random = random
        self._said: dict[int, int] = {}

    @property
    def done(self) -> bool:
        """True if the grammar allows nothing more: the answer is complete without an end token."""
        return self._guide is not None and self._guide.done

    @property
    def cut(self) -> bool:
        """True if the answer was ended for want of room, and not by the model."""
        return self._guide is not None and self._guide.closing

    def choose(self, logits: Any) -> Chosen:
        """Return the token to follow; ``logits`` is a float32 vector, which is not changed."""
        steered = self._steer(logits.copy())
        token = self._draw(steered)
        if self._guide is not None:
            token = self._guide.take(token)
        self._said[token] = self._said.get(token, 0) + 1
        told = None if self._sampling.logprobs is None else self._told(logits, token)
        return Chosen(token, told)

    def _steer(self, logits: Any) -> Any:
        import numpy as np

        sampling = self._sampling
        for token, bias in sampling.logit_bias:
            if token >= len(logits):
                raise BadCall(f"logit_bias: this model has no token {token}", code="invalid_value")
            logits[token] += bias
        if self._said and (sampling.frequency_penalty or sampling.presence_penalty):
            said = np.fromiter(self._said, int)
            often = np.fromiter(self._said.values(), np.float32)
            # As the API reference has it: counts times one penalty, plus the other once.
            logits[said] -= often * sampling.frequency_penalty + sampling.presence_penalty
        if sum(self._said.values()) < sampling.min_tokens:
            logits[self._ends] = -np.inf
        if self._guide is not None:
            logits[~self._guide.allowed(len(logits))] = -np.inf
        return logits

    def _draw(self, logits: Any) -> int:
        import numpy as np

        sampling = self._sampling
        if sampling.greedy:
            return int(logits.argmax())
        places = np.flatnonzero(np.isfinite(logits))
        odds = np.exp((logits[places] - logits.max()).astype(np.float64) / sampling.temperature)
        odds /= odds.sum()
        if sampling.top_p < 1:
            order = np.argsort(-odds, kind="stable")
            places, odds = places[order], odds[order]
            keep = np.cumsum(odds) - odds < sampling.top_p  # the likeliest has nothing before it
            places, odds = places[keep], odds[keep] / odds[keep].sum()
        at = np.searchsorted(np.cumsum(odds), self._random.random(), side="right")
        return int(places[min(int(at), len(places) - 1)])

    def _told(self, logits: Any, token: int) -> Logprob:
        import numpy as np

        peak = logits.max()
        whole = float(peak + np.log(np.exp(logits - peak).sum()))
        count = min(self._sampling.logprobs or 0, len(logits))
        likeliest = np.argpartition(-logits, count - 1)[:count] if count else ()
        ordered = sorted(map(int, likeliest), key=lambda place: -logits[place])
        top = tuple(self._of(place, float(logits[place]) - whole) for place in ordered)
        return self._of(token, float(logits[token]) - whole, top)

    def _of(self, token: int, logprob: float, top: tuple[Logprob, ...] = ()) -> Logprob:
        raw = self._raw(token)
        return Logprob(raw.decode(errors="replace"), raw, max(logprob, _NEVER), top)
