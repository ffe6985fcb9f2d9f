"""``homeport bench routing``: the policy's score beside length, chance and a stored score."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cli.conftest import Shell

PROMPTS = [
    ("hello", 1, 1),
    ("What is the capital of Peru?", 1, 1),
    ("Tell me something that rhymes with the sea and nothing else", 1, 1),
    ("Prove that the square root of 2 is irrational.", 0, 1),
    ("Refactor it: implement an asynchronous cache and write tests", 0, 1),
]


def rows(*changes: dict[str, Any]) -> str:
    graded = [
        {"prompt": prompt, "weak_q": weak, "strong_q": strong, "mine": -weak}
        for prompt, weak, strong in PROMPTS
    ]
    return "\n".join(json.dumps(row) for row in [*graded, *changes]) + "\n"


def test_the_score_is_measured_beside_length_and_chance(shell: Shell) -> None:
    """Hard requests that are no longer than easy ones: the score finds them first."""
    shell.write(rows(), "graded.jsonl")

    report = shell.json("bench", "routing", "graded.jsonl", "--json")["files"][0]

    assert (5, 0.6, 1.0) == (report["rows"], report["weak"], report["strong"])
    assert 0.8 == report["scores"]["score"]["apgr"]
    assert report["scores"]["length"]["apgr"] < 0.8
    assert 0.5 == report["scores"]["random"]["apgr"]
    assert {"50": 0.2, "80": 0.32, "95": 0.38} == report["scores"]["score"]["cpt"]
    assert 0 < report["latency_us"]["p50"] <= report["latency_us"]["p99"]


def test_a_stored_score_is_measured_too(shell: Shell) -> None:
    """It need not be a probability: then it has no calibration error."""
    shell.write(rows(), "graded.jsonl")

    scores = shell.json("bench", "routing", "graded.jsonl", "--score", "mine", "--json")

    mine = scores["files"][0]["scores"]["mine"]
    assert (0.8, 1.0, None) == (mine["apgr"], mine["auc"], mine["calibration_error"])


def test_a_person_reads_a_table(shell: Shell) -> None:
    """One line for each way to choose."""
    shell.write(rows(), "graded.jsonl")

    shown = shell("bench", "routing", "graded.jsonl").stdout

    for name in ("score", "gain", "length", "random", "APGR", "CPT 80"):
        assert name in shown


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "has no rows"),
        ("{}", "prompt is missing"),
        ("{", "this is not JSON"),
        (rows({"prompt": 1, "weak_q": 0, "strong_q": 1}), "prompt is wrong"),
        (rows({"prompt": "x", "weak_q": 2, "strong_q": 1}), "from 0 to 1"),
        (rows({"prompt": "x", "weak_q": True, "strong_q": 1}), "expected a number"),
        ('{"prompt": "x", "weak_q": 1, "strong_q": 1}', "no gap"),
    ],
)
def test_a_file_that_is_not_graded_is_refused(shell: Shell, text: str, why: str) -> None:
    """With the line, and without the prompt."""
    shell.write(text, "graded.jsonl")

    result = shell("bench", "routing", "graded.jsonl")

    assert 2 == result.exit_code
    assert why in " ".join(result.stderr.replace("│", " ").split())
