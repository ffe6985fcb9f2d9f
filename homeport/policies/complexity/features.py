"""Cheap features of a whole conversation that tell how hard it is for a small model.

Every feature is a number that is 0 where there is nothing and grows, slowly and up to a cap,
with the evidence. Words are looked up in English, Spanish and French lists; length, numbers,
code, options and tables read the same in every language. All user turns count, not only the
last: "commit it" after a hard thread is still a hard thread.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from homeport.policies.complexity.lexicon import (
    CHECK_OF,
    HARD,
    HARD_SKELETONS,
    TOPIC_OF,
    TOPICS,
    WORD,
    skeleton,
)
from homeport.policies.digits import has_digit
from homeport.types import Call

_SCANNED: Final = 4_000
"""Characters at the beginning, and as many at the end, of what the user said that are read for
words and signs. Lengths are those of the whole."""
_SHORT: Final = 160
"""Characters up to which a request is short: it may be simple, and is read for typing errors."""

_ASKED: Final = 500
"""Characters at the beginning, and at the end, of a long turn that say what is asked for."""

_ITEM: Final = re.compile(r"^[ \t]{0,8}(?:[-*•]|\d{1,3}[.)]|[A-Za-z][.)])[ \t]", re.MULTILINE)
_OPTION: Final = re.compile(r"^[ \t]{0,8}\(?[A-Ja-j][.):][ \t)]", re.MULTILINE)
_NUMBER: Final = re.compile(r"\d+(?:[.,/:]\d+)*")
_LETTERS: Final = {code: " " for code in range(128) if not chr(code).isalpha()}
_DIGITS: Final = {code: " " for code in range(128) if chr(code) not in "0123456789.,/:"}
"""What is to be blanked, so that words, and numbers, are left of an ASCII text."""
_STATEMENTS: Final = (" II", "tatement 1", "of the above", "de las anteriores", "Both A", "Both B")
_QUOTING: Final = ('"', "“", "«", "<<", "[", "*")
_CODE: Final = (
    "{",
    "}",
    ";",
    "()",
    "==",
    "def ",
    "return",
    "class ",
    "import ",
    "=>",
    "</",
    "::",
    "SELECT ",
)
_SYMBOLS: Final = ("\\", "^", "∑", "∫", "√", "≤", "≥", "≠", "∈", "∀", "π", "$", "=", "+")
_NOTHING: Final[Mapping[str, int]] = dict.fromkeys(TOPICS, 0)


class Features(NamedTuple):
    """What was measured; the order is that of the weights."""

    # How much there is to read.
    length: float  # of what the user wrote without answer options, in doublings of 100 characters
    options: float  # of the answer options to choose from, in doublings of 100 characters
    context: float  # everything else the model must read, in doublings of 1,000 characters
    turns: float  # user turns after the first, in doublings
    items: float  # list items
    table: float  # cells of a table
    # Numbers.
    numbers: float
    decimals: float  # numbers with a point, a fraction or a percent sign
    option_numbers: float  # numbers to choose from: the answer must be computed
    relations: float  # "twice as many", where there are numbers
    rates: float  # "per week", where there are numbers
    number_words: float  # "three", where there are numbers
    # What it is about.
    proof: float
    analysis: float
    making: float
    theory: float  # terms of advanced mathematics, physics and computing
    mathematics: float
    calculation: float
    science: float
    law: float
    medicine: float
    finance: float
    hypothesis: float  # "suppose", "if"
    negation: float  # "which is not"
    statements: float  # "I and III only", "none of the above"
    puzzle: float
    steps: float
    # What the answer must be like.
    constraints: float
    checks: float  # different things that could be checked by a program: words, bullets, JSON ...
    quoted: float  # words or marks that the answer must repeat
    forbidden: float
    tools: float  # tools offered
    schema: float  # an answer that must fit a schema
    # How it is written.
    code: float
    fenced: float
    symbols: float
    parentheses: float
    long_words: float  # different words of nine letters or more
    script: float  # the share of characters beyond ASCII that is more than a tenth
    # What makes a call easier.
    life: float  # people, society, nature: what a small model has read much about
    simple: float  # one short turn with the words of an easy question and none of a hard one


def measure(call: Call) -> Features:
    """Return the features of ``call``; linear in its parts, constant in their length."""
    said = [part.text for part in call.parts if part.role in {"user", None}]
    length = sum(map(len, said))
    text = _readable("\n".join(said))
    stem, options = _parted(text) if "\n" in text else (text, "")
    lower = text.lower()
    words = _words(lower)
    topics = _topics(words, short=length < _SHORT)
    asked = _NOTHING if options else _asked(said, topics, length)
    checks = () if options else _checks(words)
    numbers = _numbers(stem) if has_digit(text) else []
    code = _doublings(sum(map(text.count, _CODE)) / 4)
    plain = length < _SHORT and code < 1 and not options
    easy = len(said) == 1 and plain and not any(map(topics.get, HARD))
    everything = sum(len(part.text) for part in call.parts)
    return Features(
        length=_doublings((length - len(options)) / 100),
        options=_doublings(len(options) / 100),
        context=_doublings((everything - length) / 1000),
        turns=_doublings(max(0, sum(part.role == "user" for part in call.parts) - 1)),
        items=_doublings(len(_ITEM.findall(stem))) if "\n" in stem else 0.0,
        table=_doublings(text.count("|") / 4),
        numbers=_doublings(len(numbers) / 3),
        decimals=_doublings(sum(not number.isdigit() for number in numbers) + text.count("%")),
        option_numbers=_option_numbers(options),
        relations=_doublings(topics["relations"]) if len(numbers) > 1 else 0.0,
        rates=_doublings(topics["rates"]) if len(numbers) > 1 else 0.0,
        number_words=_doublings(topics["number_words"]) if len(numbers) > 1 else 0.0,
        proof=_capped(asked["proof"]),
        analysis=_capped(asked["analysis"]),
        making=_capped(asked["making"]),
        theory=_capped(asked["theory"]),
        mathematics=_capped(topics["mathematics"]),
        calculation=_capped(topics["calculation"]),
        science=_capped(topics["science"]),
        law=_capped(topics["law"]),
        medicine=_capped(topics["medicine"]),
        finance=_capped(topics["finance"]),
        hypothesis=_capped(topics["hypothesis"]),
        negation=_capped(topics["negation"] + len(words & {"not", "no"})),
        statements=_capped(sum(map(text.count, _STATEMENTS)) / 2),
        puzzle=_capped(topics["puzzle"]),
        steps=_doublings(topics["steps"]),
        constraints=_doublings(topics["constraints"]),
        checks=_doublings(max(0, len(checks) - 1)),
        quoted=_capped(sum(map(text.count, _QUOTING)) / 4),
        forbidden=float("forbidden" in checks or "do not" in lower),
        tools=_doublings(_tools(call)),
        schema=float("json_schema" in call.needs),
        code=code,
        fenced=float("```" in text),
        symbols=_capped(sum(map(stem.count, _SYMBOLS)) / 4),
        parentheses=_doublings(stem.count("(") / 2),
        long_words=_doublings(len([word for word in words if len(word) > 8]) / 4),
        script=0.0 if text.isascii() else _script(text),
        life=_capped(topics["life"]),
        simple=float(easy and topics["simple"] > 0) + float(easy and length < _SHORT / 2),
    )


def _readable(text: str) -> str:
    return text if len(text) <= 2 * _SCANNED else f"{text[:_SCANNED]}\n{text[-_SCANNED:]}"


def _words(lower: str) -> frozenset[str]:
    if lower.isascii():  # six times as fast as an expression
        return frozenset(lower.translate(_LETTERS).split())
    return frozenset(WORD.findall(lower))


def _numbers(text: str) -> list[str]:
    """Return the numbers of ``text`` with the points, commas, bars and colons inside them."""
    runs = text.translate(_DIGITS).split() if text.isascii() else _NUMBER.findall(text)
    return [run for run in map(_bare, runs) if run]


def _bare(run: str) -> str:
    return run.strip(".,/:")


def _parted(text: str) -> tuple[str, str]:
    """Part a question from the answer options under it, if there are at least two."""
    found = _OPTION.finditer(text)
    first = next(found, None)
    if first is None or next(found, None) is None:
        return text, ""
    return text[: first.start()].rstrip(), text[first.start() :]


def _topics(words: frozenset[str], *, short: bool) -> dict[str, int]:
    """Count the words of each topic, each different word once: repeating one is not harder."""
    topics = dict.fromkeys(TOPICS, 0)
    known = words & TOPIC_OF.keys()
    for word in (*known, *(_corrected(words - known) if short else ())):
        for topic in TOPIC_OF[word]:
            topics[topic] += 1
    return topics


def _checks(words: frozenset[str]) -> frozenset[str]:
    return frozenset(check for word in words & CHECK_OF.keys() for check in CHECK_OF[word])


def _asked(said: list[str], topics: dict[str, int], length: int) -> Mapping[str, int]:
    """Count the topics of what is asked for: of a long text, where it begins and where it ends."""
    if length <= 2 * _ASKED:
        return topics
    ends = "\n".join(f"{text[:_ASKED]}\n{text[-_ASKED:]}" for text in said)
    return _topics(_words(_readable(ends).lower()), short=False)


def _corrected(words: Iterable[str]) -> Iterable[str]:
    """Return the hard words that words of no list are, but for a typing error."""
    skeletons = [skeleton(word) for word in words if len(word) > 5]
    return {HARD_SKELETONS[found] for found in skeletons if found in HARD_SKELETONS}


def _option_numbers(options: str) -> float:
    """Return the share of an option that is digits, from 0 to 1."""
    return min(1.0, 4 * sum(map(options.count, "0123456789")) / len(options)) if options else 0.0


def _script(text: str) -> float:
    """Return how far beyond a tenth the share of letters is that no list here could hold."""
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return max(0.0, beyond / len(text) - 0.1)


def _doublings(amount: float) -> float:
    return math.log2(1 + amount)


def _capped(count: float) -> float:
    """Return the doublings of what has enough said at three: more words are not harder."""
    return _doublings(min(count, 3.0))


def _tools(call: Call) -> int:
    offered: Any = call.body.get("tools")
    return len(offered) if isinstance(offered, list) else 0
