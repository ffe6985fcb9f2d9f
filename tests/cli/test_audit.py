"""``homeport audit``: checking the log and reading it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.conftest import ECHO, Shell
from standin import Cloud


@pytest.fixture
def log(shell: Shell, cloud: Cloud, tmp_path: Path) -> Path:
    """The log of two calls: one that left and one that stayed."""
    path = tmp_path / "audit.jsonl"
    shell.write(ECHO.replace("to: [local, cloud]", "to: [cloud, local]") + f"audit: {path}\n")
    assert shell("ask", "hello").exit_code == 0
    assert shell("ask", "write to ana.perez@correo.es").exit_code == 0
    return path


def test_an_intact_log_is_told_with_its_head(shell: Shell, log: Path) -> None:
    """Without a name it is the log of the policy in force."""
    found = shell.json("audit", "verify", "--json")

    assert ({"file": str(log), "intact": True, "records": 3, "faults": []}) == {
        key: found[key] for key in ("file", "intact", "records", "faults")
    }
    assert found["head"] in shell("audit", "verify").stdout
    assert 0 == shell("audit", "verify", "--head", found["head"]).exit_code
    assert 1 == shell("audit", "verify", "--head", "f" * 64).exit_code


def test_a_changed_log_is_told_with_the_line(shell: Shell, log: Path) -> None:
    """And the exit code says no."""
    log.write_text(log.read_text().replace('"public"', '"secret"', 1))

    result = shell("audit", "verify", str(log))

    assert 1 == result.exit_code
    assert "audit.jsonl:1: this record was changed after it was written" in result.stdout
    assert shell.json("audit", "verify", "--json")["faults"] == [
        {"line": 1, "message": "this record was changed after it was written"}
    ]


def test_a_person_sees_what_left_and_what_came_of_it(shell: Shell, log: Path) -> None:
    """A line for each record."""
    shown = shell("audit", "show").stdout

    for word in ("leaves", "answered", "1 email", "personal", "HTTP 200", "cloud", "local"):
        assert word in shown
    assert "ana.perez" not in shown


def test_json_lines_of_one_decision(shell: Shell, log: Path) -> None:
    """The id is the one that the answer carried."""
    first = json.loads(log.read_text().splitlines()[0])

    lines = shell("audit", "show", "--json", "--decision", first["decision"]).stdout.splitlines()
    short = shell("audit", "show", "--json", "--decision", first["decision"][4:16])

    assert ["egress", "outcome"] == [json.loads(line)["event"] for line in lines]
    assert first == json.loads(lines[0])
    assert lines == short.stdout.splitlines()


@pytest.mark.parametrize(
    ("since", "code"), [("1h", 0), ("2001-01-01", 0), ("2999-01-01T00:00", 1), ("soon", 2)]
)
def test_since_takes_ages_and_dates(shell: Shell, log: Path, since: str, code: int) -> None:
    """Nothing found is a no; nonsense is wrong usage."""
    assert code == shell("audit", "show", "--since", since).exit_code


def test_a_log_that_is_not_there_names_the_line_to_write(shell: Shell, no_models: Path) -> None:
    """In a policy, that is."""
    result = shell("audit", "verify")

    assert 2 == result.exit_code
    assert "audit: true" in result.stderr
