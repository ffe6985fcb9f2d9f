"""Writing a test once for the sync and the async client.

A test is an ``async def``. For the async client it runs on an event loop; for the sync client
it is stepped by hand, without any loop, so an ``await`` that really waits fails the test.
``it``, ``each`` and ``opened`` take what either client returns.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Coroutine
from dataclasses import dataclass
from typing import Any

import openai
import standin_answers
from standin import Cloud

import homeport
from homeport import Policy, routed

KEY = "sk-stand-in"
ASK = [{"role": "user", "content": "Say something short"}]
PRIVATE = [{"role": "user", "content": "My card is 4111 1111 1111 1111, is it valid?"}]


@dataclass(frozen=True, slots=True)
class Place:
    """Who answers, and how one recognises it."""

    name: str
    text: str
    model: str


HERE = Place("local", ASK[0]["content"], "echo")
THERE = Place("cloud", standin_answers.TEXT, "stand-in-mini")

SECRETS_STAY = [{"name": "secrets-stay", "when": {"privacy": {"at_least": "sensitive"}}}]


def document(*to: str, **more: Any) -> dict[str, Any]:
    """Return a policy with one rule that leads to the targets ``to``.

    ``local`` is the echo that ships with homeport; ``cloud`` is where the client points.
    """
    return {
        "version": 1,
        "backends": {
            "local": {"kind": "echo"},
            "cloud": {"kind": "openai", "model": "stand-in-mini"},
        },
        "rules": [{"name": "test", "to": list(to)}],
        **more,
    }


async def it(value: Any) -> Any:
    """Return what a call of either client comes to."""
    return await value if inspect.isawaitable(value) else value


async def each(source: Any) -> AsyncIterator[Any]:
    """Iterate over a stream or a page of either client."""
    if hasattr(source, "__aiter__"):
        async for item in source:
            yield item
    else:
        for item in source:
            yield item


async def every(source: Any) -> list[Any]:
    return [item async for item in each(source)]


class opened:  # noqa: N801 - reads like `with closing(...)`
    """Enter a context manager of either client."""

    def __init__(self, manager: Any) -> None:
        self._manager = manager

    async def __aenter__(self) -> Any:
        if hasattr(self._manager, "__aenter__"):
            return await self._manager.__aenter__()
        return self._manager.__enter__()

    async def __aexit__(self, *exc: object) -> Any:
        if hasattr(self._manager, "__aenter__"):
            return await self._manager.__aexit__(*exc)
        return self._manager.__exit__(*exc)


class House:
    """Makes clients of one form (homeport's own, or stock ones on ``routed``) and one mode."""

    def __init__(self, form: str, mode: str, cloud: Cloud) -> None:
        self.form = form
        self.mode = mode
        self.cloud = cloud
        self._made: list[Any] = []

    def client(self, policy: dict[str, Any] | Policy, **options: Any) -> Any:
        """Return a client of ``policy`` that points at the stand-in cloud."""
        options = {"api_key": KEY, "base_url": self.cloud.url, **options}
        if self.form == "homeport":
            return self.keep(self.kind(homeport)(policy=policy, **options))
        door = routed(
            policy,
            http_client=options.pop("http_client", None),
            retries=options.pop("max_retries", None),
        )
        return self.keep(homeport.seal(self.kind(openai)(http_client=door, **options)))

    def plain(self, **options: Any) -> Any:
        """Return the SDK's own client without homeport, to compare with."""
        return self.keep(
            self.kind(openai)(**{"api_key": KEY, "base_url": self.cloud.url, **options})
        )

    def kind(self, module: Any) -> Any:
        return module.OpenAI if self.mode == "sync" else module.AsyncOpenAI

    def keep(self, client: Any) -> Any:
        """Close ``client`` when the test is over."""
        self._made.append(client)
        return client

    async def close(self) -> None:
        for client in reversed(self._made):
            await it(client.close())

    def run(self, test: Coroutine[Any, Any, None]) -> None:
        """Run a test to its end in this house's mode, and close what it made."""
        if self.mode == "async":
            asyncio.run(self._to_the_end(test))
            return
        try:
            self._to_the_end(test).send(None)
        except StopIteration:
            return
        raise AssertionError("the sync client waited for an event loop")

    async def _to_the_end(self, test: Awaitable[None]) -> None:
        try:
            await test
        finally:
            await self.close()
