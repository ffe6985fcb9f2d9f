"""What is sent in the place of a private call, and the last look at it.

``pseudonymize`` sends the call with placeholders for what is private. Nobody's detectors are
perfect, so the request that comes of it passes a test of its own: the very bytes that are about
to leave are read again, scored again, and searched for every value that was replaced. Any doubt,
and nothing is sent.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import unquote_plus, urlsplit

from homeport.errors import BadCall, Refused
from homeport.policies.policy import Policy
from homeport.policies.privacy.sendable import obstacle
from homeport.policies.privacy.vault import NotMaskable, Vault
from homeport.router import wire
from homeport.router.ask import Ask, Outcome
from homeport.router.body import field_names, masked, said
from homeport.router.flow import Failure
from homeport.router.restore import restored
from homeport.router.targets import Order
from homeport.router.wire import Request
from homeport.types import Call, Decision, Finding, Level, Privacy

_ROUNDS: Final = 3
"""How often what was masked is judged again and masked further."""

_CREDENTIALS: Final = frozenset({"authorization", "api-key", "cookie"})
"""Headers that belong to the target; a key that a prompt quotes may be the caller's own."""


class Unsendable(Refused):
    """The call cannot be made clean enough to leave."""

    default_code = "not_sendable"

    def __init__(self, transform: str, why: str) -> None:
        super().__init__(
            f"this call was not sent, although the policy allows it with `{transform}`: {why}. "
            f"Name a backend on this device in the rule's `to`, to answer such calls"
        )


def pseudonymized(ask: Ask, vault: Vault, policy: Policy) -> Generator[Ask, Outcome, Outcome]:
    """Ask with placeholders in the place of what is private, and restore the answer."""
    order = ask.order
    try:
        disguised = disguise(order, vault, policy)
    except NotMaskable as error:
        return Failure(Unsendable("pseudonymize", str(error)))
    except BadCall:
        return Failure(Unsendable("pseudonymize", "what came of masking it cannot be read"))
    outcome = yield Ask(ask.target, disguised)
    return restored(outcome, order.call, vault)


def disguise(order: Order, vault: Vault, policy: Policy) -> Order:
    """Return the order for the call with placeholders. Raises ``NotMaskable``."""
    call, decision = order.call, order.decision
    redact = redacts(policy, decision)
    why = obstacle(call, decision.privacy, "pseudonymize", redact=redact)
    if why is not None:
        raise NotMaskable(why)
    request = order.request
    if call.body:
        body = masked(call, decision.privacy.findings, vault, redact=redact)
        request = with_body(request, body)
    explained(call, decision.privacy.findings, vault.level)
    for _ in range(_ROUNDS):
        again = wire.read(request)
        left = list(foreign(again, policy.score(again).privacy, vault))
        if not left:
            break
        request = with_body(request, masked(again, left, vault, redact=redact, ours=True))
    again = wire.read(request)
    # What a re-reading finds unreadable and the call does not is history that we know.
    check = OutboundCheck(vault, policy, "pseudonymize", frozenset(again.unreadable))
    return replace(order, request=request, call=again, check=check)


def with_body(request: Request, body: dict[str, Any]) -> Request:
    """Return ``request`` with another body, in the form that ``egress`` writes."""
    return replace(request, body=json.dumps(body, separators=(",", ":")).encode())


def redacts(policy: Policy, decision: Decision) -> bool:
    """Say whether the rule that decided takes secrets out."""
    return any(rule.redact for rule in policy.rulebook.rules if rule.name == decision.rule)


def foreign(call: Call, privacy: Privacy, vault: Vault) -> Iterator[Finding]:
    """Yield what is private in a masked call and is not one of the vault's own surrogates.

    Not what cannot be read: there is nothing to look at.
    """
    texts: dict[str, list[str]] = {}
    for part in call.parts:
        texts.setdefault(part.path, []).append(part.text)
    own = {path: [_covered(vault, text) for text in found] for path, found in texts.items()}
    for finding in privacy.findings:
        if finding.level < Level.PERSONAL or finding.part in call.unreadable:
            continue
        if not _is_own(finding, texts.get(finding.part, ()), own.get(finding.part, ())):
            yield finding


def _covered(vault: Vault, text: str) -> frozenset[int]:
    """Return the places in ``text`` that a surrogate of the vault takes up."""
    return frozenset(place for start, end in vault.own(text) for place in range(start, end))


def _is_own(finding: Finding, texts: Sequence[str], own: Sequence[frozenset[int]]) -> bool:
    """Say whether a finding is nothing but surrogates and signs."""
    return bool(texts) and all(
        place in covered or not text[place].isalnum()
        for text, covered in zip(texts, own, strict=True)
        for place in range(finding.start, min(finding.end, len(text)))
    )


@dataclass(frozen=True, slots=True)
class OutboundCheck:
    """The last look at a transformed request: the bytes themselves, and nothing else."""

    vault: Vault
    policy: Policy
    transform: str
    known: frozenset[str] = frozenset()
    """Paths of what cannot be read in these bytes, and is known from earlier calls."""

    def __call__(self, request: Request) -> None:
        """Raise ``Unsendable`` unless ``request`` is clean beyond doubt."""
        try:
            why = self._why_not(request)
        except Exception as error:
            raise Unsendable(self.transform, "the last look at it failed") from error
        if why is not None:
            raise Unsendable(self.transform, why)

    def _why_not(self, request: Request) -> str | None:
        call = wire.read(request)
        privacy = self.policy.score(call).privacy
        if privacy.failed or set(call.unreadable) - self.known or call.opaque:
            return "what came of it cannot be judged"
        left = sorted({finding.category for finding in foreign(call, privacy, self.vault)})
        if left:
            return f"what came of it is still private ({', '.join(left)})"
        texts = list(said(call.body))
        spread = self.vault.shows_across(part.text for part in call.parts)
        if spread or self.vault.shows_in((*texts, *_around(request))):
            return "something that was replaced still shows"
        if any(map(self.vault.shows_in_key, field_names(call.body))):
            return "something private is the name of a field"
        return None


def _around(request: Request) -> Iterator[str]:
    """Yield what goes along with a body: the address, and the headers that are not credentials."""
    url = urlsplit(request.url)
    yield from (url.path, unquote_plus(url.path), url.query, unquote_plus(url.query))
    for name, value in request.headers:
        if name.lower() not in _CREDENTIALS:
            yield name
            yield value


def explained(call: Call, findings: Iterable[Finding], known: Level) -> None:
    """Raise ``NotMaskable`` if the call is more private than what is known to be in it.

    A caller's label, or a conversation's past, may know of something that no detector sees.
    """
    level = call.labels.privacy
    if level > max((known, *(finding.level for finding in findings))):
        raise NotMaskable(
            f"it is {level} by its label or its past, and nothing that was found explains that"
        )
