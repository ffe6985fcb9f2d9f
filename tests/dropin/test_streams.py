"""Streams: stopping early stops the work, and a stream that breaks says so."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import openai
import pytest
from dropin.drive import ASK, House, document, each, every, it, opened
from standin_faults import cut_after, endless, stall_after, status

from homeport import Policy
from homeport.backends.base import Backend
from homeport.types import Call, Delta


class Talker(Backend):
    """Talks for ever, a word each millisecond, and knows when it was stopped."""

    said = 0
    stopped = threading.Event()

    def generate(self, call: Call) -> Iterator[Delta]:
        try:
            while True:
                type(self).said += 1
                yield Delta(text="word ")
                time.sleep(0.001)
        finally:
            self.stopped.set()


@pytest.fixture
def talker(house: House) -> Any:
    """A client whose local backend never ends by itself."""
    Talker.said, Talker.stopped = 0, threading.Event()
    policy = document("local", backends={"local": {"kind": "talker", "model": "talker"}})
    return house.client(Policy.load(policy, backends={"talker": Talker}))


def is_stopped() -> bool:
    """Wait for the backend to stop; the words ahead of the reader are bounded."""
    return Talker.stopped.wait(5) and Talker.said < 200


async def test_breaking_off_stops_the_model(house: House, talker: Any) -> None:
    """Closing a stream after three words stops the generation."""
    stream = await it(talker.chat.completions.create(model="auto", messages=ASK, stream=True))
    words = 0
    async for chunk in each(stream):
        words += bool(chunk.choices[0].delta.content)
        if words == 3:
            break
    await it(stream.close())

    assert is_stopped()


async def test_leaving_the_context_stops_the_model(house: House, talker: Any) -> None:
    """Leaving the stream's ``with`` block stops the generation."""
    asking = {"model": "auto", "messages": ASK, "stream": True}
    async with opened(await it(talker.chat.completions.create(**asking))) as stream:
        async for _ in each(stream):
            break

    assert is_stopped()


async def test_leaving_the_helper_stops_the_model(house: House, talker: Any) -> None:
    """So does leaving the SDK's stream helper, for chats and for responses."""
    async with opened(talker.chat.completions.stream(model="auto", messages=ASK)) as stream:
        async for _ in each(stream):
            break
    assert is_stopped()

    Talker.said, Talker.stopped = 0, threading.Event()
    async with opened(talker.responses.stream(model="auto", input="Talk")) as stream:
        async for _ in each(stream):
            break
    assert is_stopped()


async def test_leaving_a_streaming_response_stops_the_model(house: House, talker: Any) -> None:
    """So does leaving a raw streaming response."""
    asking = {"model": "auto", "messages": ASK, "stream": True}
    manager = talker.chat.completions.with_streaming_response.create(**asking)
    async with opened(manager) as response:
        async for _ in each(response.iter_lines()):
            break

    assert is_stopped()


async def test_breaking_off_hangs_up_on_the_cloud(house: House) -> None:
    """Closing a cloud stream closes its connection, so that the cloud stops too."""
    house.cloud.then(endless(0.01))
    client = house.client(document("cloud"))
    async with opened(
        await it(client.chat.completions.create(model="auto", messages=ASK, stream=True))
    ) as stream:
        async for _ in each(stream):
            break

    assert house.cloud.hung_up.wait(5)


BREAKS = {
    "no end mark": (cut_after(4), "stream_truncated"),
    "half an event": (cut_after(4, extra=b'data: {"choices": [{"ind'), "stream_truncated"),
    "connection lost": (cut_after(4, clean=False), "stream_broken"),
}


@pytest.mark.parametrize("name", BREAKS)
async def test_a_cut_chat_is_an_error(house: House, name: str) -> None:
    """A chat stream that stops before its end raises, after the words that came."""
    switch, code = BREAKS[name]
    house.cloud.then(switch)
    client = house.client(document("cloud", "local"))
    stream = await it(client.chat.completions.create(model="auto", messages=ASK, stream=True))
    chunks = each(stream)
    words = [(await anext(chunks)).choices[0].delta.content for _ in range(4)]

    assert ["", "This ", "is ", "a "] == words
    with pytest.raises(openai.APIError) as broken:
        await anext(chunks)
    assert code == broken.value.code


async def test_a_cut_response_is_an_error(house: House) -> None:
    """A response stream that stops before its end raises."""
    house.cloud.then(cut_after(6))
    client = house.client(document("cloud", "local"))
    stream = await it(client.responses.create(model="auto", input="Hi", stream=True))

    with pytest.raises(openai.APIError) as broken:
        await every(stream)
    assert "stream_truncated" == broken.value.code


async def test_a_stalled_stream_is_an_error(house: House) -> None:
    """A stream that goes silent for longer than the time-out raises."""
    house.cloud.then(stall_after(3))
    client = house.client(document("cloud"), timeout=1)
    stream = await it(client.chat.completions.create(model="auto", messages=ASK, stream=True))
    started = time.monotonic()

    with pytest.raises(openai.APIError) as broken:
        await every(stream)
    assert "stream_broken" == broken.value.code
    assert time.monotonic() - started < 5


async def test_a_stream_that_never_began_falls_back(house: House) -> None:
    """Before the first event the next target may still answer."""
    house.cloud.then(cut_after(0))
    client = house.client(document("cloud", "local"))
    raw = await it(
        client.chat.completions.with_raw_response.create(model="auto", messages=ASK, stream=True)
    )
    chunks = await every(await it(raw.parse()))

    assert ASK[0]["content"] == "".join(c.choices[0].delta.content or "" for c in chunks)
    assert "local" == raw.headers["x-homeport-route"]


async def test_an_error_before_the_stream_is_an_error(house: House) -> None:
    """A stream that is refused raises the SDK's error, as without homeport."""
    house.cloud.then(status(401, "invalid_api_key"))
    client = house.client(document("cloud"))

    with pytest.raises(openai.AuthenticationError) as refused:
        await it(client.chat.completions.create(model="auto", messages=ASK, stream=True))
    assert "invalid_api_key" == refused.value.code


async def test_a_stream_passes_unchanged(house: House) -> None:
    """The cloud's events reach the caller as they left it."""
    asking = {"model": "gpt-5-mini", "messages": ASK, "stream": True}
    bodies = []
    for client in (house.client(document("cloud")), house.plain()):
        manager = client.chat.completions.with_streaming_response.create(**asking)
        async with opened(manager) as response:
            bodies.append(b"".join(await every(response.iter_bytes())))

    assert bodies[1] == bodies[0]
