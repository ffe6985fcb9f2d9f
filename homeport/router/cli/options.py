"""Options that several commands share, and what they mean."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated, TypeAlias

import typer

from homeport.types import Level


class RouteName(StrEnum):
    """Where a call may go at most."""

    LOCAL = "local"
    CLOUD = "cloud"


class LevelName(StrEnum):
    """How private a call is at least."""

    PUBLIC = str(Level.PUBLIC)
    PERSONAL = str(Level.PERSONAL)
    SENSITIVE = str(Level.SENSITIVE)
    SECRET = str(Level.SECRET)


POLICY_HELP = (
    "A policy file or a preset's name (balanced, private, offline, cloud-first, saver). "
    "Default: $HOMEPORT_POLICY, ./homeport.yaml, else balanced."
)

PolicyOption: TypeAlias = Annotated[
    str | None, typer.Option("--policy", "-p", metavar="FILE|PRESET", help=POLICY_HELP)
]
PolicyArgument: TypeAlias = Annotated[
    str | None, typer.Argument(metavar="[FILE|PRESET]", help=POLICY_HELP, show_default=False)
]
ModelOption: TypeAlias = Annotated[
    str, typer.Option("--model", "-m", help="auto lets the policy choose; a local model narrows.")
]
RouteOption: TypeAlias = Annotated[
    RouteName | None, typer.Option("--route", help="Narrow to this device or to the cloud.")
]
PrivacyOption: TypeAlias = Annotated[
    LevelName | None, typer.Option("--privacy", help="Raise the privacy level of the call.")
]
SystemOption: TypeAlias = Annotated[
    str | None, typer.Option("--system", "-s", help="Instructions that come before the text.")
]
MaxTokensOption: TypeAlias = Annotated[
    int | None, typer.Option("--max-tokens", min=1, help="End the answer after so many tokens.")
]
JsonOption: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Write JSON on standard output.")
]


def labels(
    route: RouteName | None, privacy: LevelName | None, conversation: str | None = None
) -> dict[str, str]:
    """Return the request headers that say what the options say."""
    said = {
        "x-homeport-route": route and route.value,
        "x-homeport-privacy": privacy and privacy.value,
        "x-homeport-conversation": conversation,
    }
    return {header: value for header, value in said.items() if value}


def messages(text: str, system: str | None = None) -> list[dict[str, str]]:
    """Return the conversation that begins with ``text``."""
    before = [{"role": "system", "content": system}] if system else []
    return [*before, {"role": "user", "content": text}]


def text_of(argument: str) -> str:
    """Return the text that an argument gives; ``-`` stands for all of standard input.

    Raises ``typer.BadParameter`` if that is not Unicode text: it could not be sent as it is.
    """
    try:
        text = sys.stdin.buffer.read().decode() if argument == "-" else argument
        text.encode()
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        where = "standard input" if argument == "-" else "the text"
        raise typer.BadParameter(f"{where} is not valid UTF-8 at position {error.start}") from None
    if not text.strip():
        raise typer.BadParameter("there is no text")
    return text
