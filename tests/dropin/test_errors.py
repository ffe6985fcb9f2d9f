"""Whatever goes wrong reaches the caller as one of the SDK's own errors, with a code."""

from __future__ import annotations

import openai
import pytest
from dropin.drive import ASK, PRIVATE, SECRETS_STAY, House, document, it


async def test_refused(house: House) -> None:
    """A call that the policy allows nowhere is a 403 that says which rule spoke."""
    client = house.client(document("cloud", stays_home=SECRETS_STAY, rules=[NOWHERE]))
    with pytest.raises(openai.PermissionDeniedError, match="nowhere") as refused:
        await it(client.chat.completions.create(model="auto", messages=ASK))

    assert (403, "refused_by_policy") == (refused.value.status_code, refused.value.code)
    assert "refuse" == refused.value.response.headers["x-homeport-route"]
    assert 0 == house.cloud.connections


NOWHERE = {"name": "nowhere", "to": []}


async def test_refusals_do_not_repeat_the_prompt(house: House) -> None:
    """An error names what was found and where, never the text itself."""
    policy = document(stays_home=SECRETS_STAY, rules=[{"name": "out", "to": ["cloud"]}])
    del policy["backends"]["local"]
    client = house.client(policy)
    with pytest.raises(openai.PermissionDeniedError, match="secrets-stay") as refused:
        await it(client.chat.completions.create(model="auto", messages=PRIVATE))

    assert "4111" not in str(refused.value)
    assert "credit_card" in str(refused.value)


async def test_bad_label(house: House) -> None:
    """A misspelt label is an error, for it may have been meant to protect something."""
    client = house.client(document("local"))
    for headers in ({"x-homeport-privacy": "privat"}, {"x-homeport-rout": "local"}):
        with pytest.raises(openai.BadRequestError) as bad:
            await it(
                client.chat.completions.create(model="auto", messages=ASK, extra_headers=headers)
            )
        assert "invalid_label" == bad.value.code


async def test_bad_value(house: House) -> None:
    """A value out of range is a 400 on this device as it is in the cloud."""
    client = house.client(document("local"))
    with pytest.raises(openai.BadRequestError, match="temperature"):
        await it(client.chat.completions.create(model="auto", messages=ASK, temperature=9))


async def test_not_ready(house: House) -> None:
    """A model that was not pulled is a 503 with the command that pulls it."""
    policy = document("local", backends={"local": {"kind": "pytorch", "model": "smollm2-1.7b"}})
    client = house.client(policy)
    with pytest.raises(openai.InternalServerError, match=r"homeport models pull|pip install") as no:
        await it(client.chat.completions.create(model="auto", messages=ASK))

    assert (503, "not_ready") == (no.value.status_code, no.value.code)


async def test_no_key(house: House) -> None:
    """A cloud without a key is not ready, says which variable to set, and sees no request."""
    if house.form == "stock":
        pytest.skip("a stock client does not construct without a key")
    client = house.client(document("cloud"), api_key=None)
    with pytest.raises(openai.InternalServerError, match="OPENAI_API_KEY") as missing:
        await it(client.chat.completions.create(model="auto", messages=ASK))

    assert (503, "not_ready") == (missing.value.status_code, missing.value.code)
    assert 0 == house.cloud.connections


async def test_no_key_needed_at_home(house: House) -> None:
    """Without a key the client works on this device, and falls back to it."""
    if house.form == "stock":
        pytest.skip("a stock client does not construct without a key")
    client = house.client(document("cloud", "local"), api_key=None)
    answer = await it(client.chat.completions.create(model="auto", messages=ASK))

    assert "echo" == answer.model
    assert 0 == house.cloud.connections


async def test_key_of_the_policy(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key that the policy's variable names is the one that is sent."""
    monkeypatch.setenv("ACME_KEY", "sk-acme")
    cloud = {"kind": "openai", "model": "m", "api_key_env": "ACME_KEY", "base_url": house.cloud.url}
    client = house.client(
        document("cloud", backends={"cloud": cloud}), base_url="https://api.invalid/v1"
    )
    await it(client.chat.completions.create(model="auto", messages=ASK))

    assert "Bearer sk-acme" == house.cloud.seen[0].header("authorization")
    assert "/v1/chat/completions" == house.cloud.seen[0].path
