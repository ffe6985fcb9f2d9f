"""Servers that speak the protocol (``kind: server``), and proxies on the way."""

from __future__ import annotations

from typing import Any

import openai
import pytest
from dropin.drive import ASK, PRIVATE, SECRETS_STAY, House, document, it, opened
from standin import Cloud


def served(house: House, trust: str, **more: Any) -> dict[str, Any]:
    """Return a policy whose cloud and whose server are the stand-in, told apart by the path."""
    server = {
        "kind": "server",
        "model": "stand-in-large",
        "base_url": f"{house.cloud.origin}/served/v1",
        "trust": trust,
    }
    cloud = {"kind": "openai", "model": "stand-in-mini"}
    return document("server", backends={"server": server, "cloud": cloud}, **more)


async def test_a_server_on_this_device(house: House) -> None:
    """It gets the call under the one name it knows, and nobody's credentials."""
    client = house.client(served(house, "device", stays_home=SECRETS_STAY), organization="org-1")
    raw = await it(
        client.chat.completions.with_raw_response.create(model="gpt-5", messages=PRIVATE)
    )

    seen = house.cloud.seen[-1]  # before it the server was asked what it is
    assert ("/served/v1/chat/completions", "stand-in-large") == (seen.path, seen.json()["model"])
    assert (None, None) == (seen.header("authorization"), seen.header("openai-organization"))
    assert ("local", "server") == (
        raw.headers["x-homeport-route"],
        raw.headers["x-homeport-backend"],
    )


async def test_a_server_elsewhere_is_not_this_device(house: House) -> None:
    """A server that is only on the network gets no private call."""
    policy = served(house, "network", stays_home=SECRETS_STAY)
    with pytest.raises(openai.PermissionDeniedError, match="secrets-stay"):
        await it(
            house.client(policy).chat.completions.create(model="auto", messages=PRIVATE),
        )

    assert 0 == house.cloud.connections


async def test_a_servers_stream(house: House) -> None:
    """A server's stream passes through."""
    client = house.client(served(house, "device"))
    async with opened(client.chat.completions.stream(model="auto", messages=ASK)) as stream:
        final = await it(stream.get_final_completion())

    assert "stand-in-large" == final.model


async def test_the_environments_proxy_carries_the_cloud(
    house: House, elsewhere: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HTTP_PROXY is honoured for the cloud, as it is by the SDK."""
    monkeypatch.setenv("HTTP_PROXY", elsewhere.origin)
    client = house.client(document("cloud"), base_url="http://cloud.invalid/v1")
    await it(client.chat.completions.create(model="auto", messages=ASK))

    assert ["http://cloud.invalid/v1/chat/completions"] == [seen.path for seen in elsewhere.seen]


async def test_the_environments_proxy_does_not_carry_this_device(
    house: House, elsewhere: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call to a server on this device is never handed to a proxy."""
    monkeypatch.setenv("HTTP_PROXY", elsewhere.origin)
    await it(
        house.client(served(house, "device")).chat.completions.create(model="auto", messages=ASK)
    )

    asked = [seen.path for seen in house.cloud.seen]
    assert ("/served/v1/chat/completions", 0) == (asked[-1], elsewhere.connections)
