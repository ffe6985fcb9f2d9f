"""Answers of backends as the API writes them, read back by the SDK's own types."""

from __future__ import annotations

import json
from array import array
from typing import Any, Final

import pytest
from openai.types import Completion, CompletionChoice, CreateEmbeddingResponse
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from openai.types.responses import Response, ResponseStreamEvent
from pydantic import TypeAdapter

from homeport.errors import BackendFailed
from homeport.router.render import local_response, renderer
from homeport.router.render.replay import replayed
from homeport.types import Call, Delta, Logprob, ToolDelta, Usage

EVENT: Final[TypeAdapter[Any]] = TypeAdapter(ResponseStreamEvent)
DELTAS = (Delta("Hel"), Delta("lo"), Delta(finish="stop", usage=Usage(7, 2)))


TOOLS = (
    Delta(reasoning="hm"),
    Delta(call=ToolDelta(0, id="call_1", name="f")),
    Delta(call=ToolDelta(0, '{"a":')),
    Delta(call=ToolDelta(0, " 1}")),
    Delta(call=ToolDelta(1, "{}", id="call_2", name="g")),
    Delta(finish="tool_calls", usage=Usage(7, 9, cached=3, reasoning=2)),
)
TOLD = Logprob("Hi", b"Hi", -0.5, (Logprob("Hi", b"Hi", -0.5), Logprob("No", b"No", -1.5)))
LIKELY = (Delta("Hi", logprobs=(TOLD,)), Delta("Hi", logprobs=(TOLD,)), DELTAS[-1])


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


def test_a_chat_with_tool_calls() -> None:
    """Calls with their ids and arguments, thoughts beside them, no content; usage in detail."""
    _, whole = render(Call("chat.completions", {}), *TOOLS)

    choice = ChatCompletion.model_validate(whole, strict=True).choices[0]
    told = [(c.id, c.function.name, c.function.arguments) for c in choice.message.tool_calls or ()]

    assert [("call_1", "f", '{"a": 1}'), ("call_2", "g", "{}")] == told
    assert (None, "tool_calls") == (choice.message.content, choice.finish_reason)
    assert "hm" == whole["choices"][0]["message"]["reasoning_content"]
    assert 3 == whole["usage"]["prompt_tokens_details"]["cached_tokens"]
    assert 2 == whole["usage"]["completion_tokens_details"]["reasoning_tokens"]


def test_streamed_tool_calls_say_their_name_once() -> None:
    """The id and the name come with the first piece, then arguments alone."""
    events, _ = render(Call("chat.completions", {"stream": True}), *TOOLS)

    chunks = [ChatCompletionChunk.model_validate(event, strict=True) for event in events[:-1]]
    pieces = [call for c in chunks for call in c.choices[0].delta.tool_calls or ()]

    assert [("call_1", "f"), (None, None), (None, None), ("call_2", "g")] == [
        (piece.id, piece.function and piece.function.name) for piece in pieces
    ]
    assert '{"a": 1}{}' == "".join(p.function.arguments or "" for p in pieces if p.function)


def test_the_chances_of_a_chats_tokens() -> None:
    """Token, bytes and the likeliest others, whole and in the chunk that has the text."""
    events, whole = render(Call("chat.completions", {"logprobs": True}), *LIKELY)

    read = ChatCompletion.model_validate(whole, strict=True).choices[0].logprobs

    assert read is not None
    assert [(-0.5, [72, 105], 2)] * 2 == [
        (t.logprob, t.bytes, len(t.top_logprobs)) for t in read.content or ()
    ]
    assert 1 == len(events[1]["choices"][0]["logprobs"]["content"])


def test_the_chances_of_a_completions_tokens() -> None:
    """Four lists side by side; offsets go on from chunk to chunk."""
    events, whole = render(Call("completions", {"logprobs": 2}), *LIKELY)

    read = Completion.model_validate(whole, strict=True).choices[0].logprobs

    assert read is not None
    assert ([0, 2], ["Hi", "Hi"]) == (read.text_offset, read.tokens)
    assert [{"Hi": -0.5, "No": -1.5}] * 2 == read.top_logprobs
    assert [[0], [2]] == [e["choices"][0]["logprobs"]["text_offset"] for e in events[:2]]


def test_the_items_of_a_response_with_thoughts_and_calls() -> None:
    """A reasoning item, then one item for each call; also when nothing was streamed."""
    call = Call("responses", {})
    made = renderer(call, decision="dec_1", model="tiny", created=1)
    for delta in TOOLS:
        made.feed(delta)

    read = Response.model_validate(made.whole())

    assert ["reasoning", "function_call", "function_call"] == [item.type for item in read.output]
    assert ["completed"] * 3 == [getattr(item, "status", None) for item in read.output]
    assert ["call_1", "call_2"] == [getattr(item, "call_id", None) for item in read.output[1:]]
    assert 3 == len({item.id for item in read.output})
    assert read.usage is not None
    assert 2 == read.usage.output_tokens_details.reasoning_tokens


def test_events_of_thoughts_and_calls_come_in_the_published_order() -> None:
    """Each item is added, told and done before the next."""
    events, _ = render(Call("responses", {}), *TOOLS)

    call = [
        "response.output_item.added",
        "response.function_call_arguments.delta",
        "response.function_call_arguments.done",
        "response.output_item.done",
    ]
    assert [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
        "response.reasoning_text.delta",
        "response.reasoning_text.done",
        "response.content_part.done",
        "response.output_item.done",
        call[0],
        call[1],
        *call[1:],
        *call,
        "response.completed",
    ] == [event["type"] for event in events]
    assert list(range(len(events))) == [event["sequence_number"] for event in events]


@pytest.mark.parametrize("deltas", [DELTAS, TOOLS, LIKELY[:1], ()], ids=str)
def test_a_response_that_breaks_is_failed_and_then_an_error(deltas: tuple[Delta, ...]) -> None:
    """What there was is told as failed; the SDK raises on the error after it."""
    made = renderer(Call("responses", {}), decision="dec_1", model="tiny", created=1)
    raw = made.start() + b"".join(map(made.feed, deltas))
    raw += made.broken(BackendFailed("the engine broke"))
    events = [json.loads(line[6:]) for line in raw.splitlines() if line.startswith(b"data: ")]

    *_, failed, error = [EVENT.validate_python(event) for event in events]

    assert ("response.failed", "error") == (failed.type, error.type)
    assert list(range(len(events))) == [event["sequence_number"] for event in events]
    assert ("failed", "the engine broke") == (failed.response.status, failed.response.error.message)
    assert "backend_failed" == error.code


@pytest.mark.parametrize("deltas", [DELTAS, TOOLS, LIKELY, LIKELY[:1]], ids=str)
def test_every_event_is_one_of_the_sdk_s(deltas: tuple[Delta, ...]) -> None:
    """With every field that its type requires, live and replayed; replayed in the same order."""
    events, whole = render(Call("responses", {}), *deltas)
    again = replayed(whole).decode()
    lines = [json.loads(line[6:]) for line in again.splitlines() if line.startswith("data: ")]

    assert [event["type"] for event in events] == [
        EVENT.validate_python(event).type for event in events
    ]
    for event in lines:
        EVENT.validate_python(event)
    assert list(dict.fromkeys(e["type"] for e in events)) == list(
        dict.fromkeys(e["type"] for e in lines)
    )
    assert events[-1]["response"] == lines[-1]["response"] == whole
    assert list(range(len(lines))) == [event["sequence_number"] for event in lines]


def test_embeddings_are_a_list_in_the_order_of_their_inputs() -> None:
    """As numbers, or as base64 of float32; usage counts the prompt alone."""
    deltas = [Delta(vector=array("f", [n, 0.5]).tobytes(), index=n, finish="stop") for n in (1, 0)]
    last = Delta(usage=Usage(7, 0))
    made = {}
    for form in ("float", "base64"):
        call = Call("embeddings", {"encoding_format": form})
        renders = renderer(call, decision="dec_1", model="tiny", created=1)
        for delta in (*deltas, last):
            renders.feed(delta)
        made[form] = renders.whole()

    read = CreateEmbeddingResponse.model_validate(made["float"], strict=True)
    assert [[0.0, 0.5], [1.0, 0.5]] == [row.embedding for row in read.data]
    assert (7, 7, "tiny") == (read.usage.prompt_tokens, read.usage.total_tokens, read.model)
    assert "AAAAAAAAAD8=" == made["base64"]["data"][0]["embedding"]


def test_what_was_thought_and_told_to_tools_is_heard_too() -> None:
    """It repeats what was private in the call as much as a text does."""
    made = renderer(Call("chat.completions", {}), decision="d", model="m", created=1)
    for delta in TOOLS:
        made.feed(delta)

    assert ["", "hm", '{"a": 1}', "{}"] == made.said()
