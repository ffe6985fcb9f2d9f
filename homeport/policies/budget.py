"""The condition ``budget``: a call may cost so much, a day so much, a key so much a day.

It is true where this call is within all of the limits. What nobody can tell counts as spent: a
ledger that cannot be read, a model without a price. Then the condition is false, so that the
rule which asks for it does not choose the cloud.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Self, TypeAlias

from pydantic import Field, model_validator

from homeport.policies.facts import Facts, Fund
from homeport.policies.shapes import Entry, wrong

_Dollars: TypeAlias = Annotated[float, Field(ge=0, le=1_000_000)]
_NANO: Final = 1_000_000_000
"""Dollars are compared as whole billionths: ten calls of ten cents are one dollar."""


class BudgetEntry(Entry):
    """Limits in US dollars; all of them must hold."""

    looks_like: ClassVar[str] = "{day: 5}"

    call: _Dollars | None = Field(default=None, description="What this call may cost.")
    day: _Dollars | None = Field(
        default=None, description="What a day (UTC) may cost, with this call."
    )
    key: _Dollars | None = Field(
        default=None, description="What a day may cost with the API key of this call."
    )

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        if not self.model_fields_set:
            raise wrong(f"there is no limit here; write for example {self.looks_like}")
        return self


@dataclass(frozen=True, slots=True)
class Budget:
    """What a call costs is within limits in US dollars; ``None`` is no limit."""

    call: float | None = None
    day: float | None = None
    key: float | None = None

    @classmethod
    def of(cls, written: BudgetEntry) -> Budget:
        return cls(written.call, written.day, written.key)

    @property
    def counts(self) -> bool:
        """True if it asks for what was spent before."""
        return self.day is not None or self.key is not None

    def affords(self, fund: Fund) -> bool:
        """Say whether a call of that cost, after what was spent, is within the limits."""
        if fund.cost is None or (self.counts and fund.spent.failed):
            return False
        sums = (fund.cost, fund.cost + fund.spent.day, fund.cost + fund.spent.key)
        limits = (self.call, self.day, self.key)
        return all(
            limit is None or round(much * _NANO) <= round(limit * _NANO)
            for much, limit in zip(sums, limits, strict=True)
        )

    def holds(self, facts: Facts) -> bool:
        return all(self.affords(fund) for fund in facts.funds.values())

    def why(self, facts: Facts) -> str:
        dearest = max(
            facts.funds.values(),
            key=lambda fund: (fund.cost is None, fund.cost or 0),
            default=Fund(0),
        )
        return f"budget: {', '.join(self._told(dearest))}"

    def implies(self, other: object) -> bool:
        """True if whatever is within these limits is within the other's."""
        if not isinstance(other, Budget):
            return False
        mine, theirs = (self.call, self.day, self.key), (other.call, other.day, other.key)
        return all(
            wide is None or (tight is not None and tight <= wide)
            for tight, wide in zip(mine, theirs, strict=True)
        )

    def __str__(self) -> str:
        limits = (("a call", self.call), ("a day", self.day), ("a day and key", self.key))
        told = " and ".join(f"{dollars(most)} {what}" for what, most in limits if most is not None)
        return f"within a budget of {told}"

    def _told(self, fund: Fund) -> Iterator[str]:
        if self.call is not None:
            cost = "unknown" if fund.cost is None else f"about {dollars(fund.cost)}"
            yield f"this call {cost} of {dollars(self.call)}"
        limits = (("today", fund.spent.day, self.day), ("with this key", fund.spent.key, self.key))
        for what, spent, most in limits:
            if most is not None:
                yield f"{dollars(spent)} of {dollars(most)} spent {what}"


def dollars(much: float) -> str:
    """Write an amount with as many decimals as say something: ``$5.00``, ``$0.0004``."""
    decimals = 2 if much >= 1 else 4 if much >= 0.01 else 6
    whole, _, rest = f"{much:,.{decimals}f}".partition(".")
    return f"${whole}.{rest.rstrip('0').ljust(2, '0')}"
