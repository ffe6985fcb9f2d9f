"""The other endpoints, on this device and in the cloud."""

from __future__ import annotations

from typing import Any

import openai
import pydantic
import pytest
from dropin.drive import ASK, HERE, THERE, House, Place, each, every, it, opened

ASKED = ASK[0]["content"]


class City(pydantic.BaseModel):
    name: str
    people: int


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


async def test_response_conversation(house: House, client: Any, place: Place) -> None:
    """Instructions and a list of items work as the input of a response."""
    items = [{"role": "user", "content": [{"type": "input_text", "text": ASKED}]}]
    answer = await it(client.responses.create(model="auto", instructions="Be brief", input=items))

    assert place.text == answer.output_text


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
    told = {"backend": "local", "kind": "echo", "where": "device", "ready": True}
    assert told | {"offers": ["chat", "completion"]} == local[0].homeport
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
