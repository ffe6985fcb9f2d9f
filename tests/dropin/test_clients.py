"""Clients in all their forms: copies, keys, one's own HTTP client, Azure, threads."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import openai
import pytest
from dropin.drive import ASK, KEY, House, document, every, it
from standin_faults import dripped_body

import homeport
from homeport import routed
from homeport.router.sdk import http


async def ask(client: Any, **more: Any) -> Any:
    return await it(client.chat.completions.create(model="auto", messages=ASK, **more))


FAMILIES = sorted({httpx, http}, key=lambda module: module.__name__)


def upstream(house: House, family: Any, **options: Any) -> Any:
    """Return an HTTP client of the user's, of either family."""
    return (family.Client if house.mode == "sync" else family.AsyncClient)(**options)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda module: module.__name__)
async def test_own_http_client_carries_the_calls(house: House, family: Any) -> None:
    """A user's client keeps its headers, hooks and mounts; its transport sees every cloud call."""
    asked: list[str] = []

    def hook(request: Any) -> None:
        asked.append(str(request.url))

    async def async_hook(request: Any) -> None:
        hook(request)

    transport = family.HTTPTransport if house.mode == "sync" else family.AsyncHTTPTransport
    mine = upstream(
        house,
        family,
        headers={"x-mine": "yes"},
        event_hooks={"request": [hook if house.mode == "sync" else async_hook]},
        mounts={"http://": transport()},
    )
    client = house.client(document("cloud"), http_client=mine)
    answer = await ask(client)
    stream = await it(client.chat.completions.create(model="auto", messages=ASK, stream=True))
    chunks = await every(stream)

    assert "stand-in-mini" == answer.model == chunks[0].model
    assert ["yes", "yes"] == [seen.header("x-mine") for seen in house.cloud.seen]
    assert [f"{house.cloud.url}/chat/completions"] * 2 == asked


async def test_local_calls_do_not_use_the_http_client(house: House) -> None:
    """What is answered on this device does not pass through the user's client."""

    def refuse(request: Any) -> Any:
        raise AssertionError("a local call went out")

    mine = upstream(house, httpx, transport=httpx.MockTransport(refuse))
    answer = await ask(house.client(document("local"), http_client=mine))

    assert "echo" == answer.model


async def test_the_http_clients_time_counts(house: House) -> None:
    """The SDK takes its time-out from the client that it is given, and so do we."""
    house.cloud.then(dripped_body(0.02))
    client = house.client(document("cloud"), http_client=upstream(house, httpx, timeout=0.4))

    with pytest.raises(openai.APITimeoutError):
        await ask(client)


async def test_closing_closes_the_http_client(house: House) -> None:
    """Closing a client closes the HTTP client that it was given, as in the SDK."""
    mine = upstream(house, httpx)
    client = house.client(document("cloud"), http_client=mine)
    await ask(client)
    await it(client.close())

    assert (True, True) == (mine.is_closed, client.is_closed())


async def test_copies_share_the_models(house: House) -> None:
    """A copy is on the same router, however often copied, and is wrapped only once."""
    if house.form == "stock":
        pytest.skip("a stock client's copies share its http_client, as ever")
    mine = upstream(house, httpx)
    client = house.client(document("cloud"), http_client=mine)
    other = client.with_options(timeout=9).copy(max_retries=0).with_options(timeout=8)
    await ask(other)

    assert client.homeport is other.homeport
    assert 1 == len(house.cloud.seen)


async def test_closing_a_copy_leaves_the_original(house: House) -> None:
    """A copy may be closed; the original, its model and its HTTP client go on."""
    if house.form == "stock":
        pytest.skip("the SDK's own copies share one http_client and close it together")
    mine = upstream(house, httpx)
    client = house.client(document("cloud", "local"), http_client=mine)
    for copy in (client.with_options(timeout=9), client.copy(policy=document("cloud"))):
        await ask(copy)
        await it(copy.close())

    assert "stand-in-mini" == (await ask(client)).model
    assert not mine.is_closed


async def test_a_copy_can_have_a_policy_of_its_own(house: House) -> None:
    """``copy(policy=...)`` keeps key, address and HTTP client, and decides anew."""
    if house.form == "stock":
        pytest.skip("a stock client's policy is its http_client's")
    mine = upstream(house, httpx, headers={"x-mine": "yes"})
    client = house.client(document("local"), http_client=mine)
    other = house.keep(client.copy(policy=document("cloud")))

    assert ("echo", "stand-in-mini") == ((await ask(client)).model, (await ask(other)).model)
    assert "yes" == house.cloud.seen[0].header("x-mine")
    assert f"Bearer {KEY}" == house.cloud.seen[0].header("authorization")


async def test_a_routed_client_has_its_policy(house: House) -> None:
    """Two policies for one client are an error, not a choice."""
    door = routed(document("local"))
    with pytest.raises(TypeError, match="policy already"):
        house.kind(homeport)(policy=document("cloud"), http_client=door)
    door.close()


async def test_a_key_may_be_a_function(house: House) -> None:
    """A callable key is asked for each call, as in the SDK."""
    keys = iter(["sk-one", "sk-two"])

    async def later() -> str:
        return next(keys)

    key = (lambda: next(keys)) if house.mode == "sync" else later
    client = house.client(document("cloud"), api_key=key)
    await ask(client)
    await ask(client)

    assert ["Bearer sk-one", "Bearer sk-two"] == [
        seen.header("authorization") for seen in house.cloud.seen
    ]


async def test_azure(house: House) -> None:
    """An Azure client on ``routed`` keeps its path, its api-key header and its api-version."""
    kind = openai.AzureOpenAI if house.mode == "sync" else openai.AsyncAzureOpenAI
    client = house.keep(
        homeport.seal(
            kind(
                api_key="azure-key",
                api_version="2025-04-01-preview",
                azure_endpoint=house.cloud.origin,
                http_client=routed(document("cloud")),
            )
        )
    )
    answer = await it(client.chat.completions.create(model="our-gpt", messages=ASK))

    seen = house.cloud.seen[0]
    assert "our-gpt" == answer.model
    assert (
        "/openai/deployments/our-gpt/chat/completions?api-version=2025-04-01-preview" == seen.path
    )
    assert "azure-key" == seen.header("api-key")


async def test_azure_at_home(house: House) -> None:
    """An Azure client is answered on this device like any other."""
    kind = openai.AzureOpenAI if house.mode == "sync" else openai.AsyncAzureOpenAI
    client = house.keep(
        kind(
            api_key="azure-key",
            api_version="2025-04-01-preview",
            azure_endpoint=house.cloud.origin,
            http_client=routed(document("local")),
        )
    )
    answer = await it(client.chat.completions.create(model="our-gpt", messages=ASK))

    assert "echo" == answer.model
    assert 0 == house.cloud.connections


async def test_forgotten_clients_leave_nothing_open(house: House) -> None:
    """A client that nobody closes leaves no socket behind: a warning would fail this test."""
    client = house.client(document("cloud"))
    await ask(client)
    house._made.clear()
    del client
    gc.collect()
    if house.mode == "async":
        await asyncio.sleep(0.05)
    gc.collect()

    assert 1 == len(house.cloud.seen)


async def test_many_at_once(house: House) -> None:
    """Threads and tasks may share a client; each gets its own answer."""
    client = house.client(document("local"))
    words = [f"number {i}" for i in range(24)]

    def asking(word: str) -> Any:
        return client.chat.completions.create(
            model="auto", messages=[{"role": "user", "content": word}]
        )

    if house.mode == "sync":
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(asking, words))
    else:
        answers = await asyncio.gather(*map(asking, words))

    assert words == [answer.choices[0].message.content for answer in answers]


async def test_cancelling_a_task_stops_waiting(house: House) -> None:
    """A cancelled task leaves at once and hangs up on the cloud."""
    if house.mode == "sync":
        pytest.skip("only tasks can be cancelled")
    house.cloud.then(dripped_body(0.05))
    task = asyncio.create_task(ask(house.client(document("cloud"))))
    while not house.cloud.seen:
        await asyncio.sleep(0.01)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert house.cloud.hung_up.wait(5)


@pytest.mark.parametrize("to", ["local", "cloud"])
def test_the_module_level_client(cloud: Any, to: str) -> None:
    """``openai.chat...`` without a client object is routed by ``openai.http_client``."""
    program = f"""
        import openai
        from homeport import routed

        openai.api_key, openai.base_url = "sk-x", "{cloud.url}/"
        openai.http_client = routed({document(to)!r})
        print(openai.chat.completions.create(model="auto", messages={ASK!r}).model)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=True
    )

    assert {"local": "echo", "cloud": "stand-in-mini"}[to] == done.stdout.strip()
    assert (to == "cloud") == bool(cloud.seen)
