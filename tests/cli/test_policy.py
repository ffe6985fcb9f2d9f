"""``homeport policy``: check, show, test, schema."""

from __future__ import annotations

import json

import pytest
from cli.conftest import ECHO, Shell

from homeport.policies.policy import PRESETS

WRONG_EXAMPLE = ECHO + "  - {say: hola, route: cloud}\n"


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_is_valid_and_its_examples_hold(shell: Shell, preset: str) -> None:
    """What ships keeps what it promises."""
    result = shell("policy", "check", preset)

    assert result.exit_code == 0
    assert f"the preset {preset} is valid" in result.stdout


def test_check_says_which_policy_is_in_force(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a name: the environment's policy, the folder's, or balanced; and why that one."""
    assert "found as ./homeport.yaml" in shell("policy", "check").stdout

    monkeypatch.setenv("HOMEPORT_POLICY", "private")
    assert "named by $HOMEPORT_POLICY" in shell("policy", "check").stdout

    monkeypatch.delenv("HOMEPORT_POLICY")
    (shell.folder / "homeport.yaml").unlink()
    assert "as there is no ./homeport.yaml" in shell("policy", "check").stdout


def test_an_example_that_fails_exits_1(shell: Shell) -> None:
    """The line is shown, with what came out and what was to."""
    shell.write(WRONG_EXAMPLE)

    result = shell("policy", "check")

    assert result.exit_code == 1
    assert "the example's route is local, not cloud" in result.stderr
    assert "{say: hola, route: cloud}" in result.stderr


def test_every_error_is_told_with_its_place(shell: Shell) -> None:
    """One run shows all that is wrong, each with file, line and column."""
    shell.write(ECHO.replace("terms:", "term:").replace("to: []", "too: []"))

    result = shell("policy", "check")

    assert result.exit_code == 2
    places = [line for line in result.stderr.splitlines() if line.startswith("homeport.yaml:")]
    assert [place.split(":")[1] for place in places] == ["7", "11"]
    assert "did you mean 'terms'" in result.stderr
    assert "did you mean 'to'" in result.stderr


def test_an_option_that_a_backend_does_not_have_is_an_error(shell: Shell) -> None:
    """Only the backend knows its options, so check asks it; no model is loaded for that."""
    shell.write(ECHO.replace("kind: echo", "kind: echo, volume: 11"))

    result = shell("policy", "check")

    assert result.exit_code == 2
    assert result.stderr.startswith("homeport.yaml:3:")
    assert "no option 'volume'" in result.stderr


@pytest.mark.parametrize("name", ["missing.yaml", "nonsense", "."])
def test_what_is_not_a_policy_exits_2(shell: Shell, name: str) -> None:
    """A missing file, an unknown preset, a folder."""
    assert shell("policy", "check", name).exit_code == 2


def test_check_reports_as_json(shell: Shell) -> None:
    """Editors and CI get places as numbers."""
    shell.write(WRONG_EXAMPLE)
    found = shell.json("policy", "check", "--json")
    shell.write(ECHO.replace("kind: echo", "kind: ecko"))
    broken = shell.json("policy", "check", "--json")

    assert (found["valid"], found["examples"]) == (True, 3)
    (mismatch,) = found["mismatches"]
    assert (mismatch["field"], mismatch["expected"], mismatch["actual"]) == (
        "route",
        "cloud",
        "local",
    )
    assert mismatch["line"] == len(WRONG_EXAMPLE.splitlines())
    assert broken["valid"] is False
    assert (broken["errors"][0]["file"], broken["errors"][0]["line"]) == ("homeport.yaml", 3)


def test_show_tells_the_rules_in_words(shell: Shell) -> None:
    """Who can answer, what stays home, where the rest goes."""
    shown = " ".join(shell("policy", "show").stdout.split())

    assert "local echo echo on this device" in shown
    assert "cloud openai gpt-5-mini leaves the device" in shown
    assert "secrets-stay privacy sensitive or secret never leaves" in shown
    assert "never model forbidden refused" in shown
    assert "rest every call local → cloud" in shown


def test_show_as_json_has_what_is_shown(shell: Shell) -> None:
    """The same, for scripts."""
    found = shell.json("policy", "show", "--json")

    assert found["source"] == "homeport.yaml"
    assert [rule["name"] for rule in found["rules"]] == ["never", "personal", "rest"]
    assert [spec["leaves"] for spec in found["backends"]] == [False, True]
    assert len(found["fingerprint"]) == 64


def test_test_runs_the_examples_one_line_each(shell: Shell) -> None:
    """A mark, a place, the expectation, and what came out instead."""
    shell.write(WRONG_EXAMPLE)

    result = shell("policy", "test")

    assert result.exit_code == 1
    first, second, third = result.stdout.splitlines()
    assert first.startswith("✓")
    assert second.startswith("✓")
    assert third.startswith("✗")
    assert "route is local" in third


def test_test_as_json_lists_every_example(shell: Shell) -> None:
    """Good and bad ones, with their differences."""
    shell.write(WRONG_EXAMPLE)

    result = shell("policy", "test", "--json")

    assert [entry["ok"] for entry in json.loads(result.stdout)] == [True, True, False]
    assert result.exit_code == 1


def test_schema_is_a_json_schema(shell: Shell) -> None:
    """Editors take it as it is."""
    found = shell.json("policy", "schema")

    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "backends" in found["properties"]
