"""The gate: what leaves, and that nothing else can."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from homeport.errors import Refused
from homeport.router import wire
from homeport.router.egress import ORIGIN, Clearance, Destination, NotCleared, clear
from homeport.router.wire import Request
from homeport.types import Decision, Level

CLOUD = Destination("cloud", leaves=True, model="gpt-5-mini")
DECISION = Decision("dec_1", "cloud", ("cloud", "local"), "rest")


def chat(raw: bytes | str, *headers: tuple[str, str], url: str = "https://api/v1") -> Request:
    body = raw.encode() if isinstance(raw, str) else raw
    return Request("POST", f"{url}/chat/completions", headers, body)


def sent(request: Request, to: Destination = CLOUD) -> Request:
    return clear(request, wire.read(request), DECISION, to).check()


@pytest.mark.parametrize(
    "raw",
    [
        '{"model":"gpt-4o",  "messages":[]}',
        '{ "model" : "gpt-4o", "x": 1.0, "y": "\\u00e9", "messages": [] }',
        '{"messages": [{"content": "\\"model\\":\\"auto\\""}], "model": "gpt-4o"}',
    ],
)
def test_a_named_model_leaves_byte_for_byte(raw: str) -> None:
    """What we did not need to understand is not re-written."""
    assert raw.encode() == sent(chat(raw)).body


def test_auto_is_replaced_and_nothing_else() -> None:
    """Only the model's name changes; spacing and escapes stay."""
    raw = '{ "x": 1.0,  "model" : "auto", "messages": [{"content": "caf\\u00e9"}] }'

    expected = '{ "x": 1.0,  "model":"gpt-5-mini", "messages": [{"content": "caf\\u00e9"}] }'
    assert expected.encode() == sent(chat(raw)).body


def test_auto_in_a_nested_field_is_left_alone() -> None:
    """Another object's `model: auto` is not the call's."""
    raw = '{"messages":[],"model":"auto","tools":[{"model":"auto"}]}'

    body = json.loads(sent(chat(raw)).body or b"")
    assert ("gpt-5-mini", "auto") == (body["model"], body["tools"][0]["model"])


def test_a_server_is_always_asked_for_the_model_it_runs() -> None:
    """The caller's name for the cloud's model means nothing to it."""
    server = Destination("cloud", leaves=False, model="llama3", base_url="http://x/v1", rename=True)

    assert b'{"model": "llama3", "messages": []}' == (
        sent(chat('{"model": "gpt-4o", "messages": []}'), server).body or b""
    ).replace(b'":"', b'": "').replace(b'":[', b'": [').replace(b",", b", ")


def test_our_labels_never_leave() -> None:
    """Neither as headers nor as a field of the body."""
    raw = '{"model":"gpt-4o","messages":[],"homeport":{"privacy":"personal"}}'

    request = sent(chat(raw, ("x-homeport-conversation", "c1"), ("X-Keep", "yes")))

    assert b'{"model":"gpt-4o","messages":[]}' == request.body
    assert [("X-Keep", "yes")] == [h for h in request.headers if h[0] != "accept-encoding"]


def test_a_text_that_speaks_of_homeport_is_not_rewritten() -> None:
    """The word alone is not a label."""
    raw = '{"model":"gpt-4o", "messages":[{"content":"what is \\"homeport\\"?"}]}'

    assert raw.encode() == sent(chat(raw)).body


def test_lone_surrogates_survive_a_rewrite() -> None:
    """A string that is not valid UTF-8 goes out as the same JSON escape."""
    raw = '{"model":"auto","messages":["\\ud800"],"homeport":{}}'

    assert {"model": "gpt-5-mini", "messages": ["\ud800"]} == json.loads(
        sent(chat(raw)).body or b""
    )


def test_the_callers_own_address_and_key_are_kept() -> None:
    """Without a base_url the cloud is where the caller's client points."""
    request = sent(
        chat("{}", ("Authorization", "Bearer sk-1"), ("Host", "api"), url="https://api/v1")
    )

    assert "https://api/v1/chat/completions" == request.url
    assert [("Authorization", "Bearer sk-1"), ("accept-encoding", "gzip, deflate")] == list(
        request.headers
    )


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("https://api/v1/chat/completions", "https://eu.cloud/base/chat/completions"),
        ("https://api/v1/chat/completions?a=1", "https://eu.cloud/base/chat/completions?a=1"),
        ("/v1/chat/completions", "https://eu.cloud/base/chat/completions"),
        (
            "https://a/openai/deployments/d/chat/completions",
            "https://eu.cloud/base/chat/completions",
        ),
    ],
)
def test_a_base_url_takes_the_call_elsewhere(asked: str, expected: str) -> None:
    """The endpoint stays, whatever stood before it."""
    to = replace(CLOUD, base_url="https://eu.cloud/base/", key="k2")

    assert expected == sent(Request("POST", asked, (), b"{}"), to).url


def test_a_redirect_of_the_target_itself_is_followed_as_it_is() -> None:
    """The server said where; its base_url is not put before it again."""
    to = replace(CLOUD, base_url="https://eu.cloud/base", key="k2")
    moved = chat("{}", url="https://eu.cloud/moved")

    request = sent(replace(moved, extensions={ORIGIN: "https://eu.cloud"}), to)

    assert "https://eu.cloud/moved/chat/completions" == request.url


def test_a_redirect_to_another_address_is_refused() -> None:
    """A body that was cleared for one server does not follow it to another."""
    moved = replace(chat("{}", url="https://evil/v1"), extensions={ORIGIN: "https://api"})

    with pytest.raises(Refused, match="another address"):
        sent(moved)


def test_labels_in_the_body_of_an_unknown_endpoint_never_leave() -> None:
    """Opaque means unknown, not unread; and a model of that name is not ours to replace."""
    raw = b'{"model":"auto","prompt":"a tree","homeport":{"label":"art"}}'
    request = Request("POST", "https://api/v1/images/generations", (), raw)

    assert b'{"model":"auto","prompt":"a tree"}' == sent(request).body


def test_credentials_never_go_to_another_address() -> None:
    """A key for one cloud is not shown to another."""
    to = replace(CLOUD, base_url="https://eu.cloud/v1", key="k2")
    headers = [("authorization", "Bearer sk-1"), ("api-key", "a"), ("OpenAI-Organization", "o")]

    request = sent(chat("{}", *headers, ("cookie", "c")), to)

    assert {("authorization", "Bearer k2"), ("accept-encoding", "gzip, deflate")} == set(
        request.headers
    )


def test_a_decision_that_does_not_name_the_target_clears_nothing() -> None:
    """The gate asks the decision, not the caller."""
    stays = Decision("dec_2", "local", ("local",), "secrets-stay")
    request = chat("{}")

    with pytest.raises(NotCleared):
        clear(request, wire.read(request), stays, CLOUD)


def test_a_transform_that_was_not_carried_out_clears_nothing() -> None:
    """A text that should have been masked does not leave as it is."""
    request = chat("{}")

    with pytest.raises(NotCleared):
        clear(request, wire.read(request), replace(DECISION, transform="pseudonymize"), CLOUD)


@pytest.mark.parametrize(
    "change",
    [
        {"body": b'{"model":"gpt-4o","messages":["more"]}'},
        {"url": "https://elsewhere/v1/chat/completions"},
        {"method": "PUT"},
        {"headers": (("x-extra", "1"),)},
    ],
)
def test_a_clearance_is_for_exactly_what_was_cleared(change: dict[str, Any]) -> None:
    """Changing a byte afterwards makes it worthless."""
    request = chat('{"model":"gpt-4o","messages":[]}')
    clearance = clear(request, wire.read(request), DECISION, CLOUD)

    forged = replace(clearance, request=replace(clearance.request, **change))

    with pytest.raises(NotCleared):
        forged.check()


def test_a_clearance_for_one_target_is_none_for_another() -> None:
    """The target is part of what was cleared."""
    request = chat("{}")
    clearance = clear(request, wire.read(request), DECISION, CLOUD)

    with pytest.raises(NotCleared):
        replace(clearance, target="local").check()


@pytest.mark.parametrize("change", [{"policy": "another"}, {"level": Level.SECRET}])
def test_a_clearance_is_bound_to_what_allowed_it(change: dict[str, Any]) -> None:
    """The policy and the level are part of what was cleared."""
    request = chat("{}")
    clearance = clear(request, wire.read(request), replace(DECISION, policy="a policy"), CLOUD)

    with pytest.raises(NotCleared):
        replace(clearance, **change).check()


def test_a_clearance_cannot_be_made_elsewhere() -> None:
    """Only the gate holds the seal."""
    request = chat("{}")
    digest = clear(request, wire.read(request), DECISION, CLOUD).digest

    with pytest.raises(NotCleared):
        Clearance("cloud", "dec_1", request, digest, object(), "", Level.PUBLIC, None).check()


def test_an_unread_upload_is_passed_on_unread() -> None:
    """Its body stays a stream, with the length that was announced."""
    request = Request("POST", "https://api/v1/files", (("content-length", "9"),), None)

    out = sent(request)

    assert (None, "9") == (out.body, out.header("content-length"))
