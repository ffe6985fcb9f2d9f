"""``homeport responses``: seeing and forgetting what this device keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.conftest import ECHO, Shell

import homeport

SAID = "A quiet sentence about lemons"


@pytest.fixture
def kept(shell: Shell, tmp_path: Path) -> list[str]:
    """The ids of a response and a conversation."""
    shell.write(ECHO + f"storage: {{path: {tmp_path / 'kept.sqlite3'}}}\n")
    with homeport.OpenAI() as client:
        response = client.responses.create(model="auto", input=SAID)
        items = [{"role": "user", "content": SAID}]
        return [response.id, client.conversations.create(items=items).id]  # type: ignore[list-item]


def test_what_is_kept_is_listed_without_its_content(shell: Shell, kept: list[str]) -> None:
    """A line each; as JSON with sizes and times."""
    told, found = shell("responses", "list"), shell.json("responses", "list", "--json")

    assert kept == [entry["id"] for entry in found]
    assert [("response", "public"), ("conversation", "public")] == [
        (entry["kind"], entry["level"]) for entry in found
    ]
    assert all(entry["bytes"] > len(SAID) for entry in found)
    assert all(key in told.stdout for key in kept)
    assert "lemons" not in told.stdout


def test_content_is_shown_on_request(shell: Shell, kept: list[str]) -> None:
    """Of one thing, named by its id."""
    for key in kept:
        assert SAID in shell("responses", "show", key).stdout
    assert 1 == shell("responses", "show", "resp_local_unknown").exit_code


def test_things_are_forgotten_one_by_one(shell: Shell, kept: list[str], tmp_path: Path) -> None:
    """For good: the words are not in the file any more."""
    assert 1 == shell("responses", "delete", *kept, "resp_local_unknown").exit_code

    assert 1 == shell("responses", "list").exit_code
    assert b"lemons" not in (tmp_path / "kept.sqlite3").read_bytes()


def test_what_is_old_is_forgotten(shell: Shell, kept: list[str]) -> None:
    """By the time it was last used."""
    assert "0 forgotten" in shell("responses", "forget", "--older-than", "1d").stdout
    assert 0 == shell("responses", "list").exit_code


def test_everything_is_forgotten_even_what_cannot_be_read(
    shell: Shell, kept: list[str], tmp_path: Path
) -> None:
    """The file is deleted; the next answer begins another."""
    file = tmp_path / "kept.sqlite3"
    file.write_bytes(b"broken")
    assert "forget --all" in shell("responses", "list").stderr.replace("\n", " ")

    assert 0 == shell("responses", "forget", "--all").exit_code

    assert not file.exists()
    assert "was not there" in shell("responses", "forget", "--all").stdout.replace("\n", " ")


@pytest.mark.parametrize("words", [[], ["--all", "--older-than", "1d"], ["--older-than", "soon"]])
def test_what_to_forget_must_be_said(shell: Shell, words: list[str]) -> None:
    """Nothing is forgotten by mistake."""
    assert 2 == shell("responses", "forget", *words).exit_code


def test_a_policy_that_keeps_nothing(shell: Shell) -> None:
    """Says so."""
    shell.write(ECHO + "storage: false\n")

    result = shell("responses", "list")

    assert 2 == result.exit_code
    assert "keeps nothing" in result.stderr
