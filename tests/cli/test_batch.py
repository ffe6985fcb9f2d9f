"""``homeport explain --batch``: one decision for each line, whatever the line is."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import Any

import pytest
from cli.conftest import Shell
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeport.errors import BadCall
from homeport.router import wire
from homeport.router.cli.judge import request_of

FIELDS = {
    "id",
    "route",
    "targets",
    "rule",
    "transform",
    "privacy",
    "complexity",
    "needs",
    "tokens",
    "language",
    "cost",
    "reasons",
    "elapsed_us",
}


def judged(shell: Shell, *lines: Any) -> list[Any]:
    """Return what the batch answers; lines that are bytes are sent as they are."""
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    result = shell("explain", "--batch", stdin=b"\n".join(raw) + b"\n")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == (1 if any("error" in answer for answer in answers) else 0)
    return answers


def test_each_line_gets_its_decision_in_order(shell: Shell) -> None:
    """The n-th answer belongs to the n-th line."""
    answers = judged(
        shell,
        {"text": "hello"},
        {"text": "my card is 4111 1111 1111 1111"},
        {"text": "write to ana@acme.es"},
    )

    assert [answer["rule"] for answer in answers] == ["rest", "secrets-stay", "personal"]
    assert all(answer.keys() == FIELDS for answer in answers)


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ({"messages": [{"role": "user", "content": "Project Falcon"}]}, "messages[0].content"),
        ({"text": "Project Falcon"}, "messages[0].content"),
        ({"input": "Project Falcon"}, "input"),
        ({"prompt": "Project Falcon"}, "prompt"),
        ({"messages": [], "tools": [{"description": "Project Falcon"}]}, "tools[0].description"),
        ({"text": "hi", "metadata": {"a": "Project Falcon"}}, "metadata.a"),
    ],
)
def test_every_form_of_body_is_read(shell: Shell, body: dict[str, Any], part: str) -> None:
    """Chat, responses, completions, and the short form; findings name the part as sent."""
    (answer,) = judged(shell, body)

    assert [finding["part"] for finding in answer["privacy"]["findings"]] == [part]
    assert answer["rule"] == "secrets-stay"


def test_offsets_are_code_points(shell: Shell) -> None:
    """Characters beyond the first plane count as one."""
    text = "😀😀 Project Falcon"

    (answer,) = judged(shell, {"text": text})

    (finding,) = answer["privacy"]["findings"]
    assert text[finding["start"] : finding["end"]] == "Project Falcon"


def test_labels_in_a_body_count(shell: Shell) -> None:
    """A body can raise its level and narrow its route as a request can."""
    (answer,) = judged(shell, {"text": "hi", "homeport": {"privacy": "secret"}})

    assert answer["privacy"]["level"] == "secret"


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"   ",
        b"not JSON",
        b'{"text": "cut',
        b"[]",
        b'[{"text": "hi"}]',
        b'"text"',
        b"null",
        b"12",
        b"{}",
        b'{"model": "gpt-5"}',
        b'{"text": 5}',
        b'{"text": null}',
        b'{"text": "\xff\xfe"}',
        b'{"messages": [], "messages": [{"content": "two"}]}',
        b'{"text": "hi", "homeport": {"privacy": "very"}}',
        b'{"text": "hi", "homeport": {"unknown": "x"}}',
        b'{"messages": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"messages": ' + b"[" * 500 + b"]" * 500 + b"}",
        b'{"n": ' + b"9" * 5_000 + b', "text": "hi"}',
    ],
)
def test_a_line_that_cannot_be_read_gets_an_error_in_its_place(shell: Shell, line: bytes) -> None:
    """The error has a number, a code and a message, and the run goes on."""
    before, answer, after = judged(shell, {"text": "a"}, line, {"text": "b"})

    assert answer.keys() == {"error"}
    assert answer["error"].keys() == {"message", "code", "line"}
    assert answer["error"]["line"] == 2
    assert before["rule"] == after["rule"] == "rest"


def test_errors_do_not_repeat_the_line(shell: Shell) -> None:
    """What could not be read may still be private."""
    (answer,) = judged(shell, b'{"text": "4111 1111 1111 1111')

    assert "4111" not in json.dumps(answer)


@pytest.mark.parametrize(
    "text", ["\ud800", "a\x00b", "\u202e", "😀" * 1000, "\n\r\u2028", "x" * 1_500_000]
)
def test_strange_text_is_judged(shell: Shell, text: str) -> None:
    """Lone surrogates, controls, and lines of megabytes are text like any other."""
    (answer,) = judged(shell, {"text": text})

    assert answer.keys() == FIELDS


def test_text_past_the_scan_limit_counts_as_private(shell: Shell) -> None:
    """What is too long to be judged is not public, and stays."""
    (answer,) = judged(shell, {"text": "word " * 800_000})

    assert answer["route"] == "local"
    assert answer["privacy"]["level"] == "sensitive"


def test_windows_line_ends_are_line_ends(shell: Shell) -> None:
    """A carriage return before the line feed is white space to JSON."""
    result = shell("explain", "--batch", stdin=b'{"text": "a"}\r\n{"text": "b"}\r\n')

    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 2


def test_the_last_line_needs_no_line_feed(shell: Shell) -> None:
    """A file may end without one."""
    result = shell("explain", "--batch", stdin=b'{"text": "a"}')

    assert len(result.stdout.splitlines()) == 1


def test_no_input_is_no_output(shell: Shell) -> None:
    """An empty batch is a complete one."""
    result = shell("explain", "--batch", stdin=b"")

    assert (result.stdout, result.exit_code) == ("", 0)


def test_answers_come_before_the_input_ends(shell: Shell) -> None:
    """Each answer is written at once, so a program can hold a dialogue."""
    process = shell.process("explain", "--batch")
    assert process.stdin is not None
    assert process.stdout is not None
    for text in ("one", "two"):
        process.stdin.write(json.dumps({"text": text}).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["rule"] == "rest"

    process.stdin.close()
    assert process.wait(timeout=20) == 0
    process.stdout.close()
    assert process.stderr is not None
    process.stderr.close()


def test_a_reader_that_goes_away_ends_the_batch_quietly(shell: Shell) -> None:
    """``| head -1`` is no reason for a traceback."""
    process = shell.process("explain", "--batch")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b'{"text": "a"}\n')
    process.stdin.flush()
    process.stdout.readline()
    process.stdout.close()
    process.stdin.write(b'{"text": "a"}\n' * 2)

    process.stdin.close()
    process.wait(timeout=20)

    assert process.stderr is not None
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()


def test_elapsed_covers_reading_and_judging(shell: Shell) -> None:
    """A thousand times the text takes longer, and never longer than the whole run."""
    began = time.perf_counter()
    _, short, long = judged(
        shell, {"text": "warm 600 123 456"}, {"text": "a word "}, {"text": "a word " * 20_000}
    )
    whole = (time.perf_counter() - began) * 1e6

    assert 0 < short["elapsed_us"] < long["elapsed_us"] < whole


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=80) | st.text(max_size=40).map(lambda text: json.dumps(text).encode()))
def test_no_line_does_anything_but_give_a_call_or_a_bad_call(line: bytes) -> None:
    """Whatever the bytes, reading them ends in a call or in the one error that is expected."""
    with suppress(BadCall):
        call = wire.read(request_of(line))
        assert call.endpoint in {"chat.completions", "responses", "completions"}
