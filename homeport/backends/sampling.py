"""How the tokens of an answer are chosen, read from a call."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from homeport.errors import BadCall
from homeport.types import Call

COMPLETION_TOKENS: Final = 16
"""The API's default of ``max_tokens`` for completions. The other endpoints have no limit but
the context."""

_SEEDS: Final = 2**63
_LIMIT_FIELDS: Final = ("max_completion_tokens", "max_tokens", "max_output_tokens")


@dataclass(frozen=True, slots=True)
class Sampling:
    """What a call asks of the choice of tokens.

    The defaults are the API's (temperature 1, top_p 1, one choice), not those that a model's
    own ``generation_config.json`` suggests: the same request means the same wherever it is
    answered. ``max_tokens`` None means whatever fits the context.
    """

    max_tokens: int | None = None
    temperature: float = 1.0
    top_p: float = 1.0
    seed: int | None = None
    stop: tuple[str, ...] = ()
    n: int = 1
    frequency_penalty: float = 0.0
    presence_penalty: float = 0.0
    logit_bias: tuple[tuple[int, float], ...] = ()
    """Token ids of the model that answers, and what is added to their logits."""
    logprobs: int | None = None
    """How many of the likeliest tokens are told with each token; None: nothing is told."""
    min_tokens: int = 0
    """Tokens before which the model may not end (an extension, as vLLM has it)."""

    @classmethod
    def of(cls, call: Call) -> Sampling:
        """Read ``call``; ``BadCall`` names the field that is wrong and what it may be."""
        body = call.body
        n = _whole(body, "n", 1, 128) or 1
        if (_whole(body, "best_of", 1, 20) or n) != n:
            raise BadCall(
                "best_of other than n is not offered on this device", code="invalid_value"
            )
        return cls(
            max_tokens=_max_tokens(call),
            temperature=_number(body, "temperature", 0, 2),
            top_p=_number(body, "top_p", 0, 1),
            seed=_whole(body, "seed", -_SEEDS, _SEEDS - 1),
            stop=_stop(body),
            n=n,
            frequency_penalty=_number(body, "frequency_penalty", -2, 2, otherwise=0),
            presence_penalty=_number(body, "presence_penalty", -2, 2, otherwise=0),
            logit_bias=_logit_bias(body),
            logprobs=_logprobs(call),
            min_tokens=_whole(body, "min_tokens", 0, None) or 0,
        )

    @property
    def plain(self) -> bool:
        """True if only temperature, nucleus and seed decide, which an engine does by itself."""
        return not (
            self.frequency_penalty
            or self.presence_penalty
            or self.logit_bias
            or self.min_tokens
            or self.logprobs is not None
        )

    @property
    def greedy(self) -> bool:
        """True if the most likely token is always taken. A nucleus of nothing is that too."""
        return self.temperature == 0 or self.top_p == 0

    def seed_of(self, index: int) -> int:
        """Return the seed of choice ``index``, in [0, 2**63): the caller's, else a new one.

        Never a library's own random state: it starts alike in every new thread.
        """
        return secrets.randbelow(_SEEDS) if self.seed is None else (self.seed + index) % _SEEDS


def _max_tokens(call: Call) -> int | None:
    given = [_whole(call.body, field, 1, None) for field in _LIMIT_FIELDS]
    default = COMPLETION_TOKENS if call.endpoint == "completions" else None
    return next((limit for limit in given if limit is not None), default)


def _whole(body: Mapping[str, Any], field: str, least: int, most: int | None) -> int | None:
    value = body.get(field)
    if value is None:
        return None
    fits = isinstance(value, int) and not isinstance(value, bool) and value >= least
    if not fits or (most is not None and value > most):
        allowed = f"from {least} to {most}" if most is not None else f"of at least {least}"
        raise BadCall(f"{field} must be a whole number {allowed}", code="invalid_value")
    return int(value)


def _number(
    body: Mapping[str, Any], field: str, least: float, most: float, *, otherwise: float = 1
) -> float:
    value = body.get(field)
    if value is None:
        return float(otherwise)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not least <= value <= most:  # not a number (nan) is in no range
        raise BadCall(f"{field} must be a number from {least} to {most}", code="invalid_value")
    return float(value)


def _stop(body: Mapping[str, Any]) -> tuple[str, ...]:
    value = body.get("stop")
    stops = [] if value is None else [value] if isinstance(value, str) else value
    if not isinstance(stops, list) or len(stops) > 4 or not all(_is_text(stop) for stop in stops):
        raise BadCall(
            "stop must be a text or up to 4 texts, none of them empty", code="invalid_value"
        )
    return tuple(stops)


def _logprobs(call: Call) -> int | None:
    """Read the three ways of asking: a flag and a number, a number, or a place in ``include``."""
    body = call.body
    if call.endpoint == "completions":
        return _whole(body, "logprobs", 0, 5)
    top = _whole(body, "top_logprobs", 0, 20)
    if call.endpoint == "responses":
        asked = top or "message.output_text.logprobs" in (body.get("include") or ())
    else:
        asked = body.get("logprobs") is True
        if top and not asked:
            raise BadCall("top_logprobs needs logprobs to be true", code="invalid_value")
    return (top or 0) if asked else None


def _logit_bias(body: Mapping[str, Any]) -> tuple[tuple[int, float], ...]:
    value = body.get("logit_bias")
    if value is None:
        return ()
    if not isinstance(value, dict) or not all(key.isdecimal() for key in value):
        raise BadCall(
            "logit_bias must be an object from token ids to numbers", code="invalid_value"
        )
    return tuple((int(token), _number(value, token, -100, 100, otherwise=0)) for token in value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""
