"""Requests about what is kept here, answered here: responses, conversations, chats.

Shapes, defaults and status codes are those of the OpenAI API reference; ``NotKept`` (404) for
what is not there.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qsl, urlsplit

from homeport.errors import BadCall, NotKept
from homeport.router import wire
from homeport.router.render.replay import replayed
from homeport.router.reply import STREAM_TYPE, Reply, json_reply
from homeport.router.store.database import Database, Kind, Object, Record
from homeport.router.store.items import kept, new_id
from homeport.router.store.names import CONVERSATION
from homeport.router.store.pages import page
from homeport.router.store.past import chain, missing
from homeport.router.wire import Request
from homeport.types import Labels, Level

_OWNER: Final = "homeport"
_MOST_ITEMS: Final = 20
_METADATA: Final = re.compile(r"metadata\[(.{1,64})\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a request about kept things comes to, and how private that is."""

    reply: Reply
    level: Level = Level.PUBLIC


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request about kept things."""

    database: Database
    request: Request
    ids: tuple[str, ...]
    query: Mapping[str, str]

    def record(self, kind: Kind, what: str) -> Record:
        found = self.database.get(self.ids[0])
        if found is None or found.kind != kind:
            raise missing(what)
        return found

    def body(self) -> Mapping[str, Any]:
        return wire.json_object(self.request)

    def labels(self) -> Labels:
        return wire.labels(self.request, self.body().get(wire.BODY_KEY))


def answer(database: Database, request: Request) -> Answered:
    """Answer a request about kept things. Waits for the disk."""
    found = _found(request)
    if found is None:
        raise NotKept("nothing of this kind is kept on this device")
    handler, ids = found
    url = urlsplit(request.url)
    return handler(_Asked(database, request, ids, dict(parse_qsl(url.query))))


def _response(asked: _Asked) -> Answered:
    record = asked.record("response", "the response")
    response = record.body["response"]
    if asked.query.get("stream") != "true":
        return _said(response, record)
    after = asked.query.get("starting_after", "")
    if after and not after.isdecimal():
        raise BadCall("starting_after must be the number of an event", code="invalid_value")
    events = replayed(response, after=int(after) if after else -1)
    reply = Reply(200, [STREAM_TYPE], events, _url(asked), _OWNER)
    return Answered(reply, record.level)


def _delete_response(asked: _Asked) -> Answered:
    record = asked.record("response", "the response")
    asked.database.remove(record.id)
    return _said({"id": record.id, "object": "response", "deleted": True}, record)


def _cancel_response(asked: _Asked) -> Answered:
    asked.record("response", "the response")
    raise BadCall("only a response with background: true can be cancelled; this one is complete")


def _input_items(asked: _Asked) -> Answered:
    record = asked.record("response", "the response")
    previous = record.body["previous"]
    before = chain(previous, asked.database).items if previous else ()
    return _said(page([*before, *record.body["input"]], asked.query, order="desc"), record)


def _create_conversation(asked: _Asked) -> Answered:
    body, labels = asked.body(), asked.labels()
    level, home = labels.privacy, labels.route == "local"
    made = Record(
        new_id(CONVERSATION.rstrip("_")),
        "conversation",
        {"metadata": _metadata(body)},
        level,
        home,
        int(time.time()),
    )
    asked.database.put([made, *_new_items(body, labels, made.id)])
    return _said(_conversation_object(made), made)


def _conversation(asked: _Asked) -> Answered:
    record = asked.record("conversation", "the conversation")
    return _said(_conversation_object(record), record)


def _update_conversation(asked: _Asked) -> Answered:
    record = asked.record("conversation", "the conversation")
    changed = replace(record, body={"metadata": _metadata(asked.body())})
    asked.database.put([changed])
    return _said(_conversation_object(changed), changed)


def _delete_conversation(asked: _Asked) -> Answered:
    record = asked.record("conversation", "the conversation")
    asked.database.remove(record.id)
    return _said({"id": record.id, "object": "conversation.deleted", "deleted": True}, record)


def _conversation_object(record: Record) -> Object:
    said = {"id": record.id, "object": "conversation", "created_at": record.made}
    return {**said, "metadata": record.body["metadata"]}


def _create_items(asked: _Asked) -> Answered:
    record = asked.record("conversation", "the conversation")
    made = _new_items(asked.body(), asked.labels(), record.id)
    asked.database.put(made)
    return _said(page([item.body for item in made], {}, order="asc"), record)


def _new_items(body: Mapping[str, Any], labels: Labels, owner: str) -> list[Record]:
    given = kept(body.get("items"), "items")
    if len(given) > _MOST_ITEMS:
        raise BadCall(f"up to {_MOST_ITEMS} items can be added at a time", code="invalid_value")
    now, level, home = int(time.time()), labels.privacy, labels.route == "local"
    return [Record(item["id"], "item", item, level, home, now, owner) for item in given]


def _items(asked: _Asked) -> Answered:
    record = asked.record("conversation", "the conversation")
    items = asked.database.items(record.id)
    level = max((item.level for item in items), default=record.level)
    listed = page([item.body for item in items], asked.query, order="desc")
    return Answered(_json(listed, asked.request), max(level, record.level))


def _item(asked: _Asked) -> Answered:
    conversation, item = asked.ids
    record = asked.database.get(item, conversation)
    if record is None:
        raise missing("the item")
    return _said(record.body, record)


def _delete_item(asked: _Asked) -> Answered:
    record = asked.record("conversation", "the conversation")
    if not asked.database.remove(asked.ids[1], record.id):
        raise missing("the item")
    return _said(_conversation_object(record), record)


def _chat(asked: _Asked) -> Answered:
    record = asked.record("chat", "the chat completion")
    return _said(record.body["completion"], record)


def _update_chat(asked: _Asked) -> Answered:
    record = asked.record("chat", "the chat completion")
    completion = {**record.body["completion"], "metadata": _metadata(asked.body())}
    asked.database.put([replace(record, body={**record.body, "completion": completion})])
    return _said(completion, record)


def _delete_chat(asked: _Asked) -> Answered:
    record = asked.record("chat", "the chat completion")
    asked.database.remove(record.id)
    return _said({"id": record.id, "object": "chat.completion.deleted", "deleted": True}, record)


def _messages(asked: _Asked) -> Answered:
    record = asked.record("chat", "the chat completion")
    messages = [
        _stored_message(message, f"{record.id}-{number}")
        for number, message in enumerate(record.body["messages"])
    ]
    return _said(page(messages, asked.query, order="asc"), record)


def _stored_message(message: Mapping[str, Any], key: str) -> Object:
    content = message.get("content")
    parts = content if isinstance(content, list) else None
    said = {"name": None, **message, "id": key, "content_parts": parts}
    return said | {"content": None if parts is not None else content}


def _chats(asked: _Asked) -> Answered:
    records = [record for record in asked.database.all("chat") if _fits(record, asked.query)]
    level = max((record.level for record in records), default=Level.PUBLIC)
    found = [record.body["completion"] for record in records]
    return Answered(_json(page(found, asked.query, order="asc"), asked.request), level)


def _fits(record: Record, query: Mapping[str, str]) -> bool:
    completion = record.body["completion"]
    if query.get("model", completion["model"]) != completion["model"]:
        return False
    wanted = ((_METADATA.fullmatch(name), value) for name, value in query.items())
    pairs = ((found[1], value) for found, value in wanted if found)
    return all(completion["metadata"].get(key) == value for key, value in pairs)


def _metadata(body: Mapping[str, Any]) -> Object:
    metadata = body.get("metadata") or {}
    if not isinstance(metadata, dict):
        raise BadCall("metadata must be an object of texts", code="invalid_value")
    return metadata


def _said(value: Object, record: Record) -> Answered:
    body = json.dumps(value, ensure_ascii=False).encode(errors="replace")
    return Answered(json_reply(body, f"{_LOCAL}{record.kind}", _OWNER), record.level)


def _json(value: Object, request: Request) -> Reply:
    body = json.dumps(value, ensure_ascii=False).encode(errors="replace")
    return json_reply(body, f"{_LOCAL}{urlsplit(request.url).path.rpartition('/')[2]}", _OWNER)


def _url(asked: _Asked) -> str:
    return f"{_LOCAL}{urlsplit(asked.request.url).path.rpartition('/')[2]}"


_LOCAL: Final = "local://homeport/kept/"

_Handler: TypeAlias = Callable[[_Asked], Answered]
_ID: Final = r"([\w.-]{1,200})"
_ROUTES: Final[tuple[tuple[str, re.Pattern[str], _Handler], ...]] = tuple(
    (method, re.compile(rf"{path}$"), handler)
    for method, path, handler in (
        ("GET", f"/responses/{_ID}", _response),
        ("DELETE", f"/responses/{_ID}", _delete_response),
        ("POST", f"/responses/{_ID}/cancel", _cancel_response),
        ("GET", f"/responses/{_ID}/input_items", _input_items),
        ("POST", "/conversations", _create_conversation),
        ("GET", f"/conversations/{_ID}", _conversation),
        ("POST", f"/conversations/{_ID}", _update_conversation),
        ("DELETE", f"/conversations/{_ID}", _delete_conversation),
        ("POST", f"/conversations/{_ID}/items", _create_items),
        ("GET", f"/conversations/{_ID}/items", _items),
        ("GET", f"/conversations/{_ID}/items/{_ID}", _item),
        ("DELETE", f"/conversations/{_ID}/items/{_ID}", _delete_item),
        ("GET", "/chat/completions", _chats),
        ("GET", f"/chat/completions/{_ID}", _chat),
        ("POST", f"/chat/completions/{_ID}", _update_chat),
        ("DELETE", f"/chat/completions/{_ID}", _delete_chat),
        ("GET", f"/chat/completions/{_ID}/messages", _messages),
    )
)


def _found(request: Request) -> tuple[_Handler, tuple[str, ...]] | None:
    path = urlsplit(request.url).path
    for method, pattern, handler in _ROUTES:
        if request.method == method and (match := pattern.search(path)):
            return handler, match.groups()
    return None
