"""A time-out bounds the whole call, however the answer is dripped."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import anyio.to_thread
import openai
import pytest
from dropin.drive import ASK, House, document, it
from standin_faults import bomb, compressed, dripped_body, slow_headers, stall_after

from homeport import Policy
from homeport.backends.base import Backend
from homeport.types import Call, Delta


class Sleeper(Backend):
    """Thinks for half a minute before its first word."""

    def generate(self, call: Call) -> Iterator[Delta]:
        for _ in range(3000):
            time.sleep(0.01)
            yield Delta()
        yield Delta(text="Good morning", finish="stop")


async def late(client: Any, **more: Any) -> float:
    """Return how long a call took to time out."""
    started = time.monotonic()
    with pytest.raises(openai.APITimeoutError):
        await it(client.chat.completions.create(model="auto", messages=ASK, **more))
    return time.monotonic() - started


SLOW = {
    "body": dripped_body(0.02),
    "headers": slow_headers(0.02),
    "silence": stall_after(0),
}


@pytest.mark.parametrize("name", SLOW)
async def test_a_slow_answer_is_late(house: House, name: str) -> None:
    """No single read is late, but the call is; and the SDK does not begin it again."""
    house.cloud.then(*[SLOW[name]] * 5)
    client = house.client(document("cloud"), timeout=0.4)

    assert 0.3 < await late(client, stream=name == "silence") < 4
    assert 1 == len(house.cloud.seen)


async def test_a_call_may_have_its_own_time(house: House) -> None:
    """The time-out of one call counts for that call."""
    house.cloud.then(dripped_body(0.02))
    client = house.client(document("cloud"))

    assert 0.3 < await late(client, timeout=0.4) < 4


async def test_a_slow_model_is_late(house: House) -> None:
    """A model on this device is bound by the same time-out, and is free for the next call."""
    policy = document("local", backends={"local": {"kind": "sleeper", "model": "sleeper"}})
    client = house.client(Policy.load(policy, backends={"sleeper": Sleeper}), timeout=0.3)

    assert 0.2 < await late(client) < 4
    assert 0.2 < await late(client, stream=True) < 4


async def test_waiting_leaves_the_applications_threads_alone(house: House) -> None:
    """Calls that wait for a busy model take none of the threads that the event loop shares."""
    if house.mode == "sync":
        pytest.skip("a sync caller waits on its own thread")
    policy = document("local", backends={"local": {"kind": "sleeper", "model": "sleeper"}})
    client = house.client(Policy.load(policy, backends={"sleeper": Sleeper}))
    waiting = [
        asyncio.ensure_future(client.chat.completions.create(model="auto", messages=ASK))
        for _ in range(60)
    ]
    await asyncio.sleep(0.2)

    assert "free" == await asyncio.wait_for(anyio.to_thread.run_sync(lambda: "free"), 5)
    for task in waiting:
        task.cancel()
    assert all(await asyncio.gather(*waiting, return_exceptions=True))


async def test_packed_answers_are_unpacked(house: House) -> None:
    """A gzipped answer reads as any other."""
    house.cloud.then(compressed)
    client = house.client(document("cloud"))
    answer = await it(client.chat.completions.create(model="auto", messages=ASK))

    assert "stand-in-mini" == answer.model
    assert "gzip, deflate" == house.cloud.seen[0].header("accept-encoding")


async def test_a_bomb_is_refused(house: House) -> None:
    """An answer that unpacks beyond any honest size is given up, and the device answers."""
    house.cloud.then(bomb(64))
    client = house.client(document("cloud", "local"))
    raw = await it(client.chat.completions.with_raw_response.create(model="auto", messages=ASK))

    assert "cloud:answer_too_large, local:ok" == raw.headers["x-homeport-tried"]
