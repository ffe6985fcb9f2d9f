"""What an ``embeddings`` call asks for: texts or token ids, and the size of the vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from homeport.errors import BadCall
from homeport.types import Call

MOST_INPUTS: Final = 2_048
"""As in the API."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The inputs of one call; ``dimensions`` is None for the model's own."""

    inputs: tuple[str | list[int], ...]
    dimensions: int | None


def asked_of(call: Call) -> Asked:
    """Return what ``call`` asks for. ``BadCall`` says what is wrong with it."""
    if call.stream:
        raise BadCall("embeddings are not streamed; leave stream out", code="invalid_value")
    dimensions = call.body.get("dimensions")
    if dimensions is not None and not (_is_count(dimensions) and dimensions > 0):
        raise BadCall("dimensions must be a whole number from 1", code="invalid_value")
    if call.body.get("encoding_format", "float") not in {"float", "base64"}:
        raise BadCall("encoding_format must be float or base64", code="invalid_value")
    value = call.body.get("input")
    inputs = [value] if isinstance(value, str) or _are_tokens(value) else value
    if not isinstance(inputs, list) or not 0 < len(inputs) <= MOST_INPUTS:
        raise BadCall(
            f"input must be a text, token ids, or a list of up to {MOST_INPUTS} of either",
            code="invalid_value",
        )
    for number, item in enumerate(inputs):
        if not ((isinstance(item, str) and item) or _are_tokens(item)):
            raise BadCall(f"input[{number}] must be a text or token ids, and not empty")
    return Asked(tuple(inputs), dimensions)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _are_tokens(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_count, value))
