"""Trying again, falling back and giving up: counted at the cloud, never multiplied by the SDK."""

from __future__ import annotations

import email.utils
import time
from collections.abc import Callable

import openai
import pytest
from dropin.drive import ASK, PRIVATE, SECRETS_STAY, House, document, it
from standin import Switch, closed_port
from standin_faults import page, status

SOON = {"retry_after_ms": "1"}


async def ask(house: House, *to: str, messages: object = ASK, **options: object) -> object:
    client = house.client(document(*to), **options)
    return await it(
        client.chat.completions.with_raw_response.create(model="auto", messages=messages)
    )


async def test_a_passing_fault_is_tried_again(house: House) -> None:
    """Two faults and an answer make three requests, and the caller sees the answer."""
    house.cloud.then(status(500, **SOON), status(503, **SOON))
    raw = await ask(house, "cloud")

    assert 3 == len(house.cloud.seen)
    assert "cloud:server_error, cloud:server_error, cloud:ok" == raw.headers["x-homeport-tried"]


@pytest.mark.parametrize(("retries", "requests"), [(0, 1), (1, 2), (3, 4)])
async def test_retries_are_as_many_as_asked(house: House, retries: int, requests: int) -> None:
    """``max_retries=n`` makes n + 1 requests in all: homeport's, not homeport's times the SDK's."""
    house.cloud.then(*[status(500, "boom", **SOON)] * 20)
    with pytest.raises(openai.InternalServerError) as failed:
        await ask(house, "cloud", max_retries=retries)

    assert requests == len(house.cloud.seen)
    assert "boom" == failed.value.code


async def test_retries_by_default_are_two(house: House) -> None:
    """Without a word about it there are two retries, as in the SDK."""
    house.cloud.then(*[status(429, "rate_limit_exceeded", **SOON)] * 20)
    with pytest.raises(openai.RateLimitError):
        await ask(house, "cloud")

    assert 3 == len(house.cloud.seen)


async def test_with_options_changes_the_retries(house: House) -> None:
    """``with_options(max_retries=...)`` counts for homeport's own client."""
    if house.form == "stock":
        pytest.skip("a stock client's retries are set with routed(retries=)")
    house.cloud.then(*[status(500, **SOON)] * 20)
    client = house.client(document("cloud")).with_options(max_retries=1)
    with pytest.raises(openai.InternalServerError):
        await it(client.chat.completions.create(model="auto", messages=ASK))

    assert 2 == len(house.cloud.seen)


PAUSES: dict[str, Callable[[], dict[str, str]]] = {
    "seconds": lambda: {"retry_after": "1"},
    "milliseconds": lambda: {"retry_after_ms": "900"},
    "date": lambda: {"retry_after": email.utils.formatdate(time.time() + 2, usegmt=True)},
}


@pytest.mark.parametrize("unit", PAUSES)
async def test_the_asked_pause_is_kept(house: House, unit: str) -> None:
    """Retry-After is obeyed in seconds, milliseconds and as a date."""
    house.cloud.then(status(429, "rate_limit_exceeded", **PAUSES[unit]()))
    started = time.monotonic()
    await ask(house, "cloud")

    assert 0.8 < time.monotonic() - started < 5
    assert 2 == len(house.cloud.seen)


async def test_too_long_a_pause_is_not_waited_for(house: House) -> None:
    """A pause that the call's time-out does not allow leads to the next target at once."""
    house.cloud.then(status(429, "rate_limit_exceeded", retry_after="50"))
    started = time.monotonic()
    raw = await ask(house, "cloud", "local", timeout=5)

    assert "local" == raw.headers["x-homeport-route"]
    assert time.monotonic() - started < 4


async def test_spent_quota_is_not_retried(house: House) -> None:
    """A quota that is spent will not come back in a second."""
    house.cloud.then(*[status(429, "insufficient_quota", **SOON)] * 5)
    with pytest.raises(openai.RateLimitError) as spent:
        await ask(house, "cloud")

    assert (1, "insufficient_quota") == (len(house.cloud.seen), spent.value.code)


@pytest.mark.parametrize("code", [400, 401, 403, 404, 422])
async def test_the_callers_fault_is_not_retried(house: House, code: int) -> None:
    """An error of the caller's comes back with its own status and code after one request."""
    house.cloud.then(*[status(code, "the_reason")] * 5)
    with pytest.raises(openai.APIStatusError) as failed:
        await ask(house, "cloud")

    assert 1 == len(house.cloud.seen)
    assert (code, "the_reason") == (failed.value.status_code, failed.value.code)
    assert "req_standin" == failed.value.request_id


FAULTS: dict[str, Switch] = {
    "500": status(500, **SOON),
    "quota": status(429, "insufficient_quota"),
    "key": status(401, "invalid_api_key"),
    "html": page(b"<html>A proxy says hello</html>", kind="text/html"),
    "half": page(b'{"id": "chatcmpl-1", "choices": [{"ind'),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_device_answers_when_the_cloud_cannot(house: House, fault: str) -> None:
    """Whatever ails the cloud, the next target of the rule answers."""
    house.cloud.then(*[FAULTS[fault]] * 5)
    raw = await ask(house, "cloud", "local")
    answer = await it(raw.parse())

    assert ASK[0]["content"] == answer.choices[0].message.content
    assert ("local", "echo") == (raw.headers["x-homeport-route"], answer.model)
    assert raw.headers["x-homeport-tried"].endswith("local:ok")


async def test_the_device_answers_when_nobody_listens(house: House) -> None:
    """A refused connection is a reason to fall back, too."""
    base = f"http://127.0.0.1:{closed_port()}/v1"
    raw = await ask(house, "cloud", "local", base_url=base, max_retries=0)

    assert "cloud:unreachable, local:ok" == raw.headers["x-homeport-tried"]


async def test_nobody_left_is_said(house: House) -> None:
    """If no target is left, the error says why; it is no bare connection error."""
    base = f"http://127.0.0.1:{closed_port()}/v1"
    with pytest.raises(openai.InternalServerError, match="could not be reached") as failed:
        await ask(house, "cloud", base_url=base, max_retries=0)

    assert "unreachable" == failed.value.code


async def test_a_private_call_never_falls_to_the_cloud(house: House) -> None:
    """If this device cannot answer a private call, it fails: the cloud sees nothing."""
    policy = document(
        "local",
        "cloud",
        backends={
            "local": {"kind": "mlx", "model": "no-such-model"},
            "cloud": {"kind": "openai", "model": "stand-in-mini"},
        },
        stays_home=SECRETS_STAY,
    )
    client = house.client(policy)
    with pytest.raises(openai.InternalServerError) as failed:
        await it(client.chat.completions.create(model="auto", messages=PRIVATE))

    assert (503, "not_ready") == (failed.value.status_code, failed.value.code)
    assert ([], 0) == (house.cloud.seen, house.cloud.connections)


async def test_a_private_call_stays_when_the_rule_prefers_the_cloud(house: House) -> None:
    """stays_home wins over every rule, retry and fallback."""
    client = house.client(document("cloud", "local", stays_home=SECRETS_STAY))
    raw = await it(client.chat.completions.with_raw_response.create(model="auto", messages=PRIVATE))

    assert ("local", "secrets-stay") == (
        raw.headers["x-homeport-route"],
        raw.headers["x-homeport-rule"],
    )
    assert ("sensitive", 0) == (raw.headers["x-homeport-level"], house.cloud.connections)
