"""Servers are asked what they hold, and calls that would not fit never reach them."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import openai
import pytest
import servers
from servers import Answers, Server

from homeport import AsyncOpenAI, OpenAI
from homeport.router.serving import OLLAMA_DEFAULT, Ping, Pong, Profile, examine

SHORT = [{"role": "user", "content": "Say hello"}]
LONG = [{"role": "user", "content": "word " * 6000}]  # about 7,500 tokens
TOOL = {"type": "function", "function": {"name": "now", "parameters": {"type": "object"}}}
IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}


def policy(server: Server, **more: Any) -> dict[str, Any]:
    box = {"kind": "server", "base_url": server.url, "model": "small", "trust": "device"}
    return {
        "version": 1,
        "backends": {"box": box | more, "echo": {"kind": "echo"}},
        "rules": [{"name": "all", "to": ["box", "echo"]}],
    }


def only_box(server: Server, **more: Any) -> dict[str, Any]:
    return policy(server, **more) | {"rules": [{"name": "all", "to": ["box"]}]}


def examined(answers: Answers, *, server: str = "") -> Profile | None:
    """Run an examination against ``answers``, without any network."""
    questions = examine("small")
    ping: Ping = next(questions)
    try:
        while True:
            method = "GET" if ping.body is None else "POST"
            path = ping.path if ping.rooted else f"/v1{ping.path}"
            status, body = answers.get(f"{method} {path}", (404, {}))
            ping = questions.send(Pong(status, body, server))
    except StopIteration as done:
        found: Profile | None = done.value
        return found


@pytest.mark.parametrize(
    ("answers", "kind", "context", "cuts"),
    [
        (servers.ollama(loaded=8192), "ollama", 8192, True),
        (
            servers.ollama(loaded=None, parameters="stop  x\nnum_ctx    16384"),
            "ollama",
            16384,
            True,
        ),
        (servers.ollama(loaded=None), "ollama", OLLAMA_DEFAULT, True),
        (servers.llama_cpp(2048), "llama.cpp", 2048, False),
        (servers.vllm(4096), "vllm", 4096, False),
        (servers.vllm(4096, "sglang"), "sglang", 4096, False),
        (servers.lm_studio(3000), "lm studio", 3000, True),
        (servers.lm_studio(None), "lm studio", 32_768, True),
        ({"GET /v1/models": (200, servers.models(owned_by="me"))}, "server", None, False),
        ({}, "server", None, False),
    ],
)
def test_each_server_tells_what_it_is_and_holds(
    answers: Answers, kind: str, context: int | None, cuts: bool
) -> None:
    """In its own words; of one that nobody knows nothing is assumed."""
    found = examined(answers)

    assert found is not None
    assert (kind, context, cuts) == (found.kind, found.context, found.cuts)


def test_mlx_lms_own_server_is_known_by_what_it_does_not_say() -> None:
    """It would answer a schema with any text."""
    found = examined({"GET /v1/models": (200, servers.models())}, server="BaseHTTP/0.6 Python/3")

    assert found is not None
    assert {"json_schema", "n", "images"} <= found.lacks


def test_ollama_without_the_model_says_how_to_get_it() -> None:
    """Its 404 is unmistakable."""
    missing = {"POST /api/show": (404, {"error": "model 'small' not found"})}

    found = examined(servers.ollama() | missing)

    assert found is not None
    assert "ollama pull small" in found.why


def test_what_ollama_would_cut_goes_to_the_next_target() -> None:
    """The server never sees the call, and nothing of it is in what it was asked before."""
    with Server(servers.ollama(loaded=4096)) as server, OpenAI(policy=policy(server)) as client:
        answer = client.chat.completions.create(model="auto", messages=LONG)

        assert "echo" == answer.model
        assert [] == server.chats
        assert not [seen for seen in server.seen if b"word" in seen.body]


def test_what_ollama_would_cut_is_refused_with_the_numbers() -> None:
    """Where there is no other target."""
    with (
        Server(servers.ollama(loaded=4096)) as server,
        OpenAI(policy=only_box(server)) as client,
        pytest.raises(openai.BadRequestError, match="holds 4096 tokens") as refused,
    ):
        client.chat.completions.create(model="auto", messages=LONG, max_tokens=100)

    assert "context_length_exceeded" == refused.value.code
    assert [] == server.chats


def test_the_answer_needs_room_too() -> None:
    """A short prompt with a long answer does not fit either."""
    with (
        Server(servers.vllm(2048)) as server,
        OpenAI(policy=only_box(server)) as client,
    ):
        client.chat.completions.create(model="auto", messages=SHORT, max_tokens=1900)
        with pytest.raises(openai.BadRequestError, match="2048"):
            client.chat.completions.create(model="auto", messages=SHORT, max_tokens=2048)

    assert 1 == len(server.chats)


def test_once_asked_the_policy_decides_with_what_is_known() -> None:
    """The second decision drops the server before anything is tried."""
    with Server(servers.llama_cpp(2048)) as server, OpenAI(policy=policy(server)) as client:
        before = client.explain(messages=LONG)
        client.chat.completions.create(model="auto", messages=SHORT)
        after = client.explain(messages=LONG)

    assert ("box", "echo") == before.targets
    assert ("echo",) == after.targets
    assert "do not fit its context of 2,048" in after.why


@pytest.mark.parametrize(
    ("call", "lacking"),
    [
        ({"messages": SHORT, "tools": [TOOL]}, "tools"),
        ({"messages": [{"role": "user", "content": [IMAGE]}]}, "images"),
    ],
)
def test_what_a_model_cannot_do_never_reaches_it(call: dict[str, Any], lacking: str) -> None:
    """Tools and pictures, by Ollama's own list of what the model can do."""
    with (
        Server(servers.ollama(can=("completion",))) as server,
        OpenAI(policy=only_box(server)) as client,
    ):
        with pytest.raises(openai.APIStatusError, match=f"does not offer {lacking}"):
            client.chat.completions.create(model="auto", **call)
        decision = client.explain(**call)

    assert [] == server.chats
    assert "refuse" == decision.route


def test_a_server_is_asked_once_not_for_every_call() -> None:
    """Three questions, then only calls."""
    with Server(servers.ollama()) as server, OpenAI(policy=only_box(server)) as client:
        for _ in range(3):
            client.chat.completions.create(model="auto", messages=SHORT)

        assert ["GET /v1/models", "POST /api/show", "GET /api/ps", servers.CHAT] == [
            seen.what for seen in server.seen
        ][:4]
        assert (3, 6) == (len(server.chats), len(server.seen))


def test_a_server_that_is_slow_to_tell_does_not_hold_a_call_for_long() -> None:
    """After two seconds it is called without being known."""
    began = time.monotonic()
    with Server(servers.vllm(), slow=3) as server, OpenAI(policy=only_box(server)) as client:
        client.chat.completions.create(model="auto", messages=SHORT)
        took = time.monotonic() - began

    assert 1 == len(server.chats)
    assert 2 <= took < 3


def test_what_the_server_itself_finds_too_long_goes_on() -> None:
    """Its refusal is not the call's own fault: another target may hold more."""
    error = {"message": "the request exceeds the available context size", "code": 400}
    full = {servers.CHAT: (400, {"error": error | {"type": "exceed_context_size_error"}})}

    with Server(servers.vllm() | full) as server, OpenAI(policy=policy(server)) as client:
        answer = client.chat.completions.create(model="auto", messages=SHORT)

    assert ("echo", 1) == (answer.model, len(server.chats))


def test_the_policy_can_set_a_lower_limit() -> None:
    """Its word counts where the server says more, or nothing."""
    with (
        Server(servers.vllm(4096)) as server,
        OpenAI(policy=only_box(server, context=1024)) as client,
        pytest.raises(openai.BadRequestError, match="holds 1024 tokens"),
    ):
        client.chat.completions.create(model="auto", messages=SHORT, max_tokens=1024)


def test_the_async_client_learns_the_same() -> None:
    """One examination, two drivers."""

    async def ask(server: Server) -> str:
        async with AsyncOpenAI(policy=policy(server)) as client:
            answer = await client.chat.completions.create(model="auto", messages=LONG)
            return str(answer.model)

    with Server(servers.lm_studio(3000)) as server:
        assert "echo" == asyncio.run(ask(server))
        assert [] == server.chats


def test_a_question_to_the_network_is_a_departure_like_any_other(tmp_path: Path) -> None:
    """It is in the audit log, with the key of the policy on it and no word of the call."""
    log = tmp_path / "audit.jsonl"
    with Server(servers.vllm()) as server:
        said = only_box(server, trust="network") | {"audit": str(log)}
        with OpenAI(policy=said) as client:
            client.chat.completions.create(model="auto", messages=SHORT)

        records = [json.loads(line) for line in log.read_text().splitlines()]
        left = [record for record in records if record["event"] == "egress"]
        assert ["models", "chat.completions"] == [record["endpoint"] for record in left]
        assert len(left) == len(server.seen)
        assert "authorization" not in {name.lower() for name in server.seen[0].headers}


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_a_redirect_is_no_answer_to_a_question(mode: str) -> None:
    """Nothing is followed, nothing is left open, and the call itself is sent."""
    moved = {"GET /v1/models": (307, "<p>moved</p>")}

    async def ask(server: Server) -> None:
        async with AsyncOpenAI(policy=only_box(server)) as client:
            await client.chat.completions.create(model="auto", messages=SHORT)

    with Server(servers.vllm() | moved) as server:
        if mode == "async":
            asyncio.run(ask(server))
        else:
            with OpenAI(policy=only_box(server)) as client:
                client.chat.completions.create(model="auto", messages=SHORT)

    assert ["GET /v1/models", servers.CHAT] == [seen.what for seen in server.seen]
