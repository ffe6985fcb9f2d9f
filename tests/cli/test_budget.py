"""``homeport budget``, and what calls cost in ``explain`` and ``simulate``."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import Shell

from homeport.router.ledger import Ledger, hashed, today
from homeport.types import Speed

POLICY = """\
version: 1
backends:
  local: {kind: echo}
  cloud: {kind: openai, model: gpt-5-mini, price: {input: 1, output: 10, cached: 0.1}}
ledger: LEDGER
rules:
  - {name: hard, when: {complexity: {at_least: 0.5}, budget: {call: 0.05, day: 2}}, to: [cloud]}
  - {name: rest, to: [local]}
"""
HARD = "Prove step by step that the square root of 2 is irrational, then generalise the proof."


@pytest.fixture
def ledger(shell: Shell) -> Ledger:
    path = shell.folder / "ledger.db"
    shell.write(POLICY.replace("LEDGER", str(path)))
    return Ledger(path)


def test_what_was_spent_is_told_by_day_and_model(shell: Shell, ledger: Ledger) -> None:
    """And what is left of each limit."""
    entry, _ = ledger.reserve(hashed("sk-x"), "cloud", "gpt-5-mini", 1.0)
    ledger.settle(entry, 0.5)

    report, shown = shell.json("budget", "--json"), shell("budget").stdout

    row = {"day": today(), "key": hashed("sk-x"), "target": "cloud", "model": "gpt-5-mini"}
    assert [{**row, "calls": 1, "unknown": 0, "dollars": 0.5}] == report["rows"]
    assert (0.5, [{"rule": "hard", "call": 0.05, "day": 2.0, "key": None}]) == (
        report["today"],
        report["limits"],
    )
    assert "$1.50 left" in shown
    assert hashed("sk-x") in shown


def test_before_anything_was_spent_nothing_is_made(shell: Shell, ledger: Ledger) -> None:
    """Looking makes no file."""
    shown = shell("budget")

    assert 0 == shown.exit_code
    assert "nothing was spent" in shown.stdout
    assert not ledger.path.exists()


def test_a_policy_without_a_ledger_has_nothing_to_tell(shell: Shell) -> None:
    """Exit code 2, and what to add."""
    result = shell("budget")

    assert 2 == result.exit_code
    assert "ledger: true" in " ".join(result.stderr.replace("│", " ").split())


def test_a_ledger_that_is_none_is_an_error(shell: Shell, ledger: Ledger) -> None:
    """Exit code 2."""
    ledger.path.write_bytes(b"no ledger" * 1_000)

    result = shell("budget")

    assert 2 == result.exit_code
    assert "cannot be read" in " ".join(result.stderr.replace("│", " ").split())


def test_explain_tells_what_each_target_would_cost(shell: Shell, ledger: Ledger) -> None:
    """An estimate; this device costs nothing. And how fast it was."""
    ledger.measured("local", "echo", Speed(0.25, 21))

    hard, easy = (shell.json("explain", text, "--json") for text in (HARD, "hello"))
    shown = shell("explain", "hello").stdout

    assert 0.004 == pytest.approx(hard["cost"]["cloud"], abs=0.0002)
    assert {"local": 0.0} == easy["cost"]
    assert "21 tokens/s" in " ".join(shown.split())


def traffic(shell: Shell) -> str:
    rows: list[dict[str, Any]] = [
        {"prompt": HARD, "weak_q": 0, "strong_q": 1},
        {"prompt": "hello", "weak_q": 1, "strong_q": 1},
    ]
    shell.write("\n".join(map(json.dumps, rows)), "traffic.jsonl")
    return "traffic.jsonl"


def test_simulate_tells_what_traffic_costs(shell: Shell, ledger: Ledger) -> None:
    """With an interval, and how fast this device is."""
    ledger.measured("local", "echo", Speed(0.25, 21))

    report = shell.json("simulate", "homeport.yaml", "--traffic", traffic(shell), "--json")

    low, high = report["cost_interval"]
    assert low < 0.004 < report["cost"] + 0.0002 < high
    assert {"local": {"first_token_seconds": 0.25, "tokens_per_second": 21.0}} == report["speed"]


def test_a_price_that_is_not_known_is_not_made_up(shell: Shell) -> None:
    """Null, not nothing."""
    shell.write(
        "version: 1\nbackends: {cloud: {kind: openai, model: zzz}}\n"
        "rules: [{name: all, to: [cloud]}]\n"
    )

    report = shell.json("simulate", "homeport.yaml", "--traffic", traffic(shell), "--json")

    assert (None, [None, None]) == (report["cost"], report["cost_interval"])


@pytest.mark.parametrize("name", ["picture.png", "picture.svg"])
def test_a_picture_is_drawn(shell: Shell, ledger: Ledger, name: str) -> None:
    """Of the size that it says, or with the words that a person reads."""
    shell("simulate", "homeport.yaml", "--traffic", traffic(shell), "--plot", name)

    drawn = (shell.folder / name).read_bytes()
    if name.endswith(".png"):
        assert (1120, 736) == struct.unpack(">II", drawn[16:24])
    else:
        assert all(word in drawn.decode() for word in ("by score", "by length", "homeport.yaml"))


@pytest.mark.parametrize(
    ("name", "why"), [("picture.gif", ".svg or a .png"), ("nowhere/p.svg", "No such file")]
)
def test_a_picture_that_cannot_be_drawn_is_an_error(
    shell: Shell, ledger: Ledger, name: str, why: str
) -> None:
    """Exit code 2."""
    result = shell("simulate", "homeport.yaml", "--traffic", traffic(shell), "--plot", name)

    assert 2 == result.exit_code
    assert why in " ".join(result.stderr.replace("│", " ").split())
    assert not Path(shell.folder / name).exists()
