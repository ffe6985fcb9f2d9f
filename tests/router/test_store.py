"""The file in which answers are kept: bounds, sealing, several writers at once."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from homeport.errors import BadCall
from homeport.router.store.database import Database, Record
from homeport.router.store.file import StoreFailed
from homeport.router.store.items import kept, said
from homeport.router.store.pages import page
from homeport.router.store.sealing import Encrypted, Seal
from homeport.types import Level

DAY = 86_400


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept.sqlite3"


def database(
    file: Path, *, age: int = DAY, size: int = 10**6, seal: Seal | None = None
) -> Database:
    return Database(file, max_age=age, max_size=size, seal=seal)


def thing(key: str, text: str = "", *, owner: str = "", level: Level = Level.PUBLIC) -> Record:
    kind: Any = "item" if owner else "conversation" if key.startswith("conv") else "response"
    body = {"id": key, "text": text}
    return Record(key, kind, body, level, home=False, made=int(time.time()), owner=owner)


def aged(file: Path, key: str, seconds: int) -> None:
    """Make something look as if it had last been used so long ago."""
    db = sqlite3.connect(file)
    with db:
        db.execute("UPDATE kept SET used = used - ? WHERE ? IN (id, owner)", (seconds, key))
    db.close()


def keys(store: Database) -> list[str]:
    return [entry.id for entry in store.entries()]


def test_what_is_too_old_is_not_there(file: Path) -> None:
    """Not for a reader, and after the next write not in the file."""
    store = database(file)
    store.put([thing("conv_1"), thing("msg_1", "lemons", owner="conv_1"), thing("resp_1")])
    aged(file, "conv_1", DAY + 60)

    assert (None, [], ["resp_1"]) == (store.get("conv_1"), store.items("conv_1"), keys(store))
    store.put([thing("resp_2")])
    assert b"lemons" not in file.read_bytes()


def test_what_is_continued_is_not_too_old(file: Path) -> None:
    """A conversation that goes on is kept whole."""
    store = database(file)
    store.put([thing("resp_1")])
    aged(file, "resp_1", DAY - 60)
    store.put([thing("resp_2")], used=["resp_1"])
    aged(file, "resp_1", DAY - 60)

    assert ["resp_1", "resp_2"] == keys(store)


def test_what_was_not_used_for_longest_makes_room(file: Path) -> None:
    """Whole things, a conversation with its items; the file stays near its bound."""
    store = database(file, size=10_000)
    store.put([thing("conv_1"), thing("msg_1", "x" * 3_000, owner="conv_1")])
    store.put([thing("resp_1", "x" * 3_000)])
    aged(file, "resp_1", 60)
    for number in range(2, 40):
        store.put([thing(f"resp_{number}", "x" * 3_000)], used=["conv_1"])

    assert ["conv_1", "resp_38", "resp_39"] == keys(store)
    assert file.stat().st_size < 80_000


def test_what_is_larger_than_all_is_not_kept(file: Path) -> None:
    """And nothing has to go for it."""
    store = database(file, size=10_000)
    store.put([thing("resp_1")])

    with pytest.raises(StoreFailed, match="max_size"):
        store.put([thing("resp_2", "x" * 10_000)])

    assert ["resp_1"] == keys(store)


def test_items_of_a_deleted_conversation_are_not_kept(file: Path) -> None:
    """An answer that was under way when it was deleted leaves nothing behind."""
    store = database(file)
    store.put([thing("conv_1")])
    store.remove("conv_1")
    store.put([thing("msg_1", "lemons", owner="conv_1")])

    assert b"lemons" not in file.read_bytes()


def test_threads_may_begin_the_file_together(file: Path) -> None:
    """Each with a database of its own, as clients have."""
    writers = [
        threading.Thread(target=_write, args=(file, f"resp_{number}")) for number in range(8)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert 8 * 3 == len(keys(database(file)))


def _write(file: Path, name: str) -> None:
    store = database(file)
    for number in range(3):
        store.put([thing(f"{name}_{number}")])


def test_processes_may_write_together(file: Path) -> None:
    """What one keeps the other has."""
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write, args=(file, f"resp_{n}")) for n in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [0, 0, 0] == [writer.exitcode for writer in writers]
    assert 3 * 3 == len(keys(database(file)))


@pytest.fixture
def seal() -> Seal:
    pytest.importorskip("cryptography")
    return Encrypted(b"k" * 32)


def test_content_is_sealed(file: Path, seal: Seal) -> None:
    """Read with the key; in the file there are ids and no words."""
    store = database(file, seal=seal)
    store.put([thing("resp_1", "lemons")])

    found = store.get("resp_1")
    assert "lemons" == (found and found.body["text"])
    assert b"lemons" not in file.read_bytes()


def test_a_sealed_level_cannot_be_lowered(file: Path, seal: Seal) -> None:
    """A row that was changed in the file is refused, not believed."""
    store = database(file, seal=seal)
    store.put([thing("resp_1", level=Level.SECRET)])
    db = sqlite3.connect(file)
    with db:
        db.execute("UPDATE kept SET level = 0")
    db.close()

    with pytest.raises(StoreFailed, match="changed"):
        store.get("resp_1")


def test_a_file_is_read_as_it_was_begun(file: Path, tmp_path: Path, seal: Seal) -> None:
    """Neither a plain file with a key nor a sealed one without; nor with another key."""
    database(file).put([thing("resp_1")])
    sealed = tmp_path / "sealed.sqlite3"
    database(sealed, seal=seal).put([thing("resp_1")])

    for path, key, why in (
        (file, seal, "is not encrypted"),
        (sealed, None, "is encrypted"),
        (sealed, Encrypted(b"x" * 32), "another key"),
    ):
        with pytest.raises(StoreFailed, match=why):
            database(path, seal=key).check()


def test_items_are_said_again_as_anybody_would_say_them() -> None:
    """No ids, no thoughts; parts and tools as the API takes them."""
    image = {"type": "input_image", "image_url": "data:,"}
    given = [
        {"role": "user", "content": [{"type": "input_text", "text": "See"}, image]},
        {"type": "reasoning", "id": "rs_1", "summary": []},
        {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}", "id": "fc_1"},
        {"type": "function_call_output", "call_id": "c", "output": "3"},
        {"role": "assistant", "content": "Three"},
    ]
    items = kept(given)

    assert ["msg", "rs", "fc", "fco", "msg"] == [item["id"].partition("_")[0] for item in items]
    assert [
        given[0],
        {key: value for key, value in given[2].items() if key != "id"},
        given[3],
        given[4],
    ] == said(items)
    with pytest.raises(BadCall):
        kept(7)


def test_pages_follow_one_another() -> None:
    """By the last id of the one before, until there are no more."""
    found = [{"id": str(number)} for number in range(5)]
    first = page(found, {"limit": "2"}, order="desc")
    second = page(found, {"limit": "3", "after": first["last_id"]}, order="desc")

    assert (["4", "3"], True) == ([item["id"] for item in first["data"]], first["has_more"])
    assert (["2", "1", "0"], False) == ([i["id"] for i in second["data"]], second["has_more"])
    assert ("", "") == (page([], {}, order="asc")["first_id"], page([], {}, order="asc")["last_id"])
