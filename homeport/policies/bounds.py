"""Bounds as a policy writes them: of the privacy level, of the complexity, of the tokens."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Self, TypeAlias

from pydantic import Discriminator, Field, Tag, model_validator

from homeport.policies.shapes import Entry, OneOf, wrong
from homeport.types import Level

LEVELS: Final = tuple(str(level) for level in Level)
LevelName: TypeAlias = Annotated[str, OneOf(LEVELS, "privacy level")]

_Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]
_Difference: TypeAlias = Annotated[float, Field(ge=-1, le=1)]
_Count: TypeAlias = Annotated[int, Field(ge=0, le=1_000_000_000)]


LOWEST: Final = (0, False)
HIGHEST: Final = (math.inf, True)


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers from ``low`` to ``high``.

    Each end is a number and a flag, so that ends compare as tuples: ``low`` is (number, is it
    left out?) and ``high`` is (number, is it included?).
    """

    low: tuple[float, bool] = LOWEST
    high: tuple[float, bool] = HIGHEST

    def __contains__(self, number: float) -> bool:
        return self.low <= (number, False) and (number, True) <= self.high

    def inside(self, other: Interval) -> bool:
        """True if every number of this interval is in ``other``."""
        return other.low <= self.low and self.high <= other.high

    @property
    def empty(self) -> bool:
        (low, left_out), (high, included) = self.low, self.high
        return low > high or (low == high and (left_out or not included))

    def __str__(self) -> str:
        (low, left_out), (high, included) = self.low, self.high
        below = f"{'>' if left_out else '>='} {figure(low)}" if self.low > LOWEST else ""
        above = f"{'<=' if included else '<'} {figure(high)}" if self.high < HIGHEST else ""
        return " and ".join(filter(None, (below, above)))


def figure(number: float) -> str:
    """Write a share with two to four decimals and a count with none."""
    if isinstance(number, int):
        return f"{number:,}"
    whole, _, decimals = f"{number:.4f}".partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"


def _say_something(bounds: Entry, *, nothing: bool) -> None:
    if not bounds.model_fields_set:
        raise wrong(f"there is no bound here; write for example {bounds.looks_like}")
    if nothing:
        raise wrong("these bounds exclude each other: the condition can never hold")


class _NumberBounds(Entry):
    """At least one bound; all of them must hold."""

    lowest: ClassVar[tuple[float, bool]] = LOWEST

    at_least: Any
    above: Any
    at_most: Any
    below: Any

    def interval(self) -> Interval:
        lows = ((self.at_least, False), (self.above, True))
        highs = ((self.at_most, True), (self.below, False))
        return Interval(
            max((end for end in lows if end[0] is not None), default=self.lowest),
            min((end for end in highs if end[0] is not None), default=HIGHEST),
        )

    @model_validator(mode="after")
    def _bounds_something(self) -> Self:
        _say_something(self, nothing=self.interval().empty)
        return self


class ShareBounds(_NumberBounds):
    """Bounds of the complexity, numbers from 0 to 1."""

    looks_like: ClassVar[str] = "{at_least: 0.7}"

    at_least: _Share | None = Field(default=None, description="This complexity or more.")
    above: _Share | None = Field(default=None, description="More than this complexity.")
    at_most: _Share | None = Field(default=None, description="This complexity or less.")
    below: _Share | None = Field(default=None, description="Less than this complexity.")


class GainBounds(_NumberBounds):
    """Bounds of what the cloud would add, differences of probabilities from -1 to 1."""

    looks_like: ClassVar[str] = "{at_least: 0.1}"
    lowest: ClassVar[tuple[float, bool]] = (-1, False)

    at_least: _Difference | None = Field(default=None, description="This gain or more.")
    above: _Difference | None = Field(default=None, description="More than this gain.")
    at_most: _Difference | None = Field(default=None, description="This gain or less.")
    below: _Difference | None = Field(default=None, description="Less than this gain.")


class TokenBounds(_NumberBounds):
    """Bounds of the estimated number of tokens in the prompt."""

    looks_like: ClassVar[str] = "{at_most: 4000}"

    at_least: _Count | None = Field(default=None, description="So many tokens or more.")
    above: _Count | None = Field(default=None, description="More tokens than this.")
    at_most: _Count | None = Field(default=None, description="So many tokens or fewer.")
    below: _Count | None = Field(default=None, description="Fewer tokens than this.")


class LevelBounds(Entry):
    """Bounds of the privacy level: public < personal < sensitive < secret."""

    looks_like: ClassVar[str] = "{at_least: sensitive}"

    at_least: LevelName | None = Field(
        default=None, description="This level or a more private one."
    )
    at_most: LevelName | None = Field(default=None, description="This level or a less private one.")
    is_: LevelName | None = Field(default=None, alias="is", description="Exactly this level.")

    def levels(self) -> frozenset[Level]:
        low, high = Level.parse(self.at_least or "public"), Level.parse(self.at_most or "secret")
        exact = {Level.parse(self.is_)} if self.is_ else set(Level)
        return frozenset(level for level in exact if low <= level <= high)

    @model_validator(mode="after")
    def _bounds_something(self) -> Self:
        _say_something(self, nothing=not self.levels())
        return self


def _shape(value: Any) -> str:
    return "(bounds)" if isinstance(value, (dict, LevelBounds)) else "(level)"


LevelRange: TypeAlias = Annotated[
    Annotated[LevelName, Tag("(level)")] | Annotated[LevelBounds, Tag("(bounds)")],
    Discriminator(_shape),
]
"""A level alone, which means exactly this one, or bounds."""


def levels(written: str | LevelBounds) -> frozenset[Level]:
    """Return the levels that a ``LevelRange`` allows."""
    return (
        written.levels() if isinstance(written, LevelBounds) else frozenset({Level.parse(written)})
    )
