"""Conditions made of conditions: all, any, not. And which of two asks for more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from homeport.policies.conditions import Condition
from homeport.policies.facts import Facts


@dataclass(frozen=True, slots=True)
class Every:
    """Every part is true. Without parts it is true of every call."""

    parts: tuple[Condition, ...] = ()

    def holds(self, facts: Facts) -> bool | None:
        answers = {part.holds(facts) for part in self.parts}
        return False if False in answers else None if None in answers else True

    def why(self, facts: Facts) -> str:
        return ", ".join(part.why(facts) for part in self.parts) or "every call"

    def implies(self, other: Condition) -> bool:
        return any(implies(part, other) for part in self.parts)

    def __str__(self) -> str:
        return ", ".join(map(str, self.parts)) or "every call"


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part is true."""

    parts: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool | None:
        answers = {part.holds(facts) for part in self.parts}
        return True if True in answers else None if None in answers else False

    def why(self, facts: Facts) -> str:
        """Speak of the first part that is true, or else of the first that is unknown."""
        certain = [part for part in self.parts if part.holds(facts)]
        unknown = [part for part in self.parts if part.holds(facts) is None]
        return (certain + unknown)[0].why(facts)

    def implies(self, other: Condition) -> bool:
        return all(implies(part, other) for part in self.parts)

    def __str__(self) -> str:
        return " or ".join(f"({part})" for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    """The part is false. Where it is unknown, so is this."""

    part: Condition

    def holds(self, facts: Facts) -> bool | None:
        answer = self.part.holds(facts)
        return None if answer is None else not answer

    def why(self, facts: Facts) -> str:  # noqa: ARG002  what is absent can be said without the call
        return str(self)

    def implies(self, other: Condition) -> bool:
        return isinstance(other, Not) and implies(other.part, self.part)

    def __str__(self) -> str:
        return f"not ({self.part})"


ALWAYS: Final = Every()


def implies(one: Condition, other: Condition) -> bool:
    """True if ``one`` certainly meets ``other`` too. False may also mean that it is not seen."""
    if isinstance(other, Every):
        return all(implies(one, part) for part in other.parts)
    if isinstance(one, Some):
        return one.implies(other)
    if isinstance(other, Some) and any(implies(one, part) for part in other.parts):
        return True
    return one.implies(other)
