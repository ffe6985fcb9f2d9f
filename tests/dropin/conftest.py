"""Every test here runs for two forms of client and two modes, against a cloud stand-in."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from dropin.drive import HERE, THERE, House, Place, document
from standin import Cloud


@pytest.fixture(scope="session")
def _running() -> Iterator[Cloud]:
    with Cloud() as cloud:
        yield cloud


@pytest.fixture
def cloud(_running: Cloud) -> Cloud:
    """The stand-in cloud, as if just started."""
    _running.reset()
    return _running


@pytest.fixture
def elsewhere() -> Iterator[Cloud]:
    """A second stand-in at another address."""
    with Cloud() as cloud:
        yield cloud


@pytest.fixture(params=["sync", "async"])
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["homeport", "stock"])
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def house(form: str, mode: str, cloud: Cloud) -> House:
    """Where the clients of a test come from."""
    return House(form, mode, cloud)


@pytest.fixture(params=[HERE, THERE], ids=lambda place: place.name)
def place(request: pytest.FixtureRequest) -> Place:
    """Who answers: the device, and then the cloud."""
    found: Place = request.param
    return found


@pytest.fixture
def client(house: House, place: Place) -> Any:
    """A client whose every call goes to ``place``."""
    return house.client(document(place.name))


@pytest.fixture
def dialled() -> Iterator[list[Any]]:
    """The addresses that this process connects to while the test runs."""
    addresses: list[Any] = []
    listening = True

    def hear(event: str, args: tuple[Any, ...]) -> None:
        if listening and event == "socket.connect":
            addresses.append(args[1])

    sys.addaudithook(hear)  # it cannot be taken away again, only made deaf
    yield addresses
    listening = False


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run an ``async def`` test that has a house in the house's mode (see ``drive``)."""
    house = pyfuncitem.funcargs.get("house")
    if not isinstance(house, House) or not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted = inspect.signature(pyfuncitem.obj).parameters
    house.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in wanted}))
    return True
