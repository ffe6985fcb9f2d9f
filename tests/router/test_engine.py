"""Examples of a policy, run as real requests."""

from __future__ import annotations

from typing import Any

from homeport.policies.policy import Policy
from homeport.router.engine import run_examples

POLICY: dict[str, Any] = {
    "version": 1,
    "backends": {"local": {"kind": "echo"}},
    "rules": [{"name": "rest", "to": ["local"]}],
}


def test_examples_that_hold_are_not_mentioned() -> None:
    """A policy that does what it says has nothing to tell."""
    examples = [{"say": "hello", "route": "local", "rule": "rest", "level": "public"}]

    assert [] == run_examples(Policy.load(POLICY | {"examples": examples}))


def test_an_example_that_comes_out_wrong_says_what_was_expected() -> None:
    """Each wrong field is one line, with its place."""
    examples = [{"say": "my card is 4111 1111 1111 1111", "route": "cloud", "level": "public"}]

    told = [str(wrong) for wrong in run_examples(Policy.load(POLICY | {"examples": examples}))]

    assert [
        "<mapping>:1:1: expected route cloud, got local",
        "<mapping>:1:1: expected level public, got sensitive",
    ] == told


def test_an_example_may_be_a_whole_request() -> None:
    """A body says more than a sentence: here, what it needs."""
    body = {"input": "hello", "tools": [{"type": "function", "name": "f"}]}

    assert [] == run_examples(
        Policy.load(POLICY | {"examples": [{"body": body, "route": "local"}]})
    )
