"""What reaches the cloud is what the SDK alone would have sent there, byte for byte."""

from __future__ import annotations

import json
from typing import Any

import pytest
from dropin.drive import ASK, House, document, it
from standin import Seen

MODEL = "gpt-5-mini"
TOOL = {
    "type": "function",
    "function": {"name": "f", "parameters": {"type": "object", "enum": [1.0, 1, "\u00e9"]}},
}
CHATS: dict[str, dict[str, Any]] = {
    "plain": {},
    "text": {"messages": [{"role": "user", "content": 'ñandú 🦙 "quoted" \\ \u2028 \x00'}]},
    "numbers": {"temperature": 1.0, "top_p": 0.30000000000000004, "seed": 12345678901234567890},
    "tools": {"tools": [TOOL], "tool_choice": "auto", "parallel_tool_calls": False},
    "history": {
        "messages": [
            {"role": "system", "content": ""},
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [
                    {
                        "id": "c1",
                        "type": "function",
                        "function": {"name": "f", "arguments": '{ "a" : 1 }'},
                    }
                ],
            },
            {"role": "tool", "tool_call_id": "c1", "content": "done"},
        ]
    },
    "unknown": {"extra_body": {"new_field": {"deep": [None, True, {"x": 1e-7}]}, "": "empty"}},
    "headers": {"extra_headers": {"x-team": "blue", "OpenAI-Beta": "later=v9"}},
    "query": {"extra_query": {"a": "1 2", "b": ["x", "y"]}},
    "schema": {
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "s", "schema": {"type": "object", "properties": {}}},
        }
    },
    "stream": {"stream": True, "stream_options": {"include_usage": True}},
}

# What belongs to a connection and not to a request.
_OF_THE_CONNECTION = {"accept-encoding", "connection", "host"}


def lasting(seen: Seen) -> dict[str, str]:
    return {
        name.lower(): value
        for name, value in seen.headers
        if name.lower() not in _OF_THE_CONNECTION
    }


def same(seen: list[Seen]) -> None:
    """Assert that two requests are one and the same."""
    ours, theirs = seen
    assert theirs.body == ours.body
    assert (theirs.method, theirs.path) == (ours.method, ours.path)
    assert lasting(theirs) == lasting(ours)


@pytest.mark.parametrize("name", CHATS)
async def test_chat(house: House, name: str) -> None:
    """A chat leaves as the SDK wrote it: body, path, query and headers."""
    asking = {"model": MODEL, "messages": ASK, **CHATS[name]}
    for client in (house.client(document("cloud")), house.plain()):
        answer = await it(client.chat.completions.create(**asking))
        if asking.get("stream"):
            await it(answer.close())

    same(house.cloud.seen)


async def test_response(house: House) -> None:
    """A response call leaves as the SDK wrote it."""
    for client in (house.client(document("cloud")), house.plain()):
        await it(
            client.responses.create(
                model=MODEL,
                input=[{"role": "user", "content": [{"type": "input_text", "text": "hé"}]}],
                instructions="Be brief",
                reasoning={"effort": "low"},
                metadata={"k": "v"},
                extra_body={"new_field": [1]},
            )
        )

    same(house.cloud.seen)


async def test_completion_embedding_moderation(house: House) -> None:
    """So do the smaller endpoints."""
    calls = [
        lambda client: client.completions.create(model=MODEL, prompt=["hé"], logprobs=2),
        lambda client: client.embeddings.create(model=MODEL, input=["hé"], dimensions=3),
        lambda client: client.moderations.create(input="hé"),
    ]
    for call in calls:
        house.cloud.reset()
        for client in (house.client(document("cloud")), house.plain()):
            await it(call(client))

        same(house.cloud.seen)


async def test_identity(house: House) -> None:
    """Organisation, project and default headers are kept."""
    options = {
        "organization": "org-1",
        "project": "proj-1",
        "default_headers": {"x-team": "blue"},
        "default_query": {"tenant": "t1"},
    }
    for client in (house.client(document("cloud"), **options), house.plain(**options)):
        await it(client.chat.completions.create(model=MODEL, messages=ASK))

    same(house.cloud.seen)
    assert "org-1" == house.cloud.seen[0].header("openai-organization")
    assert "proj-1" == house.cloud.seen[0].header("openai-project")


async def test_only_the_model_is_named(house: House) -> None:
    """``auto`` becomes the policy's model, and not a byte around it changes."""
    asking = {"messages": [{"role": "user", "content": 'say "model": "auto"'}], "temperature": 1.0}
    await it(house.client(document("cloud")).chat.completions.create(model="auto", **asking))
    await it(house.plain().chat.completions.create(model="stand-in-mini", **asking))

    ours, theirs = house.cloud.seen
    assert theirs.body == ours.body.replace(b'"model": ', b'"model":')


async def test_a_named_model_is_kept(house: House) -> None:
    """A cloud model's own name is forwarded."""
    client = house.client(document("cloud"))
    answer = await it(client.chat.completions.create(model="gpt-5-mini", messages=ASK))

    assert "gpt-5-mini" == house.cloud.seen[0].json()["model"] == answer.model


async def test_labels_in_the_body_are_all_that_is_removed(house: House) -> None:
    """Taking our label out of a body leaves every other field and its order."""
    extra = {"zebra": 1, "homeport": {"privacy": "personal"}, "ant": "ñ"}
    await it(
        house.client(document("cloud")).chat.completions.create(
            model=MODEL, messages=ASK, extra_body=extra
        )
    )
    await it(
        house.plain().chat.completions.create(
            model=MODEL, messages=ASK, extra_body={"zebra": 1, "ant": "ñ"}
        )
    )

    ours, theirs = (json.loads(seen.body, object_pairs_hook=list) for seen in house.cloud.seen)
    assert theirs == ours
