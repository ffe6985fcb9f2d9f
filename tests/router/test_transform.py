"""What is sent in the place of a private call, and what stops it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeport import Policy
from homeport.errors import Refused
from homeport.policies.privacy.vault import NotMaskable, Vault
from homeport.router import wire
from homeport.router.body import field_names, masked, said
from homeport.router.deadline import Deadline
from homeport.router.egress import Destination, NotCleared, clear
from homeport.router.targets import Order
from homeport.router.transform import OutboundCheck, disguise, with_body
from homeport.router.wire import Request
from homeport.types import Call, Decision, Finding, Level

MAIL, IBAN = "ana.perez@correo.es", "ES9121000418450200051332"
POLICY = Policy.load(
    {
        "version": 1,
        "backends": {"cloud": {"kind": "openai", "model": "gpt-5-mini"}},
        "rules": [{"name": "all", "to": ["cloud"], "transform": "pseudonymize"}],
    }
)
CLOUD = Destination("cloud", leaves=True, model="gpt-5-mini")


def request(body: dict[str, Any], *headers: tuple[str, str], query: str = "") -> Request:
    url = f"https://api.example.com/v1/chat/completions{query}"
    return Request("POST", url, headers, json.dumps(body).encode())


def chat(*contents: Any, **more: Any) -> dict[str, Any]:
    messages = [{"role": "user", "content": content} for content in contents]
    return {"model": "gpt-5-mini", "messages": messages, **more}


def order_of(asked: Request) -> Order:
    call = wire.read(asked)
    decision = POLICY.decide(call, POLICY.score(call))
    decision = replace(decision, id="dec_1", policy=POLICY.fingerprint)
    return Order(asked, call, decision, Deadline.after(9.0), list)


def sent(body: dict[str, Any], vault: Vault) -> dict[str, Any]:
    """Mask a body, clear it as it is, and return what would leave."""
    order = disguise(order_of(request(body)), vault, POLICY)
    assert order.decision.targets == ("cloud",)
    clearance = clear(order.request, order.call, order.decision, CLOUD, transformed=order.check)
    found: dict[str, Any] = json.loads(clearance.check().body or b"")
    return found


RICH: dict[str, Any] = {
    "model": "gpt-5-mini",
    "messages": [
        {"role": "system", "content": f"You serve {MAIL}."},
        {"role": "user", "content": [{"type": "text", "text": f"Pay {IBAN}"}], "name": "ana1980"},
        {
            "role": "assistant",
            "tool_calls": [
                {
                    "id": "c1",
                    "type": "function",
                    "function": {"name": "pay", "arguments": json.dumps({"to": [IBAN], "n": 7})},
                }
            ],
        },
        {"role": "tool", "tool_call_id": "c1", "content": json.dumps({MAIL: {"iban": IBAN}})},
    ],
    "tools": [
        {
            "type": "function",
            "function": {"name": "pay", "parameters": {"enum": [IBAN], "description": MAIL}},
        }
    ],
    "metadata": {"who is it": MAIL, f"mail {MAIL}": "x", "number": 4111111111111111},
    "stop": [MAIL],
    "unknown": {"deep": [[{"er": MAIL}]]},
}


def test_every_place_of_a_body_is_masked() -> None:
    """Keys, texts, numbers, JSON in texts, fields that nobody knows; and nothing else changes."""
    vault = Vault()
    leaving = sent(RICH, vault)
    text = json.dumps(leaving)

    assert not [value for value in (MAIL, IBAN, "4111111111111111", "ana.perez") if value in text]
    assert "pay" == leaving["messages"][2]["tool_calls"][0]["function"]["name"]
    assert json.loads(leaving["messages"][2]["tool_calls"][0]["function"]["arguments"])["n"] == 7
    back = json.loads(vault.restore(json.dumps(leaving["messages"][:2])))
    assert RICH["messages"][:2] == back


def test_paths_of_findings_are_those_of_the_reader() -> None:
    """Where this walk and the reader's part, nothing could be replaced any more."""
    call = wire.read(request(RICH))
    everything = [
        Finding(part.path, 0, len(part.text), "email", Level.PERSONAL, "test", 1.0)
        for part in call.parts
        if part.path != "model"
    ]
    body = masked(call, everything)
    left = set(said(body)) & {part.text for part in call.parts if part.path != "model"}

    assert set() == left


def test_the_original_is_not_touched() -> None:
    """A target on this device gets the body as it came."""
    call = wire.read(request(RICH))
    before = json.dumps(call.body)
    masked(call, POLICY.score(call).privacy.findings)

    assert before == json.dumps(call.body)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"name": "José", "mail": MAIL, "n": [1, 4111111111111111]}),
        json.dumps([f'say "{MAIL}"\n', MAIL]),
        json.dumps({"inner": json.dumps({"mail": MAIL, "quote": '"'})}),
    ],
)
def test_json_stays_json(text: str) -> None:
    """In tool results and arguments, escapes and nesting included."""
    leaving = sent(chat(text), Vault())["messages"][0]["content"]

    assert json.loads(leaving)
    assert MAIL not in leaving


def test_a_value_is_masked_wherever_it_stands() -> None:
    """Also where no detector sees it: in another spelling, in part, alone."""
    spellings = "ANA PEREZ again, ana.perez, a n a . p e r e z"
    leaving = sent(chat(f"Write to {MAIL}", spellings), Vault())

    assert "perez" not in leaving["messages"][1]["content"].lower().replace(" ", "")


@given(st.text(), st.text(), st.integers(0, 3))
def test_any_text_around_comes_back(before: str, after: str, times: int) -> None:
    """What leaves, restored, is what came."""
    vault, text = Vault(), f"{before} {MAIL} {after}" * times
    try:
        body = masked(wire.read(request(chat(text))), _findings(text), vault)
    except NotMaskable:
        return

    assert text == vault.restore(body["messages"][0]["content"])


def _findings(text: str) -> list[Finding]:
    call = wire.read(request(chat(text)))
    return list(POLICY.score(call).privacy.findings)


CHECK = OutboundCheck(Vault("kqzbf"), POLICY, "pseudonymize")
CHECK.vault.cover("Ana Pérez Gómez", "person", Level.PERSONAL)
CHECK.vault.cover("hunting-lodge", "term", Level.SENSITIVE)
DIRTY: dict[str, Request] = {
    "something new that is private": request(chat(f"for Person_kqzbf_1a: {MAIL}")),
    "a value": request(chat("Ana Pérez Gómez")),
    "a value in another spelling": request(chat("ANA-PEREZ\nGOMEZ")),
    "a value over two messages": request(chat("say ana pe", "rez gomez now")),
    "a value in base64": request(chat("QW5hIFDDqXJleiBHw7NtZXo=")),
    "a value in hex": request(chat("x" + b"hunting-lodge".hex())),
    "a value as a key": request(chat("x", metadata={"hunting_lodge": 1})),
    "a value in JSON in a text": request(chat(json.dumps({"a": ["Ana P\u00e9rez G\u00f3mez"]}))),
    "a value in a header": request(chat("x"), ("x-about", "hunting lodge")),
    "a value in the address": request(chat("x"), query="?a=hunting%2Dlodge"),
    "a picture": request(chat([{"type": "image_url", "image_url": {"url": "https://x/y.png"}}])),
    "no JSON": Request("POST", "https://api.example.com/v1/chat/completions", (), b"{"),
    "nothing that was read": Request("POST", "https://api.example.com/v1/files", (), None),
}


@pytest.mark.parametrize("case", DIRTY)
def test_the_last_look_stops(case: str) -> None:
    """Any hit, and any doubt."""
    with pytest.raises(Refused) as caught:
        CHECK(DIRTY[case])

    assert "not_sendable" == caught.value.code
    assert not [word for word in ("Ana", "hunting", MAIL) if word in caught.value.message]


def test_the_last_look_passes_what_is_clean() -> None:
    """Placeholders of our own, and a key that belongs to the target."""
    CHECK(
        request(
            chat("Person_kqzbf_1a met somebody.", metadata={"topic": "x"}),
            ("authorization", "Bearer hunting-lodge"),
        )
    )


def test_a_judge_that_fails_stops_it() -> None:
    """Nobody looked, so nothing leaves."""

    class Blind:
        def score(self, _: Call) -> None:
            raise RuntimeError("the text of the call")

    with pytest.raises(Refused) as caught:
        OutboundCheck(Vault(), Blind(), "pseudonymize")(request(chat("Hello")))  # type: ignore[arg-type]  # fails as a policy never does

    assert "text of the call" not in str(caught.value)


def test_without_the_look_nothing_is_cleared() -> None:
    """A transformed call that nobody looked at is a bug, and stops here."""
    order = order_of(request(chat(MAIL)))

    with pytest.raises(NotCleared):
        clear(order.request, order.call, order.decision, CLOUD)


def test_the_clearance_says_what_it_is_for() -> None:
    """The policy, the level and the transform are part of what was cleared."""
    order = disguise(order_of(request(chat(MAIL))), Vault(), POLICY)
    made = clear(order.request, order.call, order.decision, CLOUD, transformed=order.check)

    assert (POLICY.fingerprint, Level.PERSONAL, "pseudonymize") == (
        made.policy,
        made.level,
        made.transform,
    )
    for change in ({"policy": "x"}, {"level": Level.PUBLIC}, {"transform": None}):
        with pytest.raises(NotCleared):
            replace(made, **change).check()


def test_names_of_fields_are_read_below_the_top() -> None:
    """The protocol's own names at the top are nobody's."""
    assert ["a", "b", "content", "role"] == sorted(
        field_names({"messages": [{"role": "x", "content": {"a": 1}}], "m": {"b": {"not one": 2}}})
    )


def test_a_body_that_would_lose_a_key_is_not_sent() -> None:
    """Two keys that become the same would make one of them vanish."""
    call = wire.read(request(chat("x", metadata={"a b": 1, "c d": 2})))
    same = [
        Finding(f"metadata.keys[{n}]", 0, 3, "api_key", Level.SECRET, "test", 1.0) for n in (0, 1)
    ]

    with pytest.raises(NotMaskable):
        masked(call, same, redact=True)


def test_the_body_is_written_as_the_gate_writes_it() -> None:
    """ASCII, no spaces: lone surrogates pass through."""
    assert b'{"a":"\\ud800\\u00e9"}' == with_body(request({}), {"a": "\ud800é"}).body


def test_decisions_say_when_nothing_could_leave() -> None:
    """`explain` is honest: what no transform makes clean has no target that leaves."""
    picture = wire.read(DIRTY["a picture"])
    decision: Decision = POLICY.decide(picture, POLICY.score(picture))

    assert ("refuse", None) == (decision.route, decision.transform)
    assert "cannot be read" in decision.why
