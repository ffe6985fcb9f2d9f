"""Wherever a private value stands in a request, no byte of that request reaches the cloud.

The sink is the stand-in cloud, which keeps every byte it is sent, and the audit events of all
sockets of this process, which name every address that anything here connects to.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import openai
import pytest
from dropin.drive import ASK, House, document, every, it
from standin_faults import cut_after, status

MARK = "marta.gil@correo-privado.es"
PRIVATE_STAYS = [{"name": "private-stays", "when": {"privacy": {"at_least": "personal"}}}]
FUNCTION: dict[str, Any] = {"name": "find", "description": "Find", "parameters": {}}

Placed = Callable[[Any, str], Any]


def _chat(**more: Any) -> dict[str, Any]:
    return {"model": "auto", "messages": ASK, **more}


def _said(*messages: dict[str, Any]) -> dict[str, Any]:
    return {"model": "auto", "messages": [*messages, *ASK]}


def _chats(make: Callable[[str], dict[str, Any]]) -> Placed:
    return lambda client, mark: client.chat.completions.create(**make(mark))


def _responses(make: Callable[[str], dict[str, Any]]) -> Placed:
    return lambda client, mark: client.responses.create(
        **{"model": "auto", "input": "Hi"} | make(mark)
    )


def _tool(**function: Any) -> list[dict[str, Any]]:
    return [{"type": "function", "function": FUNCTION | function}]


def _called(arguments: str, id: str = "call_1") -> dict[str, Any]:  # noqa: A002 - the API's name
    call = {"id": id, "type": "function", "function": {"name": "find", "arguments": arguments}}
    return {"role": "assistant", "tool_calls": [call]}


def _schema(description: str) -> dict[str, Any]:
    schema = {"type": "object", "properties": {"a": {"type": "string", "description": description}}}
    return {"type": "json_schema", "json_schema": {"name": "a", "schema": schema}}


PLACES: dict[str, Placed] = {
    "user": _chats(lambda m: _said({"role": "user", "content": m})),
    "system": _chats(lambda m: _said({"role": "system", "content": f"You serve {m}"})),
    "developer": _chats(lambda m: _said({"role": "developer", "content": m})),
    "assistant": _chats(lambda m: _said({"role": "assistant", "content": m})),
    "content part": _chats(
        lambda m: _said({"role": "user", "content": [{"type": "text", "text": m}]})
    ),
    "refusal": _chats(lambda m: _said({"role": "assistant", "content": None, "refusal": m})),
    "speaker": _chats(lambda m: _said({"role": "user", "content": "Hi", "name": m})),
    "tool result": _chats(
        lambda m: _said(_called("{}"), {"role": "tool", "tool_call_id": "call_1", "content": m})
    ),
    "tool result as JSON": _chats(
        lambda m: _said(
            _called("{}"),
            {"role": "tool", "tool_call_id": "call_1", "content": json.dumps({"rows": [[m]]})},
        )
    ),
    "tool arguments": _chats(lambda m: _said(_called(json.dumps({"mail": m})))),
    "tool call id": _chats(lambda m: _said(_called("{}", id=m))),
    "tool description": _chats(lambda m: _chat(tools=_tool(description=f"Finds {m}"))),
    "tool enum": _chats(
        lambda m: _chat(
            tools=_tool(parameters={"type": "object", "properties": {"q": {"enum": [m]}}})
        )
    ),
    "tool property": _chats(
        lambda m: _chat(tools=_tool(parameters={"type": "object", "properties": {m: {}}}))
    ),
    "response format": _chats(lambda m: _chat(response_format=_schema(f"For {m}"))),
    "prediction": _chats(lambda m: _chat(prediction={"type": "content", "content": m})),
    "metadata": _chats(lambda m: _chat(metadata={"for": m})),
    "metadata key": _chats(lambda m: _chat(metadata={m: "yes"})),
    "end user": _chats(lambda m: _chat(user=m)),
    "safety identifier": _chats(lambda m: _chat(safety_identifier=m)),
    "cache key": _chats(lambda m: _chat(prompt_cache_key=m)),
    "stop": _chats(lambda m: _chat(stop=[m])),
    "model": _chats(lambda m: {"model": m, "messages": ASK}),
    "unknown field": _chats(lambda m: _chat(extra_body={"later": {"inventions": [m]}})),
    "own header": _chats(lambda m: _chat(extra_headers={"x-for": m})),
    "usual header": _chats(lambda m: _chat(extra_headers={"accept-language": m})),
    "query": _chats(lambda m: _chat(extra_query={"for": m})),
    "query name": _chats(lambda m: _chat(extra_query={m: "1"})),
    "input": _responses(lambda m: {"input": m}),
    "input item": _responses(lambda m: {"input": [{"role": "user", "content": m}]}),
    "instructions": _responses(lambda m: {"instructions": m}),
    "function output": _responses(
        lambda m: {
            "input": [
                {"type": "function_call", "call_id": "c", "name": "find", "arguments": "{}"},
                {"type": "function_call_output", "call_id": "c", "output": m},
            ]
        }
    ),
    "text format": _responses(
        lambda m: {"text": {"format": {"type": "json_schema", "name": "a", "schema": {"title": m}}}}
    ),
    "server headers": _responses(
        lambda m: {
            "tools": [
                {"type": "mcp", "server_label": "s", "server_url": "http://s", "headers": {"a": m}}
            ]
        }
    ),
    "prompt variables": _responses(lambda m: {"prompt": {"id": "pmpt_1", "variables": {"who": m}}}),
    "text prompt": lambda c, m: c.completions.create(model="auto", prompt=m),
    "suffix": lambda c, m: c.completions.create(model="auto", prompt="Hi", suffix=m),
    "embedding": lambda c, m: c.embeddings.create(model="auto", input=["Hi", m]),
    "moderation": lambda c, m: c.moderations.create(input=m),
    "raw post": lambda c, m: c.post(
        "/chat/completions", cast_to=dict[str, Any], body={"model": "auto", "messages": m}
    ),
    "path": lambda c, m: c.models.retrieve(m),
}


@pytest.fixture
def guarded(house: House) -> Any:
    """A client that may send what is public and must keep what is personal."""
    return house.client(document("cloud", "local", stays_home=PRIVATE_STAYS))


async def _try(call: Callable[[], Any]) -> None:
    """Make a call to its end; that nobody could answer it is no leak."""
    try:
        answer = await it(call())
        if hasattr(answer, "response") and hasattr(answer, "close"):
            await every(answer)
    except openai.APIStatusError:
        pass


def _raw(house: House) -> bytes:
    """Return all that the stand-in cloud was sent."""
    seen = house.cloud.seen
    return repr([(s.method, s.path, s.headers, s.body) for s in seen]).encode()


@pytest.mark.parametrize("place", PLACES)
async def test_no_byte_leaves(guarded: Any, house: House, dialled: list[Any], place: str) -> None:
    """One private value is enough, wherever it stands: the cloud is not even dialled."""
    await _try(lambda: PLACES[place](guarded, MARK))

    assert ([], []) == (dialled, house.cloud.seen)


@pytest.mark.parametrize("place", PLACES)
async def test_the_place_itself_is_no_reason(guarded: Any, house: House, place: str) -> None:
    """The same calls with a public word there are sent, but those whose content is unreadable."""
    await _try(lambda: PLACES[place](guarded, "tides"))

    assert len(house.cloud.seen) == (0 if place == "prompt variables" else 1)


async def test_streams_are_kept_alike(guarded: Any, house: House) -> None:
    """Asking for a stream changes nothing."""
    messages = [{"role": "user", "content": MARK}]
    await _try(
        lambda: guarded.chat.completions.create(model="auto", messages=messages, stream=True)
    )
    await _try(lambda: guarded.responses.create(model="auto", input=MARK, stream=True))

    assert [] == house.cloud.seen


async def test_failing_targets_do_not_widen(house: House, elsewhere: Any) -> None:
    """When the server at home fails, a private call is an error: the cloud is not the fallback."""
    backends = {
        "home": {"kind": "server", "model": "m", "base_url": elsewhere.url, "trust": "device"},
        "cloud": {"kind": "openai", "model": "stand-in-mini"},
    }
    policy = document("home", "cloud", stays_home=PRIVATE_STAYS) | {"backends": backends}
    elsewhere.then(*[status(500)] * 9)
    client = house.client(policy, max_retries=1)
    messages = [{"role": "user", "content": MARK}]
    await _try(lambda: client.chat.completions.create(model="auto", messages=messages))
    await _try(lambda: client.chat.completions.create(model="auto", messages=messages, stream=True))

    assert [] == house.cloud.seen
    assert elsewhere.seen


async def test_retries_send_what_was_cleared(guarded: Any, house: House) -> None:
    """A public call that fails in passing is sent again as the same bytes, and nothing beside."""
    house.cloud.then(status(500), cut_after(0))
    await _try(lambda: guarded.with_options(max_retries=3).chat.completions.create(**_chat()))

    assert len({seen.body for seen in house.cloud.seen}) == 1
    assert MARK.encode() not in _raw(house)


async def test_what_a_caller_called_private_is_known_again(guarded: Any, house: House) -> None:
    """Its words stay at home in the next turn too, with no label and no name of a conversation."""
    secret = {"role": "user", "content": "The merger with the northern group is off the table."}
    label = {"x-homeport-privacy": "sensitive"}
    await _try(
        lambda: guarded.chat.completions.create(
            model="auto", messages=[secret], extra_headers=label
        )
    )
    await _try(lambda: guarded.chat.completions.create(**_said(secret)))

    assert [] == house.cloud.seen


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
async def test_a_private_answer_is_known_again(guarded: Any, house: House, stream: bool) -> None:
    """What this device answered to a private call stays at home when it comes back."""
    label = {"x-homeport-privacy": "sensitive"}
    words = "The merger with the northern group is off the table."
    await _try(
        lambda: guarded.chat.completions.create(
            model="auto",
            messages=[{"role": "user", "content": words}],
            stream=stream,
            extra_headers=label,
        )
    )
    await _try(
        lambda: guarded.chat.completions.create(**_said({"role": "assistant", "content": words}))
    )

    assert [] == house.cloud.seen


async def test_an_id_made_here_never_leaves(guarded: Any, house: House) -> None:
    """The cloud is not asked about a response that this device made."""
    for call in (
        lambda: guarded.responses.retrieve("resp_local_dec_1"),
        lambda: guarded.responses.delete("resp_local_dec_1"),
        lambda: guarded.responses.cancel("resp_local_dec_1"),
        lambda: guarded.responses.input_items.list("resp_local_dec_1"),
    ):
        with pytest.raises(openai.NotFoundError, match="made on this device"):
            await it(call())

    assert [] == house.cloud.seen
