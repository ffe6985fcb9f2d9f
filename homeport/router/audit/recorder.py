"""What an audit log says: each departure before it happens, each call once it is answered.

Records are free of content: ids, levels, counts, names of the policy, numbers and hashes.
"""

from __future__ import annotations

import logging
import os
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import anyio
import anyio.to_thread

from homeport.router.audit.journal import AuditFailed, Journal
from homeport.router.egress import Clearance
from homeport.router.reply import Reply
from homeport.types import JSON, Call, Decision

_CODE: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")

log = logging.getLogger("homeport")


def default_path() -> Path:
    """Return where the log is if the policy does not say: ``$HOMEPORT_HOME/audit.jsonl``, else
    ``$XDG_STATE_HOME/homeport/audit.jsonl``, else the same in ``~/.local/state``."""
    if own := os.environ.get("HOMEPORT_HOME"):
        return Path(own) / "audit.jsonl"
    state = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(state).expanduser() / "homeport" / "audit.jsonl"


def path_of(audit: bool | str) -> Path | None:  # noqa: FBT001 - what a policy says: yes, no, where
    """Return the log that a policy's ``audit`` asks for; None if it asks for none."""
    if isinstance(audit, str):
        return Path(audit).expanduser()
    return default_path() if audit else None


class Audit:
    """Records what leaves and what became of each call; without a path, nothing."""

    def __init__(self, path: Path | None) -> None:
        self._journal = None if path is None else Journal(path)

    def leaving(self, clearance: Clearance, call: Call, decision: Decision) -> None:
        """Record, durably, that a request is about to leave the device.

        Raises ``AuditFailed``: then it must not be sent.
        """
        if self._journal is not None:
            self._journal.append(_egress(clearance, call, decision), durable=True)

    async def leaving_async(self, clearance: Clearance, call: Call, decision: Decision) -> None:
        """``leaving`` for async callers: the disk is waited for on a thread."""
        if self._journal is not None:
            await anyio.to_thread.run_sync(
                self.leaving,
                clearance,
                call,
                decision,
                abandon_on_cancel=True,
                limiter=anyio.CapacityLimiter(1),
            )

    def answered(self, call: Call, decision: Decision, reply: Reply, tried: str) -> None:
        """Record what became of a call. A log that cannot be written stops no answer."""
        if self._journal is None or reply.decision is not None:  # explaining is no call
            return
        try:
            self._journal.append(_outcome(call, decision, reply, tried), durable=False)
        except AuditFailed as error:
            log.warning("%s is not in the audit log: %s", decision.id, error.message)

    async def answered_async(
        self, call: Call, decision: Decision, reply: Reply, tried: str
    ) -> None:
        """``answered`` for async callers."""
        if self._journal is not None:
            await anyio.to_thread.run_sync(
                self.answered, call, decision, reply, tried, limiter=anyio.CapacityLimiter(1)
            )


def _egress(clearance: Clearance, call: Call, decision: Decision) -> dict[str, JSON]:
    request = clearance.request
    url = urlsplit(request.url)
    return {
        **_common("egress", call, decision),
        "target": clearance.target,
        "host": f"{url.hostname}:{url.port}" if url.port else url.hostname,
        "bytes": None if request.body is None else len(request.body),
        "clearance": clearance.digest.hex(),
        **_estimate(clearance.target, decision),
    }


def _outcome(call: Call, decision: Decision, reply: Reply, tried: str) -> dict[str, JSON]:
    return {
        **_common("outcome", call, decision),
        "target": reply.target,
        "status": reply.status,
        "tried": tried,
        **({} if reply.cost is None else {"cost": round(reply.cost, 9)}),
    }


def _estimate(target: str, decision: Decision) -> dict[str, JSON]:
    """Return what the call is estimated to cost there, where a ledger is kept."""
    costs = dict(zip(decision.targets, decision.cost, strict=False))
    return {"estimate": round(cost, 9)} if (cost := costs.get(target)) is not None else {}


def _common(event: str, call: Call, decision: Decision) -> dict[str, JSON]:
    privacy = decision.privacy
    found = Counter(_code(finding.category) for finding in privacy.findings)
    return {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "event": event,
        "decision": decision.id,
        "policy": decision.policy,
        "endpoint": call.endpoint,
        "rule": decision.rule,
        "transform": decision.transform,
        "level": str(privacy.level),
        "found": dict(sorted(found.items())),
        **({"failed": [_code(name) for name in privacy.failed]} if privacy.failed else {}),
    }


def _code(word: str) -> str:
    """Return ``word`` if it looks like a name; a plugin may call a category anything."""
    return word if _CODE.fullmatch(word) else "other"
