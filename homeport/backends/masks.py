"""Which tokens may come next: llguidance, over the tokenizer of a model. For both engines."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from homeport.errors import BackendFailed, Unavailable


class Masks:
    """Compiles grammars for one model's vocabulary. Making one takes a second for 50,000 tokens.

    ``hub`` is the model's tokenizer as transformers has it; ``ends`` are the tokens that end an
    answer.
    """

    def __init__(self, hub: Any, ends: frozenset[int], name: str) -> None:
        from llguidance import LLTokenizer

        tokenizer = getattr(hub, "backend_tokenizer", None)
        if tokenizer is None:
            raise Unavailable(
                f"the tokenizer of {name} has no description that grammars could use; allow "
                f"a target with another model for tools, structured output and logprobs",
                code="unsupported_here",
            )
        known = sorted(end for end in ends if end < tokenizer.get_vocab_size())
        self._tokenizer: Any = LLTokenizer(_described(tokenizer), eos_token=known)
        self._name = name
        self._ranks: Any = None

    def ranks(self) -> Any:
        """Return the tokens' order for ``ending``, made when first asked for."""
        if self._ranks is None:
            self._ranks = _ranks(self._tokenizer.vocab_size, self.raw)
        return self._ranks

    def raw(self, token: int) -> bytes:
        """Return the bytes of ``token``; the padding of a vocabulary has none."""
        if token >= self._tokenizer.vocab_size:
            return b""
        found: bytes = self._tokenizer.decode_bytes([token])
        return found

    def literal(self, text: str) -> str:
        """Return ``text`` as a Lark grammar spells it, its special tokens by their numbers."""
        spelled, plain = [], b""
        for token in self._tokenizer.tokenize_str(text, parse_special=True):
            if self._tokenizer.is_special_token(token):
                spelled += [_quoted(plain), f"<[{token}]>"]
                plain = b""
            else:
                plain += self._tokenizer.decode_bytes([token])
        return " ".join(piece for piece in (*spelled, _quoted(plain)) if piece)

    def lark(self, regex: str) -> str:
        """Return the grammar of the texts that ``regex`` matches as a whole."""
        from llguidance import LLMatcher

        made: str = json.loads(LLMatcher.grammar_from_regex(regex))["grammars"][0]["lark_grammar"]
        return made

    def why_not(self, grammar: str) -> str:
        """Say why ``grammar`` does not compile, in llguidance's words; empty if it does.

        The words may quote the grammar: they are for a program to read, not for a log.
        """
        from llguidance import LLMatcher

        why: str = LLMatcher.validate_grammar(grammar, self._tokenizer)
        return "" if why.startswith("WARNING") else why

    def mask(self, grammar: str) -> Mask:
        """Return the mask of one answer's beginning. ``grammar`` must compile."""
        from llguidance import LLMatcher

        return Mask(LLMatcher(self._tokenizer, grammar, log_level=0), self._name)


class Mask:
    """What one answer may continue with."""

    def __init__(self, matcher: Any, name: str) -> None:
        self._matcher = matcher
        self._name = name
        self._require_sound()

    @property
    def done(self) -> bool:
        """True if nothing but an end may follow."""
        stopped: bool = self._matcher.is_stopped()
        return stopped

    def allowed(self, size: int) -> Any:
        """Return a vector of ``size`` booleans, by token. At least one is true."""
        import numpy as np

        packed = np.frombuffer(self._matcher.compute_bitmask(), np.uint8)
        self._require_sound()
        bits = np.unpackbits(packed, bitorder="little")[:size]
        # A model's output may be padded beyond its vocabulary.
        return np.pad(bits, (0, size - len(bits))).astype(bool)

    def take(self, token: int) -> None:
        """Go on after ``token``, one of those allowed."""
        self._matcher.consume_token(token)
        self._require_sound()

    def ending(self, rank: Any, most: int, *, first: int | None = None) -> list[int] | None:
        """Return tokens that complete the answer, after ``first`` if that is given.

        Where several are allowed the one of the lowest ``rank`` is taken, so the end is short, but
        perhaps not the shortest. None if it takes more than ``most``.
        """
        trial: Any = self._matcher.deep_copy()
        if first is not None and not trial.consume_token(first):
            return None
        order, letter, said = rank.copy(), int((rank == _LETTER).argmax()), list[int]()
        while not trial.is_accepting() and len(said) <= most:
            step = trial.compute_ff_tokens() or [_soonest(trial.compute_bitmask(), order, letter)]
            if not trial.consume_tokens(step):
                return None
            said += step
        return said if len(said) <= most else None

    def _require_sound(self) -> None:
        if self._matcher.is_error():
            raise BackendFailed(
                f"{self._name} could not hold its answer to the asked form: the schema or grammar "
                f"takes too much work for one token. Simplify it",
                code="form_too_complex",
            )


def _soonest(packed: bytes, order: Any, letter: int) -> int:
    """Return the allowed token that comes first, and put it further back for the next time: a
    pattern may take one token for ever. ``letter`` is the token of an x."""
    import numpy as np

    bits = np.unpackbits(np.frombuffer(packed, np.uint8), bitorder="little")[: len(order)]
    places = np.flatnonzero(bits)
    chances = order[places]
    inside = bool(letter < len(bits) and bits[letter])  # JSON has no bare x: this is a text
    if inside:
        chances[chances <= _BRACKET] = _NEVER
    token = int(places[chances.argmin()])
    if (inside and order[token] > _QUOTE) or order[token] > _COMMA:
        order[token] += _AGAIN
    return token


def _quoted(text: bytes) -> str:
    return json.dumps(text.decode(), ensure_ascii=False) if text else ""


def _described(tokenizer: Any) -> str:
    """Return the tokenizer as JSON, without what would cut or pad texts."""
    copied = type(tokenizer).from_str(tokenizer.to_str())
    copied.no_padding()
    copied.no_truncation()
    described: str = copied.to_str()
    return described


def _ranks(size: int, raw: Callable[[int], bytes]) -> Any:
    """Return for each token how soon it ends what is open in JSON: closing marks, then single
    characters in the order of ``_ORDER``, then all others, the short ones first."""
    import numpy as np

    return np.array([_rank(raw(token)) for token in range(size)], np.int32)


def _rank(text: bytes) -> int:
    if not text:
        return _NEVER
    if len(text) > 1:
        return 2 * len(_ORDER) + 256 + len(text)
    found = _ORDER.find(text)
    return found if found >= 0 else len(_ORDER) + text[0]


_ORDER: Final = b'}]",:@2013456789TntfZaeu.-/PHMSDx'
"""What closes; what separates; digits that make a date; short values; the marks of formats."""

_BRACKET, _QUOTE, _COMMA, _LETTER = (_ORDER.index(mark) for mark in (b"]", b'"', b",", b"x"))
_AGAIN: Final = 40
_NEVER: Final = 10**6
