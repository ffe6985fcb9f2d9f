"""What kind of task a call is, told by its features."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

from homeport.policies.complexity.features import Features

Task: TypeAlias = Literal[
    "proof",
    "choice",
    "puzzle",
    "word_problem",
    "mathematics",
    "code",
    "reading",
    "constrained",
    "question",
    "other",
]

TASKS: Final[tuple[Task, ...]] = get_args(Task)


def task_of(features: Features) -> Task:
    """Return the first kind that fits; ``other`` if none does."""
    given = features
    if given.options:
        return "choice"
    if given.proof:
        return "proof"
    if given.puzzle > 1.5:
        return "puzzle"
    if given.code >= 1 or given.fenced:
        return "code"
    if given.mathematics + given.symbols >= 1.5:
        return "mathematics"
    if given.numbers > 0.7 and given.relations + given.rates >= 1:
        return "word_problem"
    if given.checks >= 1.5:
        return "constrained"
    if given.length > 3.3:
        return "reading"
    return "question" if given.simple else "other"
