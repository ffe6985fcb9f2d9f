"""What one call asks of a model, read once: prompts, sampling, the grammar and its reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from homeport.backends.chooser import Chooser
from homeport.backends.families import Family, harmony
from homeport.backends.form import Form
from homeport.backends.grammar import Thinking, bare_grammar, grammar
from homeport.backends.guide import Guide
from homeport.backends.reader import ChannelReader, MarkedReader, Reader, TextReader
from homeport.backends.request import prompts
from homeport.backends.sampling import Sampling
from homeport.backends.tokenizer import Decode, Tokenizer
from homeport.backends.tools import Toolbox
from homeport.errors import BadCall, Unavailable
from homeport.types import Call


@dataclass(frozen=True, slots=True)
class Prompt:
    """Tokens to be continued, and the text that the answer repeats if it was asked to."""

    tokens: Sequence[int]
    echo: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """One call, ready for an engine."""

    prompts: tuple[Prompt, ...]
    sampling: Sampling
    decode: Decode
    _tokenizer: Tokenizer
    _grammar: str | None = None
    _calls: bool = False
    _thinking: Thinking = "none"
    _chat: bool = True

    @classmethod
    def of(cls, call: Call, tokenizer: Tokenizer) -> Plan:
        """Read ``call``. Raises ``BadCall`` or ``Unavailable`` for what cannot be done here."""
        sampling, form = Sampling.of(call), Form.of(call)
        if call.endpoint == "completions":
            return cls(
                _prompts(call, tokenizer),
                sampling,
                tokenizer.decoder(),
                tokenizer,
                None if form is None else bare_grammar(tokenizer.masks, form),
                _chat=False,
            )
        toolbox, family = Toolbox.of(call), tokenizer.family
        text = tokenizer.conversation(call, toolbox)
        thinking = _thinking(family, text)
        steered = form is not None or toolbox.tools
        return cls(
            (Prompt(tokenizer.encode(text, special=False)),),
            sampling,
            tokenizer.decoder(_marks(family, calls=bool(toolbox.tools))),
            tokenizer,
            grammar(tokenizer.masks, family, form, toolbox, thinking) if steered else None,
            _calls=bool(toolbox.tools),
            _thinking=thinking,
        )

    def reader(self) -> Reader:
        """Return what reads one answer."""
        family = self._tokenizer.family
        if not self._chat:
            return TextReader()
        if family.channels:
            return ChannelReader(calls=self._calls)
        if self._calls or self._thinking != "none":
            return MarkedReader(family, calls=self._calls, begun=self._thinking == "begun")
        return TextReader()

    def chooser(self, index: int, limit: int) -> Chooser | None:
        """Return what chooses the up to ``limit`` tokens of choice ``index``; None if the engine
        may by itself."""
        if self._grammar is None and self.sampling.plain:
            return None
        import numpy as np

        masks = self._tokenizer.masks
        return Chooser(
            self.sampling,
            None if self._grammar is None else self._guide(self._grammar, limit),
            raw=masks.raw,
            ends=self._tokenizer.stops,
            random=np.random.default_rng(self.sampling.seed_of(index)),
        )

    def _guide(self, grammar: str, limit: int) -> Guide:
        masks, end = self._tokenizer.masks, min(self._tokenizer.stops)
        return Guide(masks.mask(grammar), limit=limit, rank=masks.ranks(), end=end)


def _prompts(call: Call, tokenizer: Tokenizer) -> tuple[Prompt, ...]:
    echo = call.body.get("echo") is True
    if echo and call.body.get("logprobs") is not None:
        raise Unavailable(
            "the log-probabilities of a prompt are not known on this device; leave out echo or "
            "logprobs",
            code="unsupported_here",
        )
    return tuple(_prompt(given, tokenizer, echo=echo) for given in prompts(call))


def _prompt(given: str | list[int], tokenizer: Tokenizer, *, echo: bool) -> Prompt:
    if isinstance(given, str):
        return Prompt(tokenizer.continued(given), given if echo else "")
    if not all(0 <= token < tokenizer.size for token in given):
        raise BadCall(
            f"prompt has a token id that this model does not know; it has {tokenizer.size}",
            code="invalid_value",
        )
    return Prompt(given, tokenizer.decoder()(given) if echo else "")


def _thinking(family: Family, prompt: str) -> Thinking:
    if family.thinking is None:
        return "none"
    opening, closing = family.thinking
    end = prompt.rstrip()
    return "begun" if end.endswith(opening) else "none" if end.endswith(closing) else "maybe"


def _marks(family: Family, *, calls: bool) -> list[str]:
    """Return the texts of ``family`` whose control tokens a reader must see."""
    marks = list(family.thinking or ())
    if family.channels:
        marks += [harmony.CHANNEL, harmony.MESSAGE, harmony.END, harmony.START, "<|constrain|>"]
    if calls:
        shapes = family.calls
        marks += [
            shapes.begin,
            shapes.opening,
            shapes.between,
            shapes.closing,
            shapes.again,
            shapes.end,
        ]
    return marks
