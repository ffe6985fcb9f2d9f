"""The grammar of ``when``: a key for each of ``CONDITIONS``, and any, all, not."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from pydantic import Field, create_model, model_validator

from homeport.policies.conditions import CONDITIONS
from homeport.policies.shapes import Entry, wrong

_conditions: dict[str, Any] = {
    key: (condition.written | None, Field(default=None, description=condition.about))
    for key, condition in CONDITIONS.items()
}
_Conditions = create_model("_Conditions", __base__=Entry, **_conditions)


class When(_Conditions):  # type: ignore[misc, valid-type]  # its fields are those of the registry
    """A condition. Several keys must all be true."""

    looks_like: ClassVar[str] = "{privacy: {at_least: sensitive}}"

    any_: list[When] | None = Field(
        default=None,
        alias="any",
        min_length=1,
        description="At least one of these conditions is true.",
    )
    all_: list[When] | None = Field(
        default=None, alias="all", min_length=1, description="All of these conditions are true."
    )
    not_: When | None = Field(default=None, alias="not", description="This condition is false.")

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not self.model_fields_set:
            raise wrong("an empty condition; leave `when` out to mean every call")
        return self
