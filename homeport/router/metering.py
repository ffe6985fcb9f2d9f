"""A target that costs money, with its meter: what an answer may cost is entered before the call
leaves, and what it did cost when it is there.

``Metered`` wraps the target. The policy has decided by what was spent before; between that and
the departure other calls may have spent more, so the limits are asked again with the entry in the
ledger: of many calls at once only as many leave as the budget allows.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import anyio
import anyio.to_thread

from homeport.errors import Refused
from homeport.policies.costs import limits, price_of
from homeport.policies.entries import BackendSpec, Rulebook
from homeport.policies.facts import Fund
from homeport.policies.prices import FREE, Price
from homeport.router.flow import Failure
from homeport.router.ledger import Ledger, LedgerFailed, hashed
from homeport.router.reply import Reply
from homeport.router.targets import Order
from homeport.router.upstream import HttpTarget
from homeport.router.usage import UsageReader, usage_of
from homeport.router.wire import Request
from homeport.types import Call, Spent, TargetState, Usage

T = TypeVar("T")

log = logging.getLogger("homeport")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One call in the ledger: its price, and what it was entered with (None: not known)."""

    id: str | None
    """None where the ledger failed and no limit asks for it."""
    price: Price | None
    cost: float | None
    call: Call


NOT_ENTERED: Final = _Entry(None, FREE, 0.0, Call("models", {}))
"""What costs nothing is not entered."""


class Metered:
    """A target behind HTTP whose calls are entered in a ledger."""

    leaves = True

    def __init__(
        self, target: HttpTarget, spec: BackendSpec, book: Rulebook, ledger: Ledger
    ) -> None:
        self.name = target.name
        self._target = target
        self._spec = spec
        self._book = book
        self._ledger = ledger

    def state(self, request: Request) -> TargetState:
        known = self._target.state(request)
        if not self._book.budgeted:
            return known
        return replace(known, spent=self._ledger.spent(self._key(request)))

    def attempt(self, order: Order) -> Reply | Failure[Reply]:
        entry = self._entered(order)
        if isinstance(entry, Failure):
            return entry
        outcome = self._target.attempt(order)
        if isinstance(outcome, Reply) and not isinstance(outcome.body, bytes):
            outcome.body = _Chunks(outcome.body, self, entry)
        else:
            self._settle(entry, outcome)
        return outcome

    async def attempt_async(self, order: Order) -> Reply | Failure[Reply]:
        entry = await _on_thread(self._entered, order)
        if isinstance(entry, Failure):
            return entry
        outcome = await self._target.attempt_async(order)
        if isinstance(outcome, Reply) and not isinstance(outcome.body, bytes):
            outcome.body = _AsyncChunks(outcome.body, self, entry)
        else:
            await _on_thread(self._settle, entry, outcome)
        return outcome

    def close(self) -> None:
        self._target.close()

    async def aclose(self) -> None:
        await self._target.aclose()

    def _key(self, request: Request) -> str:
        return hashed(self._target.credential(request))

    def _entered(self, order: Order) -> _Entry | Failure[Reply]:
        """Enter the call in the ledger, if what is spent then allows it."""
        call, rule = order.call, order.decision.rule
        price = price_of(self._spec, call.model)
        cost = None if price is None else price.estimate(call)
        if cost == 0:
            return NOT_ENTERED
        asked = limits(self._book, rule)
        model = self._spec.model if call.model == "auto" else call.model
        try:
            entry, spent = self._ledger.reserve(self._key(order.request), self.name, model, cost)
        except LedgerFailed as error:
            log.warning("%s is not in the ledger: %s", order.decision.id, error)
            entry, spent = None, Spent(failed=True)
        if all(budget.affords(Fund(cost, spent)) for budget in asked):
            return _Entry(entry, price, cost, call)
        if entry is not None:
            self._written(self._ledger.release, entry)
        why = f"{self.name} is not asked: the budget of rule {rule} is spent, or cannot be read"
        return Failure(Refused(why, code="budget_spent"))

    def _settle(self, entry: _Entry, outcome: Reply | Failure[Reply]) -> None:
        if isinstance(outcome, Reply):
            assert isinstance(outcome.body, bytes)  # noqa: S101 - streams settle at their end
            outcome.cost = self.settle(entry, usage_of(outcome.body))
        elif entry.id is not None and _is_free(outcome):
            self._written(self._ledger.release, entry.id)

    def settle(self, entry: _Entry, usage: Usage | None) -> float | None:
        """Write down what the answer did cost, and return it; None if that is not known."""
        if entry is NOT_ENTERED:
            return 0.0
        if entry.price is None:
            if entry.id is not None:
                self._written(self._ledger.settle, entry.id, 0.0)
            return None
        if usage is None:
            return None
        cost = entry.price.of(usage)
        if entry.id is not None:
            self._written(self._ledger.settle, entry.id, cost)
        return cost

    def _written(self, write: Any, *values: Any) -> None:
        """Write to the ledger; what it cannot take stays at its estimate."""
        try:
            write(*values)
        except LedgerFailed as error:
            log.warning("an estimate stays in the place of what a call cost: %s", error)


_NOT_ASKED: Final = frozenset({"not_ready", "not_sendable", "audit_failed"})
"""Failures before anything has left."""


def _is_free(failure: Failure[Reply]) -> bool:
    """Say whether nothing was answered that somebody could have to pay for.

    What broke in between may have been.
    """
    return bool(failure.answer) or not failure.sent or failure.error.code in _NOT_ASKED


class _Metering:
    """A stream whose usage is read as it passes."""

    def __init__(self, chunks: Any, target: Metered, entry: _Entry) -> None:
        self._chunks = chunks
        self._target = target
        self._entry: _Entry | None = entry
        self._reader = UsageReader()

    def _settle(self, *, whole: bool) -> None:
        """Settle once. What tells no usage took about a token an event; what was cut off early
        keeps its estimate, which is more."""
        entry, self._entry = self._entry, None
        if entry is None:
            return
        usage = self._reader.usage
        if usage is None and whole:
            usage = Usage(entry.call.tokens, self._reader.events)
        self._target.settle(entry, usage)


class _Chunks(_Metering):
    """The stream for sync callers."""

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._reader.feed(chunk)
            yield chunk
        self._settle(whole=True)

    def close(self) -> None:
        self._chunks.close()
        self._settle(whole=False)


class _AsyncChunks(_Metering):
    """The stream for async callers."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._chunks:
            self._reader.feed(chunk)
            yield chunk
        await _on_thread(lambda: self._settle(whole=True))

    async def aclose(self) -> None:
        await self._chunks.aclose()
        await _on_thread(lambda: self._settle(whole=False))


async def _on_thread(work: Any, *values: Any) -> Any:
    """Do what waits for a disk on a thread; a call that is given up waits for its entry too."""
    with anyio.CancelScope(shield=True):
        return await anyio.to_thread.run_sync(work, *values, limiter=anyio.CapacityLimiter(1))
