"""``escalate`` as a rule writes it."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from homeport.policies.shapes import Entry
from homeport.types import Escalation


class EscalateEntry(Entry):
    """When an answer of this device is given up for that of the next backend."""

    looks_like: ClassVar[str] = "{below: 0.5}"

    below: Annotated[float, Field(ge=0.01, le=0.99)] = Field(
        default=0.5, description="An answer that is good with a lower probability is given up."
    )
    window: Annotated[int, Field(ge=1, le=1_000)] = Field(
        default=24, description="Tokens of a stream that are judged before any is shown."
    )
    within: Annotated[float, Field(gt=0, le=86_400)] = Field(
        default=5.0, description="Seconds after which it is decided by what there is."
    )
    samples: Annotated[int, Field(ge=1, le=5)] = Field(
        default=3, description="Answers compared where they are short; 1 compares none."
    )
    calibration: Annotated[str, Field(min_length=1)] | None = Field(
        default=None,
        description="A file that `homeport bench routing --cascade --write` wrote; relative to "
        "the policy's folder.",
    )


def _bounds_or_yes(value: Any) -> str:
    return "(yes)" if isinstance(value, bool) else "(bounds)"


Escalate: TypeAlias = Annotated[
    Annotated[Literal[True], Tag("(yes)")] | Annotated[EscalateEntry, Tag("(bounds)")],
    Discriminator(_bounds_or_yes),
]
"""true, or when and by what."""


def escalation(written: Literal[True] | EscalateEntry | None) -> Escalation | None:
    """Return when an answer is given up; None for never."""
    if written is None:
        return None
    entry = EscalateEntry() if written is True else written
    return Escalation(entry.below, entry.window, entry.within, entry.samples)
