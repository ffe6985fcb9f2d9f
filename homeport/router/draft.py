"""A draft: an answer of this device of which nobody has been shown anything yet.

``Draft`` and what belongs to it are asked as targets are, so that sync and async calls share the
logic above them (``cascade.py``). A draft that was given up goes on in the background, as the
fallback of whoever is asked next, until it is cancelled.
"""

from __future__ import annotations

from typing import Final

from homeport.backends.worker import Stream
from homeport.errors import RequestError, TimedOut
from homeport.router.deadline import Deadline
from homeport.router.flow import Failure
from homeport.router.generation import AsyncChunks, Chunks, Generation, waited
from homeport.router.local import LocalTarget, failed
from homeport.router.reply import Reply
from homeport.router.targets import Order
from homeport.router.window import Window
from homeport.types import Call

AHEAD: Final = 4096
"""Deltas that a draft may be ahead of whoever reads it: it must not hold up its worker while the
cloud is asked."""

_FOR_EVER: Final = Deadline.after(None)


class Draft:
    """An answer that is being written. Asked, it is read until its window closes."""

    def __init__(self, target: LocalTarget, window: Window, patience: Deadline) -> None:
        self.window = window
        self.patience = patience
        self.held = Reply(200, target=target.name)
        """Stands for the answer until ``Rest`` is asked for it."""
        self.target = target
        self.generation: Generation | None = None
        self.events = b""
        """What a stream's caller is shown first, if it is kept."""

    def attempt(self, order: Order) -> Reply | Failure[Reply]:
        begun = self.target.begin(order, self.window, ahead=AHEAD)
        if isinstance(begun, Failure):
            return begun
        self.generation = begun
        deadline = order.deadline.within(self.target.timeout)
        try:
            while not self.window.closed:
                self.events += begun.next(_earlier(self.patience, deadline)) or b""
        except RequestError as error:
            return self._broken(error, deadline)
        except BaseException:
            begun.cancel()
            raise
        return self.held

    async def attempt_async(self, order: Order) -> Reply | Failure[Reply]:
        begun = self.target.begin(order, self.window, ahead=AHEAD)
        if isinstance(begun, Failure):
            return begun
        self.generation = begun
        deadline = order.deadline.within(self.target.timeout)
        try:
            while not self.window.closed:
                events = await begun.next_async(_earlier(self.patience, deadline))
                self.events += events or b""
        except RequestError as error:
            return self._broken(error, deadline)
        except BaseException:
            begun.cancel()
            raise
        return self.held

    def cancel(self) -> None:
        """Give the draft up for good: its worker is free at its next step."""
        if self.generation is not None:
            self.generation.cancel()

    def _broken(self, error: RequestError, deadline: Deadline) -> Reply | Failure[Reply]:
        if isinstance(error, TimedOut) and deadline.allows(0):
            self.window.late = True
            return self.held
        self.cancel()
        return failed(error)


class Rest:
    """The whole of a draft: what its window saw, and what is still to come."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    def attempt(self, order: Order) -> Reply | Failure[Reply]:
        generation, deadline = self._going_on(order)
        if order.call.stream:
            return generation.streamed(Chunks(generation, self._draft.events))
        try:
            while generation.next(deadline) is not None:
                pass
        except RequestError as error:
            generation.cancel()
            return failed(error)
        except BaseException:
            generation.cancel()
            raise
        return generation.whole()

    async def attempt_async(self, order: Order) -> Reply | Failure[Reply]:
        generation, deadline = self._going_on(order)
        if order.call.stream:
            return generation.streamed(AsyncChunks(generation, self._draft.events))
        try:
            while await generation.next_async(deadline) is not None:
                pass
        except RequestError as error:
            generation.cancel()
            return failed(error)
        except BaseException:
            generation.cancel()
            raise
        return generation.whole()

    def _going_on(self, order: Order) -> tuple[Generation, Deadline]:
        """Return the generation and until when it may take; what is there is never too late."""
        draft = self._draft
        assert draft.generation is not None  # noqa: S101 - it is asked after its draft
        late = order.deadline.within(draft.target.timeout)
        return draft.generation, _FOR_EVER if draft.window.ended else late


class Others:
    """Further answers to the same call, to compare a draft with. Asked, it collects them."""

    def __init__(self, draft: Draft, count: int) -> None:
        offers = draft.target.backend.offers
        self.texts: list[str] = []
        self.tokens = 0
        self._draft = draft
        self._calls = draft.window.again(count, together="n" in offers)

    def attempt(self, order: Order) -> Reply | Failure[Reply]:
        for call in self._calls:
            stream, texts = self._begin(call), dict[int, str]()
            try:
                while (delta := stream.next(self._left(order))) is not None:
                    texts[delta.index] = texts.get(delta.index, "") + delta.text
                    self.tokens += bool(delta.text)
            except RequestError as error:  # it is judged by what is known without them
                return Failure(error)
            finally:
                stream.cancel()
            self.texts += texts.values()
        return self._draft.held

    async def attempt_async(self, order: Order) -> Reply | Failure[Reply]:
        for call in self._calls:
            stream, texts = self._begin(call), dict[int, str]()
            try:
                while (delta := await waited(stream, self._left(order))) is not None:
                    texts[delta.index] = texts.get(delta.index, "") + delta.text
                    self.tokens += bool(delta.text)
            except RequestError as error:
                return Failure(error)
            finally:
                stream.cancel()
            self.texts += texts.values()
        return self._draft.held

    def _begin(self, call: Call) -> Stream:
        return self._draft.target.submit(call)

    def _left(self, order: Order) -> float | None:
        return _earlier(self._draft.patience, order.deadline).seconds()


def _earlier(one: Deadline, other: Deadline) -> Deadline:
    return one if one.started + one.limit < other.started + other.limit else other
