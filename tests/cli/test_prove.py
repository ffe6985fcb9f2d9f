"""``homeport policy prove``: for people, for scripts, and for CI."""

from __future__ import annotations

import pytest
from cli.conftest import ECHO, Shell

OPEN = "version: 1\nbackends: {local: {kind: echo}, cloud: {kind: openai, model: m}}\nrules:\n"
HARD = "  - {name: hard, when: {complexity: {at_least: 0.7}}, to: [local, cloud]}\n"


@pytest.mark.parametrize(
    ("preset", "level"), [("private", "personal"), ("balanced", "sensitive"), ("offline", "public")]
)
def test_a_policy_that_keeps_its_promise_exits_0(shell: Shell, preset: str, level: str) -> None:
    """And says so in a sentence."""
    result = shell("policy", "prove", preset, "--level", level)

    assert 0 == result.exit_code
    assert f"the preset {preset}" in result.stdout
    assert "can leave this device" in result.stdout


def test_without_a_name_it_is_the_policy_in_force_and_the_level_sensitive(shell: Shell) -> None:
    """As for the other commands of policy."""
    shell.write(ECHO)

    found = shell.json("policy", "prove", "--json")

    assert ("homeport.yaml", "sensitive", True, []) == tuple(
        found[key] for key in ("source", "level", "proven", "paths")
    )


def test_a_way_is_shown_with_its_rule_and_an_example(shell: Shell) -> None:
    """The exit code says no."""
    shell.write(OPEN + HARD)

    result = shell("policy", "prove")
    found = shell.json("policy", "prove", "--json")

    assert 1 == result.exit_code
    for words in ("hard", "cloud (after local)", "the call as it is", "complexity 0.70"):
        assert words in " ".join(result.stdout.split())
    assert [
        {
            "rule": "hard",
            "line": 4,
            "targets": ["cloud"],
            "after": ["local"],
            "transform": None,
            "content": "judged",
            "example": ["privacy sensitive", "complexity 0.70"],
        }
    ] == found["paths"]


def test_what_cannot_be_read_is_told_apart(shell: Shell) -> None:
    """It is no matter of levels."""
    shell.write(ECHO + "opaque: cloud\n")

    result = shell("policy", "prove")

    assert 1 == result.exit_code
    assert "opaque: cloud" in " ".join(result.stdout.split())


@pytest.mark.parametrize("arguments", [("--level", "private"), ("no-such-preset",)])
def test_wrong_usage_exits_2(shell: Shell, arguments: tuple[str, ...]) -> None:
    """A level or a policy that does not exist."""
    assert 2 == shell("policy", "prove", *arguments).exit_code
