"""Streams are restored to the same whatever their chunks, and never hold back much."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from standin_echo import _events as events_of

from homeport.policies.privacy.vault import Vault
from homeport.router.events import Restoration, StreamRestorer
from homeport.types import Call, Level

CHAT = {"model": "m", "messages": [], "stream": True}
RESPONSE = {"model": "m", "input": "x", "stream": True}
TOOL = [{"name": "note", "function": {"name": "note"}}]
VALUE = 'José "Pepe" Pérez'


def made(body: dict[str, Any], text: str) -> bytes:
    return b"".join(events_of(body, text))


def restored(vault: Vault, endpoint: str, chunks: list[bytes], **fields: Any) -> bytes:
    restorer = StreamRestorer(Restoration(vault, Call(endpoint, {}, **fields)))
    return b"".join((*map(restorer.feed, chunks), restorer.end()))


def values(stream: bytes) -> list[Any]:
    lines = [line[6:] for line in stream.splitlines() if line.startswith(b"data: ")]
    return [json.loads(line) for line in lines if line != b"[DONE]"]


def cut(raw: bytes, places: list[int]) -> list[bytes]:
    edges = [0, *sorted(min(place, len(raw)) for place in places), len(raw)]
    return [raw[a:b] for a, b in pairwise(edges)]


BODIES = {
    "a chat": ("chat.completions", CHAT),
    "a call of a tool": ("chat.completions", CHAT | {"tools": TOOL}),
    "a response": ("responses", RESPONSE),
    "a function call": ("responses", RESPONSE | {"tools": TOOL}),
    "a completion": ("completions", {"model": "m", "prompt": "x"}),
}


@given(
    st.sampled_from(sorted(BODIES)),
    st.lists(st.integers(0, 6_000), max_size=12),
    st.text(max_size=9),
    st.booleans(),
)
def test_chunks_do_not_matter(case: str, places: list[int], around: str, has_end: bool) -> None:
    """Cut anywhere, in the middle of a sign or of a line end, the events are the same."""
    endpoint, body = BODIES[case]
    vault = Vault()
    text = f"{around}{vault.cover(VALUE, 'person', Level.PERSONAL)}{around}"
    raw = made(body, text)
    raw = raw if has_end else raw[: len(raw) // 2]
    whole = restored(vault, endpoint, [raw])

    assert whole == restored(vault, endpoint, cut(raw, places))


def test_a_stream_says_what_was_meant() -> None:
    """The pieces of every kind add up to the value, escaped where it is in JSON."""
    for case, (endpoint, body) in BODIES.items():
        vault = Vault()
        raw = made(body, vault.cover(VALUE, "person", Level.PERSONAL))
        told = json.dumps(values(restored(vault, endpoint, [raw])))

        assert vault.nonce not in told, case


def test_what_is_held_back_is_shown_at_the_end() -> None:
    """A stream that ends in the middle of a placeholder, or is cut, shows what there was."""
    vault = Vault()
    begun = vault.cover(VALUE, "person", Level.PERSONAL)[:-2]
    for endpoint, body in (BODIES["a chat"], BODIES["a response"]):
        raw = made(body, begun)
        broken = raw[: raw.rindex(b'"finish_reason": "stop"' if endpoint[0] == "c" else b".done")]
        broken = broken[: broken.rindex(b"\n\n") + 2]
        told = values(restored(vault, endpoint, [broken]))
        if endpoint == "responses":
            said = "".join(event.get("delta", "") for event in told)
        else:
            said = "".join(event["choices"][0]["delta"].get("content", "") for event in told)

        assert begun == said


def test_choices_do_not_mix() -> None:
    """Each choice, and each call of a tool, has a text of its own."""
    vault = Vault()
    one, two = (vault.cover(name, "person", Level.PERSONAL) for name in ("Ana Gil", "Eva Mora"))
    pieces = [(0, one[:7]), (1, two[:9]), (0, one[7:]), (1, two[9:])]
    raw = b"".join(
        b"data: "
        + json.dumps({"choices": [{"index": index, "delta": {"content": piece}}]}).encode()
        + b"\n\n"
        for index, piece in pieces
    )
    told = values(restored(vault, "chat.completions", [raw]))
    said = ["", ""]
    for event in told:
        choice = event["choices"][0]
        said[choice["index"]] += choice["delta"].get("content", "")

    assert ["Ana Gil", "Eva Mora"] == said


def test_what_is_not_ours_passes_byte_for_byte() -> None:
    """Comments, odd events, line ends, broken JSON."""
    raw = b': ping\r\n\r\ndata: {"a":  1}\n\nevent: x\ndata: {broken\n\ndata: 7\n\ndata: [DONE]\n\n'
    raw = raw.replace(b'data: {"a":  1}\n\n', b"")

    assert raw == restored(Vault(), "chat.completions", [raw])


def test_structured_answers_are_escaped() -> None:
    """Where the answer is JSON, so is what comes into it."""
    vault = Vault()
    text = json.dumps({"who": vault.cover(VALUE, "person", Level.PERSONAL)})
    told = values(
        restored(vault, "chat.completions", [made(CHAT, text)], needs=frozenset({"json_schema"}))
    )
    said = "".join(event["choices"][0]["delta"].get("content", "") for event in told)

    assert {"who": VALUE} == json.loads(said)


def test_probabilities_are_left_alone() -> None:
    """They are of the tokens that the model wrote."""
    vault = Vault()
    token = vault.cover(VALUE, "person", Level.PERSONAL)
    logprobs = {"content": [{"token": token, "logprob": -0.1}]}
    restoration = Restoration(vault, Call("chat.completions", {}))

    assert {"content": VALUE, "logprobs": logprobs} == restoration.value(
        {"content": token, "logprobs": logprobs}
    )
