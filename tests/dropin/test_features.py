"""What people do with the client, on this device and in the cloud: one list, all combinations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import openai
import pydantic
import pytest
import standin_answers
from dropin.drive import ASK, House, document, each, every, it, opened

ASKED = ASK[0]["content"]
TOOL = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather of a city",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}


@dataclass(frozen=True)
class Place:
    """Who answers, and how one recognises it."""

    name: str
    text: str
    model: str


HERE = Place("local", ASKED, "echo")
THERE = Place("cloud", standin_answers.TEXT, "stand-in-mini")


class City(pydantic.BaseModel):
    name: str
    people: int


@pytest.fixture(params=[HERE, THERE], ids=lambda place: place.name)
def place(request: pytest.FixtureRequest) -> Place:
    found: Place = request.param
    return found


@pytest.fixture
def client(house: House, place: Place) -> Any:
    return house.client(document(place.name))


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


async def test_response(house: House, client: Any, place: Place) -> None:
    """The Responses API answers too."""
    answer = await it(client.responses.create(model="auto", input=ASKED))

    assert (place.text, place.model) == (answer.output_text, answer.model)
    assert "completed" == answer.status


async def test_response_stream(house: House, client: Any, place: Place) -> None:
    """A response streams its events in the published order, numbered from 0."""
    stream = await it(client.responses.create(model="auto", input=ASKED, stream=True))
    events = await every(stream)

    kinds = list(dict.fromkeys(event.type.removeprefix("response.") for event in events))
    assert (
        "created in_progress output_item.added content_part.added output_text.delta "
        "output_text.done content_part.done output_item.done completed"
    ) == " ".join(kinds)
    assert list(range(len(events))) == [event.sequence_number for event in events]
    assert place.text == events[-1].response.output_text


async def test_response_stream_helper(house: House, client: Any, place: Place) -> None:
    """The SDK's response stream helper comes to the final response."""
    async with opened(client.responses.stream(model="auto", input=ASKED)) as stream:
        texts = [e.delta async for e in each(stream) if e.type == "response.output_text.delta"]
        final = await it(stream.get_final_response())

    assert place.text == "".join(texts) == final.output_text


async def test_response_parse(house: House, client: Any, place: Place) -> None:
    """A response is parsed to the caller's own type where a schema can be met."""
    asking = {"model": "auto", "input": ASKED, "text_format": City}
    if place is HERE:
        with pytest.raises(openai.PermissionDeniedError, match="json_schema"):
            await it(client.responses.parse(**asking))
        return
    answer = await it(client.responses.parse(**asking))

    assert City(name="stand-in", people=0) == answer.output_parsed


async def test_completion(house: House, client: Any, place: Place) -> None:
    """The older text completions work."""
    answer = await it(client.completions.create(model="auto", prompt=ASKED))

    assert (place.text, place.model) == (answer.choices[0].text, answer.model)


async def test_completion_stream(house: House, client: Any, place: Place) -> None:
    """Text completions stream."""
    stream = await it(client.completions.create(model="auto", prompt=ASKED, stream=True))
    chunks = await every(stream)

    assert place.text == "".join(chunk.choices[0].text for chunk in chunks)
    assert "stop" == chunks[-1].choices[0].finish_reason


async def test_embeddings(house: House, client: Any, place: Place) -> None:
    """Embeddings come from who offers them, decoded by the SDK as ever."""
    asking = {"model": "auto", "input": ["one", "three"]}
    if place is HERE:
        with pytest.raises(openai.PermissionDeniedError, match="embeddings"):
            await it(client.embeddings.create(**asking))
        return
    answer = await it(client.embeddings.create(**asking))

    assert [[3.0, 1.0, 0.5], [5.0, 1.0, 0.5]] == [list(row.embedding) for row in answer.data]


async def test_moderation(house: House, client: Any, place: Place) -> None:
    """Moderations come from who offers them."""
    if place is HERE:
        with pytest.raises(openai.PermissionDeniedError, match="moderation"):
            await it(client.moderations.create(input="some words"))
        return
    answer = await it(client.moderations.create(input="some words"))

    assert [False] == [result.flagged for result in answer.results]


async def test_models(house: House, client: Any, place: Place) -> None:
    """The list says which models run on this device; the cloud's follow if it may be asked."""
    models = await every(client.models.list())

    local = [model for model in models if "homeport" in (model.model_extra or {})]
    assert ["echo"] == [model.id for model in local]
    assert "device" == local[0].homeport["where"]
    assert (place is THERE) == ("stand-in-large" in {model.id for model in models})


async def test_one_model(house: House, client: Any, place: Place) -> None:
    """A model is found by its name where it is; an unknown one is a 404."""
    mine = await it(client.models.retrieve("echo"))
    assert "homeport" == mine.owned_by

    if place is THERE:
        theirs = await it(client.models.retrieve("stand-in-large"))
        assert "stand-in" == theirs.owned_by
    with pytest.raises(openai.NotFoundError):
        await it(client.models.retrieve("no-such-model"))


async def test_raw_response(house: House, client: Any, place: Place) -> None:
    """A raw response tells how the decision came out, and parses as ever."""
    raw = await it(client.chat.completions.with_raw_response.create(model="auto", messages=ASK))
    answer = await it(raw.parse())

    assert place.text == answer.choices[0].message.content
    assert (place.name, place.name) == (
        raw.headers["x-homeport-route"],
        raw.headers["x-homeport-backend"],
    )
    assert ("test", "public") == (raw.headers["x-homeport-rule"], raw.headers["x-homeport-level"])
    assert 0 <= float(raw.headers["x-homeport-complexity"]) <= 1
    assert raw.headers["x-homeport-decision"].startswith("dec_")
    assert raw.elapsed.total_seconds() >= 0
    assert raw.retries_taken == 0
    assert (place is HERE) == str(raw.url).startswith("local://local/")


async def test_streaming_response(house: House, client: Any, place: Place) -> None:
    """A streaming response can be read line by line."""
    asking = {"model": "auto", "messages": ASK, "stream": True}
    manager = client.chat.completions.with_streaming_response.create(**asking)
    async with opened(manager) as response:
        lines = await every(response.iter_lines())

    assert place.name == response.headers["x-homeport-route"]
    assert "data: [DONE]" == [line for line in lines if line][-1]


async def test_raw_stream(house: House, client: Any, place: Place) -> None:
    """A raw streamed response carries the headers before its first event."""
    raw = await it(
        client.chat.completions.with_raw_response.create(model="auto", messages=ASK, stream=True)
    )
    chunks = await every(await it(raw.parse()))

    assert place.name == raw.headers["x-homeport-route"]
    assert place.text == "".join(chunk.choices[0].delta.content or "" for chunk in chunks)


async def test_request_id(house: House, client: Any, place: Place) -> None:
    """``_request_id`` is the cloud's own, or the decision's on this device."""
    answer = await it(client.chat.completions.create(model="auto", messages=ASK))

    expected = "dec_" if place is HERE else "req_standin"
    assert answer._request_id.startswith(expected)


async def test_with_options(house: House, client: Any, place: Place) -> None:
    """A client with other options keeps the policy and the models."""
    other = client.with_options(timeout=20, max_retries=1)
    answer = await it(other.chat.completions.create(model="auto", messages=ASK))

    assert place.text == answer.choices[0].message.content


async def test_copy_with_headers(house: House, client: Any, place: Place) -> None:
    """A copy with a header of its own answers under the same policy."""
    other = client.copy(default_headers={"x-team": "blue"})
    answer = await it(other.chat.completions.create(model="auto", messages=ASK))

    assert place.text == answer.choices[0].message.content


async def test_post(house: House, client: Any, place: Place) -> None:
    """``client.post`` is routed like any other call."""
    body = {"model": "auto", "messages": ASK}
    answer = await it(client.post("/chat/completions", cast_to=dict[str, Any], body=body))

    assert place.text == answer["choices"][0]["message"]["content"]


async def test_extra_fields_headers_and_query(house: House, client: Any, place: Place) -> None:
    """What the caller adds does not disturb this device and reaches the cloud."""
    answer = await it(
        client.chat.completions.create(
            model="auto",
            messages=ASK,
            extra_body={"flavour": "sweet"},
            extra_headers={"x-flavour": "sour"},
            extra_query={"taste": "salt"},
        )
    )

    assert place.text == answer.choices[0].message.content
    if place is THERE:
        seen = house.cloud.seen[0]
        assert ("sweet", "sour") == (seen.json()["flavour"], seen.header("x-flavour"))
        assert "/v1/chat/completions?taste=salt" == seen.path


async def test_labels_stay_with_us(house: House, client: Any, place: Place) -> None:
    """Labels, in headers or in the body, are read here and go nowhere."""
    raw = await it(
        client.chat.completions.with_raw_response.create(
            model="auto",
            messages=ASK,
            extra_headers={"x-homeport-privacy": "personal", "x-homeport-conversation": "c1"},
            extra_body={"homeport": {"route": place.name, "label": "test"}},
        )
    )

    assert "personal" == raw.headers["x-homeport-level"]
    for seen in house.cloud.seen:
        assert b"homeport" not in seen.body
        assert not [name for name, _ in seen.headers if name.lower().startswith("x-homeport")]


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


async def test_response_conversation(house: House, client: Any, place: Place) -> None:
    """Instructions and a list of items work as the input of a response."""
    items = [{"role": "user", "content": [{"type": "input_text", "text": ASKED}]}]
    answer = await it(client.responses.create(model="auto", instructions="Be brief", input=items))

    assert place.text == answer.output_text


async def test_no_refused_call_reaches_the_cloud(house: House, client: Any, place: Place) -> None:
    """The caller's ``route: local`` is kept, whatever the policy would allow."""
    asking = {"model": "auto", "messages": ASK, "extra_headers": {"x-homeport-route": "local"}}
    if place is THERE:
        with pytest.raises(openai.PermissionDeniedError) as refused:
            await it(client.chat.completions.create(**asking))
        assert "refused_by_policy" == refused.value.code
    else:
        await it(client.chat.completions.create(**asking))

    assert [] == house.cloud.seen


async def test_explain(house: House, client: Any, place: Place) -> None:
    """``explain`` says what would happen, and nothing happens."""
    if house.form == "stock":
        pytest.skip("explain is homeport's own; a stock client has the response headers")
    decision = await it(client.explain(messages=ASK))

    assert (place.name, (place.name,)) == (decision.route, decision.targets)
    assert [] == house.cloud.seen
