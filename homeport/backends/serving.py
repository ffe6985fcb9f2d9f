"""How a model on this device is shared between calls: ``serving:`` of a backend in a policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Serving:
    """``parallel`` calls are answered at once, ``queue`` more may wait. ``cache_mb`` megabytes hold
    what was read for earlier turns. A call that would have to wait longer than ``patience``
    seconds for its first token is not taken; None: it is."""

    parallel: int = 8
    queue: int = 64
    cache_mb: int = 512
    patience: float | None = None

    @classmethod
    def of(cls, given: object) -> Serving:
        """Read the option. ``ValueError`` or ``TypeError`` names what is wrong and allowed."""
        if given is None:
            return cls()
        if not isinstance(given, Mapping):
            raise TypeError("serving must be a mapping, as in `serving: {parallel: 4}`")
        known = [field.name for field in fields(cls)]
        for key, value in given.items():
            if key not in known:
                raise ValueError(f"serving has no key {key!r}; its keys are {', '.join(known)}")
            _require(key, value)
        return cls(**given)

    @property
    def cache_bytes(self) -> int:
        return self.cache_mb * _MEGABYTE


def _require(key: str, value: Any) -> None:
    if key == "patience":
        if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
            raise ValueError("serving.patience must be a number of seconds above 0")
        return
    least = 1 if key == "parallel" else 0
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ValueError(f"serving.{key} must be a whole number of at least {least}")
