"""``homeport demo``: real decisions and real answers, and only counted claims."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from cli.conftest import ECHO, Shell
from rich.console import Console
from standin import Cloud

import homeport
from homeport.router.cli.demo import tour
from homeport.router.cli.report import Outcome, summary, totals

HARD = ECHO.replace(
    "  - {name: rest,",
    "  - {name: hard, when: {complexity: {at_least: 0.7}}, to: [cloud, local]}\n  - {name: rest,",
)


@pytest.fixture
def client(shell: Shell) -> Iterator[homeport.OpenAI]:
    """A client whose hard requests go to the cloud first, and whose device side is echo."""
    shell.write(HARD)
    with homeport.OpenAI() as made:
        yield made


def toured(client: homeport.OpenAI, width: int = 100) -> tuple[list[Outcome], str]:
    screen = io.StringIO()
    console = Console(file=screen, width=width)
    outcomes = list(tour(client, console))
    console.print(summary(outcomes, []))
    return outcomes, screen.getvalue()


def test_without_a_key_the_device_does_the_work(client: homeport.OpenAI) -> None:
    """What is hard falls back; what needs tools that nobody offers is not answered."""
    outcomes, shown = toured(client)

    assert totals(outcomes) == {"device": 7, "cloud": 0, "refused": 0, "unanswered": 1}
    hard = next(outcome for outcome in outcomes if outcome.sample.title == "hard question")
    assert hard.answer is not None
    assert hard.answer.tried == "cloud:not_ready, local:ok"
    assert "tried cloud: not ready → local: ok" in shown


def test_what_is_private_never_has_the_cloud_as_a_target(client: homeport.OpenAI) -> None:
    """Card, patient and key stay, whoever else is ready."""
    outcomes, _ = toured(client)

    private = [outcome for outcome in outcomes if outcome.judged.decision.privacy.level > 0]
    assert len(private) == 3
    assert {outcome.judged.decision.targets for outcome in private} == {("local",)}


def test_with_a_key_the_cloud_answers_what_is_hard(shell: Shell, cloud: Cloud) -> None:
    """And sees nothing of what is private."""
    shell.write(HARD)
    with homeport.OpenAI() as client:
        outcomes, _ = toured(client)

    assert totals(outcomes)["cloud"] >= 2
    sent = b"".join(seen.body for seen in cloud.seen)
    assert b"4111" not in sent
    assert b"12345678Z" not in sent
    assert b"sk-proj-" not in sent


@pytest.mark.parametrize("width", [80, 100, 160])
def test_no_line_is_wider_than_the_terminal(client: homeport.OpenAI, width: int) -> None:
    """Narrow or wide, nothing is cut and nothing runs over."""
    _, shown = toured(client, width)

    assert max(len(line) for line in shown.splitlines()) <= width


CONNECTING = """
import socket
from homeport.router.cli.witness import Witness

def reach(host):  # a connected datagram socket sends nothing
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.connect((host, 9))

with Witness() as witness:
    pass
reach("192.0.2.3")
with witness:
    reach("127.0.0.1")
    reach("192.0.2.1")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        try:
            made.sendto(b"", ("192.0.2.2", 9))
        except OSError:
            pass
reach("192.0.2.4")
print(*witness.hosts)
"""


def test_the_witness_hears_what_leaves_while_it_watches() -> None:
    """Loopback is this device; any other address is not, even if nobody answers there."""
    done = subprocess.run(
        [sys.executable, "-c", CONNECTING], capture_output=True, text=True, check=False
    )

    assert done.stdout.split() == ["192.0.2.1", "192.0.2.2"], done.stderr


@pytest.mark.model
def test_the_demo_runs_on_the_real_model(shell: Shell) -> None:
    """Eight requests, eight real answers, nothing off the device, and a picture of it."""
    process = shell.process("demo", "--json", "--svg", "demo.svg")

    out, errors = process.communicate(timeout=600)

    assert process.returncode == 0, errors
    found = json.loads(out)
    assert found["summary"]["unanswered"] == 0
    assert found["summary"]["connections_off_device"] == 0
    assert found["summary"]["device"] == 8
    assert all(entry["answer"] for entry in found["requests"])
