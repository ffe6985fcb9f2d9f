"""The gateway behind a real uvicorn, asked by the real openai client and by plain HTTP."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
import uvicorn

from homeport.backends.base import Backend
from homeport.policies.policy import Policy
from homeport.router.dispatch import Router
from homeport.router.gateway import MAX_BODY, Gateway
from homeport.types import Call, Delta, Usage

stopped = threading.Event()


class Endless(Backend):
    """Talks until nobody listens."""

    def generate(self, call: Call) -> Iterator[Delta]:
        try:
            while True:
                yield Delta("more ")
                time.sleep(0.005)
        finally:
            stopped.set()


class Polite(Backend):
    """Says three words."""

    def generate(self, call: Call) -> Iterator[Delta]:
        for word in ("good ", "day ", "to you"):
            yield Delta(word)
        yield Delta(finish="stop", usage=Usage(1, 3))


POLICY: dict[str, Any] = {
    "version": 1,
    "backends": {
        "local": {"kind": "polite", "model": "polite"},
        "endless": {"kind": "endless", "model": "endless"},
        "cloud": {"kind": "openai", "model": "gpt-5-mini"},
    },
    "stays_home": [{"name": "private", "when": {"privacy": {"at_least": "personal"}}}],
    "rules": [
        {"name": "endless", "when": {"model": "endless"}, "to": ["endless"]},
        {"name": "rest", "to": ["cloud", "local"]},
    ],
}
HELLO: Any = [{"role": "user", "content": "hello"}]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept") / "outcomes.jsonl"


@pytest.fixture(scope="module")
def address(outcomes: Path) -> Iterator[str]:
    kept = {**POLICY, "complexity": {"outcomes": str(outcomes)}}
    policy = Policy.load(kept, backends={"polite": Polite, "endless": Endless})
    router = Router(policy, retries=0)
    # Nothing listens on port 9 (discard): the cloud is down.
    gateway = Gateway(router, cloud="http://127.0.0.1:9/v1", timeout=5)
    server = uvicorn.Server(uvicorn.Config(gateway, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(5)
    router.close()


@pytest.fixture
def client(address: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{address}/v1", api_key="any", max_retries=0) as client:
        yield client


def test_a_stock_client_is_answered_through_the_gateway(
    client: openai.OpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cloud is down, the device answers, and the headers tell."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-gateway")
    raw = client.chat.completions.with_raw_response.create(model="auto", messages=HELLO)

    assert "good day to you" == raw.parse().choices[0].message.content
    assert "cloud:unreachable, local:ok" == raw.headers["x-homeport-tried"]


def test_a_programs_own_key_does_not_reach_the_cloud(client: openai.OpenAI) -> None:
    """The gateway's environment has no key, so the cloud is not ready, whatever was sent."""
    raw = client.chat.completions.with_raw_response.create(model="auto", messages=HELLO)

    assert "cloud:not_ready, local:ok" == raw.headers["x-homeport-tried"]


def test_streams_arrive_as_they_are_made(client: openai.OpenAI) -> None:
    """Every word is an event of its own."""
    stream = client.chat.completions.create(model="auto", messages=HELLO, stream=True)

    words = [chunk.choices[0].delta.content for chunk in stream if chunk.choices]

    assert ["good ", "day ", "to you"] == [word for word in words if word]


def test_a_caller_who_goes_away_stops_the_model(client: openai.OpenAI) -> None:
    """Nobody pays for tokens that nobody reads."""
    stopped.clear()
    stream = client.chat.completions.create(model="endless", messages=HELLO, stream=True)
    next(iter(stream))

    stream.close()

    assert stopped.wait(5)


def test_a_call_that_takes_too_long_is_a_504(client: openai.OpenAI) -> None:
    """The gateway's own time-out bounds a call."""
    with pytest.raises(openai.InternalServerError) as caught:
        client.chat.completions.create(model="endless", messages=HELLO, timeout=30)

    assert (504, "deadline_exceeded") == (caught.value.status_code, caught.value.code)


def test_feedback_is_kept_as_by_the_client(address: str, outcomes: Path) -> None:
    """Features and the label; a second time it is rated already."""
    body = {"model": "polite", "messages": HELLO}
    answer = httpx.post(f"{address}/v1/chat/completions", json=body, trust_env=False)
    rating = {"decision": answer.headers["x-homeport-decision"], "ok": False}

    first, second = (
        httpx.post(f"{address}/v1/homeport/feedback", json=rating, trust_env=False)
        for _ in range(2)
    )

    assert (200, rating) == (first.status_code, first.json())
    assert (404, "not_kept") == (second.status_code, second.json()["error"]["code"])
    (row,) = outcomes.read_text().splitlines()
    assert rating["decision"] == json.loads(row)["decision"]
    assert json.loads(row)["local_ok"] is False


@pytest.mark.parametrize(
    ("method", "body", "status", "code"),
    [
        ("POST", b"", 400, "invalid_feedback"),
        ("POST", b"[]", 400, "invalid_feedback"),
        ("POST", b'{"decision": "dec_1"}', 400, "invalid_feedback"),
        ("POST", b'{"decision": "dec_1", "ok": 1}', 400, "invalid_feedback"),
        ("POST", b'{"decision": "dec_1", "ok": true, "why": "x"}', 400, "invalid_feedback"),
        ("POST", b'{"decision": "dec_1", "ok": true}', 404, "not_kept"),
        ("GET", b"", 405, "method_not_allowed"),
    ],
)
def test_feedback_that_says_nothing_is_an_error(
    address: str, method: str, body: bytes, status: int, code: str
) -> None:
    """It never goes to the cloud."""
    url = f"{address}/v1/homeport/feedback"

    answer = httpx.request(method, url, content=body, trust_env=False)

    assert (status, code) == (answer.status_code, answer.json()["error"]["code"])


@pytest.mark.parametrize("host", ["evil.example", "10.0.0.7", "", "127.0.0.1.evil.example:80"])
def test_requests_for_another_host_are_refused(address: str, host: str) -> None:
    """A web page that rebinds its name to this device gets nothing."""
    answer = httpx.get(f"{address}/v1/models", headers={"host": host}, trust_env=False)

    assert (403, "not_this_device") == (answer.status_code, answer.json()["error"]["code"])


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "[::1]:8000", "127.0.0.1"])
def test_requests_for_this_device_are_answered(address: str, host: str) -> None:
    """Whatever it is called."""
    answer = httpx.get(f"{address}/v1/models", headers={"host": host}, trust_env=False)

    assert "polite" == answer.json()["data"][0]["id"]


def test_a_body_that_is_too_large_is_a_413(address: str) -> None:
    """It is refused as soon as it is known."""
    answer = httpx.post(f"{address}/v1/responses", content=b"x" * (MAX_BODY + 1), trust_env=False)

    assert (413, "request_too_large") == (answer.status_code, answer.json()["error"]["code"])


def test_an_upload_is_denied_by_the_policy(client: openai.OpenAI) -> None:
    """Opaque calls are denied here as everywhere."""
    with pytest.raises(openai.PermissionDeniedError):
        client.files.create(file=("a.txt", b"text"), purpose="assistants")
