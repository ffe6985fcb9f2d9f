"""Every connection that is made is one the policy allows: watched at the socket."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openai
import pytest
from dropin.drive import ASK, PRIVATE, SECRETS_STAY, House, document, every, it

CALLS = {
    "chat": lambda c: c.chat.completions.create(model="auto", messages=ASK),
    "private chat": lambda c: c.chat.completions.create(model="auto", messages=PRIVATE),
    "response": lambda c: c.responses.create(model="auto", input="Hello"),
    "completion": lambda c: c.completions.create(model="auto", prompt="Hello"),
    "embedding": lambda c: c.embeddings.create(model="auto", input="Hello"),
    "moderation": lambda c: c.moderations.create(input="Hello"),
    "file": lambda c: c.files.create(file=("n.txt", b"x"), purpose="user_data"),
    "models": lambda c: c.models.retrieve("gpt-5-mini"),
}


async def everything(client: Any) -> None:
    """Make every kind of call, whatever comes of it."""
    for call in CALLS.values():
        try:
            await it(call(client))
        except openai.APIStatusError:
            continue
    stream = await it(client.chat.completions.create(model="auto", messages=ASK, stream=True))
    await every(stream)


@pytest.mark.parametrize("policy", [document("local"), "offline"], ids=["local", "offline"])
async def test_at_home_nothing_is_dialled(
    house: House, dialled: list[Any], policy: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Under a policy without the cloud no connection is made, not even an attempt."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-tempting")
    monkeypatch.setenv("HOMEPORT_HOME", str(tmp_path))  # no model was pulled here
    client = house.client(policy)
    if policy == "offline":
        with pytest.raises(openai.APIError):
            await everything(client)
    else:
        await everything(client)

    assert [] == dialled


async def test_only_the_cloud_is_dialled(house: House, dialled: list[Any]) -> None:
    """The cloud's address is the only one dialled, and no private call is seen there."""
    client = house.client(document("cloud", "local", stays_home=SECRETS_STAY))
    await everything(client)

    assert {house.cloud.address} == {tuple(address[:2]) for address in dialled}
    assert not [seen for seen in house.cloud.seen if b"4111" in seen.body]


async def test_labels_keep_a_call_at_home(house: House, dialled: list[Any]) -> None:
    """A caller who says private is believed."""
    client = house.client(document("cloud", "local", stays_home=SECRETS_STAY))
    answer = await it(
        client.chat.completions.create(
            model="auto", messages=ASK, extra_headers={"x-homeport-privacy": "secret"}
        )
    )

    assert ("echo", []) == (answer.model, dialled)


async def test_a_conversation_stays_private(house: House, dialled: list[Any]) -> None:
    """What was private once keeps its whole conversation at home."""
    client = house.client(document("cloud", "local", stays_home=SECRETS_STAY))
    named = {"x-homeport-conversation": "c-17"}
    models = []
    for messages in (PRIVATE, ASK):
        answer = await it(
            client.chat.completions.create(model="auto", messages=messages, extra_headers=named)
        )
        models.append(answer.model)

    assert (["echo", "echo"], []) == (models, dialled)
