"""gpt-oss: the harmony format, whose answers are messages on three channels.

``analysis`` holds thoughts, ``final`` the answer, and ``commentary`` what is said to tools. The
template ends a prompt with ``<|start|>assistant``; a call ends with ``<|call|>``, an answer with
``<|return|>``, and both end the generation.
"""

from __future__ import annotations

from typing import Final

from homeport.backends.families.base import Calls, Family

CHANNEL: Final = "<|channel|>"
MESSAGE: Final = "<|message|>"
END: Final = "<|end|>"
START: Final = "<|start|>"
ENDS: Final = ("<|call|>", "<|return|>")

_CALLS: Final = Calls(
    begin=f"{CHANNEL}commentary to=functions.",
    between=f" <|constrain|>json{MESSAGE}",
)


def of(template: str) -> Family | None:
    if CHANNEL not in template or MESSAGE not in template:
        return None
    return Family("harmony", _CALLS, channels=True)
