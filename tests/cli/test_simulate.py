"""``homeport simulate`` and ``homeport policy diff``: where traffic would go, and how well."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cli.conftest import Shell

TRAFFIC = [
    {"prompt": "hello", "weak_q": 1, "strong_q": 1},
    {"prompt": "Prove that the square root of 2 is irrational.", "weak_q": 0, "strong_q": 1},
    {"prompt": "What is the capital of Peru?", "weak_q": 1, "strong_q": 0.5},
    {"prompt": "my card is 4111 1111 1111 1111", "weak_q": 0, "strong_q": 1},
]


def lines(*rows: dict[str, Any]) -> str:
    return "\n".join(map(json.dumps, rows))


@pytest.fixture
def policies(shell: Shell) -> Shell:
    """Two policies that differ in one rule, and graded traffic."""
    top = "version: 1\nbackends: {local: {kind: echo}, cloud: {kind: openai, model: gpt-5}}\n"
    stay = "stays_home: [{name: stay, when: {privacy: {at_least: sensitive}}}]\n"
    hard = "{name: hard, when: {complexity: {at_least: 0.7}}, to: [cloud]}, "
    shell.write(f"{top}{stay}rules: [{{name: rest, to: [local]}}]", "home.yaml")
    shell.write(f"{top}{stay}rules: [{hard}{{name: rest, to: [local]}}]", "away.yaml")
    shell.write(lines(*TRAFFIC), "traffic.jsonl")
    return shell


def test_traffic_is_replayed_through_a_policy(policies: Shell) -> None:
    """The proof goes to the cloud, the card stays, and the labels tell how good that is."""
    report = policies.json("simulate", "away.yaml", "--traffic", "traffic.jsonl", "--json")

    assert {"local": 0.75, "cloud": 0.25, "refuse": 0.0} == report["shares"]
    assert {"rest": 2, "hard": 1, "stay": 1} == report["rules"]
    assert ("labels", 0.75) == (report["quality_from"], report["quality"])
    assert report["interval"][0] < 0.75 < report["interval"][1]
    assert report["tokens_to_cloud"] > 0


def test_without_labels_the_scorer_estimates_the_quality(policies: Shell) -> None:
    """A request body, a text and a prompt are calls."""
    body = {"messages": [{"role": "user", "content": "hello"}]}
    policies.write(lines(body, {"text": "hello"}, {"prompt": "hello"}), "plain.jsonl")

    report = policies.json("simulate", "home.yaml", "--traffic", "plain.jsonl", "--json")

    assert "the scorer's estimate" == report["quality_from"]
    assert 0.6 < report["quality"] < 1


def test_what_changes_between_two_policies_is_told_call_by_call(policies: Shell) -> None:
    """By the line, with both rules; and the exit code says that something does."""
    command = ("policy", "diff", "home.yaml", "away.yaml", "--traffic", "traffic.jsonl")

    result, shown = policies(*command, "--json"), policies(*command)

    report = json.loads(result.stdout)
    assert (1, 1) == (result.exit_code, shown.exit_code)
    assert [2] == [change["line"] for change in report["changes"]]
    assert {"route": "cloud", "rule": "hard"} == report["changes"][0]["after"]
    assert (0.5, 0.75) == (report["before"]["quality"], report["after"]["quality"])
    assert "line 2: local (rest) -> cloud (hard)" in shown.stdout


def test_a_policy_does_not_differ_from_itself(policies: Shell) -> None:
    """Exit code 0."""
    result = policies("policy", "diff", "home.yaml", "home.yaml", "--traffic", "traffic.jsonl")

    assert 0 == result.exit_code
    assert "0 of 4 calls change sides" in result.stdout


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "there are no calls"),
        ("{", "this is no call"),
        ("[]", "this is no call"),
        ('{"prompt": "x", "weak_q": 2}', "this is no call"),
        ("{}", "line 1: a line has"),
    ],
)
def test_traffic_that_cannot_be_read_is_refused(policies: Shell, text: str, why: str) -> None:
    """With the line."""
    policies.write(text, "wrong.jsonl")

    result = policies("simulate", "home.yaml", "--traffic", "wrong.jsonl")

    assert 2 == result.exit_code
    assert why in " ".join(result.stderr.replace("│", " ").split())
