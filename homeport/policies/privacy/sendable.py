"""What no transform can make sendable, told before anything is tried."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

from homeport.policies.privacy.levels import BY_MEANING
from homeport.types import Call, Level, Privacy

Transform: TypeAlias = Literal["pseudonymize", "delegate"]
TRANSFORMS: Final[tuple[Transform, ...]] = ("pseudonymize", "delegate")

_AROUND: Final = ("headers.", "query.")


def obstacle(call: Call, privacy: Privacy, transform: str, *, redact: bool) -> str | None:
    """Return why ``call`` cannot be sent even with ``transform``; None if it can be tried."""
    return next(_obstacles(call, privacy, transform, redact=redact), None)


def _obstacles(call: Call, privacy: Privacy, transform: str, *, redact: bool) -> Iterator[str]:
    found = [finding for finding in privacy.findings if finding.level >= Level.PERSONAL]
    if privacy.failed:
        yield f"judging it failed: {', '.join(privacy.failed)}"
    if call.opaque or call.unreadable:
        yield "it has content that cannot be read on this device"
    if any(finding.level is Level.SECRET for finding in found) and not redact:
        yield "there is a secret in it, and the policy does not say `secrets: redact`"
    if any(finding.part.startswith(_AROUND) for finding in found):
        yield "there is something private in a header or in the address"
    meant = sorted({finding.category for finding in found} & BY_MEANING)
    if meant and transform == "pseudonymize":
        yield f"it is private by what it says ({', '.join(meant)}), not by a value in it"
