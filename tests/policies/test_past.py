"""A conversation's last turn and the score of the next one."""

from __future__ import annotations

from dataclasses import replace

from policy_making import call, policy, scores

from homeport.policies.past import band
from homeport.types import Call, Decision, Part, Past

RULES = (
    {"name": "hard", "when": {"complexity": {"at_least": 0.6}}, "to": ["cloud", "local"]},
    {"name": "rest", "to": ["local"]},
)
LONG = "Write the same function again, with a loop in the place of the recursion."


def turn(text: str, past: Past | None) -> Call:
    return replace(call(), parts=(Part("messages[2].content", text, "user"),), past=past)


def decided(text: str, score: float, past: Past | None) -> Decision:
    return policy(*RULES).decide(turn(text, past), scores(complexity=score))


def test_a_hard_thread_stays_hard_when_the_last_turn_is_short() -> None:
    """And the reason says why the score is what it was."""
    after = decided("commit it", 0.1, Past("cloud", 50, 0.8))

    assert ("hard", 0.8) == (after.rule, after.complexity.score)
    assert "as hard as the turn before: this one is short" in after.reasons


def test_a_short_turn_may_be_harder_than_the_thread() -> None:
    """Only a fall is not believed."""
    assert "hard" == decided("prove it", 0.9, Past("local", 50, 0.2)).rule


def test_a_new_question_is_scored_by_itself() -> None:
    """It says enough."""
    assert ("rest", 0.2) == (
        (after := decided(LONG, 0.2, Past("cloud", 50, 0.8))).rule,
        after.complexity.score,
    )


def test_small_differences_do_not_move_a_conversation() -> None:
    """On either side of the bound; a real difference does."""
    assert "hard" == decided(LONG, 0.58, Past("cloud", 50, 0.61)).rule
    assert "rest" == decided(LONG, 0.62, Past("local", 50, 0.59)).rule
    assert "rest" == decided(LONG, 0.50, Past("cloud", 50, 0.61)).rule


def test_what_is_cached_widens_the_band() -> None:
    """To switch is to have it all read again; below the least that is cached it costs nothing."""
    bands = [
        round(band(Past("cloud", tokens, 0.5)), 4) for tokens in (0, 1_000, 2_000, 4_000, 90_000)
    ]

    assert [0.05, 0.05, 0.1, 0.15, 0.15] == bands
    after = decided(LONG, 0.50, Past("cloud", 4_000, 0.61))
    assert "scored as the turn before: cloud may have 4,000 tokens of it cached" in after.reasons


def test_a_conversation_does_not_drift_with_its_past() -> None:
    """The score that is kept is the anchor: many small steps are a large one."""
    past, rules = Past("cloud", 50, 0.61), []
    for score in (0.59, 0.57, 0.55, 0.53):
        after = decided(LONG, score, past)
        past = replace(past, complexity=after.complexity.score)
        rules.append(after.rule)

    assert ["hard", "hard", "rest", "rest"] == rules


def test_without_a_past_nothing_changes() -> None:
    """Nor does a reason appear."""
    alone = decided("commit it", 0.1, None)

    assert ("rest", 0.1, 1) == (alone.rule, alone.complexity.score, len(alone.reasons))
