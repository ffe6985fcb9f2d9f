"""Who can answer under a policy, and what the answers of its cascades are judged by."""

from __future__ import annotations

from functools import partial
from typing import Any

from homeport import backends
from homeport.errors import PolicyError
from homeport.policies.escalation import Confidence
from homeport.policies.policy import BackendSpec, Policy, Rule
from homeport.router.audit import Audit
from homeport.router.clients import connection
from homeport.router.ledger import Ledger
from homeport.router.local import LocalTarget
from homeport.router.metering import Metered
from homeport.router.server import ServerTarget
from homeport.router.targets import Target
from homeport.router.upstream import HttpTarget


def targets_of(
    policy: Policy, audit: Audit, ledger: Ledger | None, client: Any, async_client: Any
) -> dict[str, Target]:
    """Return the targets of the policy's backends by name; those that cost money have a meter.

    Raises ``PolicyError`` for options that a backend does not take.
    """
    made: dict[str, Target] = {}
    for spec in policy.backends.values():
        target = _target(spec, client, async_client, audit, ledger)
        if ledger is not None and isinstance(target, HttpTarget) and target.leaves:
            target = Metered(target, spec, policy.rulebook, ledger)
        made[spec.name] = target
    return made


def confidences_of(policy: Policy) -> dict[str, Confidence]:
    """Return what the answers of each cascade are judged by, by the name of its rule.

    Raises ``PolicyError`` for a calibration that cannot be read.
    """
    return {
        rule.name: _confidence(rule, policy.backends[rule.to[0]].model)
        for rule in policy.rulebook.rules
        if rule.escalation is not None
    }


def _confidence(rule: Rule, model: str) -> Confidence:
    """Return what answers of ``model`` are judged by: what the rule names, else what ships."""
    if rule.confidence is None:
        return Confidence.prior().tuned(model)
    try:
        return Confidence.load(rule.confidence)
    except (OSError, ValueError) as error:
        raise PolicyError(f"{rule.confidence}: {error}", rule.place) from error


def _target(
    spec: BackendSpec, client: Any, async_client: Any, audit: Audit, ledger: Ledger | None
) -> Target:
    if spec.kind == "openai":
        return HttpTarget(spec, connection(client, async_client, proxies=True), audit)
    if spec.kind == "server":
        # A proxy of the environment would carry what is meant for this device off it.
        return ServerTarget(spec, connection(proxies=spec.leaves), audit)
    make = spec.factory or partial(backends.create, spec.kind)
    try:
        backend = make(name=spec.name, **spec.options)
    except (TypeError, ValueError) as error:
        raise PolicyError(str(error), spec.place) from error
    return LocalTarget(backend, spec.timeout, ledger)
