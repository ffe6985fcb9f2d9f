"""Policies, calls and scores for the tests of policies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from homeport.policies.policy import Policy
from homeport.types import (
    Call,
    Complexity,
    Finding,
    Labels,
    Level,
    Part,
    Privacy,
    Scores,
)

BACKENDS = {
    "local": {"kind": "local", "model": "smollm2-135m"},
    "echo": {"kind": "echo"},
    "cloud": {"kind": "openai", "model": "gpt-5-mini"},
}
PATH = "messages[0].content"


def document(**changes: Any) -> dict[str, Any]:
    """Return a policy that is correct, with ``changes`` at its top."""
    return {
        "version": 1,
        "backends": BACKENDS,
        "rules": [{"name": "rest", "to": ["local", "cloud"]}],
        **changes,
    }


def policy(*rules: dict[str, Any], **changes: Any) -> Policy:
    """Load a policy with these rules; without any, every call may go to local, then cloud."""
    return Policy.load(document(**({"rules": list(rules)} if rules else {}), **changes))


def write(folder: Path, text: str, name: str = "homeport.yaml") -> Path:
    """Write a policy file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def call(text: str = "Hello", **fields: Any) -> Call:
    """Return a chat call of one message."""
    parts = (Part(PATH, text, "user"),)
    return Call(**{"endpoint": "chat.completions", "body": {}, "parts": parts, **fields})


def labelled(**labels: Any) -> Call:
    """Return a call of which the caller said something."""
    return call(labels=Labels(**labels))


def finding(level: Level, category: str = "email", **fields: Any) -> Finding:
    values = {"part": PATH, "start": 0, "end": 1, "detector": "test", "probability": 0.9}
    return Finding(category=category, level=level, **{**values, **fields})


def scores(
    *findings: Finding,
    complexity: float = 0.1,
    language: str = "en",
    failed: Iterable[str] = (),
    unscored: bool = False,
    gain: float | None = None,
) -> Scores:
    """Return the scores of a call in which ``findings`` were found."""
    level = max((found.level for found in findings), default=Level.PUBLIC)
    return Scores(
        Privacy(level, 0.9 if findings else 0.0, findings, tuple(failed)),
        Complexity(complexity, failed=unscored, gain=gain),
        language,
    )


@dataclass(frozen=True)
class Hardness:
    """A scorer to which every call is equally hard."""

    score_of_all: float

    def score(self, _: Call) -> Complexity:
        return Complexity(self.score_of_all)


class Broken:
    """A judge of any kind that fails."""

    name = "broken"

    def score(self, _: Call) -> Complexity:
        raise RuntimeError("the text of the call")

    def find(self, _: Part) -> list[Finding]:
        raise RuntimeError("the text of the part")


class Badges:
    """A detector of employees' badges."""

    name = "badges"

    def find(self, part: Part) -> list[Finding]:
        start = part.text.find("B-1234")
        return [Finding(part.path, start, start + 6, "badge", Level.SENSITIVE, self.name, 1.0)] * (
            start >= 0
        )
