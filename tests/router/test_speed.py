"""How fast backends answer, as their callers see it; and whether calls have drifted."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from homeport.backends.base import Backend
from homeport.policies.complexity.calibration import Calibration
from homeport.policies.complexity.heads import Heads
from homeport.policies.complexity.labels import Labelled
from homeport.policies.policy import Policy
from homeport.router import wire
from homeport.router.dispatch import Router
from homeport.router.ledger import Ledger
from homeport.router.outcomes import WINDOW, DriftWatch
from homeport.router.speed import WEIGHT, Speedometer
from homeport.router.wire import Request
from homeport.types import Call, Delta, Speed, Usage


class Talking(Backend):
    """Says ten words."""

    def generate(self, call: Call) -> Iterator[Delta]:
        for _ in range(10):
            yield Delta("word ")
        yield Delta(finish="stop", usage=Usage(1, 10))


def talking(**changes: Any) -> Router:
    policy = {
        "version": 1,
        "backends": {"local": {"kind": "talking", "model": "t"}},
        "rules": [{"name": "all", "to": ["local"]}],
        **changes,
    }
    return Router(Policy.load(policy, backends={"talking": Talking}))


def chat(**body: Any) -> Request:
    raw = json.dumps({"model": "auto", "messages": [{"role": "user", "content": "hi"}], **body})
    return Request("POST", "https://api/v1/chat/completions", (), raw.encode())


def test_the_last_answers_count_most() -> None:
    """The first one of a process loads the model, and tells no time to the first token."""
    meter = Speedometer("local", "m")

    meter.finished(30.0, 40.0, 101)
    after_one = meter.speed
    meter.finished(1.0, 11.0, 101)
    meter.finished(2.0, 7.0, 101)

    assert after_one is None
    assert Speed(1 + WEIGHT, 10 + WEIGHT * 10) == meter.speed


def test_an_answer_of_a_few_tokens_tells_no_speed() -> None:
    """Nor does one that came at once."""
    meter = Speedometer("local", "m")

    for _ in range(2):
        meter.finished(1.0, 2.0, 3)
        meter.finished(1.0, 1.0, 50)

    assert meter.speed is None


def test_finished_answers_of_a_backend_are_measured() -> None:
    """Whole ones and streams; what is known of a target tells it."""
    router = talking()

    router.handle(chat())
    before = router.state(chat())["local"].speed
    list(router.handle(chat(stream=True)).body)
    known = router.state(chat())["local"].speed

    router.close()
    assert before is None
    assert known is not None
    assert 0 < known.first < 10 < known.rate


def test_a_ledger_keeps_the_speed_for_the_next_process(tmp_path: Path) -> None:
    """There even the first answer counts, for its rate."""
    path = tmp_path / "ledger.db"
    Ledger(path).measured("local", "t", Speed(0.5, 20))

    router = talking(ledger=str(path))
    first = router.state(chat())["local"].speed
    router.handle(chat())
    then = Ledger(path).speed("local", "t")

    router.close()
    assert Speed(0.5, 20) == first
    assert then is not None
    assert (0.5, True) == (then.first, then.rate > 20)


def measured(text: str) -> Labelled:
    body = {"messages": [{"role": "user", "content": text}]}
    return Labelled.of(wire.read(wire.request_for(body)), local_ok=len(text) < 40)


def test_calls_unlike_the_labelled_ones_are_warned_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Once for each window of them."""
    short = [measured(f"What is the capital of country {n}?") for n in range(30)]
    long = [measured("Prove in detail that " + "x is prime and " * n) for n in range(30)]
    path = tmp_path / "calibration.json"
    path.write_text(json.dumps(Calibration.learn([*short, *long], Heads.prior()).to_dict()))
    watch = DriftWatch(path)

    with caplog.at_level(logging.WARNING):
        for call in [*short, *long] * (WINDOW // 60) + short[: WINDOW % 60]:
            watch.saw(call)
        alike = len(caplog.records)
        for call in short * (WINDOW // 30 + 1):
            watch.saw(call)

    assert (0, 1) == (alike, len(caplog.records))
    assert "calls have drifted" in caplog.text
