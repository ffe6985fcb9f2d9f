"""From the models of the grammar to the values of a policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

from homeport.policies.backend_entries import Backend, CloudEntry, PluginEntry, ServerEntry
from homeport.policies.bounds import Interval
from homeport.policies.budget import Budget
from homeport.policies.combined import ALWAYS, Every, Not, Some
from homeport.policies.conditions import CONDITIONS, Condition, PrivacyIs, Within
from homeport.policies.costs import budgets
from homeport.policies.decide import SHADOW
from homeport.policies.document import Document, Where
from homeport.policies.entries import BackendSpec, Example, Rule, Rulebook, Shadow
from homeport.policies.escalating import EscalateEntry, escalation
from homeport.policies.grammar import ExampleEntry, PolicyFile
from homeport.policies.when import When
from homeport.types import Level

_TRIVIAL: Final = frozenset(
    {
        PrivacyIs(frozenset(Level)),
        Within("tokens", Interval()),
        Within("complexity", Interval()),
        Within("complexity", Interval(high=(1, True))),
        Within("gain", Interval(low=(-1, False))),
        Within("gain", Interval(low=(-1, False), high=(1, True))),
    }
)
"""Conditions that are true of every call, however they are written."""


def ledger(file: PolicyFile) -> bool | str:
    """Return whether a ledger is kept, or where: if nothing is said, where a budget needs one."""
    if file.ledger is not None:
        return file.ledger
    return any(budget.counts for budget in budgets_of(file))


def budgets_of(file: PolicyFile) -> Iterator[Budget]:
    """Yield every budget that a condition of the file asks for."""
    shadow = file.complexity.shadow
    for entry in (*file.stays_home, *file.rules, *([shadow] if shadow else ())):
        yield from budgets(condition(entry.when))


def rulebook(
    file: PolicyFile, document: Document, factories: Mapping[str, Callable[..., Any]]
) -> Rulebook:
    """Return what decisions are made by. The file has been checked."""
    backends = {
        name: backend(name, entry, document, factories) for name, entry in file.backends.items()
    }
    return Rulebook(
        backends=MappingProxyType(backends),
        rules=tuple(
            Rule(
                rule.name,
                document.place(("rules", index)),
                condition(rule.when),
                tuple(rule.to),
                rule.transform,
                redact=rule.secrets == "redact",
                escalation=escalation(rule.escalate),
                confidence=_calibration(rule.escalate, document),
            )
            for index, rule in enumerate(file.rules)
        ),
        stays_home=tuple(
            Rule(guard.name, document.place(("stays_home", index)), condition(guard.when))
            for index, guard in enumerate(file.stays_home)
        ),
        opaque=file.opaque,
        outcomes=document.beside(file.complexity.outcomes),
        calibration=document.beside(file.complexity.calibration),
        budgeted=any(budgets_of(file)),
        shadow=_shadow(file, document),
    )


def _shadow(file: PolicyFile, document: Document) -> Shadow | None:
    entry = file.complexity.shadow
    if entry is None:
        return None
    place = document.place(("complexity", "shadow"))
    return Shadow(entry.share, Rule(SHADOW, place, condition(entry.when)), entry.judge)


def _calibration(written: Literal[True] | EscalateEntry | None, document: Document) -> Path | None:
    return document.beside(written.calibration) if isinstance(written, EscalateEntry) else None


def backend(
    name: str, entry: Backend, document: Document, factories: Mapping[str, Callable[..., Any]]
) -> BackendSpec:
    """Return one backend. Only the cloud and servers on the network leave the device."""
    spec = BackendSpec(
        name=name,
        kind=entry.kind,
        model=entry.model or entry.kind,
        leaves=leaves(entry),
        place=document.place(("backends", name)),
        timeout=entry.timeout,
    )
    if isinstance(entry, ServerEntry) and entry.context is not None:
        spec = replace(spec, options=MappingProxyType({"context": entry.context}))
    if isinstance(entry, (ServerEntry, CloudEntry)):
        price = entry.price.price() if entry.price else None
        return replace(spec, base_url=entry.base_url, api_key_env=entry.api_key_env, price=price)
    options = ({"model": entry.model} if entry.model else {}) | (entry.model_extra or {})
    if isinstance(entry, PluginEntry):
        spec = replace(spec, vouched=entry.kind == "echo" or entry.trust is not None)
    return replace(spec, options=MappingProxyType(options), factory=factories.get(entry.kind))


def leaves(entry: Backend) -> bool:
    """True if a call that goes there has left the device."""
    on_network = isinstance(entry, ServerEntry) and entry.trust == "network"
    return isinstance(entry, CloudEntry) or on_network


def local_model(file: PolicyFile) -> str | None:
    """Return the model of the first backend on this device that answers, if there is one."""
    home = (entry for entry in file.backends.values() if not leaves(entry))
    return next((entry.model for entry in home if not _only_embeds(entry)), None)


def _only_embeds(entry: Backend) -> bool:
    return (entry.model_extra or {}).get("task") == "embeddings"


def condition(when: When | None) -> Condition:
    """Return the condition that is written under ``when``; without one, it always holds."""
    if when is None:
        return ALWAYS
    parts = tuple(part for part in _parts(when) if part not in _TRIVIAL)
    return parts[0] if len(parts) == 1 else Every(parts)


def _parts(when: When) -> Iterator[Condition]:
    for key in CONDITIONS:
        written = getattr(when, key)
        if written is not None:
            yield CONDITIONS[key].read(written)
    if when.any_:
        yield Some(tuple(map(condition, when.any_)))
    if when.all_:
        yield Every(tuple(map(condition, when.all_)))
    if when.not_:
        yield Not(condition(when.not_))


def examples(file: PolicyFile, document: Document) -> Iterator[Example]:
    """Yield the examples of a policy as requests with what is expected of them."""
    for index, entry in enumerate(file.examples):
        yield _example(entry, document, ("examples", index))


def _example(entry: ExampleEntry, document: Document, where: Where) -> Example:
    say: dict[str, Any] = {"model": "auto", "messages": [{"role": "user", "content": entry.say}]}
    expected = {"route": entry.route, "rule": entry.rule, "level": entry.level}
    return Example(
        body=MappingProxyType(say if entry.body is None else entry.body),
        place=document.place(where),
        expected=MappingProxyType({key: word for key, word in expected.items() if word}),
        endpoint=entry.endpoint or "chat.completions",
    )
