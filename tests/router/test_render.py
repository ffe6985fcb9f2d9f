"""Answers of backends as the API writes them, read back by the SDK's own types."""

from __future__ import annotations

import json
from typing import Any

import pytest
from openai.types import Completion, CompletionChoice
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from openai.types.responses import Response

from homeport.router.render import local_response, renderer
from homeport.types import Call, Delta, Usage

DELTAS = (Delta("Hel"), Delta("lo"), Delta(finish="stop", usage=Usage(7, 2)))


def render(call: Call, *deltas: Delta) -> tuple[list[Any], dict[str, Any]]:
    """Return the events of the stream and the whole answer."""
    made = renderer(call, decision="dec_1", model="tiny", created=1_700_000_000)
    raw = made.start() + b"".join(made.feed(delta) for delta in deltas) + made.end()
    lines = [line[6:] for line in raw.decode().splitlines() if line.startswith("data: ")]
    return [line if line == "[DONE]" else json.loads(line) for line in lines], made.whole()


def test_a_whole_chat_is_a_chat_completion() -> None:
    """Text, finish reason, model and counted usage are where the API has them."""
    _, whole = render(Call("chat.completions", {}), *DELTAS)

    read = ChatCompletion.model_validate(whole, strict=True)

    assert ("Hello", "stop") == (read.choices[0].message.content, read.choices[0].finish_reason)
    assert (7, 2, 9) == (
        read.usage and read.usage.prompt_tokens,
        read.usage and read.usage.completion_tokens,
        read.usage and read.usage.total_tokens,
    )


def test_a_streamed_chat_is_chunks_and_done() -> None:
    """A role, the texts, a finish, [DONE]; no usage unless it was asked for."""
    events, _ = render(Call("chat.completions", {"stream": True}), *DELTAS)

    chunks = [ChatCompletionChunk.model_validate(event, strict=True) for event in events[:-1]]

    assert "[DONE]" == events[-1]
    assert "assistant" == chunks[0].choices[0].delta.role
    assert "Hello" == "".join(c.choices[0].delta.content or "" for c in chunks)
    assert [None, None, None, "stop"] == [c.choices[0].finish_reason for c in chunks]
    assert not any("usage" in event for event in events[:-1])


def test_usage_is_streamed_last_when_asked_for() -> None:
    """Every other chunk then says `usage: null`, as the API does."""
    body = {"stream": True, "stream_options": {"include_usage": True}}
    events, _ = render(Call("chat.completions", body), *DELTAS)

    assert [None] * 4 == [event["usage"] for event in events[:-2]]
    assert ([], 9) == (events[-2]["choices"], events[-2]["usage"]["total_tokens"])


def test_choices_are_kept_apart() -> None:
    """n=2: each choice has its own text and its own finish."""
    deltas = (Delta("a", 0), Delta(finish="stop"), Delta("b", 1), Delta(index=1, finish="length"))
    events, whole = render(Call("chat.completions", {"n": 2}), *deltas)

    told = [(c["message"]["content"], c["finish_reason"]) for c in whole["choices"]]

    assert [("a", "stop"), ("b", "length")] == told
    assert [0, 1] == [e["choices"][0]["index"] for e in events[:2]]


def test_a_text_completion() -> None:
    """Both forms read as the SDK's Completion."""
    events, whole = render(Call("completions", {}), *DELTAS)

    assert "Hello" == Completion.model_validate(whole, strict=True).choices[0].text
    pieces = [CompletionChoice.model_construct(**e["choices"][0]) for e in events[:-2]]
    assert ["Hel", "lo"] == [piece.text for piece in pieces]


def test_a_whole_response() -> None:
    """`output_text`, status and usage; what the caller set is repeated, zero included."""
    call = Call("responses", {"temperature": 0, "instructions": "be brief"})
    _, whole = render(call, *DELTAS)

    read = Response.model_validate(whole)

    assert ("Hello", "completed", 0) == (read.output_text, read.status, read.temperature)
    assert (9, "be brief") == (read.usage and read.usage.total_tokens, read.instructions)
    assert local_response(read.id)


def test_response_events_come_in_the_published_order() -> None:
    """And are numbered without a gap."""
    events, _ = render(Call("responses", {}), *DELTAS)

    assert [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
        "response.output_text.delta",
        "response.output_text.delta",
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.completed",
    ] == [event["type"] for event in events]
    assert list(range(10)) == [event["sequence_number"] for event in events]


def test_a_response_that_hit_its_limit_is_incomplete() -> None:
    """The last event and the status say so, with the reason."""
    events, whole = render(
        Call("responses", {}), Delta("x"), Delta(finish="length", usage=Usage(1, 1))
    )

    assert "response.incomplete" == events[-1]["type"]
    assert {"reason": "max_output_tokens"} == whole["incomplete_details"]


@pytest.mark.parametrize("endpoint", ["chat.completions", "completions", "responses"])
def test_an_empty_answer_is_an_answer(endpoint: str) -> None:
    """A model may end at once; the shape is the same."""
    events, whole = render(Call(endpoint, {}), Delta(finish="stop", usage=Usage(3, 0)))

    assert "tiny" == whole["model"]
    assert events
