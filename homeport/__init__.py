"""The OpenAI client that answers at home.

from homeport import OpenAI

client = OpenAI()
client.chat.completions.create(model="auto", messages=[...])
"""

from typing import TYPE_CHECKING, Any

from homeport.errors import HomeportError, PolicyError
from homeport.router.client import AsyncOpenAI, OpenAI, routed, seal
from homeport.types import Decision, Level

if TYPE_CHECKING:
    from homeport.policies.policy import Policy

__version__ = "0.1.0"

__all__ = [
    "AsyncOpenAI",
    "Decision",
    "HomeportError",
    "Level",
    "OpenAI",
    "Policy",
    "PolicyError",
    "routed",
    "seal",
]


def __getattr__(name: str) -> Any:
    if name == "Policy":  # reads YAML and knows the grammar: not needed to import a client
        from homeport.policies.policy import Policy

        return Policy
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
