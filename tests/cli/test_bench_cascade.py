"""``homeport bench routing --cascade``: questions that homeport carries, asked of a local model."""

from __future__ import annotations

import ast
import json
from operator import add, mul, sub, truediv

from cli.conftest import Shell

from homeport.policies.escalation import Confidence, value_of
from homeport.router.cli.closed_items import FAMILIES, items

POLICY = """version: 1
backends: {local: {kind: echo}}
rules: [{name: all, to: [local]}]
"""
SIGNS = {"+": add, "-": sub, "*": mul, "/": truediv}


def test_items_are_the_same_for_the_same_seed() -> None:
    """And of every family, in both languages."""
    made = list(items(42, seed=3))

    assert made == list(items(42, seed=3)) != list(items(42, seed=4))
    assert (set(FAMILIES), {"en", "es"}) == (
        {item.family for item in made},
        {item.language for item in made},
    )


def test_items_know_the_right_answer() -> None:
    """Arithmetic can be checked, and every answer has a value to compare."""
    made = list(items(350, seed=1))
    sums = [item for item in made if item.family == "arithmetic"]

    for item in sums:
        one, sign, other, _ = item.question.split()
        assert SIGNS[sign](int(one), int(other)) == ast.literal_eval(item.answer)
    assert None not in {value_of(item.answer) for item in made}


def test_an_item_shows_others_of_its_kind_and_never_itself() -> None:
    """Three with their answers, and then the question alone."""
    for item in items(100, seed=2):
        *shown, asked = item.prompt.splitlines()

        assert (3, item.question) == (len(shown), asked)
        assert not any(line.startswith(f"{item.question} ") for line in shown)


def test_a_model_is_measured_kept_calibrated_and_reported_again(shell: Shell) -> None:
    """The echo repeats the examples and is never right; the cloud is what it is said to be."""
    shell.write(POLICY, "echo.yaml")

    ran = ("bench", "routing", "--cascade", "--policy", "echo.yaml", "--items", "21", "--json")
    first = shell.json(*ran, "--samples", "2", "--keep", "rows.jsonl", "--write", "c.json")
    again = shell.json("bench", "routing", "rows.jsonl", *ran[2:], "--samples", "2")

    assert (21, 0.95, 0.0) == (
        first["items"],
        first["cloud_accuracy"],
        first["groups"]["all"]["local_accuracy"],
    )
    assert {"length", "disagreement", "oracle", "random"} <= set(first["groups"]["all"]["scores"])
    assert first["groups"] == again["groups"]
    assert 21 == Confidence.load(shell.folder / "c.json").labels


def test_a_person_reads_what_the_cloud_is(shell: Shell) -> None:
    """It is said in each title that nobody was asked."""
    shell.write(POLICY, "echo.yaml")

    shown = shell("bench", "routing", "--cascade", "--policy", "echo.yaml", "--items", "21").stdout

    assert "cloud stood in for: right 0.950" in " ".join(shown.split())


def test_without_files_or_cascade_there_is_nothing_to_measure(shell: Shell) -> None:
    """A usage error that names both; so is a file that holds something else."""
    shell.write(json.dumps({"family": "facts"}) + "\n", "rows.jsonl")

    nothing = shell("bench", "routing")
    other = shell("bench", "routing", "--cascade", "rows.jsonl")

    assert (2, 2) == (nothing.exit_code, other.exit_code)
    assert "--cascade" in nothing.stderr
