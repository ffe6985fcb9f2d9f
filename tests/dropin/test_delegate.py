"""A private and hard call is answered with the cloud's help, and the cloud never sees it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import openai
import pytest
from dropin.drive import House, document, each, every, it
from standin import Cloud, in_earnest
from standin_answers import TEXT as EXPERT
from standin_echo import says
from standin_faults import page, status

from homeport import Policy
from homeport.backends.base import Backend
from homeport.backends.request import messages
from homeport.types import Call, Delta, Need, Usage

MAIL = "ana.perez@correo.es"
ASK = [{"role": "user", "content": f"Please draft a polite reminder about the rent to {MAIL}."}]
PREGUNTA = [{"role": "user", "content": f"Escribe por favor un aviso de alquiler para {MAIL}."}]
QUESTION = "How does one write a polite reminder about rent?"
ANSWER = f"Dear {MAIL}, the rent is due."


class Scripted(Backend):
    """Says what it was given to say, in order, and keeps what it was asked."""

    script: ClassVar[list[str]] = []
    asked: ClassVar[list[str]] = []

    def generate(self, call: Call) -> Iterator[Delta]:
        type(self).asked.append(messages(call)[-1]["content"])
        text = self.script.pop(0)
        for word in text.split(" "):
            yield Delta(text=f" {word}")
        finish = "length" if text.endswith("...") else "stop"
        yield Delta(finish=finish, usage=Usage(prompt=1, completion=1))


class Vectors(Backend):
    """Answers nobody in words."""

    offers: ClassVar[frozenset[Need]] = frozenset({"embeddings"})

    def generate(self, call: Call) -> Iterator[Delta]:
        yield Delta(vector=(0.0,))
        yield Delta(finish="stop", usage=Usage(prompt=1, completion=0))


def policy(*to: str, **more: Any) -> Policy:
    made = document(*(to or ("cloud", "local")))
    made["backends"] = {
        **more,
        **made["backends"],
        "local": {"kind": "scripted", "model": "scripted"},
    }
    made["rules"][0]["transform"] = "delegate"
    return Policy.load(made, backends={"scripted": Scripted, "vectors": Vectors})


@pytest.fixture
def client(house: House) -> Any:
    """A client of that policy, whose device knows what to say."""
    Scripted.script, Scripted.asked = [QUESTION, ANSWER], []
    return house.client(policy())


def assert_only_the_question_left(house: House) -> None:
    """The cloud saw one request, with the question in it and nothing of the call."""
    (seen,) = house.cloud.seen
    assert QUESTION.encode() in seen.body
    assert b"ana.perez" not in seen.body
    assert b"draft" not in seen.body


@pytest.mark.parametrize("stream", [False, True])
async def test_a_chat_is_answered_with_help(house: House, client: Any, stream: bool) -> None:
    """The device asks, the cloud answers the question, the device answers the call."""
    answer = await it(
        client.chat.completions.create(model="auto", messages=ASK, user=MAIL, stream=stream)
    )
    if stream:
        said = "".join([chunk.choices[0].delta.content or "" async for chunk in each(answer)])
    else:
        said = answer.choices[0].message.content

    assert ANSWER == said.strip()
    assert_only_the_question_left(house)
    assert EXPERT in Scripted.asked[1]
    assert ASK[0]["content"] in Scripted.asked[1]


@pytest.mark.parametrize("stream", [False, True])
async def test_a_response_is_answered_with_help(house: House, client: Any, stream: bool) -> None:
    """The other endpoint, whole and in events; nothing is stored by the cloud."""
    asking = {"model": "auto", "input": ASK[0]["content"], "stream": stream}
    answer = await it(client.responses.create(**asking))
    if stream:
        events = await every(answer)
        answer = events[-1].response

    assert ANSWER == answer.output_text.strip()
    assert_only_the_question_left(house)
    assert house.cloud.seen[0].json()["store"] is False


async def test_it_says_what_was_done(house: House, client: Any) -> None:
    """The transform, that something left, and who wrote the answer."""
    raw = await it(client.chat.completions.with_raw_response.create(model="auto", messages=ASK))

    assert ("delegate", "cloud", "cloud:ok") == tuple(
        raw.headers[f"x-homeport-{name}"] for name in ("transform", "route", "tried")
    )
    assert "scripted" == raw.parse().model


async def test_what_makes_vectors_is_not_asked_to_help(house: House) -> None:
    """Whichever backend the policy names first."""
    Scripted.script, Scripted.asked = [QUESTION, ANSWER], []
    client = house.client(policy("cloud", vectors={"kind": "vectors", "model": "v"}))

    answer = await it(client.chat.completions.create(model="auto", messages=ASK))

    assert ANSWER == answer.choices[0].message.content.strip()


async def test_the_device_is_asked_in_the_callers_language(house: House, client: Any) -> None:
    """In Spanish where the call is."""
    await it(client.chat.completions.create(model="auto", messages=PREGUNTA))

    assert ["Reescribe", "Contesta"] == [asked.split(" ")[0] for asked in Scripted.asked]


@pytest.mark.parametrize("stream", [False, True])
async def test_a_server_on_this_device_can_help(
    house: House, elsewhere: Cloud, stream: bool
) -> None:
    """It is asked over HTTP, and gets the call, which the cloud does not."""
    made = document("cloud", "local")
    made["backends"]["local"] = {
        "kind": "server",
        "model": "helper",
        "base_url": elsewhere.url,
        "trust": "device",
    }
    made["rules"][0]["transform"] = "delegate"
    what_it_is = [in_earnest] * 3  # before its first call a server is asked what it is
    elsewhere.then(*what_it_is, says(lambda _: QUESTION), says(lambda _: ANSWER))
    asking = {"model": "auto", "messages": ASK, "stream": stream}
    answer = await it(house.client(made).chat.completions.create(**asking))
    if stream:
        said = "".join([chunk.choices[0].delta.content or "" async for chunk in each(answer)])
    else:
        said = answer.choices[0].message.content

    assert ANSWER == said
    assert_only_the_question_left(house)
    assert [False] * 3 + [True] * 2 == [MAIL.encode() in seen.body for seen in elsewhere.seen]


BAD: dict[str, str] = {
    "it repeats the address": f"What to write to {MAIL}?",
    "it repeats it in another spelling": "What to write to ana.perez (at) correo.es, Ana Perez?",
    "it has another private thing in it": "What to write to +34 612 345 678?",
    "it is empty": "",
    "it was cut": "How does one...",
}


@pytest.mark.parametrize("case", BAD)
async def test_a_bad_question_is_not_asked(house: House, client: Any, case: str) -> None:
    """The device then answers the call by itself, and the trail says why."""
    Scripted.script = [BAD[case], "I did it alone."]
    raw = await it(client.chat.completions.with_raw_response.create(model="auto", messages=ASK))

    assert "I did it alone." == raw.parse().choices[0].message.content.strip()
    assert "cloud:not_sendable, local:ok" == raw.headers["x-homeport-tried"]
    assert [] == house.cloud.seen


async def test_without_another_target_it_is_refused(house: House) -> None:
    """A question that does not pass is an honest refusal where nobody else may answer."""
    Scripted.script = [BAD["it repeats the address"]]
    with pytest.raises(openai.PermissionDeniedError) as caught:
        await it(house.client(policy("cloud")).chat.completions.create(model="auto", messages=ASK))

    assert "not_sendable" == caught.value.code
    assert [] == house.cloud.seen


async def test_tools_cannot_be_delegated(house: House, client: Any) -> None:
    """What the device could not put together is not tried."""
    tools = [{"type": "function", "function": {"name": "send", "parameters": {}}}]
    with pytest.raises(openai.APIStatusError):
        await it(client.chat.completions.create(model="auto", messages=ASK, tools=tools))

    assert ([], []) == (house.cloud.seen, Scripted.asked)


@pytest.mark.parametrize("fault", [status(400), page(b'{"choices": []}')])
async def test_a_cloud_that_fails_is_passed_over(house: House, client: Any, fault: Any) -> None:
    """An error of the cloud is shown or passed over as ever; an empty answer is none."""
    house.cloud.then(fault)
    Scripted.script = [QUESTION, "I did it alone."]
    try:
        answer = await it(client.chat.completions.create(model="auto", messages=ASK))
    except openai.BadRequestError:
        return

    assert "I did it alone." == answer.choices[0].message.content.strip()
