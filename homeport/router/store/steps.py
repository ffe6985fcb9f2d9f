"""What one request under way has to do with what is kept here: steps that wait for the disk.

Each is a generator that does no I/O itself: it yields ``Disk`` and is sent what came of it.
"""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from typing import TypeAlias
from urllib.parse import urlsplit

from homeport.policies.policy import Policy
from homeport.router.ask import Disk
from homeport.router.reply import Reply
from homeport.router.store import resources
from homeport.router.store.database import Database
from homeport.router.store.keeping import Keeping, keep_streamed, keep_whole
from homeport.router.store.names import continues, leads_here
from homeport.router.store.past import NOTHING_BEFORE, Past, with_past
from homeport.router.wire import Request
from homeport.types import Call

_Found: TypeAlias = tuple[Request, Call, Past]


def concerns(request: Request, call: Call, policy: Policy) -> bool:
    """Say whether a request is about what is kept here, or begins a conversation that will be.

    A conversation begins here where the policy has a model on this device, and would not send to
    the cloud what nobody has judged.
    """
    if leads_here(request.url):
        return True
    begins = request.method == "POST" and urlsplit(request.url).path.endswith("/conversations")
    here = policy.storage is not None and policy.opaque == "deny" and policy.rulebook.home
    return bool(begins and here and call.labels.route != "cloud")


def lists_chats(request: Request) -> bool:
    """Say whether a request wants all stored chats, wherever they are."""
    return request.method == "GET" and urlsplit(request.url).path.endswith("/chat/completions")


def answered(
    database: Database, request: Request
) -> Generator[Disk, resources.Answered, resources.Answered]:
    return (yield Disk(partial(resources.answer, database, request)))


def remembered(
    database: Database | None, request: Request, call: Call, *, strict: bool
) -> Generator[Disk, _Found, _Found]:
    """Return a call with its past put in (see ``with_past``)."""
    if call.endpoint != "responses" or not continues(call.body):
        return request, call, NOTHING_BEFORE
    return (yield Disk(partial(with_past, database, request, call, strict=strict)))


def stored(keeping: Keeping, reply: Reply) -> Generator[Disk, Reply, Reply]:
    """Return ``reply``, kept; a stream is kept when it ends."""
    if isinstance(reply.body, bytes):
        return (yield Disk(partial(keep_whole, keeping, reply)))
    return keep_streamed(keeping, reply)
