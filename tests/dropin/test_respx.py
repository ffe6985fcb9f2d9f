"""respx, which patches httpx, sees homeport's way to the real cloud's address."""

from __future__ import annotations

from typing import Any

import httpx
import openai
import pytest
import respx
import standin_answers
from dropin.drive import ASK, House, document, it

OPENAI = "https://api.openai.com/v1/chat/completions"
ANSWER = standin_answers.answer("/chat/completions", {"model": "gpt-5-mini"})


async def ask(house: House, *to: str, **options: Any) -> Any:
    client = house.client(document(*to), base_url="https://api.openai.com/v1", **options)
    return await it(client.chat.completions.create(model="auto", messages=ASK))


async def test_the_real_address(house: House) -> None:
    """Without a base_url of one's own the cloud is api.openai.com, over TLS."""
    with respx.mock() as cloud:
        route = cloud.post(OPENAI).respond(json=ANSWER)
        answer = await ask(house, "cloud")

    assert "gpt-5-mini" == answer.model
    assert 1 == route.call_count
    assert b'"model":"stand-in-mini"' in route.calls[0].request.content


async def test_a_rate_limit_and_then_an_answer(house: House) -> None:
    """A retry is a second request of the same bytes."""
    limited = httpx.Response(429, headers={"retry-after-ms": "1"}, json={"error": {"code": "slow"}})
    with respx.mock() as cloud:
        route = cloud.post(OPENAI).mock(side_effect=[limited, httpx.Response(200, json=ANSWER)])
        await ask(house, "cloud")

    first, second = (call.request.content for call in route.calls)
    assert first == second


@pytest.mark.parametrize("fault", [httpx.ConnectError, httpx.ReadError, httpx.ConnectTimeout])
async def test_a_network_fault(house: House, fault: type[Exception]) -> None:
    """Each fault of the network lets the device answer."""
    with respx.mock() as cloud:
        route = cloud.post(OPENAI).mock(side_effect=fault)
        answer = await ask(house, "cloud", "local", max_retries=0)

    assert ("echo", 1) == (answer.model, route.call_count)


async def test_a_read_that_is_late(house: House) -> None:
    """A read that times out ends the call: its time is spent."""
    with respx.mock() as cloud:
        route = cloud.post(OPENAI).mock(side_effect=httpx.ReadTimeout)
        with pytest.raises(openai.APITimeoutError):
            await ask(house, "cloud")

    assert 1 == route.call_count
