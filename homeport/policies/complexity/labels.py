"""Calls of which it is known how well they were answered: features and labels, no text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from homeport.policies.complexity.features import Features, measure
from homeport.policies.complexity.tasks import TASKS, Task, task_of
from homeport.types import JSON, Call

FORMAT: Final = 1
"""The version of a row."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One call. ``None`` is not known: usually only one of the two models answered."""

    features: Features
    task: Task
    local_ok: bool | None = None
    cloud_ok: bool | None = None

    @classmethod
    def of(cls, call: Call, *, local_ok: bool | None = None, cloud_ok: bool | None = None) -> Self:
        features = measure(call)
        return cls(features, task_of(features), local_ok, cloud_ok)

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote. Raises ``ValueError`` if it is another version's."""
        if row.get("version") != FORMAT:
            raise ValueError(f"expected version {FORMAT} of the outcome log")
        measured, named = row.get("features"), row.get("task")
        if not isinstance(measured, dict) or not set(measured) <= set(Features._fields):
            raise ValueError("its features are not those of this version of homeport")
        task = next((task for task in TASKS if task == named), None)
        if task is None:
            raise ValueError("its task is not one of this version of homeport")
        features = Features(*(float(measured.get(name, 0.0)) for name in Features._fields))
        return cls(features, task, _label(row, "local_ok"), _label(row, "cloud_ok"))

    def to_dict(self) -> dict[str, JSON]:
        """Return the row; features that are 0 are left out."""
        measured = self.features._asdict().items()
        labels = {"local_ok": self.local_ok, "cloud_ok": self.cloud_ok}
        return {
            "version": FORMAT,
            "task": self.task,
            "features": {name: round(value, 4) for name, value in measured if value},
            **{who: ok for who, ok in labels.items() if ok is not None},
        }


def _label(row: Mapping[str, Any], who: str) -> bool | None:
    ok = row.get(who)
    if ok is not None and not isinstance(ok, bool):
        raise ValueError(f"{who} is neither true nor false")
    return ok
