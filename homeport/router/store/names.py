"""Ids that were given out here. They mean nothing to the cloud, which is never asked about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from homeport.router.render import local_response

CONVERSATION: Final = "conv_local_"
CHAT: Final = "chatcmpl-dec_"
"""A chat completion's id is made of its decision's."""


def made_here(key: object) -> bool:
    """Say whether an id was given out by homeport, on this device or another."""
    return isinstance(key, str) and (local_response(key) or key.startswith((CONVERSATION, CHAT)))


def leads_here(url: str) -> bool:
    """Say whether a path leads to something that was made here (``/responses/resp_local_...``)."""
    return any(map(made_here, urlsplit(url).path.split("/")))


def previous_of(body: Mapping[str, Any]) -> str | None:
    """Return the response made here that a call continues."""
    previous = body.get("previous_response_id")
    return previous if isinstance(previous, str) and local_response(previous) else None


def conversation_of(body: Mapping[str, Any]) -> str | None:
    """Return the conversation made here that a call belongs to."""
    named = body.get("conversation")
    key = named.get("id") if isinstance(named, dict) else named
    return key if isinstance(key, str) and key.startswith(CONVERSATION) else None


def continues(body: Mapping[str, Any]) -> bool:
    """Say whether a call goes on with something that was made here."""
    return previous_of(body) is not None or conversation_of(body) is not None
