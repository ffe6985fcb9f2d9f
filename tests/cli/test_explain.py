"""``homeport explain``: the decision and why, for people and for scripts."""

from __future__ import annotations

import re

import pytest
from cli.conftest import Shell

import homeport

CARD = "my card is 4111 1111 1111 1111"


def test_json_is_the_decision_exactly(shell: Shell) -> None:
    """The fields are those of ``Decision.to_dict``, the values those of the client."""
    with homeport.OpenAI() as client:
        expected = client.explain(messages=[{"role": "user", "content": CARD}]).to_dict()

    found = shell.json("explain", CARD, "--json")

    assert found.keys() == expected.keys()
    assert found.pop("id").startswith("dec_")
    assert isinstance(found.pop("elapsed_us"), int)
    assert {key: expected[key] for key in found} == found


def test_a_person_sees_decision_rule_reasons_and_targets(shell: Shell) -> None:
    """Everything that decided is on the screen."""
    shown = shell("explain", CARD).stdout

    for word in ("stays on this device", "secrets-stay", "sensitive", "credit_card", "identifiers"):
        assert word in shown
    assert re.search(r"1 +local +echo +on this device +ready", shown)
    assert re.search(r"- +cloud +gpt-5-mini +leaves the device +.*set OPENAI_API_KEY", shown)


def test_what_was_found_is_masked(shell: Shell) -> None:
    """A screenshot of an explanation shows only the edges of what is private."""
    shown = shell("explain", CARD).stdout

    assert "411• •••• •••• •111" in shown
    assert "4111 1111 1111 1111" not in shown


def test_a_target_that_is_not_ready_names_the_command(shell: Shell, no_models: object) -> None:
    """An engine or a model that is not here comes with the command that brings it."""
    shown = " ".join(shell("explain", "hello", "--policy", "offline").stdout.split())

    assert re.search("; run: (homeport models pull smollm2-135m|(uv )?pip install )", shown)


def test_a_refusal_is_explained_and_exits_0(shell: Shell) -> None:
    """Explaining worked, whatever the decision is."""
    shell.write("version: 1\nbackends:\n  local: {kind: echo}\nrules:\n  - {name: never, to: []}\n")

    result = shell("explain", "hello")

    assert result.exit_code == 0
    assert "refused" in result.stdout


@pytest.mark.parametrize("stdin", ["hola", "ñ\nß", b"\xff\xfe not UTF-8", b""])
def test_a_dash_judges_any_input(shell: Shell, stdin: str | bytes) -> None:
    """What could never be sent can still be judged."""
    result = shell("explain", "-", "--json", stdin=stdin)

    assert result.exit_code == 0


def test_markup_in_a_text_is_text(shell: Shell) -> None:
    """Rich's markup and a terminal's escape sequences in a finding have no effect."""
    text = "write to [red]ana@acme.es[/red]\x1b[2J"

    shown = shell("explain", text).stdout

    assert "\x1b" not in shown


@pytest.mark.parametrize("arguments", [(), ("hello", "--batch")])
def test_a_text_and_a_batch_exclude_each_other(shell: Shell, arguments: tuple[str, ...]) -> None:
    """One of them is needed, and only one."""
    assert shell("explain", *arguments).exit_code == 2
