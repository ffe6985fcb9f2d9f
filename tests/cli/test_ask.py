"""``homeport ask``: the answer on standard output, one line about it on standard error."""

from __future__ import annotations

import json
import signal

import pytest
from cli.conftest import Shell
from standin import Cloud
from standin_faults import cut_after, endless, status


def test_the_answer_is_all_that_standard_output_gets(shell: Shell) -> None:
    """A file that ask is redirected to holds the answer alone."""
    result = shell("ask", "good morning Vigo")

    assert result.stdout == "good morning Vigo\n"
    assert result.exit_code == 0


def test_one_line_tells_how_the_answer_came_about(shell: Shell) -> None:
    """Route, backend, model, rule, level, complexity and seconds are on standard error."""
    line = shell("ask", "good morning Vigo").stderr

    assert line.startswith("local · local (echo) · rule rest · public · complexity 0.")
    assert " s" in line.rsplit("complexity", 1)[1]
    assert line.count("\n") == 1


def test_a_dash_reads_the_question_from_standard_input(shell: Shell) -> None:
    """``-`` stands for all of standard input, line breaks and accents included."""
    result = shell("ask", "-", stdin="¿qué tal?\nadiós")

    assert result.stdout == "¿qué tal?\nadiós\n"


def test_json_tells_answer_and_way_in_one_object(shell: Shell) -> None:
    """``--json`` gives scripts everything that people see."""
    found = shell.json("ask", "one two three four", "--json")

    assert found["answer"] == "one two three four"
    assert (found["route"], found["backend"], found["model"]) == ("local", "local", "echo")
    assert (found["rule"], found["level"], found["tried"]) == ("rest", "public", "local:ok")
    assert (found["finish_reason"], found["tokens"]) == ("stop", 4)
    assert 0 <= found["first_token_seconds"] <= found["seconds"]


def test_max_tokens_cuts_and_says_so(shell: Shell) -> None:
    """A cut answer is never shown as a whole one."""
    result = shell("ask", "one two three", "--max-tokens", "2")

    assert result.stdout == "one two \n"
    assert "cut at the token limit" in result.stderr


def test_a_refusal_of_the_policy_exits_3(shell: Shell) -> None:
    """The rule is named, the text is not repeated."""
    result = shell("ask", "private words", "--model", "forbidden")

    assert result.exit_code == 3
    assert result.stdout == ""
    assert "rule never" in result.stderr
    assert "private words" not in result.stderr


def test_a_level_can_be_raised(shell: Shell) -> None:
    """``--privacy secret`` with ``--route cloud`` leaves nobody who may answer."""
    result = shell("ask", "hello", "--privacy", "secret", "--route", "cloud")

    assert result.exit_code == 3
    assert "secrets-stay" in result.stderr


def test_nobody_who_can_answer_exits_4(shell: Shell) -> None:
    """Without a key the cloud is not ready, and the message says what to set."""
    result = shell("ask", "hello", "--route", "cloud")

    assert result.exit_code == 4
    assert "set OPENAI_API_KEY" in result.stderr


def test_errors_are_json_too(shell: Shell) -> None:
    """A script that asked for JSON gets JSON, whatever happens."""
    result = shell("ask", "hello", "--route", "cloud", "--json")

    error = json.loads(result.stdout)["error"]
    assert result.exit_code == error["exit"] == 4
    assert "OPENAI_API_KEY" in error["message"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", ""),
        ("ask", "hi", "--route", "moon"),
        ("ask", "hi", "--privacy", "very"),
        ("ask", "hi", "--max-tokens", "0"),
        ("ask", "hi", "--nonsense"),
        ("ask", "lone \ud800 surrogate"),
        ("asc", "hi"),
    ],
)
def test_wrong_usage_exits_2(shell: Shell, arguments: tuple[str, ...]) -> None:
    """What cannot be meant is refused before anything happens."""
    result = shell(*arguments)

    assert result.exit_code == 2
    assert result.stdout == ""


def test_input_that_is_no_text_exits_2(shell: Shell) -> None:
    """Bytes that are no UTF-8 could not be sent as they are."""
    result = shell("ask", "-", stdin=b"\xff\xfe")

    assert result.exit_code == 2
    assert "not valid UTF-8" in result.stderr


def test_a_wrong_policy_exits_2_and_shows_the_line(shell: Shell) -> None:
    """The caret stands under the place of the error."""
    shell.write(
        "version: 1\nbackends:\n  local: {kind: ecko}\nrules:\n  - {name: a, to: [local]}\n"
    )

    result = shell("ask", "hello")

    assert result.exit_code == 2
    place, line, caret = result.stderr.splitlines()
    assert place.startswith("homeport.yaml:3:17: ")
    assert line.endswith("│   local: {kind: ecko}")
    assert caret.index("^") == line.index("ecko")


def test_a_preset_that_does_not_exist_exits_2(shell: Shell) -> None:
    """The presets that there are get named."""
    result = shell("ask", "hello", "--policy", "balancd")

    assert result.exit_code == 2
    assert "did you mean 'balanced'" in result.stderr


def test_the_system_text_is_read_as_well(shell: Shell) -> None:
    """Private words in ``--system`` keep the whole call at home."""
    result = shell("ask", "hello", "--system", "You work on Project Falcon.")

    assert "rule secrets-stay · sensitive" in result.stderr


def test_the_cloud_answers_what_may_leave(shell: Shell, cloud: Cloud) -> None:
    """The footer says cloud, and the model that really answered."""
    result = shell("ask", "hello", "--route", "cloud")

    assert result.exit_code == 0
    assert result.stderr.startswith("cloud · cloud (")
    assert len(cloud.seen) == 1


def test_a_cloud_that_refuses_the_key_exits_4(shell: Shell, cloud: Cloud) -> None:
    """A 401 of the cloud is not a refusal of the policy."""
    cloud.then(status(401))

    result = shell("ask", "hello", "--route", "cloud")

    assert result.exit_code == 4


def test_an_answer_cut_by_the_cloud_exits_4_and_keeps_what_came(shell: Shell, cloud: Cloud) -> None:
    """What was shown stays shown; the error says that it is not all."""
    cloud.then(cut_after(2))

    result = shell("ask", "hello", "--route", "cloud")

    assert result.exit_code == 4
    assert result.stderr.startswith("no answer: the stream ")


def test_ctrl_c_stops_the_answer_and_exits_130(shell: Shell, cloud: Cloud) -> None:
    """Whoever answers is told to stop, what came stays shown, and there is no traceback."""
    cloud.then(endless(0.05))
    process = shell.process("ask", "hello", "--route", "cloud")
    assert process.stdout is not None
    first = process.stdout.read(1)

    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)

    assert first
    assert process.returncode == 130
    assert errors == b""
    assert cloud.hung_up.wait(10)
