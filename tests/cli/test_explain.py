"""``homeport explain``: the decision and why, for people and for scripts."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator

import pytest
from cli.conftest import ECHO, Shell
from rich.console import Console

import homeport
from homeport.policies.policy import Policy
from homeport.policies.privacy import Detector
from homeport.router import wire
from homeport.router.cli.explain import explained
from homeport.router.cli.judge import Judge
from homeport.types import Finding, Level, Part

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


def explanation(messages: list[dict[str, str]], *, reveal: bool = False) -> Console:
    """Explain a conversation on a colour terminal that remembers what it showed."""
    judge = Judge(Policy.load("balanced"))
    judged = judge.judge(wire.request_for({"messages": messages}))
    console = Console(
        record=True, width=200, file=io.StringIO(), force_terminal=True, highlight=False
    )
    console.print(explained(judged, judge.router.policy, judge.state, reveal=reveal))
    return console


def said(text: str, role: str = "user") -> dict[str, str]:
    return {"role": role, "content": text}


def test_what_was_found_is_underlined_where_it_stands() -> None:
    """In the colour of its level, with the number of its row in the table."""
    text = "Dear bank, my card is 4111 1111 1111 1111 and my mail is ana@acme.es, thanks"

    shown = explanation([said(text)])

    styled = shown.export_text(styles=True, clear=False)
    assert re.search(r"my card is \x1b\[1;4;35m411• •••• •••• •111\x1b\[0m\x1b\[2m¹", styled)
    assert re.search(r"my mail is \x1b\[4;33man[^\x1b]*\x1b\[0m\x1b\[2m²", styled)
    table = shown.export_text()
    assert re.search(r"¹ +sensitive +credit_card .*identifiers +0\.99", table)
    assert re.search(r"² +personal +email ", table)


def test_long_texts_are_cropped_around_what_was_found() -> None:
    """What is far from any finding is left out, at the ends of words."""
    filler = "nothing of interest here " * 200
    text = f"{filler}mail ana@acme.es now {filler}or bob@acme.es {filler}"

    shown = " ".join(explanation([said(text)]).export_text().split())

    assert re.search(
        r"… \w[\w ]{40,60} mail an•@••••\.es¹ now [\w ]{40,60}\w … \w[\w ]{40,60} or", shown
    )
    assert shown.count(" … ") == 3
    assert len(shown) < 1500


def test_every_part_with_a_finding_is_shown() -> None:
    """With its path and whose it is."""
    shown = explanation([said("mail ana@acme.es", "system"), said("hello"), said("a@acme.es")])

    text = shown.export_text()
    assert "messages[0].content (system)" in text
    assert "messages[2].content (user)" in text
    assert "messages[1]" not in text


def test_reveal_shows_it_all(shell: Shell) -> None:
    """On the user's own terminal, if the user asks for it."""
    assert shell("explain", CARD, "--reveal").stdout.count("4111 1111 1111 1111") == 2


def test_a_continued_local_response_stays_here_as_in_the_client(shell: Shell) -> None:
    """The command line and the client judge by the same memory of conversations."""
    shell.write(ECHO + "opaque: cloud\n")
    line = {"input": "and now?", "previous_response_id": "resp_local_0123456789abcdef"}

    found = shell.json("explain", "--batch", stdin=json.dumps(line))

    with homeport.OpenAI() as client:
        assert list(client.explain(**line).reasons) == found["reasons"]
    assert "cloud dropped: the caller asked for local" in found["reasons"]


class Doubtful(Detector):
    """Finds that something may be a name."""

    name = "doubtful"

    def find(self, part: Part) -> Iterator[Finding]:
        if "Rose" in part.text:
            yield Finding(part.path, 0, 4, "name", Level.PUBLIC, self.name, 0.3)


@pytest.mark.parametrize(("text", "asked"), [("Rose is here", True), ("It is late", False)])
def test_it_is_told_when_the_judge_would_be_asked(text: str, asked: bool) -> None:
    """Only in doubt, and only before something leaves; nobody is asked for an explanation."""
    made = {
        "version": 1,
        "backends": {"near": {"kind": "echo"}, "far": {"kind": "openai", "model": "m"}},
        "privacy": {"detectors": ["doubtful"], "judge": "near"},
        "rules": [{"name": "all", "to": ["far"]}],
    }
    judge = Judge(Policy.load(made, detectors={"doubtful": Doubtful}))
    judged = judge.judge(wire.request_for({"messages": [{"role": "user", "content": text}]}))
    console = Console(file=io.StringIO(), width=120)

    console.print(explained(judged, judge.router.policy, judge.state))

    assert asked is ("near is asked before it leaves" in console.file.getvalue())  # type: ignore[attr-defined]
