"""A redirect is a new request: judged again, and never given what belongs to another address."""

from __future__ import annotations

import openai
import pytest
from dropin.drive import ASK, House, document, it
from standin import Cloud
from standin_faults import redirect

MODEL = "stand-in-mini"


async def test_within_the_cloud(house: House) -> None:
    """A redirect to another path of the same cloud is followed with the same body."""
    house.cloud.then(redirect(307, "/v1/moved/chat/completions"))
    client = house.client(document("cloud"))
    answer = await it(client.chat.completions.create(model=MODEL, messages=ASK))

    first, second = house.cloud.seen
    assert MODEL == answer.model
    assert "/v1/moved/chat/completions" == second.path
    assert first.body == second.body
    assert first.header("authorization") == second.header("authorization")


async def test_to_another_address(
    house: House, elsewhere: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No key follows a redirect to another address, neither the caller's nor the policy's."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-policy")
    house.cloud.then(redirect(307, f"{elsewhere.url}/chat/completions"))
    client = house.client(document("cloud"))
    with pytest.raises(openai.PermissionDeniedError) as refused:
        await it(client.chat.completions.create(model=MODEL, messages=ASK))

    assert "redirected_elsewhere" == refused.value.code
    assert 0 == elsewhere.connections


async def test_the_device_answers_instead(house: House, elsewhere: Cloud) -> None:
    """A cloud that sends its callers elsewhere is a cloud that does not answer."""
    house.cloud.then(redirect(308, f"{elsewhere.url}/chat/completions"))
    client = house.client(document("cloud", "local"))
    answer = await it(client.chat.completions.create(model="auto", messages=ASK))

    assert ("echo", 0) == (answer.model, elsewhere.connections)


async def test_the_policys_own_address_stays(house: House, elsewhere: Cloud) -> None:
    """A cloud named by its base_url cannot send a call elsewhere either."""
    backends = {"cloud": {"kind": "openai", "model": MODEL, "base_url": house.cloud.url}}
    backends["cloud"]["api_key_env"] = "ACME_KEY"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACME_KEY", "sk-acme")
        house.cloud.then(redirect(307, f"{elsewhere.url}/chat/completions"))
        client = house.client(document("cloud", backends=backends))
        with pytest.raises(openai.PermissionDeniedError):
            await it(client.chat.completions.create(model=MODEL, messages=ASK))

    assert 0 == elsewhere.connections
