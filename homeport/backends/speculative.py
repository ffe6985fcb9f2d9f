"""Speculative decoding: a small model guesses what comes next, the large one checks all at once.

To say one token a model reads all of its weights; to check five it reads them once as well. Where
the small model guesses as the large one would have chosen, several tokens come for the price of one
(Leviathan et al. 2023, arXiv:2211.17192). Unlike there, a guess counts only if it is the very token
that the large model chooses, drawn or not: seeds, masks and log-probabilities mean what they mean
without a draft, and the answer is the same but for the rounding of several tokens at a time.

It works for one answer at a time. Answers that go on side by side share the weights already.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from homeport.backends.engine import Draw, Engine, Row
from homeport.backends.sampling import Sampling
from homeport.errors import ModelError

FIRST: Final = 4
"""Tokens guessed at first."""

MOST: Final = 8
"""Tokens guessed where guesses keep coming true."""

_LIKELIEST: Final = Sampling(temperature=0)


@dataclass(slots=True)
class Draft:
    """What the small model has read of an answer, in ``row``, and what it has guessed.

    The first ``known`` tokens of the answer's own row are said; those behind are guesses that the
    large model has read. ``after`` holds its logits after each guess that may still come true.
    """

    row: Row
    known: int = 0
    after: deque[Any] = field(default_factory=deque)
    count: int = FIRST
    guessed: int = 0


class Speculative:
    """An engine that answers as ``engine`` does, with guesses of ``draft``.

    ``context`` is the most tokens that both can hold; nothing is guessed beyond. ``ModelError`` if
    the two have different tokens, or if one of them cannot take back what it has read.
    """

    def __init__(self, engine: Engine, draft: Engine, *, context: int | None, name: str) -> None:
        if engine.tokenizer.vocabulary != draft.tokenizer.vocabulary:
            raise ModelError(
                f"the draft model of {name} has other tokens than the model it guesses for; "
                f"choose a smaller model of the same family, or remove `draft`"
            )
        if not (engine.cuttable() and draft.cuttable()):
            raise ModelError(
                f"the model of {name} or its draft cannot take back what it has read (its "
                f"attention slides over a window, or it keeps a state), so guesses are of no use; "
                f"remove `draft`"
            )
        self.tokenizer = engine.tokenizer
        self.stride = min(engine.stride, draft.stride)
        self.number = engine.number
        self._engine = engine
        self._draft = draft
        self._context = context
        self._tokens = engine.tokenizer.size
        self._guess = draft.sampler(_LIKELIEST, 0)

    def row(self) -> Row:
        row = self._engine.row()
        row.draft = Draft(self._draft.row())
        return row

    def read(self, row: Row, tokens: Sequence[int], *, last: bool) -> None:
        self._engine.read(row, tokens, last=last)
        if self._room(len(row.tokens)) > 0:
            self._follow(row.draft.row, row.tokens)

    def several(self, row: Row, tokens: Sequence[int]) -> list[Any]:
        return self._engine.several(row, tokens)

    def cuttable(self) -> bool:
        return True

    def sampler(self, sampling: Sampling, seed: int) -> Draw:
        return self._engine.sampler(sampling, seed)

    def take(self, row: Row) -> Any:
        """An engine that works ahead would read a token that is not guessed: it is drawn here."""
        return self._engine.take(row) if row.draw is None else row.draw(row.logits).item()

    def step(self, rows: Sequence[Row], tokens: Sequence[int]) -> list[Any]:
        if len(rows) > 1:
            for row in rows:
                self._take_back(row)
            return self._engine.step(rows, tokens)
        row, token = rows[0], tokens[0]
        self._engine.leave(row)
        if row.ahead is not None:  # it was worked ahead for beside others: ``token`` is read
            found, row.ahead = row.ahead, None
            return [found.item()]
        draft: Draft = row.draft
        if draft.after and row.tokens[draft.known] == token:
            draft.known += 1
            row.logits = draft.after.popleft()
        else:
            self._check(row, token)
        return [self.take(row)]

    def leave(self, row: Row) -> None:
        self._take_back(row)
        self._engine.leave(row)

    def drop(self, row: Row) -> None:
        self._engine.drop(row)

    def fork(self, row: Row) -> Row:
        self._take_back(row)
        copied = self._engine.fork(row)
        copied.draft = Draft(self._draft.fork(row.draft.row))
        return copied

    def trim(self, row: Row, length: int) -> bool:
        self._take_back(row)
        own = row.draft.row
        return self._engine.trim(row, length) and self._draft.trim(
            own, min(length, len(own.tokens))
        )

    def size(self, row: Row) -> int:
        return self._engine.size(row) + self._draft.size(row.draft.row)

    def _check(self, row: Row, token: int) -> None:
        """Read ``token`` and what is guessed to follow it."""
        draft: Draft = row.draft
        if draft.guessed:  # one more where all came true, one less where not
            more = 1 if not draft.after else -1
            draft.count = max(1, min(MOST, draft.count + more))
        self._take_back(row)
        guesses = self._guesses(row, token)
        row.logits, *after = self._engine.several(row, [token, *guesses])
        draft.after.extend(after)
        draft.known = len(row.tokens) - len(guesses)
        draft.guessed = len(guesses)

    def _guesses(self, row: Row, token: int) -> list[int]:
        """Return what the small model would say after ``token``, until it would end."""
        own, told = row.draft.row, [*row.tokens, token]
        count = min(row.draft.count, self._room(len(told)))
        if count < 1:
            return []
        self._follow(own, told)
        guesses = list[int]()
        while len(guesses) < count:
            guess = self._guess(own.logits).item()
            # Some vocabularies are padded, and not all to the same size.
            if guess in self.tokenizer.stops or guess >= self._tokens:
                break
            guesses.append(guess)
            if len(guesses) < count:
                self._draft.read(own, [guess], last=True)
        return guesses

    def _follow(self, own: Row, told: Sequence[int]) -> None:
        """Bring the small model to where ``told`` ends; its logits are then those after it."""
        same = min(len(own.tokens), len(told) - 1)
        while own.tokens[:same] != told[:same]:  # a few wrong guesses at most
            same -= 1
        self._draft.trim(own, same)
        for start in range(same, len(told), self._draft.stride):
            end = start + self._draft.stride
            self._draft.read(own, told[start:end], last=end >= len(told))

    def _take_back(self, row: Row) -> None:
        """Cut guesses that were read and not said."""
        draft: Draft = row.draft
        if draft.after:
            self._engine.trim(row, draft.known)
            draft.after.clear()
        draft.guessed = 0

    def _room(self, tokens: int) -> int:
        """Return how many tokens both models can hold after ``tokens``."""
        return MOST if self._context is None else self._context - tokens
