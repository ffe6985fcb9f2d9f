"""What a call costs at the targets of a policy, and which limits hold for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from homeport.policies.budget import Budget
from homeport.policies.combined import Every, Not, Some
from homeport.policies.conditions import Condition
from homeport.policies.entries import BackendSpec, Rulebook
from homeport.policies.facts import Fund
from homeport.policies.prices import FREE, Price, listed
from homeport.types import Call, Spent, State


def price_of(spec: BackendSpec, asked: str = "auto") -> Price | None:
    """Return what the model costs that ``spec`` would be asked for; None if nobody can tell.

    ``asked`` is what the caller named. What stays on this device costs nothing.
    """
    if not spec.leaves:
        return FREE
    if spec.price is not None:
        return spec.price
    named = spec.model if spec.kind == "server" or asked == "auto" else asked
    return listed(named, spec.base_url)


def cost_of(spec: BackendSpec, call: Call) -> float | None:
    """Return what ``call`` may cost at one backend, in US dollars; None if nobody can tell."""
    price = price_of(spec, call.model)
    return None if price is None else price.estimate(call)


def costs(book: Rulebook, call: Call, targets: Iterable[str]) -> tuple[float | None, ...]:
    """Return what ``call`` may cost at each of ``targets``."""
    return tuple(cost_of(book.backends[name], call) for name in targets)


def funds(book: Rulebook, call: Call, state: State) -> dict[str, Fund]:
    """Return what ``call`` may cost, and what was spent before, by backend that leaves."""
    return {
        name: Fund(cost_of(spec, call), (name in state and state[name].spent) or Spent())
        for name, spec in book.backends.items()
        if spec.leaves
    }


def limits(book: Rulebook, rule: str) -> tuple[Budget, ...]:
    """Return the limits that a call must keep to leave by ``rule``, whatever else is true.

    They are what the rule's condition asks for outright, and what an entry of ``stays_home``
    that asks for nothing else keeps calls at home for: ``not: {budget: ...}``.
    """
    shadow = () if book.shadow is None else (book.shadow.rule,)
    asked = (_outright(one.when) for one in (*book.rules, *shadow) if one.name == rule)
    kept = (
        _outright(one.when.part)
        for one in book.stays_home
        if isinstance(one.when, Not) and isinstance(one.when.part, Budget)
    )
    return tuple(budget for some in (*asked, *kept) for budget in some)


def budgets(condition: Condition) -> Iterator[Budget]:
    """Yield every budget in a condition, wherever it stands."""
    if isinstance(condition, Budget):
        yield condition
    elif isinstance(condition, (Every, Some)):
        for part in condition.parts:
            yield from budgets(part)
    elif isinstance(condition, Not):
        yield from budgets(condition.part)


def _outright(condition: Condition) -> Iterator[Budget]:
    if isinstance(condition, Budget):
        yield condition
    elif isinstance(condition, Every):
        for part in condition.parts:
            yield from _outright(part)
