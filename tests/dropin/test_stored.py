"""What this device keeps of its answers: responses, conversations and chats that are stored."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import openai
import pytest
from dropin.drive import HERE, House, document, every, it

from homeport.errors import PolicyError

EITHER = "local", "cloud"
AWAY = {"x-homeport-route": "cloud"}
HOME = {"x-homeport-route": "local"}
CARD = "My card is 4111 1111 1111 1111, is it valid?"
STAYS = [{"name": "secrets-stay", "when": {"privacy": {"at_least": "sensitive"}}}]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "kept.sqlite3"


@pytest.fixture
def keeping(file: Path) -> dict[str, Any]:
    """A policy that asks the device first, and keeps what it answers in ``file``."""
    return document(*EITHER, stays_home=STAYS, storage={"path": str(file)})


@pytest.fixture
def client(house: House, keeping: dict[str, Any]) -> Any:
    return house.client(keeping)


async def say(client: Any, text: str, **options: Any) -> Any:
    return await it(client.responses.create(model="auto", input=text, **options))


async def seen_of(house: House) -> list[Any]:
    return [seen.json() for seen in house.cloud.seen]


async def texts(items: Any) -> list[str]:
    return [item.content[0].text for item in await every(items)]


async def test_a_response_is_fetched_as_it_was(client: Any, house: House) -> None:
    """Whole, as events, by its input; and the cloud is not asked."""
    made = await say(client, "One two", metadata={"a": "b"})

    found = await it(client.responses.retrieve(made.id))
    events = await every(await it(client.responses.retrieve(made.id, stream=True)))
    late = await every(await it(client.responses.retrieve(made.id, stream=True, starting_after=6)))

    assert made == found
    assert made == events[-1].response
    assert list(range(9)) == [event.sequence_number for event in events]
    assert [7, 8] == [event.sequence_number for event in late]
    assert ["One two"] == await texts(client.responses.input_items.list(made.id))
    assert [] == house.cloud.seen


async def test_a_conversation_goes_on_with_all_that_was_said(client: Any) -> None:
    """By the id of its last response, streamed or not; pages of its input have an order."""
    first = await say(client, "One two")
    second = await every(await say(client, "Three", previous_response_id=first.id, stream=True))
    third = await say(client, "Four", previous_response_id=second[-1].response.id)
    listed = client.responses.input_items.list(third.id, order="asc", limit=2)

    assert second[-1].response.id == third.previous_response_id
    assert ["One two", "One two", "Three", "Three", "Four"] == await texts(listed)
    assert 7 == third.usage.input_tokens


async def test_what_is_deleted_is_gone(client: Any, house: House) -> None:
    """Neither fetched nor continued, not even through what came after it."""
    first = await say(client, "One two")
    second = await say(client, "Three", previous_response_id=first.id)
    await it(client.responses.delete(first.id))

    for call in (
        lambda: client.responses.retrieve(first.id),
        lambda: client.responses.delete(first.id),
        lambda: client.responses.create(model="auto", input="x", previous_response_id=second.id),
    ):
        with pytest.raises(openai.NotFoundError, match="made on this device") as gone:
            await it(call())
        assert "not_kept" == gone.value.code
    assert [] == house.cloud.seen


async def test_nothing_is_written_where_the_caller_says_so(client: Any, file: Path) -> None:
    """``store: false`` for a response; a chat is stored only on demand."""
    made = await say(client, "One two", store=False)
    await every(await say(client, "One two", store=False, stream=True))
    await it(
        client.chat.completions.create(model="auto", messages=[{"role": "user", "content": "a"}])
    )

    assert not made.store
    assert not file.exists()


async def test_only_its_owner_can_read_the_file(client: Any, file: Path) -> None:
    """Mode 0600 in a folder with mode 0700."""
    await say(client, "One two")

    assert [0o600] == [path.stat().st_mode & 0o777 for path in file.parent.iterdir()]
    assert 0o700 == file.parent.stat().st_mode & 0o777


async def test_only_what_is_complete_can_be_cancelled_no_more(client: Any) -> None:
    """As in the cloud: only background responses can be cancelled."""
    made = await say(client, "One two")

    with pytest.raises(openai.BadRequestError, match="background"):
        await it(client.responses.cancel(made.id))


async def test_a_private_past_stays_private(client: Any, keeping: Any, house: House) -> None:
    """In another client too, which has never seen it: nothing of it goes to the cloud."""
    first = await say(client, CARD)
    other = house.client({**keeping, "rules": [{"name": "away", "to": ["cloud"]}]})

    second = await say(other, "And this one?", previous_response_id=first.id)
    with pytest.raises(openai.PermissionDeniedError):
        await say(other, "And this?", previous_response_id=second.id, extra_headers=AWAY)

    assert "And this one?" == second.output_text
    assert [] == house.cloud.seen


async def test_what_the_caller_kept_home_stays_home(
    client: Any, keeping: Any, house: House
) -> None:
    """The label need not be repeated, nor its level."""
    label = {**HOME, "x-homeport-privacy": "personal"}
    first = await say(client, "One two", extra_headers=label)
    other = house.client(document("cloud", "local", storage=keeping["storage"]))

    raw = await it(
        other.responses.with_raw_response.create(
            model="auto", input="Three", previous_response_id=first.id
        )
    )

    assert ("local", "personal") == (
        raw.headers["x-homeport-route"],
        raw.headers["x-homeport-level"],
    )
    assert [] == house.cloud.seen


async def test_a_public_past_may_go_where_the_policy_sends_it(client: Any, house: House) -> None:
    """As text that was judged, without any id that was made here."""
    first = await say(client, "One two")
    await say(client, "Three", previous_response_id=first.id, extra_headers=AWAY)

    sent = (await seen_of(house))[0]
    assert ["One two", "One two", "Three"] == [item["content"] for item in sent["input"]]
    assert "local" not in json.dumps(sent)
    assert not sent.keys() & {"previous_response_id", "conversation", "id"}


async def test_a_conversation_is_kept_and_changed(client: Any, house: House) -> None:
    """Made, read, changed, deleted; so are its items."""
    given = [{"role": "user", "content": "One"}, {"role": "assistant", "content": "Two"}]
    made = await it(client.conversations.create(items=given, metadata={"a": "b"}))
    items = client.conversations.items
    added = await it(items.create(made.id, items=[{"role": "user", "content": "Three"}]))
    changed = await it(client.conversations.update(made.id, metadata={"c": "d"}))
    found = await it(client.conversations.retrieve(made.id))

    assert ["Three", "Two", "One"] == await texts(items.list(made.id, limit=1))
    third = added.data[0]
    assert third == await it(items.retrieve(third.id, conversation_id=made.id))
    await it(items.delete(third.id, conversation_id=made.id))
    assert ["One", "Two"] == await texts(items.list(made.id, order="asc"))
    assert ({"c": "d"}, changed) == (found.metadata, found)
    assert (await it(client.conversations.delete(made.id))).deleted
    with pytest.raises(openai.NotFoundError):
        await it(client.conversations.retrieve(made.id))
    assert [] == house.cloud.seen


async def test_a_response_belongs_to_its_conversation(client: Any, house: House) -> None:
    """What was said before is read, what is said is added; also what the cloud says."""
    made = await it(client.conversations.create(items=[{"role": "user", "content": "One"}]))
    second = await say(client, "Two", conversation=made.id)
    await every(await say(client, "Three", conversation=made.id, extra_headers=AWAY, stream=True))

    told = await texts(client.conversations.items.list(made.id, order="asc"))
    sent = (await seen_of(house))[0]
    assert ["One", "Two", "Two", "Three"] == told[:-1] == [i["content"] for i in sent["input"]]
    assert "stand-in" in told[-1]
    assert (made.id, 2) == (second.conversation.id, second.usage.input_tokens)


async def test_an_item_s_level_is_its_conversation_s(client: Any, house: House) -> None:
    """What was added as private keeps every later call at home."""
    made = await it(client.conversations.create())
    one = [{"role": "user", "content": "The northern group is off the table"}]
    label = {"x-homeport-privacy": "sensitive"}
    await it(client.conversations.items.create(made.id, items=one, extra_headers=label))

    with pytest.raises(openai.PermissionDeniedError):
        await say(client, "Go on", conversation=made.id, extra_headers=AWAY)

    assert [] == house.cloud.seen


async def test_a_stored_chat(client: Any) -> None:
    """With ``store: true`` a chat is kept: fetched, listed, changed, deleted; streamed or not."""
    chats, told = client.chat.completions, {"model": "auto", "store": True}
    said = [{"role": "user", "content": "One"}]
    made = await it(chats.create(**told, messages=said, metadata={"a": "b"}))
    await every(await it(chats.create(**told, messages=said, stream=True)))

    listed = await every(chats.list(extra_headers=HOME))
    tagged = await every(chats.list(metadata={"a": "b"}, extra_headers=HOME))
    assert ["One", "One"] == [chat.choices[0].message.content for chat in listed]
    assert [made.id] == [chat.id for chat in tagged]
    assert ["One"] == [m.content for m in await every(chats.messages.list(made.id))]
    assert {"c": "d"} == (await it(chats.update(made.id, metadata={"c": "d"}))).metadata
    assert made.choices == (await it(chats.retrieve(made.id))).choices
    assert (await it(chats.delete(made.id))).deleted
    with pytest.raises(openai.NotFoundError):
        await it(chats.retrieve(made.id))


async def test_an_id_of_the_cloud_is_not_looked_for_here(house: House, file: Path) -> None:
    """Where no cloud may be asked the call is refused, not answered with a wrong reason."""
    client = house.client(document("local", storage={"path": str(file)}))

    for call in (
        lambda: client.responses.retrieve("resp_abc"),
        lambda: client.chat.completions.retrieve("chatcmpl-abc"),
        lambda: say(client, "x", previous_response_id="resp_abc"),
    ):
        with pytest.raises(openai.PermissionDeniedError, match="server_state"):
            await it(call())
    assert [] == await every(client.chat.completions.list())


async def test_a_wrong_page_is_said_to_be_wrong(client: Any) -> None:
    """Never an empty list that looks like the end."""
    made = await say(client, "One two")

    for query in ({"limit": 0}, {"limit": 101}, {"order": "up"}, {"after": "x"}):
        with pytest.raises(openai.BadRequestError, match=next(iter(query))):
            await every(client.responses.input_items.list(made.id, **query))


async def test_a_policy_may_keep_nothing(house: House, file: Path) -> None:
    """``storage: false``: the answer says so, and its id leads nowhere."""
    client = house.client(document("local", storage=False))
    made = await say(client, "One two")

    assert not made.store
    for call in (
        lambda: client.responses.retrieve(made.id),
        lambda: say(client, "x", previous_response_id=made.id),
    ):
        with pytest.raises(openai.NotFoundError, match="storage: false"):
            await it(call())
    with pytest.raises(openai.PermissionDeniedError, match="opaque"):
        await it(client.conversations.create())


def _corrupt(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"SQLite format 3\x00" + os.urandom(8_000))


def _foreign(file: Path) -> None:
    file.parent.mkdir()
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()


def _folder(file: Path) -> None:
    file.mkdir(parents=True)


def _full(file: Path) -> None:
    """Nothing can be written where the folder would be: a file stands there."""
    file.parent.write_bytes(b"")


@pytest.mark.parametrize("broken", [_corrupt, _foreign, _folder, _full], ids=lambda f: f.__name__)
async def test_a_store_that_fails_stops_no_answer(
    client: Any, file: Path, broken: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """The answer is given and says that it is not kept; what asks for kept things gets an error."""
    broken(file)
    client = client.with_options(max_retries=0)
    raw = await it(client.responses.with_raw_response.create(model="auto", input="One two"))
    made = await it(raw.parse())
    events = await every(await say(client, "One two", stream=True))

    assert ("failed", "One two", False) == (
        raw.headers["x-homeport-storage"],
        made.output_text,
        made.store,
    )
    assert ("One two", False) == (events[-1].response.output_text, events[-1].response.store)
    assert 2 == sum("is not kept" in record.message for record in caplog.records)
    assert "One two" not in caplog.text
    with pytest.raises((openai.InternalServerError, openai.NotFoundError)) as failed:
        await it(client.responses.retrieve(made.id))
    assert failed.value.code in {"storage_failed", "not_kept"}


async def test_a_wrong_key_is_said_at_once(
    house: House, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is answered: what was stored would be out of reach without a word."""
    pytest.importorskip("cryptography")
    sealed = document("local", storage={"path": str(file), "key_env": "STORE_KEY"})
    with pytest.raises(PolicyError, match="STORE_KEY is not set"):
        house.client(sealed)
    monkeypatch.setenv("STORE_KEY", "c2hvcnQ=")
    with pytest.raises(PolicyError, match="32 bytes"):
        house.client(sealed)
    monkeypatch.setenv("STORE_KEY", "A" * 43 + "=")
    client = house.client(sealed)
    made = await say(client, "One two")
    monkeypatch.setenv("STORE_KEY", "B" * 43 + "=")
    with pytest.raises(PolicyError, match="another key"):
        house.client(sealed)

    assert HERE.model == (await it(client.responses.retrieve(made.id))).model
    assert b"One two" not in file.read_bytes()
    file.write_bytes(b"broken")
    assert "Three" == (await say(house.client(sealed), "Three")).output_text
