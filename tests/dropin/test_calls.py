"""Ways to make a call and to read what came of it, on this device and in the cloud."""

from __future__ import annotations

from typing import Any

import openai
import pytest
from dropin.drive import ASK, HERE, THERE, House, Place, every, it, opened

ASKED = ASK[0]["content"]


async def test_raw_response(house: House, client: Any, place: Place) -> None:
    """A raw response tells how the decision came out, and parses as ever."""
    raw = await it(client.chat.completions.with_raw_response.create(model="auto", messages=ASK))
    answer = await it(raw.parse())

    assert place.text == answer.choices[0].message.content
    assert (place.name, place.name) == (
        raw.headers["x-homeport-route"],
        raw.headers["x-homeport-backend"],
    )
    assert ("test", "public") == (raw.headers["x-homeport-rule"], raw.headers["x-homeport-level"])
    assert 0 <= float(raw.headers["x-homeport-complexity"]) <= 1
    assert raw.headers["x-homeport-decision"].startswith("dec_")
    assert raw.elapsed.total_seconds() >= 0
    assert raw.retries_taken == 0
    assert (place is HERE) == str(raw.url).startswith("local://local/")


async def test_streaming_response(house: House, client: Any, place: Place) -> None:
    """A streaming response can be read line by line."""
    asking = {"model": "auto", "messages": ASK, "stream": True}
    manager = client.chat.completions.with_streaming_response.create(**asking)
    async with opened(manager) as response:
        lines = await every(response.iter_lines())

    assert place.name == response.headers["x-homeport-route"]
    assert "data: [DONE]" == [line for line in lines if line][-1]


async def test_raw_stream(house: House, client: Any, place: Place) -> None:
    """A raw streamed response carries the headers before its first event."""
    raw = await it(
        client.chat.completions.with_raw_response.create(model="auto", messages=ASK, stream=True)
    )
    chunks = await every(await it(raw.parse()))

    assert place.name == raw.headers["x-homeport-route"]
    assert place.text == "".join(chunk.choices[0].delta.content or "" for chunk in chunks)


async def test_request_id(house: House, client: Any, place: Place) -> None:
    """``_request_id`` is the cloud's own, or the decision's on this device."""
    answer = await it(client.chat.completions.create(model="auto", messages=ASK))

    expected = "dec_" if place is HERE else "req_standin"
    assert answer._request_id.startswith(expected)


async def test_with_options(house: House, client: Any, place: Place) -> None:
    """A client with other options keeps the policy and the models."""
    other = client.with_options(timeout=20, max_retries=1)
    answer = await it(other.chat.completions.create(model="auto", messages=ASK))

    assert place.text == answer.choices[0].message.content


async def test_copy_with_headers(house: House, client: Any, place: Place) -> None:
    """A copy with a header of its own answers under the same policy."""
    other = client.copy(default_headers={"x-team": "blue"})
    answer = await it(other.chat.completions.create(model="auto", messages=ASK))

    assert place.text == answer.choices[0].message.content


async def test_post(house: House, client: Any, place: Place) -> None:
    """``client.post`` is routed like any other call."""
    body = {"model": "auto", "messages": ASK}
    answer = await it(client.post("/chat/completions", cast_to=dict[str, Any], body=body))

    assert place.text == answer["choices"][0]["message"]["content"]


async def test_extra_fields_headers_and_query(house: House, client: Any, place: Place) -> None:
    """What the caller adds does not disturb this device and reaches the cloud."""
    answer = await it(
        client.chat.completions.create(
            model="auto",
            messages=ASK,
            extra_body={"flavour": "sweet"},
            extra_headers={"x-flavour": "sour"},
            extra_query={"taste": "salt"},
        )
    )

    assert place.text == answer.choices[0].message.content
    if place is THERE:
        seen = house.cloud.seen[0]
        assert ("sweet", "sour") == (seen.json()["flavour"], seen.header("x-flavour"))
        assert "/v1/chat/completions?taste=salt" == seen.path


async def test_labels_stay_with_us(house: House, client: Any, place: Place) -> None:
    """Labels, in headers or in the body, are read here and go nowhere."""
    raw = await it(
        client.chat.completions.with_raw_response.create(
            model="auto",
            messages=ASK,
            extra_headers={"x-homeport-privacy": "personal", "x-homeport-conversation": "c1"},
            extra_body={"homeport": {"route": place.name, "label": "test"}},
        )
    )

    assert "personal" == raw.headers["x-homeport-level"]
    for seen in house.cloud.seen:
        assert b"homeport" not in seen.body
        assert not [name for name, _ in seen.headers if name.lower().startswith("x-homeport")]


async def test_no_refused_call_reaches_the_cloud(house: House, client: Any, place: Place) -> None:
    """The caller's ``route: local`` is kept, whatever the policy would allow."""
    asking = {"model": "auto", "messages": ASK, "extra_headers": {"x-homeport-route": "local"}}
    if place is THERE:
        with pytest.raises(openai.PermissionDeniedError) as refused:
            await it(client.chat.completions.create(**asking))
        assert "refused_by_policy" == refused.value.code
    else:
        await it(client.chat.completions.create(**asking))

    assert [] == house.cloud.seen


async def test_explain(house: House, client: Any, place: Place) -> None:
    """``explain`` says what would happen, and nothing happens."""
    if house.form == "stock":
        pytest.skip("explain is homeport's own; a stock client has the response headers")
    decision = await it(client.explain(messages=ASK))

    assert (place.name, (place.name,)) == (decision.route, decision.targets)
    assert [] == house.cloud.seen
