"""What a call continues: everything that was said before it, and how private that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from homeport.errors import BadCall, NotKept, Refused
from homeport.router import wire
from homeport.router.store.database import Database, Object, Record
from homeport.router.store.file import StoreFailed
from homeport.router.store.items import kept, said
from homeport.router.store.names import continues, conversation_of, previous_of
from homeport.router.transform import with_body
from homeport.router.wire import Request
from homeport.types import Call, Labels, Level

_LONGEST: Final = 1_000
"""Responses that may continue one another."""

_OFF: Final = (
    "this was made on this device, whose policy keeps nothing (storage: false); the cloud, which "
    "does not know it, was not asked. To go on, send the conversation as input"
)
_CONTINUES: Final = ("previous_response_id", "conversation")


@dataclass(frozen=True, slots=True)
class Past:
    """What was said before. ``home``: some of it was not allowed to leave when it was said."""

    items: tuple[Object, ...] = ()
    level: Level = Level.PUBLIC
    home: bool = False
    responses: tuple[str, ...] = ()
    """The ids of the responses that are continued, the last first."""
    conversation: str | None = None


NOTHING_BEFORE: Final = Past()


def with_past(
    kept_here: Database | None, request: Request, call: Call, *, strict: bool = True
) -> tuple[Request, Call, Past]:
    """Return a call with its past put in, if it has one that was made here. Waits for the disk.

    Raises ``NotKept`` or ``StoreFailed`` if that cannot be read, ``Refused`` if it may neither
    leave nor stay; not ``strict``, the call is returned as it is, narrowed to this device: it
    means nothing anywhere else.
    """
    if call.endpoint != "responses" or not continues(call.body):
        return request, call, NOTHING_BEFORE
    try:
        past = past_of(call, required(kept_here))
        return *unfolded(request, call, past), past
    except (NotKept, StoreFailed, Refused):
        if strict:
            raise
        return request, replace(call, labels=replace(call.labels, route="local")), NOTHING_BEFORE


def required(kept_here: Database | None) -> Database:
    """Return where things are kept; raises ``NotKept`` if the policy keeps nothing."""
    if kept_here is None:
        raise NotKept(_OFF)
    return kept_here


def past_of(call: Call, kept_here: Database) -> Past:
    """Return what ``call`` continues. Raises ``NotKept`` if any of it is missing."""
    previous, conversation = previous_of(call.body), conversation_of(call.body)
    if previous and call.body.get("conversation"):
        raise BadCall("previous_response_id and conversation exclude each other")
    if conversation:
        return _conversation(conversation, kept_here)
    return chain(previous, kept_here) if previous else NOTHING_BEFORE


def chain(last: str, kept_here: Database) -> Past:
    """Return the conversation that ends with the response ``last``."""
    found: list[Record] = []
    key: str | None = last
    while key is not None:
        record = kept_here.get(key)
        if record is None or len(found) > _LONGEST:
            raise missing("the response", "a response before it" if found else "")
        found.append(record)
        key = record.body["previous"]
    turns = [[*turn.body["input"], *turn.body["response"]["output"]] for turn in reversed(found)]
    items = tuple(item for turn in turns for item in turn)
    return Past(items, *_held(found), responses=tuple(record.id for record in found))


def _conversation(key: str, kept_here: Database) -> Past:
    conversation = kept_here.get(key)
    if conversation is None:
        raise missing("the conversation")
    records = kept_here.items(key)
    items = tuple(record.body for record in records)
    return Past(items, *_held([conversation, *records]), conversation=key)


def _held(records: Sequence[Record]) -> tuple[Level, bool]:
    return max(record.level for record in records), any(record.home for record in records)


def missing(what: str, why: str = "") -> NotKept:
    """Return the error for something that was made here and is not kept (any more)."""
    told = f"{why} was deleted or forgotten" if why else "it was deleted, forgotten or never kept"
    return NotKept(
        f"{what} was made on this device, and is not kept here: {told} (`storage` in the policy "
        f"says how long things are kept; store: false keeps nothing). The cloud, which does not "
        f"know it, was not asked. To go on, send the conversation as input"
    )


def unfolded(request: Request, call: Call, past: Past) -> tuple[Request, Call]:
    """Return the call with all that was said before it in its own input.

    It is then a call like any other: every text of it is judged, and what leaves, if anything
    may, is what was judged. Its level is at least that of its past; where some of that was not
    allowed to leave, it stays on this device.
    """
    body: dict[str, Any] = {name: call.body[name] for name in call.body if name not in _CONTINUES}
    body["input"] = [*said(past.items), *_as_items(call.body.get("input"))]
    whole = with_body(request, body)
    return whole, replace(wire.read(whole), labels=narrowed(call.labels, past))


def narrowed(labels: Labels, past: Past) -> Labels:
    """Return the labels of a call that continues ``past``.

    Raises ``Refused`` if it may neither leave nor stay.
    """
    if past.home and labels.route == "cloud":
        raise Refused(
            "the caller asked for the cloud, and this conversation was not allowed to leave this "
            "device; send it without the label, or begin another conversation"
        )
    route = "local" if past.home else labels.route
    return replace(labels, route=route, privacy=max(labels.privacy, past.level))


def _as_items(given: Any) -> list[Any]:
    kept(given)  # refuses what is no input
    if isinstance(given, str):
        return [{"role": "user", "content": given}]
    return list(given or ())
