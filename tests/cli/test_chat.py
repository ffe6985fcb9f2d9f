"""``homeport chat``: several turns, piped in as a script would, and typed on a terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import time
from collections.abc import Iterator
from contextlib import contextmanager

from cli.conftest import Shell
from standin import Cloud
from standin_faults import endless, status


def test_every_turn_is_answered_and_tells_its_route(shell: Shell) -> None:
    """Piped lines are turns; empty ones are not."""
    result = shell("chat", stdin="hello\n\nand you?\n")

    assert result.exit_code == 0
    assert re.findall(r"^(hello|and you\?)$", result.stdout, re.MULTILINE) == ["hello", "and you?"]
    assert result.stdout.count("local · local (echo)") == 2


def test_the_level_never_falls(shell: Shell) -> None:
    """What was said once keeps the later turns at home."""
    result = shell("chat", stdin="hello\nabout Project Falcon\nand now?\n")

    levels = re.findall(r"rule [\w-]+ · (\w+)", result.stdout)
    assert levels == ["public", "sensitive", "sensitive"]


def test_clear_begins_another_conversation(shell: Shell) -> None:
    """After ``/clear`` neither the history nor the level is left."""
    result = shell("chat", stdin="about Project Falcon\n/clear\nhello\n")

    assert re.findall(r"rule [\w-]+ · (\w+)", result.stdout) == ["sensitive", "public"]


def test_the_history_travels(shell: Shell, cloud: Cloud) -> None:
    """Each request holds the system text, the earlier turns and their answers."""
    shell("chat", "--route", "cloud", "--system", "Be kind.", stdin="one\ntwo\n")

    first, second = (seen.json()["messages"] for seen in cloud.seen)
    assert [message["role"] for message in first] == ["system", "user"]
    assert [message["role"] for message in second] == ["system", "user", "assistant", "user"]
    assert second[-1] == {"role": "user", "content": "two"}


def test_a_turn_that_fails_is_forgotten(shell: Shell, cloud: Cloud) -> None:
    """The conversation goes on as if it had not been said."""
    cloud.then(status(401))

    result = shell("chat", "--route", "cloud", stdin="one\ntwo\n")

    assert result.exit_code == 0
    assert "no answer: " in result.stderr
    assert [m["content"] for m in cloud.seen[-1].json()["messages"]] == ["two"]


def test_a_refused_turn_says_why(shell: Shell) -> None:
    """A refusal ends the turn, not the program."""
    result = shell("chat", "--model", "forbidden", stdin="one\ntwo\n")

    assert result.stderr.count("refused by the policy (rule never)") == 2


def test_explain_shows_the_last_turn(shell: Shell) -> None:
    """``/explain`` is about what was said, with what came before it."""
    result = shell("chat", stdin="about Project Falcon\n/explain\n")

    assert "stays on this device" in result.stdout
    assert "Pr••••• ••••on" in result.stdout


def test_explain_judges_a_text_without_saying_it(shell: Shell) -> None:
    """``/explain TEXT`` does not raise the level of the conversation."""
    result = shell("chat", stdin="hello\n/explain 4111 1111 1111 1111\nhello\n")

    assert "credit_card" in result.stdout
    assert re.findall(r"rule [\w-]+ · (\w+)", result.stdout) == ["public", "public"]


def test_the_other_commands(shell: Shell) -> None:
    """Help, the policy, an early explain, a wrong word, and the way out."""
    result = shell("chat", stdin="/explain\n/help\n/policy\n/wrong\n/quit\nnever said\n")

    assert "nothing has been said yet" in result.stderr
    assert "/clear" in result.stdout
    assert "who can answer" in result.stdout
    assert "/wrong is no command" in result.stderr
    assert "never said" not in result.stdout


@contextmanager
def terminal(shell: Shell, *arguments: str) -> Iterator[Terminal]:
    """Run a command on a pseudo-terminal, which turns Ctrl-C into a signal."""
    ours, theirs = pty.openpty()
    ends = dict.fromkeys(("stdin", "stdout", "stderr"), theirs)
    process = shell.process(*arguments, before="import os; os.login_tty(0); ", **ends)
    os.close(theirs)
    try:
        yield Terminal(ours)
        process.wait(timeout=20)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


class Terminal:
    """The keyboard and the screen of a program."""

    def __init__(self, end: int) -> None:
        self._end = end
        self._seen = b""

    def type(self, keys: str) -> None:
        os.write(self._end, keys.encode())

    def wait_for(self, text: str, *, pressing: str = "") -> None:
        """Read on until ``text`` has come; what came before it is forgotten.

        ``pressing`` is typed again and again: an interrupt between the prompt and the first
        wait for a key is seen by Python only with the next key.
        """
        deadline = time.monotonic() + 30
        while text.encode() not in self._seen:
            assert time.monotonic() < deadline, self._seen
            self.type(pressing)
            if select.select([self._end], [], [], 0.5)[0]:
                self._seen += os.read(self._end, 65536)
        self._seen = self._seen.partition(text.encode())[2]


def test_ctrl_c_stops_the_answer_and_not_the_program(shell: Shell, cloud: Cloud) -> None:
    """The next turn is answered, and the part that was shown is in its history."""
    cloud.then(endless(0.05))
    with terminal(shell, "chat", "--route", "cloud") as screen:
        screen.wait_for("›")
        screen.type("tell me\r")
        screen.wait_for("This This")
        screen.type("\x03")
        screen.wait_for("stopped")
        screen.wait_for("›")
        screen.type("again\r")
        screen.wait_for("rule rest")
        screen.wait_for("›")
        screen.type("\x04")

    assert cloud.hung_up.wait(10)
    roles = [message["role"] for message in cloud.seen[-1].json()["messages"]]
    assert roles == ["user", "assistant", "user"]


def test_ctrl_c_at_the_prompt_only_warns(shell: Shell) -> None:
    """Leaving is said, not slipped into."""
    with terminal(shell, "chat") as screen:
        screen.wait_for("›")
        screen.wait_for("/quit or Ctrl-D leaves", pressing="\x03")
        screen.wait_for("›")
        screen.type("/quit\r")
