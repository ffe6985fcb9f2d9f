"""What a conversation's last turn means for the score of the next one.

A hard thread stays hard: a short last turn ("commit it") says little, so the score does not fall
with it. And a conversation does not flap between targets: a score that is about the last one's is
taken for the same. The band is wider the more of the conversation its target may still hold in a
cache, for to switch is to have all of it read again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from homeport.types import Call, Past, Scores

BAND: Final = 0.05
"""Differences of score that mean nothing within a conversation."""
CACHED_BAND: Final = 0.10
"""What is added to it when ``FULL`` tokens or more may be cached."""
FULL: Final = 4_000
LEAST_CACHED: Final = 1_024
"""Tokens below which nothing is cached: the clouds cache prefixes from here on, and here a
shorter one is read in no time."""

SHORT: Final = 60
"""Characters of a last turn that says too little to be scored by."""


def band(past: Past) -> float:
    """Return the difference of score up to which a conversation stays as it was."""
    cached = past.tokens if past.tokens >= LEAST_CACHED else 0
    return BAND + CACHED_BAND * min(1.0, cached / FULL)


def settled(scores: Scores, call: Call) -> tuple[Scores, tuple[str, ...]]:
    """Return the scores as the last turn leaves them, and why they are not what they were."""
    past, now = call.past, scores.complexity
    if past is None or now.failed or now.score == past.complexity:
        return scores, ()
    if is_short(call) and now.score < past.complexity:
        return _as_before(scores, past), ("as hard as the turn before: this one is short",)
    if abs(now.score - past.complexity) > band(past):
        return scores, ()
    told = f"{past.target} may have {past.tokens:,} tokens of it cached"
    said = told if past.tokens >= LEAST_CACHED else f"{past.target} answered the turn before"
    return _as_before(scores, past), (f"scored as the turn before: {said}",)


def is_short(call: Call) -> bool:
    """Say whether the last thing that the user said is too short to be judged by itself."""
    for part in reversed(call.parts):
        if part.role == "user":
            return len(part.text) <= SHORT
    return False


def _as_before(scores: Scores, past: Past) -> Scores:
    complexity = replace(scores.complexity, score=past.complexity)
    if past.gain is not None and complexity.gain is not None:
        complexity = replace(complexity, gain=past.gain)
    return replace(scores, complexity=complexity)
