"""The commit window: what is seen of a draft before anything of it is shown. Does no I/O.

A stream's window closes at its first ``window`` tokens; that of a whole answer stays open until
the answer ends, unless its first tokens are hopeless. Either closes when its time is up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from homeport.policies.escalation import Confidence, Said, Signals, agreement, flaw_in, value_of
from homeport.types import Call, Delta, Escalation, Need

SHORT: Final = 64
"""Tokens of the longest answer that is compared with other answers of the same model."""

ANSWERED: Final = frozenset({"chat.completions", "responses", "completions"})
"""The endpoints whose answers are texts."""

_ALONE: Final[frozenset[Need]] = frozenset({"n", "prompts", "echo"})
"""Needs of calls that have no one answer to judge."""

_TEMPERATURE: Final = 0.8
"""The least temperature of further answers: at 0 they would all be the draft."""

_LIMITS: Final = ("max_tokens", "max_completion_tokens", "max_output_tokens")
_OWN: Final = (*_LIMITS, "n", "seed", "stream_options", "logprobs", "top_logprobs", "include")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a draft: why it is given up (empty if it is kept), and how good it is."""

    why: str = ""
    confidence: float | None = None
    """The estimated probability that it is good; None where there was nothing to tell by."""


class Window:
    """Watches one draft. ``tells`` says whether the backend gives log-probabilities."""

    def __init__(
        self, call: Call, escalation: Escalation, confidence: Confidence, *, tells: bool
    ) -> None:
        self.asked = call
        self.call = _telling(call) if tells else call
        self.late = False
        """True once the time of the window is up."""
        self._escalation = escalation
        self._confidence = confidence
        self._texts: list[str] = []
        self._calls: list[list[str]] = []
        self._surprisals: list[float] = []
        self._finish: str | None = None
        self._full = self._hopeless = False
        self.tokens = 0

    @classmethod
    def watches(cls, call: Call) -> bool:
        """Say whether a call has one answer that can be judged by a window."""
        return call.endpoint in ANSWERED and not call.needs & _ALONE

    @property
    def text(self) -> str:
        return "".join(self._texts)

    @property
    def ended(self) -> bool:
        return self._finish is not None

    @property
    def closed(self) -> bool:
        if self.ended or self.late:
            return True
        return self._full and (self.asked.stream or self._hopeless)

    def take(self, delta: Delta) -> Delta:
        """Look at the next delta, and return what of it the caller asked to be told."""
        self._texts.append(delta.text)
        if delta.call is not None:
            if delta.call.index == len(self._calls):
                self._calls.append([delta.call.name or "", ""])
            self._calls[delta.call.index][1] += delta.call.arguments
        self._surprisals += [-told.logprob for told in delta.logprobs]
        said = bool(delta.text or delta.reasoning or delta.call)
        self.tokens += max(len(delta.logprobs), said)
        self._finish = delta.finish or self._finish
        if not self._full and self.tokens >= self._escalation.window:
            self._full = True
            self._hopeless = self.verdict().why != ""
        asked = self.call is self.asked or "logprobs" in self.asked.needs
        return delta if asked or not delta.logprobs else replace(delta, logprobs=())

    def signals(self, others: list[str] | None = None) -> Signals:
        """Return what the first tokens tell and, with ``others``, how many agree with it."""
        first = tuple(self._surprisals[: self._escalation.window])
        return Signals(first, agreement(self.text, others) if others else None)

    def verdict(self, others: list[str] | None = None) -> Verdict:
        """Say what is to become of the draft; ``others`` are further answers to the same."""
        if self.late and not self.tokens:
            return Verdict("too_slow")
        calls = [(name, arguments) for name, arguments in self._calls]
        cut = self._finish == "length"
        flaw = flaw_in(Said(self.text, calls, ended=self.ended, cut=cut), self.asked)
        likely = self._confidence.of(self.signals(others))
        if flaw is not None:
            return Verdict(flaw, likely)
        if likely is None or likely >= self._escalation.below:
            return Verdict("", likely)
        alone = self._confidence.of(self.signals())
        agreed = alone is None or alone >= self._escalation.below
        return Verdict("disagreement" if others and agreed else "low_confidence", likely)

    def undecided(self) -> bool:
        """Say whether further answers could change the verdict, and can be compared at all."""
        short = self.ended and self.tokens <= SHORT and not self._calls
        if not short or value_of(self.text) is None:
            return False
        signals, below = self.signals(), self._escalation.below
        worst, best = (self._confidence.of(replace(signals, agreement=a)) for a in (0.0, 1.0))
        flawed = self.verdict().why not in ("", "low_confidence")
        return not flawed and worst is not None and best is not None and worst < below <= best

    def again(self, count: int, *, together: bool) -> list[Call]:
        """Return the calls that ask for ``count`` further answers, in one call if ``together``."""
        kept = {name: value for name, value in self.asked.body.items() if name not in _OWN}
        asked = self.asked.body.get("temperature")
        warm = max(asked, _TEMPERATURE) if isinstance(asked, (int, float)) else 1.0
        body: dict[str, Any] = {
            **kept,
            "stream": False,
            "temperature": warm,
            _LIMITS[_ENDPOINTS.index(self.asked.endpoint)]: 2 * self.tokens + 8,
        }
        if together:
            return [replace(self.asked, body={**body, "n": count}, stream=False)]
        return [replace(self.asked, body=body, stream=False)] * count


_ENDPOINTS: Final = ("completions", "chat.completions", "responses")


def _telling(call: Call) -> Call:
    """Return ``call`` asking for log-probabilities, in the words of its endpoint."""
    if "logprobs" in call.needs:
        return call
    more: dict[str, Any] = {"logprobs": True}
    if call.endpoint == "completions":
        more = {"logprobs": 0}
    elif call.endpoint == "responses":
        included = call.body.get("include")
        held = included if isinstance(included, list) else []
        more = {"include": [*held, "message.output_text.logprobs"]}
    return replace(call, body={**call.body, **more})
