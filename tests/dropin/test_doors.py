"""Websockets walk past every HTTP client; every one of them is closed."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import openai
import pytest
from dropin.drive import House, document, opened

import homeport

DOORS: dict[str, dict[str, Any]] = {
    "beta.realtime": {"model": "gpt-realtime"},
    "beta.responses": {},
    "live": {},
    "live.forks": {"session_id": "s1"},
    "live.sideband": {"session_id": "s1"},
    "realtime": {"model": "gpt-realtime"},
    "realtime.translations": {"model": "gpt-realtime"},
    "responses": {},
}
"""Every attribute of a client with a ``connect`` method, and what it wants to be told."""


def doors(thing: Any, path: str = "") -> Iterator[str]:
    """Find them all, whatever the SDK adds: resources are properties that lead to resources."""
    if path and callable(getattr(thing, "connect", None)):
        yield path
    for name in dir(type(thing)):
        if name.startswith(("_", "with_")):
            continue
        if isinstance(inspect.getattr_static(thing, name), (property, cached_property)):
            found = getattr(thing, name)
            if type(found).__module__.startswith("openai.resources"):
                yield from doors(found, f"{path}.{name}".lstrip("."))


def options_for(connect: Callable[..., Any], known: dict[str, Any]) -> dict[str, Any]:
    """Fill what a ``connect`` requires and this version calls by another name."""
    needed = [
        p.name
        for p in inspect.signature(connect).parameters.values()
        if p.default is inspect.Parameter.empty
    ]
    return dict.fromkeys(needed, "x") | {
        k: v for k, v in known.items() if k in inspect.signature(connect).parameters
    }


async def test_every_door_is_known(house: House) -> None:
    """A new websocket of the SDK fails here before it leaks anywhere."""
    found = set(doors(house.client(document("cloud"))))

    assert found
    assert found <= set(DOORS), "close the new door, and add it here"


@pytest.mark.parametrize("path", DOORS)
async def test_every_door_is_closed(house: House, path: str, dialled: list[Any]) -> None:
    """Connecting raises, and not one TCP connection is made."""
    pytest.importorskip("websockets")
    for client in _clients(house):
        resource = client
        try:
            for name in path.split("."):
                resource = getattr(resource, name)
            connect = resource.connect
        except AttributeError:
            pytest.skip(f"openai {openai.__version__} has no {path}.connect")
        with pytest.raises((OSError, openai.OpenAIError)):
            async with opened(connect(**options_for(connect, DOORS[path]))):
                raise AssertionError("a websocket was opened")

    assert [] == dialled
    assert 0 == house.cloud.connections


def _clients(house: House) -> Iterator[Any]:
    client = house.client(document("cloud"))
    yield client
    if house.form == "homeport":  # a copy of a stock client is sealed by whoever makes it
        yield client.with_options(timeout=5)
        yield client.copy(base_url=house.cloud.url + "/x")


async def test_a_new_residency_opens_nothing(house: House) -> None:
    """``copy(data_residency=...)`` sets new addresses; the websocket's stays closed."""
    if house.form == "stock":
        pytest.skip("a copy of a stock client is sealed by whoever makes it")
    client = house.client(document("cloud"))
    if "data_residency" not in inspect.signature(openai.OpenAI.copy).parameters:
        pytest.skip(f"openai {openai.__version__} has no data_residency")
    other = client.copy(data_residency="eu")

    assert ".invalid" in str(other.websocket_base_url)


async def test_seal_closes_azure_too(house: House) -> None:
    """A stock Azure client is sealed like any other."""
    kind = openai.AzureOpenAI if house.mode == "sync" else openai.AsyncAzureOpenAI
    client = house.keep(
        homeport.seal(
            kind(
                api_key="k",
                api_version="2025-04-01-preview",
                azure_endpoint=house.cloud.origin,
                http_client=homeport.routed(document("cloud")),
            )
        )
    )

    assert ".invalid" in str(client.websocket_base_url)


async def test_an_open_door_would_dial(house: House, dialled: list[Any]) -> None:
    """Without the seal a websocket goes straight to the cloud: what the other tests watch for."""
    pytest.importorskip("websockets")
    client = house.plain(websocket_base_url=house.cloud.url.replace("http", "ws"))
    with pytest.raises(Exception, match=r"HTTP|handshake|connection"):
        async with opened(client.realtime.connect(model="gpt-realtime")):
            raise AssertionError("the stand-in speaks no websocket")

    assert house.cloud.address in dialled
