"""gpt-oss: the harmony format, whose answers are messages on three channels.

``analysis`` holds thoughts, ``final`` the answer, and ``commentary`` what is said to tools. The
template ends a prompt with ``<|start|>assistant``; a call ends with ``<|call|>``, an answer with
``<|return|>``, and both end the generation.
"""

from __future__ import annotations

from typing import Final

from homeport.backends.families.base import Calls, Family, Tools, one_call_each
from homeport.backends.request import Message

CHANNEL: Final = "<|channel|>"
MESSAGE: Final = "<|message|>"
END: Final = "<|end|>"
START: Final = "<|start|>"
EFFORTS: Final = ("low", "medium", "high")
"""How much the model can be asked to think. It cannot be asked not to."""

_ENDS: Final = ("<|call|>", "<|return|>")

_CALLS: Final = Calls(
    begin=f"{CHANNEL}commentary to=functions.",
    between=f" <|constrain|>json{MESSAGE}",
)


def of(template: str) -> Family | None:
    if CHANNEL not in template or MESSAGE not in template:
        return None
    return Family("harmony", _CALLS, channels=True, ends=_ENDS, history=_in_turn)


def effort(asked: str) -> str:
    """Return the effort that is nearest to the one the API was asked for."""
    return asked if asked in EFFORTS else "high" if asked in ("xhigh", "max") else "low"


def _in_turn(messages: list[Message], tools: Tools) -> list[Message]:  # noqa: ARG001 - the template has them
    """One call in a message, and thoughts where the template looks for them.

    The template takes thoughts before a call or a text before it, and raises for both.
    """
    return [_with_thoughts(message) for message in one_call_each(messages)]


def _with_thoughts(message: Message) -> Message:
    thoughts = message.get("reasoning_content")
    if not thoughts or not message.get("tool_calls"):
        return message
    return message | ({"content": thoughts} if not message["content"] else {})
