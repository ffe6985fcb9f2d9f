"""Chats, on this device and in the cloud."""

from __future__ import annotations

from typing import Any

import openai
import pydantic
import pytest
from dropin.drive import ASK, HERE, House, Place, each, every, it, opened

ASKED = ASK[0]["content"]
TOOL = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather of a city",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}


class City(pydantic.BaseModel):
    name: str
    people: int


async def test_chat(house: House, client: Any, place: Place) -> None:
    """A chat is answered by whom the policy names, in the SDK's own types."""
    answer = await it(client.chat.completions.create(model="auto", messages=ASK))

    assert (place.text, place.model) == (answer.choices[0].message.content, answer.model)
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens


async def test_chat_stream(house: House, client: Any, place: Place) -> None:
    """A stream brings the same text in pieces and one finish reason."""
    stream = await it(client.chat.completions.create(model="auto", messages=ASK, stream=True))
    chunks = await every(stream)

    assert place.text == "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert ["stop"] == [c.choices[0].finish_reason for c in chunks if c.choices[0].finish_reason]
    assert {place.model} == {chunk.model for chunk in chunks}


async def test_chat_stream_with_usage(house: House, client: Any, place: Place) -> None:
    """With include_usage the last chunk counts the tokens and has no choice."""
    stream = await it(
        client.chat.completions.create(
            model="auto", messages=ASK, stream=True, stream_options={"include_usage": True}
        )
    )
    chunks = await every(stream)

    assert chunks[-1].usage.completion_tokens > 0
    assert [] == chunks[-1].choices
    assert all(chunk.usage is None for chunk in chunks[:-1])


async def test_chat_stream_helper(house: House, client: Any, place: Place) -> None:
    """The SDK's stream helper accumulates its events to a complete answer."""
    async with opened(client.chat.completions.stream(model="auto", messages=ASK)) as stream:
        kinds = [event.type async for event in each(stream)]
        final = await it(stream.get_final_completion())

    assert place.text == final.choices[0].message.content
    assert {"chunk", "content.delta", "content.done"} <= set(kinds)


async def test_chat_parse(house: House, client: Any, place: Place) -> None:
    """A schema is met by the cloud; the echo cannot, and says so."""
    asking = {"model": "auto", "messages": ASK, "response_format": City}
    if place is HERE:
        with pytest.raises(openai.PermissionDeniedError, match="json_schema"):
            await it(client.chat.completions.parse(**asking))
        return
    answer = await it(client.chat.completions.parse(**asking))

    assert City(name="stand-in", people=0) == answer.choices[0].message.parsed


async def test_tools(house: House, client: Any, place: Place) -> None:
    """Tools reach a model that can use them and are never dropped for one that cannot."""
    asking = {"model": "auto", "messages": ASK, "tools": [TOOL]}
    if place is HERE:
        with pytest.raises(openai.PermissionDeniedError, match="tools"):
            await it(client.chat.completions.create(**asking))
        return
    answer = await it(client.chat.completions.create(**asking))

    assert "weather" == answer.choices[0].message.tool_calls[0].function.name
    assert [TOOL] == house.cloud.seen[0].json()["tools"]


async def test_several_choices(house: House, client: Any, place: Place) -> None:
    """n=2 gives two choices, or an error from who can give only one; never one silently."""
    asking = {"model": "auto", "messages": ASK, "n": 2}
    if place is HERE:
        with pytest.raises(openai.PermissionDeniedError, match="n"):
            await it(client.chat.completions.create(**asking))
        return
    answer = await it(client.chat.completions.create(**asking))

    assert [0, 1] == [choice.index for choice in answer.choices]


async def test_sampling_options(house: House, client: Any, place: Place) -> None:
    """The usual options are taken, and a length limit shows as the finish reason."""
    answer = await it(
        client.chat.completions.create(
            model="auto", messages=ASK, temperature=0, top_p=0.9, seed=7, max_completion_tokens=1
        )
    )

    if place is HERE:
        assert ("Say ", "length") == (
            answer.choices[0].message.content,
            answer.choices[0].finish_reason,
        )
    else:
        assert 1 == house.cloud.seen[0].json()["max_completion_tokens"]


async def test_conversation_in_parts(house: House, client: Any, place: Place) -> None:
    """Roles and content parts of every kind of text are understood."""
    messages = [
        {"role": "developer", "content": "Be brief"},
        {"role": "user", "content": [{"type": "text", "text": ASKED}]},
        {"role": "assistant", "content": "Yes?"},
        {"role": "user", "content": [{"type": "text", "text": ASKED}]},
    ]
    answer = await it(client.chat.completions.create(model="auto", messages=messages))

    assert place.text == answer.choices[0].message.content
