"""``homeport calibrate``: learns from labels, promises what holds, refuses what does not."""

from __future__ import annotations

import json
import random
import stat
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import Shell

from homeport import OpenAI
from homeport.errors import NotKept


def labelled(count: int, **labels: Any) -> str:
    """Return graded calls: long ones fail on this device, the cloud does well."""
    chance = random.Random(1)
    lines = []
    for _ in range(count):
        words = chance.randint(1, 200)
        ok = chance.random() > words / 220
        row = {"prompt": "word " * words, "weak_q": float(ok), "strong_q": 1.0}
        lines.append(json.dumps(row | labels))
    return "\n".join(lines)


def test_labels_are_learned_and_written_to_a_file(shell: Shell) -> None:
    """Which a policy can name; it says how many labels there were and what they change."""
    shell.write(labelled(300), "graded.jsonl")

    report = shell.json("calibrate", "graded.jsonl", "--json")

    assert {"local": 300, "cloud": 300} == report["labels"]
    assert 0.25 == report["weight_of_labels"]
    assert report["after"]["calibration_error"] < report["before"]["calibration_error"]
    written = json.loads((shell.folder / "calibration.json").read_text())
    assert ("calibration", 1, None) == (written["homeport"], written["version"], written["promise"])


def test_too_few_labels_are_refused(shell: Shell) -> None:
    """And nothing is written."""
    shell.write(labelled(10), "graded.jsonl")

    result = shell("calibrate", "graded.jsonl")

    assert 1 == result.exit_code
    assert "too few" in result.stderr
    assert not (shell.folder / "calibration.json").exists()


@pytest.mark.parametrize(
    ("option", "kind"),
    [
        (("--max-loss", "0.15"), "max-loss"),
        (("--max-cloud-share", "0.4"), "max-cloud-share"),
        (("--target", "quality=0.8"), "quality"),
    ],
)
def test_a_promise_is_tested_on_labels_that_were_held_back(
    shell: Shell, option: tuple[str, str], kind: str
) -> None:
    """Half of them; the rule to write is told."""
    shell.write(labelled(300), "graded.jsonl")

    result = shell("calibrate", "graded.jsonl", *option, "--confidence", "0.9")

    promise = json.loads((shell.folder / "calibration.json").read_text())["promise"]
    assert (kind, 150) == (promise["kind"], promise["cases"])
    assert f"at_least: {promise['threshold']:g}" in result.stdout


def test_a_promise_that_does_not_hold_is_refused(shell: Shell) -> None:
    """In a sentence, and nothing is written."""
    shell.write(labelled(100), "graded.jsonl")

    result = shell("calibrate", "graded.jsonl", "--max-loss", "0.001")

    assert 1 == result.exit_code
    assert "no threshold keeps max-loss 0.001 with 95% confidence" in result.stderr
    assert not (shell.folder / "calibration.json").exists()


def test_drift_is_told(shell: Shell) -> None:
    """The same calls have none; much shorter ones have."""
    shell.write(labelled(100), "graded.jsonl")
    shell.write('{"prompt": "hi"}\n' * 50, "today.jsonl")
    shell("calibrate", "graded.jsonl")

    same = shell("calibrate", "graded.jsonl", "--check")
    other = shell("calibrate", "today.jsonl", "--check", "--json")

    assert (0, 1) == (same.exit_code, other.exit_code)
    assert "still like the labelled calls" in same.stdout
    assert json.loads(other.stdout)["drifted"]


@pytest.mark.parametrize(
    ("text", "options", "why"),
    [
        ("{", (), "graded.jsonl:1: this is no labelled call"),
        ("{}", (), "a line has"),
        ('{"features": {}, "version": 9}', (), "this is no labelled call"),
        ('{"prompt": "x", "weak_q": "much"}', (), "this is no labelled call"),
        ("", ("--check",), "calibration.json"),
        ("", ("--target", "speed=1"), "write --target quality=0.95"),
        ("", ("--target", "quality=high"), "write --target quality=0.95"),
        ("", ("--max-loss", "0.1", "--max-cloud-share", "0.1"), "ask for one of"),
    ],
)
def test_wrong_usage_is_explained(
    shell: Shell, text: str, options: tuple[str, ...], why: str
) -> None:
    """With the line, never with what stands in it."""
    shell.write(text, "graded.jsonl")

    result = shell("calibrate", "graded.jsonl", *options)

    assert 2 == result.exit_code
    assert why in " ".join(result.stderr.replace("│", " ").split())


def test_feedback_is_kept_without_text_and_can_be_learned_from(
    shell: Shell, tmp_path: Path
) -> None:
    """Only the owner can read the log, and only what a policy asks for is kept."""
    policy = {
        "version": 1,
        "backends": {"local": {"kind": "echo"}},
        "complexity": {"outcomes": "outcomes.jsonl"},
        "rules": [{"name": "rest", "to": ["local"]}],
    }
    path = shell.write(json.dumps(policy), "own.yaml")
    with OpenAI(policy=path) as client:
        for turn in range(45):
            raw = client.chat.completions.with_raw_response.create(
                model="auto", messages=[{"role": "user", "content": "open sesame " * turn}]
            )
            client.feedback(raw.headers["x-homeport-decision"], ok=turn < 30)

    log = tmp_path / "outcomes.jsonl"
    report = shell.json("calibrate", "outcomes.jsonl", "--json")

    assert {"local": 45, "cloud": 0} == report["labels"]
    assert "sesame" not in log.read_text()
    assert 0o600 == stat.S_IMODE(log.stat().st_mode)


def test_feedback_on_what_is_not_known_is_an_error(shell: Shell) -> None:
    """A decision of someone else's, or a policy that keeps nothing."""
    keeping = {
        "version": 1,
        "backends": {"local": {"kind": "echo"}},
        "complexity": {"outcomes": "outcomes.jsonl"},
        "rules": [{"name": "rest", "to": ["local"]}],
    }

    for policy, why in ((keeping, "no answered call"), ("private", "keeps no outcomes")):
        with OpenAI(policy=policy) as client, pytest.raises(NotKept, match=why):
            client.feedback("dec_1", ok=True)
