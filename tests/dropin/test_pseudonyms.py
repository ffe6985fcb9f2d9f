"""Private and hard calls leave with placeholders, and their answers come back restored."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import openai
import pytest
from dropin.drive import House, document, each, every, it, opened
from pydantic import BaseModel
from standin import Seen
from standin_echo import echo, says
from standin_faults import page, status

MAIL, CARD, DIGITS = "ana.perez@correo.es", "4111 1111 1111 1111", "4111111111111111"
TEXT = f'Write to "{MAIL}" about the card {CARD}, please; {MAIL} knows.'
ASK = [{"role": "user", "content": TEXT}]
TOOL = {
    "name": "note",
    "parameters": {"type": "object", "properties": {"said": {"type": "string"}}},
}


def policy(*to: str, **rule: Any) -> dict[str, Any]:
    """Return a policy that sends everything masked."""
    made = document(*(to or ("cloud", "local")))
    made["rules"][0] |= {"transform": "pseudonymize", **rule}
    return made


@pytest.fixture
def client(house: House) -> Any:
    """A client of that policy whose cloud repeats what it is told."""
    house.cloud.then(*[echo] * 9)
    return house.client(policy())


def shown(seen: Seen) -> str:
    """Return everything that a request shows: its address, headers and body."""
    headers = "\n".join(f"{k}: {v}" for k, v in seen.headers)
    return f"{seen.path}\n{headers}\n{seen.body.decode()}"


def assert_clean(house: House, *values: str) -> None:
    """Nothing of any value is in what the cloud saw, and it did see something."""
    assert house.cloud.seen
    for seen in house.cloud.seen:
        digits = re.sub(r"\D", "", seen.body.decode())
        for value in values or (MAIL, CARD, "ana.perez", "correo"):
            assert value not in shown(seen)
        assert DIGITS not in digits


async def test_a_chat_comes_back_restored(house: House, client: Any) -> None:
    """The cloud sees placeholders, the caller sees values."""
    answer = await it(client.chat.completions.create(model="auto", messages=ASK))

    assert TEXT == answer.choices[0].message.content
    assert_clean(house)


async def test_it_says_what_was_done(house: House, client: Any) -> None:
    """The headers tell the transform, the target and the level."""
    raw = await it(client.chat.completions.with_raw_response.create(model="auto", messages=ASK))

    named = ("transform", "backend", "route", "level")
    assert ["pseudonymize", "cloud", "cloud", "sensitive"] == [
        raw.headers[f"x-homeport-{name}"] for name in named
    ]


async def test_explain_says_what_would_be_done(house: House) -> None:
    """The decision names the transform, and where it would be refused says so."""
    client = house.client(policy())
    if house.form == "stock":
        return
    one = await it(client.explain(messages=ASK))
    other = await it(client.explain(**UNSENDABLE["a secret"]))

    assert ("pseudonymize", "cloud") == (one.transform, one.route)
    assert (None, "local") == (other.transform, other.route)
    assert "there is a secret in it" in other.why


async def test_two_clouds_that_cannot_be_asked_are_one_refusal(house: House) -> None:
    """The reason is told as it is for one, and not as if nobody had answered."""
    made = policy("cloud", "other")
    made["backends"]["other"] = made["backends"]["cloud"]
    unexplained = UNSENDABLE["a label that nothing explains"]
    with pytest.raises(openai.PermissionDeniedError) as caught:
        await it(house.client(made).chat.completions.create(model="auto", **unexplained))

    assert "not_sendable" == caught.value.code


async def test_a_stored_response_comes_back_restored(house: House, client: Any) -> None:
    """What the cloud kept has placeholders in it, which the same client still knows."""
    first = await it(client.responses.create(model="auto", input=TEXT))
    masked = house.cloud.seen[0].json()["input"]
    house.cloud.switches.clear()
    house.cloud.then(page(json.dumps(first.to_dict() | {"instructions": masked}).encode()))
    kept = await it(client.responses.retrieve(first.id))

    assert TEXT == kept.instructions
    assert_clean(house)


async def test_a_chat_streams_restored(house: House, client: Any) -> None:
    """Also where every placeholder is cut into pieces."""
    stream = await it(client.chat.completions.create(model="auto", messages=ASK, stream=True))
    chunks = await every(stream)

    said = [chunk.choices[0].delta.content or "" for chunk in chunks]
    assert TEXT == "".join(said)
    assert_clean(house)


async def test_the_stream_helper_sees_values(house: House, client: Any) -> None:
    """The SDK's own accumulation adds up."""
    async with opened(client.chat.completions.stream(model="auto", messages=ASK)) as stream:
        final = await it(stream.get_final_completion())

    assert TEXT == final.choices[0].message.content


@pytest.mark.parametrize("stream", [False, True])
async def test_arguments_of_tools_stay_json(house: House, client: Any, stream: bool) -> None:
    """A value with quotes is escaped where it comes back."""
    said = 'Call "Ana" <ana.perez@correo.es> \\ now'
    tools = [{"type": "function", "function": TOOL}]
    asking = {"messages": [{"role": "user", "content": said}], "tools": tools, "model": "auto"}
    if stream:
        chunks = await every(await it(client.chat.completions.create(**asking, stream=True)))
        calls = [call for c in chunks for call in c.choices[0].delta.tool_calls or ()]
        arguments = "".join(call.function.arguments or "" for call in calls)
    else:
        answer = await it(client.chat.completions.create(**asking))
        arguments = answer.choices[0].message.tool_calls[0].function.arguments

    assert {"said": said} == json.loads(arguments)
    assert_clean(house, MAIL)


@pytest.mark.parametrize("stream", [False, True])
async def test_a_response_comes_back_restored(house: House, client: Any, stream: bool) -> None:
    """Items, deltas, and what the response repeats of the request."""
    asking = {"model": "auto", "input": TEXT, "instructions": f"You work for {MAIL}."}
    if stream:
        events = await every(await it(client.responses.create(**asking, stream=True)))
        deltas = [e.delta for e in events if e.type == "response.output_text.delta"]
        answer = events[-1].response
        assert TEXT == "".join(deltas)
        assert list(range(len(events))) == [event.sequence_number for event in events]
    else:
        answer = await it(client.responses.create(**asking))

    assert (TEXT, asking["instructions"]) == (answer.output_text, answer.instructions)
    assert_clean(house)


@pytest.mark.parametrize("stream", [False, True])
async def test_calls_of_a_response_stay_json(house: House, client: Any, stream: bool) -> None:
    """The arguments of a function call, whole and in pieces."""
    asking = {"model": "auto", "input": TEXT, "tools": [{"type": "function", **TOOL}]}
    if stream:
        events = await every(await it(client.responses.create(**asking, stream=True)))
        deltas = [e.delta for e in events if e.type.endswith("arguments.delta")]
        item, arguments = events[-1].response.output[0], "".join(deltas)
    else:
        item = (await it(client.responses.create(**asking))).output[0]
        arguments = item.arguments

    assert {"said": TEXT} == json.loads(arguments) == json.loads(item.arguments)
    assert_clean(house)


@pytest.mark.parametrize("stream", [False, True])
async def test_a_completion_comes_back_restored(house: House, client: Any, stream: bool) -> None:
    """The old endpoint too."""
    asking = {"model": "auto", "prompt": TEXT, "stream": stream}
    answer = await it(client.completions.create(**asking))
    pieces = [c.choices[0].text async for c in each(answer)] if stream else [answer.choices[0].text]

    assert TEXT == "".join(pieces)
    assert_clean(house)


class Note(BaseModel):
    """What a structured answer must be."""

    said: str


async def test_structured_output_is_parsed_restored(house: House, client: Any) -> None:
    """A value with a quote and a line break does not break the JSON it stands in."""
    said = 'password: none; passport of "Ana": her mail is "ana.perez@correo.es"'
    house.cloud.switches.clear()
    house.cloud.then(says(lambda text: json.dumps({"said": text})))
    answer = await it(
        client.chat.completions.parse(
            model="auto", messages=[{"role": "user", "content": said}], response_format=Note
        )
    )

    assert said == answer.choices[0].message.parsed.said
    assert_clean(house, MAIL)


async def test_raw_streaming_responses_are_restored(house: House, client: Any) -> None:
    """So is what is read off the wire line by line."""
    asking = client.chat.completions.with_streaming_response.create(model="auto", messages=ASK)
    async with opened(asking) as response:
        lines = [line async for line in each(response.iter_lines())]

    assert MAIL in "".join(lines)
    assert_clean(house)


async def test_what_a_model_does_to_placeholders_is_undone(house: House, client: Any) -> None:
    """Capitals, escaped underscores, bold, a genitive: all are recognised."""
    house.cloud.switches.clear()
    habits: list[Callable[[str], str]] = [
        str.upper,
        str.lower,
        lambda text: text.replace("_", "\\_"),
        lambda text: re.sub(r"(\w+_\w+_\w+@[\w.]+)", r"**\1**'s", text),
        lambda text: text.replace("_", " _ "),
        lambda text: text.replace("Email", "Correo"),
    ]
    house.cloud.then(*[says(habit) for habit in habits])
    for _ in habits:
        answer = await it(client.chat.completions.create(model="auto", messages=ASK))
        assert 2 == answer.choices[0].message.content.count(MAIL)


async def test_an_invented_placeholder_is_left_and_told(house: House, client: Any) -> None:
    """One that stands for nothing stays as it is, and a header counts it."""
    house.cloud.switches.clear()
    house.cloud.then(says(lambda text: text.replace("_1a@", "_77a@", 1)))
    raw = await it(client.chat.completions.with_raw_response.create(model="auto", messages=ASK))

    assert "_77a@example.com" in raw.parse().choices[0].message.content
    assert "1" == raw.headers["x-homeport-unknown-placeholders"]


async def test_a_conversation_keeps_its_placeholders(house: House, client: Any) -> None:
    """The next turn is private again, and the same value leaves as the same placeholder."""
    talk = {"model": "auto", "extra_headers": {"x-homeport-conversation": "c1"}}
    first = await it(client.chat.completions.create(messages=ASK, **talk))
    turn = [*ASK, first.choices[0].message.to_dict(), {"role": "user", "content": "And then?"}]
    raw = await it(client.chat.completions.with_raw_response.create(messages=turn, **talk))

    one, two = (seen.json()["messages"] for seen in house.cloud.seen)
    assert one[0]["content"] == two[0]["content"] == two[1]["content"]
    assert "sensitive" == raw.headers["x-homeport-level"]
    assert_clean(house)


async def test_a_stored_response_keeps_its_placeholders(house: House, client: Any) -> None:
    """What continues a response is masked as that one was."""
    first = await it(client.responses.create(model="auto", input=TEXT))
    again = {"model": "auto", "input": TEXT, "previous_response_id": first.id}
    second = await it(client.responses.create(**again))

    one, two = (seen.json()["input"] for seen in house.cloud.seen)
    assert (one, TEXT) == (two, second.output_text)


async def test_two_conversations_share_no_placeholder(house: House, client: Any) -> None:
    """Each has a nonce of its own."""
    for name in ("c1", "c2"):
        named = {"x-homeport-conversation": name}
        await it(client.chat.completions.create(model="auto", messages=ASK, extra_headers=named))

    one, two = (set(re.findall(r"\w+_\w+_\w+", seen.body.decode())) for seen in house.cloud.seen)
    assert (2, 2, set()) == (len(one), len(two), one & two)


async def test_retries_send_the_same_masked_bytes(house: House, client: Any) -> None:
    """A cloud that failed in passing gets what it got before."""
    house.cloud.switches.clear()
    house.cloud.then(status(500, retry_after_ms="1"), echo)
    answer = await it(client.chat.completions.create(model="auto", messages=ASK))

    assert TEXT == answer.choices[0].message.content
    assert 2 == len(house.cloud.seen)
    assert house.cloud.seen[0].body == house.cloud.seen[1].body
    assert_clean(house)


async def test_the_device_gets_the_original(house: House, client: Any) -> None:
    """A target that does not leave answers what was asked, not what would have been sent."""
    house.cloud.switches.clear()
    house.cloud.then(status(503), status(503), status(503))
    raw = await it(client.chat.completions.with_raw_response.create(model="auto", messages=ASK))

    assert ("local", TEXT) == (
        raw.headers["x-homeport-route"],
        raw.parse().choices[0].message.content,
    )
    assert "x-homeport-transform" not in raw.headers


UNSENDABLE: dict[str, dict[str, Any]] = {
    "a secret": {
        "messages": [{"role": "user", "content": "my key is sk-proj-9fJ2kLm4Qz8XvT1bNc7RyW3eHs5"}]
    },
    "a private header": {"messages": ASK, "extra_headers": {"x-customer": MAIL}},
    "a private query": {"messages": ASK, "extra_query": {"who": MAIL}},
    "a label that nothing explains": {
        "messages": [{"role": "user", "content": "Hello"}],
        "extra_headers": {"x-homeport-privacy": "personal"},
    },
    "a picture": {
        "messages": [
            {
                "role": "user",
                "content": [
                    {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}}
                ],
            }
        ]
    },
    "a field's name": {
        "messages": [{"role": "user", "content": "the user name is juanito92, password none"}],
        "metadata": {"juanito92": "x"},
    },
}


@pytest.mark.parametrize("case", UNSENDABLE)
async def test_what_cannot_be_made_clean_is_not_sent(house: House, case: str) -> None:
    """The next target answers, or there is an honest refusal; the cloud sees nothing."""
    with pytest.raises(openai.PermissionDeniedError):
        await it(
            house.client(policy("cloud")).chat.completions.create(model="auto", **UNSENDABLE[case])
        )

    assert [] == house.cloud.seen


async def test_secrets_are_taken_out_if_the_policy_says_so(house: House) -> None:
    """Redacted is gone for good: the answer does not bring it back."""
    house.cloud.then(echo)
    client = house.client(policy("cloud", secrets="redact"))
    answer = await it(client.chat.completions.create(model="auto", **UNSENDABLE["a secret"]))

    assert "[REDACTED]" in answer.choices[0].message.content
    assert_clean(house, "9fJ2kLm4Qz8XvT1bNc7RyW3eHs5")


async def test_closing_forgets(house: House, client: Any) -> None:
    """After ``close`` the same conversation gets new placeholders."""
    named = {"x-homeport-conversation": "c1"}
    for _ in range(2):
        await it(client.chat.completions.create(model="auto", messages=ASK, extra_headers=named))
        router = client.homeport if house.form == "homeport" else client._client.router
        router.close()

    one, two = (seen.body for seen in house.cloud.seen)
    assert one != two
