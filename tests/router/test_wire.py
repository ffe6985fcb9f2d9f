"""Reading a request from the wire."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeport.errors import BadCall
from homeport.router import parts, wire
from homeport.router.wire import Request
from homeport.types import Level


def post(path: str, body: Any, *headers: tuple[str, str]) -> Request:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Request("POST", f"https://api.example.com/v1/{path}", headers, raw)


def chat(body: dict[str, Any], *headers: tuple[str, str]) -> Request:
    return post("chat/completions", {"model": "auto"} | body, *headers)


def paths(request: Request) -> dict[str, str]:
    return {part.path: part.text for part in wire.read(request).parts}


@pytest.mark.parametrize(
    ("method", "url", "endpoint"),
    [
        ("POST", "https://api.openai.com/v1/chat/completions", "chat.completions"),
        ("POST", "https://api.openai.com/v1/responses", "responses"),
        ("POST", "https://api.openai.com/v1/completions", "completions"),
        ("POST", "https://x.azure.com/openai/deployments/d/chat/completions", "chat.completions"),
        ("POST", "https://api.openai.com/v1/embeddings", "embeddings"),
        ("POST", "https://api.openai.com/v1/moderations", "moderations"),
        ("GET", "https://api.openai.com/v1/models", "models"),
        ("GET", "https://api.openai.com/v1/models/gpt-5", "models"),
        ("DELETE", "https://api.openai.com/v1/models/ft", "opaque"),
        ("GET", "https://api.openai.com/v1/responses/resp_1", "responses.state"),
        ("POST", "https://api.openai.com/v1/responses/resp_1/cancel", "responses.state"),
        ("GET", "https://api.openai.com/v1/chat/completions", "responses.state"),
        ("POST", "https://api.openai.com/v1/files", "opaque"),
        ("POST", "https://api.openai.com/v1/fine_tuning/jobs", "opaque"),
    ],
)
def test_endpoint_is_told_by_method_and_path(method: str, url: str, endpoint: str) -> None:
    """Whatever stands before the path, the endpoint is known, and what is not known is opaque."""
    assert endpoint == wire.read(Request(method, url)).endpoint


def test_every_string_of_a_chat_is_a_part() -> None:
    """Names, tool definitions, arguments, metadata and unknown fields are all read."""
    body = {
        "messages": [
            {"role": "system", "content": "be brief"},
            {"role": "user", "name": "ana", "content": [{"type": "text", "text": "hello"}]},
            {
                "role": "assistant",
                "tool_calls": [{"id": "c1", "function": {"name": "f", "arguments": '{"x": 1}'}}],
            },
            {"role": "tool", "tool_call_id": "c1", "content": "42 degrees"},
        ],
        "tools": [{"type": "function", "function": {"name": "f", "description": "weather"}}],
        "metadata": {"case": "A-17"},
        "stop": ["END"],
        "new_field": {"deep": ["inside"]},
    }

    found = paths(chat(body))

    assert {
        "messages[0].content": "be brief",
        "messages[1].name": "ana",
        "messages[1].content[0].text": "hello",
        "messages[2].tool_calls[0].id": "c1",
        "messages[2].tool_calls[0].function.name": "f",
        "messages[2].tool_calls[0].function.arguments": '{"x": 1}',
        "messages[3].tool_call_id": "c1",
        "messages[3].content": "42 degrees",
        "tools[0].function.name": "f",
        "tools[0].function.description": "weather",
        "metadata.case": "A-17",
        "stop[0]": "END",
        "new_field.deep[0]": "inside",
    } | found == found


def test_parts_carry_the_role_of_their_message() -> None:
    """A part knows who said it, however deep it stands."""
    body = {"messages": [{"role": "tool", "content": [{"type": "text", "text": "result"}]}]}

    call = wire.read(chat(body))

    assert ["tool"] == [part.role for part in call.parts if part.text == "result"]


def test_keys_that_are_content_are_parts_without_showing_in_a_path() -> None:
    """A private key is read, and no path repeats it."""
    found = paths(chat({"messages": [], "metadata": {"ana@example.com": "yes"}}))

    assert "ana@example.com" == found["metadata.keys[0]"]
    assert "yes" == found["metadata.{0}"]
    assert not any("ana@" in path for path in found)


def test_long_numbers_are_parts() -> None:
    """A card sent as a JSON number is read like one sent as text."""
    found = paths(chat({"messages": [], "metadata": {"card": 4111111111111111, "n": 7}}))

    assert "4111111111111111" == found["metadata.card"]
    assert "metadata.n" not in found


def test_headers_and_query_of_the_caller_are_parts() -> None:
    """What the caller adds beside the body is seen by the cloud, so it is read."""
    request = Request(
        "POST",
        "https://api.example.com/v1/chat/completions?team=blue",
        (("X-Patient", "ana"), ("User-Agent", "OpenAI/Python 3.54.0"), ("X-Stainless-OS", "Linux")),
        b'{"messages": []}',
    )

    expected = {
        "headers.keys[0]": "X-Patient",
        "headers.x-patient": "ana",
        "query.keys[0]": "team",
        "query.team": "blue",
    }
    assert expected == paths(request)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b'{"messages": [], "messages": []}', "repeats a key"),
        (b'{"x": [' + b"{}," * 100_000 + b"{}]}", "more than 100,000 values"),
        (b"[]", "one JSON object"),
        (b"{", "not valid JSON"),
        (b"\xff\xfe", "not valid JSON"),
        (b'{"messages": ' + b"[" * 300 + b"]" * 300 + b"}", "deeper than 200"),
        (b'{"messages": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "not valid JSON"),
    ],
)
def test_a_body_that_two_readers_could_read_differently_is_refused(
    raw: bytes, message: str
) -> None:
    """Doubtful JSON is a clear 400, never a guess."""
    with pytest.raises(BadCall, match=message):
        wire.read(post("chat/completions", raw))


def test_the_same_doubtful_body_of_an_unknown_endpoint_is_opaque() -> None:
    """An endpoint we do not know may take anything; the policy decides about it unread."""
    call = wire.read(post("files", b"--boundary"))

    assert (True, ()) == (call.opaque, call.parts)


def test_json_of_an_unknown_endpoint_is_read_all_the_same() -> None:
    """Opaque means that we do not know what it does, not that we look away."""
    call = wire.read(post("images/generations", {"prompt": "a portrait of Ana"}))

    assert ("opaque", "a portrait of Ana") == (call.endpoint, call.parts[0].text)


def test_an_unread_stream_is_opaque() -> None:
    """Uploads are not read into memory to be judged."""
    assert wire.read(Request("POST", "https://x/v1/files", body=None)).opaque


def test_labels_join_by_raising_and_narrowing() -> None:
    """Header and body may both speak; the higher level holds."""
    body = {"messages": [], "homeport": {"privacy": "sensitive", "label": "billing, eu"}}
    labels = wire.read(chat(body, ("x-homeport-privacy", "personal"))).labels

    assert (Level.SENSITIVE, frozenset({"billing", "eu"})) == (labels.privacy, labels.names)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("x-homeport-route", "moon"),
        ("x-homeport-privacy", "very"),
        ("x-homeport-rout", "local"),
    ],
)
def test_a_misspelt_label_is_refused(header: str, value: str) -> None:
    """A label that we do not understand must not be ignored: it may have meant `stay`."""
    with pytest.raises(BadCall) as caught:
        wire.read(chat({"messages": []}, (header, value)))

    assert "invalid_label" == caught.value.code


def test_contradicting_routes_are_refused() -> None:
    """Local and cloud at once is a mistake, and is said."""
    with pytest.raises(BadCall, match="only one"):
        wire.read(
            chat({"messages": [], "homeport": {"route": "cloud"}}, ("x-homeport-route", "local"))
        )


def test_labels_in_the_body_must_be_texts() -> None:
    """`homeport: {"route": 1}` is a mistake, and is said."""
    with pytest.raises(BadCall, match="object of texts"):
        wire.read(chat({"messages": [], "homeport": {"route": 1}}))


@pytest.mark.parametrize(
    ("body", "needs"),
    [
        ({}, {"chat"}),
        ({"tools": [{"type": "function", "function": {"name": "f"}}]}, {"chat", "tools"}),
        ({"tools": [{"type": "web_search"}]}, {"chat", "hosted_tools"}),
        ({"response_format": {"type": "json_schema"}}, {"chat", "json_schema"}),
        ({"response_format": {"type": "text"}}, {"chat"}),
        ({"logprobs": True}, {"chat", "logprobs"}),
        ({"n": 2}, {"chat", "n"}),
        ({"n": 1}, {"chat"}),
        ({"frequency_penalty": 0.5}, {"chat", "penalties"}),
        ({"logit_bias": {"5": 1}}, {"chat", "logit_bias"}),
        ({"modalities": ["text", "audio"]}, {"chat", "audio"}),
        ({"web_search_options": {}}, {"chat", "hosted_tools"}),
        ({"messages": [{"role": "tool", "content": "x"}]}, {"chat", "tools"}),
    ],
)
def test_needs_of_a_chat(body: dict[str, Any], needs: set[str]) -> None:
    """What a chat asks for beyond text is known before anybody is asked."""
    assert needs == wire.read(chat({"messages": []} | body)).needs


@pytest.mark.parametrize(
    ("body", "needs", "unreadable"),
    [
        ({"input": "hi"}, {"chat"}, ()),
        ({"input": "hi", "previous_response_id": "resp_9"}, {"chat", "server_state"},
         ("previous_response_id",)),
        ({"input": [{"type": "item_reference", "id": "x"}]}, {"chat", "server_state"},
         ("input[0]",)),
        ({"input": [{"role": "user", "content": [{"type": "input_image"}]}]}, {"chat", "images"},
         ("input[0].content[0]",)),
        ({"input": "q", "text": {"format": {"type": "json_schema"}}}, {"chat", "json_schema"}, ()),
        ({"input": "q", "background": True}, {"chat", "server_state"}, ()),
        ({"input": "q", "include": ["message.output_text.logprobs"]}, {"chat", "logprobs"}, ()),
        ({"input": [{"type": "function_call_output", "output": "1"}]}, {"chat", "tools"}, ()),
        ({"input": [{"type": "computer_call"}]}, {"chat", "hosted_tools"}, ()),
        ({"input": "q", "tools": [{"type": "file_search", "vector_store_ids": ["v"]}]},
         {"chat", "hosted_tools"}, ("tools[0]",)),
    ],
)  # fmt: skip
def test_needs_and_unreadable_content_of_a_response(
    body: dict[str, Any], needs: set[str], unreadable: tuple[str, ...]
) -> None:
    """Content that nobody here can read is named, to be private by rule."""
    call = wire.read(post("responses", body))

    assert (needs, unreadable) == (call.needs, call.unreadable)


@pytest.mark.parametrize(
    ("path", "body", "needs", "unreadable"),
    [
        ("completions", {"prompt": "a"}, {"completion"}, ()),
        ("completions", {"prompt": ["a", "b"]}, {"completion", "prompts"}, ()),
        ("completions", {"prompt": [1, 2]}, {"completion", "token_prompt"}, ("prompt",)),
        ("completions", {"prompt": "a", "suffix": "z"}, {"completion", "suffix"}, ()),
        ("completions", {"prompt": "a", "echo": True}, {"completion", "echo"}, ()),
        ("completions", {"prompt": "a", "logprobs": 0}, {"completion", "logprobs"}, ()),
        ("completions", {"prompt": "a", "best_of": 3}, {"completion", "n"}, ()),
        ("embeddings", {"input": [[1, 2], [3]]}, {"embeddings", "token_prompt"}, ("input",)),
        ("embeddings", {"input": "a"}, {"embeddings"}, ()),
        ("moderations", {"input": [{"type": "image_url"}]}, {"moderation", "images"},
         ("input[0]",)),
        ("chat/completions", {"messages": [{"role": "assistant", "audio": {"id": "a"}}]},
         {"chat"}, ("messages",)),
    ],
)  # fmt: skip
def test_needs_of_the_other_endpoints(
    path: str, body: dict[str, Any], needs: set[str], unreadable: tuple[str, ...]
) -> None:
    """Token ids, insertion, several prompts: each is a need of its own."""
    call = wire.read(post(path, body))

    assert (needs, unreadable) == (call.needs, call.unreadable)


def test_model_of_an_azure_deployment_is_in_the_path() -> None:
    """Azure names the model in the URL, and a listed model likewise."""
    azure = Request("POST", "https://x/openai/deployments/gpt/chat/completions", body=b"{}")

    assert "gpt" == wire.read(azure).model
    assert "gpt-5" == wire.read(Request("GET", "https://x/v1/models/gpt-5")).model


def test_request_for_tells_the_endpoint_by_the_body() -> None:
    """A body is enough to know where it would go."""
    assert "responses" == wire.read(wire.request_for({"input": "q"})).endpoint
    assert "completions" == wire.read(wire.request_for({"prompt": "q"})).endpoint
    with pytest.raises(BadCall, match="`messages`, `input` or `prompt`"):
        wire.request_for({"text": "q"})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["messages", "input", "tools", "metadata", "x"]), JSON))
def test_any_json_object_can_be_read_and_every_string_is_seen(body: dict[str, Any]) -> None:
    """Reading never fails on well-formed JSON, and no string is passed over."""
    seen = {part.text for part in wire.read(post("responses", body)).parts}

    assert {s for s in strings(body) if s and s not in parts._VOCABULARY} <= seen


def strings(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*(strings(child) for child in inner))


@pytest.mark.parametrize(
    ("model", "read"),
    [
        ("gpt-5-mini", False),
        ("gpt-4o-2024-08-06", False),
        ("o3", False),
        ("ft:gpt-4o:acme:project-falcon", True),
        ("gpt-4111111111111111", True),
        ("ana@mail.org", True),
    ],
)
def test_a_models_name_is_read_unless_it_is_openais_own(model: str, read: bool) -> None:
    """A fine-tuned model may carry the name of a client or a project."""
    assert read is ("model" in paths(chat({"messages": [], "model": model})))
