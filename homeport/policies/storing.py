"""What a policy says of answers that are kept on this device: where, how long, how much, sealed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final, TypeAlias

from pydantic import AfterValidator, Discriminator, Field, Tag

from homeport.errors import Place
from homeport.policies.shapes import Entry, Matching, somewhere

MAX_AGE: Final = "30d"
"""As long as the OpenAI cloud keeps responses."""

MAX_SIZE: Final = "256MB"

_SECONDS: Final = {"h": 3_600, "d": 86_400}
_BYTES: Final = {"KB": 1_000, "MB": 1_000**2, "GB": 1_000**3}

_Age: TypeAlias = Annotated[
    str, Matching(r"[1-9][0-9]{0,4}[hd]", "expected hours or days, such as 12h or 30d")
]
_Size: TypeAlias = Annotated[
    str, Matching(r"[1-9][0-9]{0,5}[KMG]B", "expected a size such as 500KB, 256MB or 2GB")
]


class StorageEntry(Entry):
    """Where stored answers are kept, how long and how many."""

    looks_like: ClassVar[str] = "{max_age: 30d, max_size: 256MB}"

    path: Annotated[str, AfterValidator(somewhere), Field(max_length=4_096)] | None = Field(
        default=None, description="The whole path of the file; by default one in the usual place."
    )
    max_age: _Age = Field(
        default=MAX_AGE,
        description="Forgotten so long after it was made or last continued: hours or days.",
    )
    max_size: _Size = Field(
        default=MAX_SIZE, description="Beyond this, what was not used for longest is forgotten."
    )
    key_env: (
        Annotated[
            str,
            Matching(
                r"[A-Za-z_][A-Za-z0-9_]*",
                "expected the name of an environment variable, such as HOMEPORT_STORE_KEY; if this "
                "is the key itself, take it out of the file and make another",
            ),
        ]
        | None
    ) = Field(
        default=None,
        description="The environment variable that holds the key (32 bytes in base64) with which "
        "all content is encrypted.",
    )


def _yes_or_entry(value: Any) -> str:
    return "(yes)" if isinstance(value, bool) else "(storage)"


Storage: TypeAlias = Annotated[
    Annotated[bool, Tag("(yes)")] | Annotated[StorageEntry, Tag("(storage)")],
    Discriminator(_yes_or_entry),
]
"""true, false, or where and how."""


@dataclass(frozen=True, slots=True)
class Keep:
    """How answers are kept. ``max_age`` is in seconds, ``max_size`` in bytes."""

    path: Path | None
    """None is the usual place."""
    max_age: int
    max_size: int
    key_env: str | None
    place: Place
    """Where the policy says so."""


def keep(written: bool | StorageEntry, place: Place) -> Keep | None:  # noqa: FBT001 - yes, no, how
    """Return how answers are kept; None if they are not."""
    if written is False:
        return None
    entry = StorageEntry() if written is True else written
    return Keep(
        None if entry.path is None else Path(entry.path).expanduser(),
        int(entry.max_age[:-1]) * _SECONDS[entry.max_age[-1]],
        _bytes(entry.max_size),
        entry.key_env,
        place,
    )


def _bytes(size: str) -> int:
    number, unit = re.fullmatch(r"(\d+)(\w+)", size).groups()  # type: ignore[union-attr]  # it was checked
    return int(number) * _BYTES[unit]
