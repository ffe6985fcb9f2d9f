"""The client people use: the real ``openai`` client with our door under it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import openai

from homeport.router.sdk import http

if TYPE_CHECKING:
    from homeport.policies.policy import Source
    from homeport.router.dispatch import Router
    from homeport.types import Decision

PolicySource: TypeAlias = "Source | None"

CLOSED: Final = "ws://websockets-are-closed.homeport.invalid"
"""Where websockets lead: nowhere. They would walk past every policy (RFC 6761: .invalid)."""

_RETRIES: Final = "x-homeport-retries"
_EXPLAIN: Final = {"x-homeport-explain": "1"}


class _Idle(http.AsyncClient):
    """An async client that opens nothing: the second parent's default transport costs 40 ms."""

    def __init__(self, **options: Any) -> None:
        super().__init__(transport=http.AsyncBaseTransport(), **options)


class RoutedClient(http.Client, _Idle):  # type: ignore[misc]  # one object for both
    """An HTTP client whose every request is routed; the SDK takes it for either of its two.

    The SDK wants a ``Client`` or an ``AsyncClient`` and calls ``send`` on it. It tells which of
    the two it is by a header of its own, ``x-stainless-async``, so one object can serve both:
    requests of an async SDK client go through an inner ``AsyncClient`` on the same door.
    """

    def __init__(
        self, router: Router, *, upstream: Any = None, closes: tuple[Any, ...] = ()
    ) -> None:
        from homeport.router.transport import Door

        self.router = router
        self.upstream = upstream
        self._closes = closes
        options: dict[str, Any] = {"transport": Door(router), "follow_redirects": True}
        if upstream is not None:  # the SDK reads the time-out of the client that it is given
            options["timeout"] = http.Timeout(**upstream.timeout.as_dict())
            options["follow_redirects"] = upstream.follow_redirects
        http.Client.__init__(self, **options)
        self._twin = http.AsyncClient(**options)

    def share(self, policy: PolicySource, upstream: Any) -> RoutedClient:
        """Return another client on the same router, or on a new one if anything is given.

        It closes what is new, and never what it shares.
        """
        if policy is None and upstream is None:
            return RoutedClient(self.router, upstream=self.upstream)
        router = _router(
            self.router.policy if policy is None else policy, upstream or self.upstream
        )
        closes = (router,) if upstream is None else (router, upstream)
        return RoutedClient(router, upstream=upstream or self.upstream, closes=closes)

    def send(self, request: http.Request, **options: Any) -> Any:
        """Send ``request``: a response, or an awaitable of one for an async SDK client."""
        if request.headers.get("x-stainless-async", "false") == "false":
            return http.Client.send(self, request, **options)
        return self._twin.send(request, **options)

    def close(self) -> None:
        """Take no more requests, and close what this client brought with it."""
        http.Client.close(self)
        for owned in self._closes:
            if hasattr(owned, "close"):
                owned.close()

    async def aclose(self) -> None:
        await self._twin.aclose()
        http.Client.close(self)
        for owned in self._closes:
            await owned.aclose() if hasattr(owned, "aclose") else owned.close()

    async def __aenter__(self) -> Any:
        await self._twin.__aenter__()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.aclose()


def routed(
    policy: PolicySource = None, *, http_client: Any = None, retries: int | None = None
) -> RoutedClient:
    """Return an ``http_client`` for a stock ``openai.OpenAI``, ``AsyncOpenAI`` or ``AzureOpenAI``.

    ``http_client`` is a client of yours, of either HTTP family, that shall carry what goes to
    the cloud. ``retries`` is how often a cloud that failed in passing is asked again (2).
    Websockets do not pass through an HTTP client: close them with ``seal(client)``.
    """
    router = _router(policy, http_client, retries)
    brought = (router,) if http_client is None else (router, http_client)
    return RoutedClient(router, upstream=http_client, closes=brought)


def _router(policy: PolicySource, upstream: Any, retries: int | None = None) -> Router:
    # Imported here: the first client pays for the engine, `import homeport` does not.
    import httpx

    from homeport.policies.policy import Policy
    from homeport.router.dispatch import RETRIES, Router

    is_async = isinstance(upstream, (http.AsyncClient, httpx.AsyncClient))
    router = Router(
        Policy.find(policy),
        client=None if is_async else upstream,
        async_client=upstream if is_async else None,
        retries=RETRIES if retries is None else retries,
    )
    router.check_store()
    return router


def seal(client: Any) -> Any:
    """Close the websocket doors of a stock client made with ``routed``, and return it.

    ``realtime``, ``live`` and ``responses.connect`` then fail to connect instead of walking
    past the policy. homeport's own clients are sealed from the start.
    """
    client.websocket_base_url = CLOSED
    return client


class _Routed:
    """What the sync and the async client have in common; stands before the SDK's class."""

    def __init__(
        self, *, policy: PolicySource = None, http_client: Any = None, **options: Any
    ) -> None:
        if not isinstance(http_client, RoutedClient):
            http_client = routed(policy, http_client=http_client)
        elif policy is not None:
            raise TypeError("this http_client has a policy already: give the new one to routed()")
        if not _has_credentials(options):
            from homeport.router.upstream import NO_KEY

            options["api_key"] = NO_KEY
        if "max_retries" in options:
            # Retry is ours, and the SDK's must not multiply it: its number travels to us.
            headers = {**(options.get("default_headers") or {})}
            headers[_RETRIES] = str(options["max_retries"])
            options["default_headers"] = headers
        super().__init__(http_client=http_client, **options)  # type: ignore[call-arg]  # the SDK's
        self.homeport: Router = http_client.router
        self._routed: RoutedClient = http_client
        seal(self)

    def feedback(self, decision_id: str, *, ok: bool) -> None:
        """Keep whether an answer was good, for ``homeport calibrate``; nothing leaves the device.

        ``decision_id`` is the answer's header ``x-homeport-decision``. The policy must name a
        file (``complexity: {outcomes: FILE}``); it gets features and the label, no text.
        """
        self.homeport.feedback(decision_id, ok=ok)

    def copy(self, *, policy: PolicySource = None, http_client: Any = None, **options: Any) -> Any:
        """Return a client like this one, on the same models, with some options changed.

        A new ``policy`` or ``http_client`` gets a router of its own; what is not given is kept.
        Closing a copy leaves the original open.
        """
        if not isinstance(http_client, RoutedClient):
            http_client = self._routed.share(policy, http_client)
        return super().copy(http_client=http_client, **options)  # type: ignore[misc]  # the SDK's

    with_options = copy


class OpenAI(_Routed, openai.OpenAI):
    """``openai.OpenAI``, answered on this device or by the cloud as a policy says.

    Takes every option of its parent, and ``policy``: a file, a preset's name, a mapping or a
    ``Policy``; by default ``$HOMEPORT_POLICY``, ``./homeport.yaml``, or the ``balanced`` preset.
    An ``http_client`` of yours carries what goes to the cloud. Without an API key the client
    works, and the cloud is not ready.
    """

    def explain(self, **request: Any) -> Decision:
        """Return what would happen to ``request``; no model is called.

        Takes what ``chat.completions.create`` takes (``messages=``), or ``responses.create``
        (``input=``), or ``completions.create`` (``prompt=``); ``model`` may be left out.
        """
        return _decision(_resource(self, request).create(**_asking(request)))


class AsyncOpenAI(_Routed, openai.AsyncOpenAI):
    """``openai.AsyncOpenAI``, answered on this device or by the cloud; see ``OpenAI``."""

    async def explain(self, **request: Any) -> Decision:
        """Return what would happen to ``request``; see ``OpenAI.explain``."""
        return _decision(await _resource(self, request).create(**_asking(request)))


def _resource(client: Any, request: dict[str, Any]) -> Any:
    """Return the SDK's own resource for ``request``, so that it is written just as it would be."""
    if "messages" in request:
        return client.chat.completions.with_raw_response
    if "input" in request:
        return client.responses.with_raw_response
    if "prompt" in request:
        return client.completions.with_raw_response
    raise TypeError("explain() needs messages=, input= or prompt=")


def _asking(request: dict[str, Any]) -> dict[str, Any]:
    headers = {**(request.get("extra_headers") or {}), **_EXPLAIN}
    return {"model": "auto", **request, "extra_headers": headers}


def _decision(raw: Any) -> Decision:
    decision: Decision = raw.http_response.extensions["homeport.decision"]
    return decision


def _has_credentials(options: dict[str, Any]) -> bool:
    given = ("api_key", "admin_api_key", "workload_identity", "provider")
    if any(options.get(name) is not None for name in given):
        return True
    return bool(os.environ.get("OPENAI_API_KEY") or os.environ.get("OPENAI_ADMIN_KEY"))
