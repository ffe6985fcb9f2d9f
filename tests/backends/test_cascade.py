"""The real SmolLM2-135M in a cascade: its own log-probabilities decide. The cloud is a mock."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from homeport.policies.policy import Policy
from homeport.router.dispatch import Router
from homeport.router.wire import Request

pytestmark = pytest.mark.model

EVENTS = b'data: {"by": "cloud"}\n\ndata: {"finish_reason": "stop"}\n\ndata: [DONE]\n\n'


def _cloud(request: httpx.Request) -> httpx.Response:
    if json.loads(request.content).get("stream"):
        return httpx.Response(200, content=EVENTS, headers={"content-type": "text/event-stream"})
    return httpx.Response(200, json={"by": "cloud", "choices": []})


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")


@pytest.fixture(scope="module")
def house(smollm2: Path) -> Iterator[Router]:
    """A router whose rule trusts the model a little, and with the label ``strict`` hardly ever."""
    strict = {"below": 0.99, "samples": 1, "within": 60}
    policy = {
        "version": 1,
        "backends": {
            "local": {"kind": "pytorch", "model": str(smollm2), "dtype": "float32"},
            "cloud": {"kind": "openai", "model": "m", "base_url": "https://cloud/v1"},
        },
        "rules": [
            {
                "name": "strict",
                "when": {"label": "strict"},
                "to": ["local", "cloud"],
                "escalate": strict,
            },
            {
                "name": "rest",
                "to": ["local", "cloud"],
                "escalate": {"below": 0.5, "window": 8, "within": 60, "samples": 1},
            },
        ],
    }
    transport = httpx.MockTransport(_cloud)
    router = Router(
        Policy.load(policy),
        client=httpx.Client(transport=transport),
        async_client=httpx.AsyncClient(transport=transport),
    )
    yield router
    router.close()


def ask(text: str, *labels: str, **body: Any) -> Request:
    said = {"messages": [{"role": "user", "content": text}], "temperature": 0, "max_tokens": 8}
    raw = json.dumps({"model": "auto", **said, **body}).encode()
    headers = tuple(("x-homeport-label", label) for label in labels)
    return Request("POST", "https://api/v1/chat/completions", headers, raw)


def test_what_the_model_knows_it_answers_and_what_it_does_not_it_gives_up(house: Router) -> None:
    """Its tokens tell: surer of Paris than of a product; the bound decides."""
    told = []
    for question in ("What is the capital of France?", "What is 4817 times 393?"):
        reply = house.handle(ask(question))
        headers = dict(reply.headers)
        told.append((headers["x-homeport-backend"], float(headers["x-homeport-confidence"])))

    assert ["local" if sure >= 0.5 else "cloud" for _, sure in told] == [who for who, _ in told]
    assert told[0][1] > told[1][1]


def test_streams_and_async_calls_are_watched_alike(house: Router) -> None:
    """A demanding rule gives the same draft up, whoever asks and however."""

    async def streamed() -> tuple[str, bytes]:
        reply = await house.handle_async(ask("Name a colour.", "strict", stream=True))
        body = b"".join([chunk async for chunk in reply.body])  # type: ignore[union-attr]
        return dict(reply.headers)["x-homeport-escalated"], body

    whole = house.handle(ask("Name a colour.", "strict"))
    why, body = asyncio.run(streamed())

    assert "low_confidence" == why == dict(whole.headers)["x-homeport-escalated"]
    assert (EVENTS, {"by": "cloud", "choices": []}) == (body, json.loads(whole.body))  # type: ignore[arg-type]
