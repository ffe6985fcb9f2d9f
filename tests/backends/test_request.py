"""What an in-process engine reads from a call, and what it refuses to guess."""

from __future__ import annotations

from typing import Any

import pytest

from homeport.backends.request import messages, prompts
from homeport.errors import BadCall
from homeport.types import Call


def conversation(*given: dict[str, Any]) -> list[dict[str, Any]]:
    return messages(Call("chat.completions", {"messages": list(given)}))


def responses(**body: Any) -> list[dict[str, Any]]:
    return messages(Call("responses", body))


def test_strings_and_text_parts_become_one_content() -> None:
    """Parts of one message stand on lines of their own."""
    read = conversation(
        {"role": "user", "content": "a"},
        {"role": "assistant", "content": [{"type": "refusal", "refusal": "no"}]},
        {"role": "user", "content": [{"type": "text", "text": "b"}, {"type": "text", "text": "c"}]},
    )

    assert ["a", "no", "b\nc"] == [message["content"] for message in read]


def test_developer_is_system_to_a_template() -> None:
    """Chat templates know the role by its older name."""
    assert [{"role": "system", "content": "x"}] == conversation(
        {"role": "developer", "content": "x"}
    )


def test_the_tool_history_is_kept_with_arguments_as_an_object() -> None:
    """Templates write arguments themselves; JSON text would be quoted twice."""
    function = {"name": "add", "arguments": '{"a": 1}'}
    read = conversation(
        {"role": "assistant", "content": None, "tool_calls": [{"id": "c1", "function": function}]},
        {"role": "tool", "tool_call_id": "c1", "content": "2"},
    )

    called = {"type": "function", "id": "c1", "function": {"name": "add", "arguments": {"a": 1}}}
    assert [
        {"role": "assistant", "content": "", "tool_calls": [called]},
        {"role": "tool", "content": "2", "tool_call_id": "c1"},
    ] == read


def test_arguments_that_are_no_json_object_stay_text() -> None:
    """A model's broken arguments are history like any other."""
    function = {"name": "add", "arguments": "{broken"}
    read = conversation({"role": "assistant", "tool_calls": [{"function": function}]})

    assert "{broken" == read[0]["tool_calls"][0]["function"]["arguments"]


def test_responses_take_instructions_and_a_text() -> None:
    """Instructions are the system message of the Responses API."""
    assert [
        {"role": "system", "content": "be brief"},
        {"role": "user", "content": "hi"},
    ] == responses(instructions="be brief", input="hi")


def test_responses_take_items_of_every_kind_that_is_text() -> None:
    """Messages with and without a type, function calls and their results, in order."""
    read = responses(
        input=[
            {"role": "user", "content": "a"},
            {"type": "reasoning", "summary": []},
            {
                "type": "message",
                "role": "assistant",
                "content": [{"type": "output_text", "text": "b"}],
            },
            {"type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}"},
            {
                "type": "function_call_output",
                "call_id": "c1",
                "output": [{"type": "input_text", "text": "r"}],
            },
        ]
    )

    assert [("user", "a"), ("assistant", "b"), ("assistant", ""), ("tool", "r")] == [
        (message["role"], message["content"]) for message in read
    ]
    assert "c1" == read[2]["tool_calls"][0]["id"] == read[3]["tool_call_id"]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"messages": "hi"}, "messages must"),
        ({"messages": []}, "no message"),
        ({"messages": ["hi"]}, r"messages\[0\] must"),
        ({"messages": [{"content": "hi"}]}, r"messages\[0\]\.role"),
        ({"messages": [{"role": "user"}]}, r"messages\[0\]\.content"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, r"content\[0\]"),
        ({"messages": [{"role": "user", "content": [7]}]}, r"content\[0\]"),
        (
            {"messages": [{"role": "assistant", "tool_calls": [{}]}]},
            r"tool_calls\[0\]\.function",
        ),
        ({"messages": [{"role": "assistant", "tool_calls": "x"}]}, r"messages\[0\]\.tool_calls"),
    ],
)
def test_what_is_no_text_is_named_by_its_path(body: dict[str, Any], path: str) -> None:
    """The caller learns which field is wrong, and the message quotes no content."""
    with pytest.raises(BadCall, match=path):
        messages(Call("chat.completions", body))


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"input": 3}, "input must"),
        ({"input": [{"type": "item_reference", "id": "x"}]}, r"input\[0\]"),
        ({"instructions": ["x"], "input": "hi"}, "instructions"),
    ],
)
def test_unreadable_responses_input_is_refused(body: dict[str, Any], path: str) -> None:
    """An item that stands for something on a server cannot be read here."""
    with pytest.raises(BadCall, match=path):
        messages(Call("responses", body))


def test_a_completion_continues_texts_or_token_ids() -> None:
    """One or several of either, and never a mixture."""
    read = {
        repr(given): prompts(Call("completions", {"prompt": given}))
        for given in ("Once", ["a", "b"], [1, 2], [[1], [2, 3]])
    }

    assert {
        "'Once'": ["Once"],
        "['a', 'b']": ["a", "b"],
        "[1, 2]": [[1, 2]],
        "[[1], [2, 3]]": [[1], [2, 3]],
    } == read


@pytest.mark.parametrize("given", [None, 7, [], ["a", 1], [[]], [True], [["a"]]])
def test_a_prompt_that_is_neither_is_refused(given: Any) -> None:
    """The field is named, and what it may be."""
    with pytest.raises(BadCall, match="prompt must be"):
        prompts(Call("completions", {"prompt": given}))
