"""What tokens cost: prices of the `genai-prices` package, or those that a policy says.

The table ships with the installed release of the package. Its updater, which would fetch another
from the network, is never started: ``pip install -U genai-prices`` brings new prices.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Final, TypeAlias
from urllib.parse import urlsplit

from pydantic import Field

from homeport.policies.shapes import Entry
from homeport.types import Call, Usage

EXPECTED_OUTPUT: Final = 400
"""Tokens that an answer is expected to have, if the call does not limit it to fewer."""

_LIMITS: Final = ("max_completion_tokens", "max_output_tokens", "max_tokens")
_WRITING: Final = frozenset({"chat.completions", "responses", "completions"})
_FREE: Final = frozenset({"models", "moderations", "responses.state"})
"""Endpoints that the cloud asks no money for: lists, moderation, what works on stored answers."""

Steps: TypeAlias = tuple[tuple[int, float], ...]
"""Dollars for a million tokens, from so many tokens of the prompt on; the first begins at 0."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs, in US dollars for a million tokens."""

    input: Steps
    output: Steps
    cached: Steps

    @classmethod
    def flat(cls, input: float, output: float, cached: float | None = None) -> Price:  # noqa: A002
        """Return a price that is the same for prompts of any length."""
        per_input = ((0, input),)
        return cls(per_input, ((0, output),), per_input if cached is None else ((0, cached),))

    def of(self, usage: Usage) -> float:
        """Return what an answer with that usage costs, in US dollars."""
        cached = min(usage.cached, usage.prompt)
        millionths = (
            (usage.prompt - cached) * _at(self.input, usage.prompt)
            + cached * _at(self.cached, usage.prompt)
            + usage.completion * _at(self.output, usage.prompt)
        )
        return millionths / 1_000_000

    def estimate(self, call: Call) -> float | None:
        """Return what ``call`` may cost before it is asked; None of what cannot be read.

        The prompt's tokens are the call's own estimate (four bytes a token); the answer is
        taken to have ``EXPECTED_OUTPUT`` tokens, or as many as the call allows.
        """
        if call.endpoint in _FREE:
            return 0.0
        return None if call.opaque else self.of(Usage(call.tokens, _expected_output(call)))


FREE: Final = Price.flat(0, 0)


class PriceEntry(Entry):
    """What a backend's model costs, in US dollars for a million tokens."""

    looks_like: ClassVar[str] = "{input: 0.25, output: 2}"

    input: float = Field(ge=0, le=1e6, description="Dollars for a million tokens of the prompt.")
    output: float = Field(ge=0, le=1e6, description="Dollars for a million tokens of the answer.")
    cached: float | None = Field(
        default=None,
        ge=0,
        le=1e6,
        description="Dollars for a million tokens of the prompt that the cloud had kept.",
    )

    def price(self) -> Price:
        return Price.flat(self.input, self.output, self.cached)


@lru_cache(maxsize=512)
def listed(model: str, base_url: str | None = None) -> Price | None:
    """Return the listed price of a model at an address (None: OpenAI's); None if there is none.

    It is the price at the time when it is first asked for, at the standard tier of service.
    """
    # Its table is 1.6 MB of code: 70 ms, for those who ask what a call costs.
    import genai_prices

    whose: dict[str, Any] = {"provider_id": "openai"}
    if base_url is not None and urlsplit(base_url).hostname != "api.openai.com":
        whose = {"provider_api_url": base_url}
    try:
        found = genai_prices.calc_price(genai_prices.Usage(input_tokens=1), model, **whose)
    except LookupError:
        return None
    read = _steps(found.model_price, "input_mtok")
    if read is None:
        return None
    return Price(
        input=read,
        output=_steps(found.model_price, "output_mtok") or ((0, 0.0),),
        cached=_steps(found.model_price, "cache_read_mtok") or read,
    )


def _steps(prices: Any, unit: str) -> Steps | None:
    """Return a price of the package as steps: a number, or one with tiers by the prompt's size."""
    price = getattr(prices, unit, None)
    if price is None:
        return None
    tiers = ((tier.start + 1, float(tier.price)) for tier in getattr(price, "tiers", ()))
    return ((0, float(getattr(price, "base", price))), *tiers)


def _at(steps: Steps, prompt: int) -> float:
    return next(price for start, price in reversed(steps) if prompt >= start)


def _expected_output(call: Call) -> int:
    if call.endpoint not in _WRITING:
        return 0
    limits = (call.body.get(name) for name in _LIMITS)
    most = min((n for n in limits if type(n) is int and n >= 0), default=EXPECTED_OUTPUT)
    choices = call.body.get("n")
    return min(most, EXPECTED_OUTPUT) * (choices if type(choices) is int and choices > 0 else 1)
