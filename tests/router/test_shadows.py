"""Shadow runs: what is asked again, of whom, what is kept of it, and what is dropped."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from homeport.backends.base import Backend
from homeport.policies.policy import Policy
from homeport.policies.prove import prove
from homeport.router.dispatch import Router
from homeport.router.shadows import WAITING
from homeport.router.wire import Request
from homeport.types import Call, Delta, Level, Usage

SUM = "A train goes 60 km per hour for 3 hours and 20 km per hour for 2 more. How far is that?"
OTHER = "A bus goes 30 km per hour for 2 hours and 10 km per hour for 1 more. How far is that?"
ASKED = "What is the nicest colour, and why do you think so?"


class Counting(Backend):
    """Says a number."""

    def generate(self, call: Call) -> Iterator[Delta]:
        yield Delta("That is ")
        yield Delta("220.")
        yield Delta(finish="stop", usage=Usage(1, 2))


class Cloud:
    """Says what it is told to, and waits where it is told to."""

    def __init__(self, *said: str) -> None:
        self.said = list(said)
        self.seen: list[dict[str, Any]] = []
        self.may_answer = threading.Event()
        self.may_answer.set()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(json.loads(request.content))
        self.may_answer.wait(10)
        message = {"role": "assistant", "content": self.said.pop(0) if self.said else "220"}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        body = {"id": "c", "object": "chat.completion", "model": "m", "choices": [choice]}
        return httpx.Response(200, json=body)


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    return tmp_path / "outcomes.jsonl"


def shadowed(cloud: Callable[..., Any], log: Path, *to: str, **shadow: Any) -> Router:
    policy = {
        "version": 1,
        "backends": {
            "local": {"kind": "counting", "model": "counting", "trust": "device"},
            "cloud": {"kind": "openai", "model": "gpt-5-mini", "base_url": "https://cloud/v1"},
        },
        "stays_home": [{"name": "home", "when": {"label": "home"}}],
        "complexity": {"outcomes": str(log), "shadow": {"share": 1, **shadow}},
        "rules": [{"name": "rest", "to": list(to or ("local",))}],
    }
    client = httpx.Client(transport=httpx.MockTransport(cloud))
    return Router(Policy.load(policy, backends={"counting": Counting}), client=client, retries=0)


def chat(text: str = SUM, *headers: tuple[str, str], **body: Any) -> Request:
    raw = json.dumps({"model": "auto", "messages": [{"role": "user", "content": text}], **body})
    return Request("POST", "https://api/v1/chat/completions", headers, raw.encode())


def rows(log: Path, count: int = 1) -> list[dict[str, Any]]:
    """Wait until so many labels are kept."""
    for _ in range(400):
        found = log.read_text().splitlines() if log.exists() else []
        if len(found) >= count:
            return [json.loads(line) for line in found]
        time.sleep(0.02)
    raise AssertionError("no label was kept")


def test_a_call_of_this_device_is_put_to_the_cloud_too(log: Path) -> None:
    """Its label is kept beside its features, and nothing of what was said."""
    cloud = Cloud("It is 220 km.")
    router = shadowed(cloud, log)

    reply = router.handle(chat())

    (row,) = rows(log)
    router.close()
    assert (True, "number") == (row["local_ok"], row["by"])
    assert dict(reply.headers)["x-homeport-decision"] == row["decision"]
    assert ["gpt-5-mini"] == [seen["model"] for seen in cloud.seen]
    assert "train" not in log.read_text()


def test_a_call_of_the_cloud_is_put_to_this_device_too(log: Path) -> None:
    """Where the answers differ the cloud's is taken for right."""
    router = shadowed(Cloud("It is 200 km."), log, "cloud")

    router.handle(chat())

    (row,) = rows(log)
    router.close()
    assert (False, "number") == (row["local_ok"], row["by"])


def test_a_stream_is_compared_when_it_has_ended(log: Path) -> None:
    """Nothing is asked before."""
    cloud = Cloud()
    router = shadowed(cloud, log)
    reply = router.handle(chat(stream=True))
    assert not isinstance(reply.body, bytes)
    pieces = iter(reply.body)

    next(pieces)
    before = len(cloud.seen)
    list(pieces)

    assert rows(log)[0]["local_ok"] is True
    router.close()
    assert (0, 1) == (before, len(cloud.seen))
    assert "stream" not in cloud.seen[0]


def test_a_judge_grades_what_no_program_can(log: Path) -> None:
    """Each answer by itself."""
    cloud = Cloud("Blue, for it calms.", "No.", "yes")
    router = shadowed(cloud, log, judge="cloud", when={"label": "compare"})

    router.handle(chat(ASKED, ("x-homeport-label", "compare")))

    (row,) = rows(log)
    router.close()
    assert (False, True, "judge") == (row["local_ok"], row["cloud_ok"], row["by"])


@pytest.mark.parametrize(
    "request_",
    [
        chat("My card is 4111 1111 1111 1111."),
        chat(SUM, ("x-homeport-route", "local")),
        chat(SUM, ("x-homeport-privacy", "personal")),
        chat(SUM, ("x-homeport-label", "home")),
        chat(SUM, model="counting"),
    ],
    ids=["private", "narrowed", "raised", "stays-home", "model"],
)
def test_what_may_not_leave_is_not_asked_again(log: Path, request_: Request) -> None:
    """Not even for a label; a call that may be is asked meanwhile."""
    cloud = Cloud()
    router = shadowed(cloud, log)

    router.handle(request_)
    router.handle(chat(OTHER))

    rows(log)
    router.close()
    assert 1 == len(cloud.seen)


def test_the_caller_waits_for_nothing_and_what_is_too_much_is_dropped(log: Path) -> None:
    """The cloud hangs: answers of this device come, and only so many wait in line."""
    cloud = Cloud()
    cloud.may_answer.clear()
    router = shadowed(cloud, log)

    replies = [router.handle(chat()) for _ in range(WAITING + 5)]
    cloud.may_answer.set()

    assert {200} == {reply.status for reply in replies}
    kept = rows(log, WAITING)
    router.close()
    assert WAITING <= len(kept) < WAITING + 5


def test_closing_drops_what_waits(log: Path) -> None:
    """And does not wait for what hangs."""
    cloud = Cloud()
    cloud.may_answer.clear()
    router = shadowed(cloud, log)
    for _ in range(3):
        router.handle(chat())
    while not cloud.seen:
        time.sleep(0.01)

    router.close()
    cloud.may_answer.set()
    time.sleep(0.2)

    assert 1 == len(cloud.seen)


def test_the_condition_of_a_shadow_is_one_like_any(log: Path) -> None:
    """It is false here, so nothing is asked."""
    cloud = Cloud()
    router = shadowed(cloud, log, when={"label": "compare"})

    router.handle(chat())
    router.handle(chat(SUM, ("x-homeport-label", "compare")))

    rows(log)
    router.close()
    assert 1 == len(cloud.seen)


def test_a_shadow_is_in_the_audit_log(log: Path, tmp_path: Path) -> None:
    """It left the device: by the rule shadow."""
    audit = tmp_path / "audit.jsonl"
    logged = Policy.load(
        {
            "version": 1,
            "backends": {
                "local": {"kind": "counting", "model": "counting", "trust": "device"},
                "cloud": {"kind": "openai", "model": "m", "base_url": "https://cloud/v1"},
            },
            "complexity": {"outcomes": str(log), "shadow": {"share": 1}},
            "rules": [{"name": "rest", "to": ["local"]}],
            "audit": str(audit),
        },
        backends={"counting": Counting},
    )
    router = Router(logged, client=httpx.Client(transport=httpx.MockTransport(Cloud())))

    router.handle(chat())

    rows(log)
    router.close()
    left = [json.loads(line) for line in audit.read_text().splitlines()]
    assert [("egress", "shadow")] == [
        (one["event"], one["rule"]) for one in left if one["event"] == "egress"
    ]


def test_a_proof_knows_shadow_runs_as_a_way_for_public_calls(log: Path) -> None:
    """And for no others."""
    book = shadowed(Cloud(), log).policy.rulebook

    assert [["shadow"], []] == [
        [path.rule for path in prove(book, level).paths] for level in (Level.PUBLIC, Level.PERSONAL)
    ]
