"""Whose data is it? Names of nobody in particular are public, private matters are private.

Two linear models read each stretch of a text with its names and numbers masked. One says
whether the people in it are private persons, or figures of history, of fiction or of an
exercise. The other says whether it tells of a private situation, named or not. A call is as
private as its most private stretch, so padding hides nothing.

Only what the detector of names found, and only where it stands in plain letters, is ever
lowered: identifiers with a form of their own keep their level whatever is said around them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import groupby
from typing import Final

from homeport.policies.digits import has_digit
from homeport.policies.privacy import meaning
from homeport.policies.privacy.calibration import WHOSE
from homeport.policies.privacy.levels import LEVELS
from homeport.policies.privacy.lexicon import BIT, is_famous, is_nobody
from homeport.policies.privacy.linear import Linear, load
from homeport.policies.privacy.names import sense_of
from homeport.policies.privacy.rules import LABELLED
from homeport.policies.privacy.sense import Sense
from homeport.policies.privacy.traits import (
    Clue,
    Stretch,
    Traits,
    edges,
    kinds,
    strangers,
    stretches,
    traits,
)
from homeport.policies.privacy.words import CAPITALISED, Words, read
from homeport.types import Call, Finding, Level, Part

PRIVATE: Final = 0.5
"""From this probability on a stretch is taken for private."""

LIKELY: Final = 0.8
"""The same where nobody is named, but names may be in small letters, or somebody has a role."""

CLEAR: Final = 0.9
"""From this probability on a stretch in which nobody is named is taken for private."""

SHORTEST: Final = 4
"""Words from which on a greeting, or any stretch without a name or a form, may tell of somebody."""

_ADDRESSED: Final = BIT["call"] | BIT["letter"] | BIT["form"] | BIT["role"]
_OWN: Final = _ADDRESSED | BIT["me"] | BIT["us"] | BIT["kin"] | BIT["near"]
_SOFT: Final = "names"  # the detector whose findings may turn out to be nobody's
_CASE: Final = re.compile(r"(?<![\w/])(?:no|nos|n[°º]|núm|núms)\.? ?(\d{3,6}/\d{2})(?![\d/])")
_COURT: Final = re.compile(
    r"demanda|solicitud|asunto|recurso|application|\bcase|requête|affaire", re.IGNORECASE
)
_COURT_WORDS: Final = (
    "demanda", "solicitud", "asunto", "recurso", "application", "case", "requ", "affaire"
)  # fmt: skip
_PARTY: Final = re.compile(
    r"\b(?:demandante|recurrente|denunciante|querellante|acusad[oa]|condenad[oa]|tribunal|juzgado|"
    r"convenio|requérante?|applicant|claimant|plaintiff)s?\b",
    re.IGNORECASE,
)
_TITLED: Final = re.compile(
    r"(?<!\w)(?:Sr|Sra|Sres|Sras|Mr|Mrs|Ms|MM?|Mme|Mlle)(?:\. ?| )"
    r"((?:[A-ZÀ-Þ][\w’'\-]{1,30}+|[A-ZÀ-Þ]\.)(?> [A-ZÀ-Þ][\w’'\-]{1,30}+){0,3})"
)
_INITIALS: Final = re.compile(
    r"(?<![\w.] )(?<![\w.])[A-ZÀ-ÞЀ-Я]\. ?[A-ZÀ-ÞЀ-Я]\.?(?![\w.&])(?! [A-ZÀ-Þ])"
)
_ZIP: Final = re.compile(
    r"\b(?:my|our|mi|nuestro) (?:zip|postal|post|c[oó]digo) ?(?:code|postal)?(?: is| es|:)? "
    r"(\d{4,6})\b",
    re.IGNORECASE,
)
_BEFORE: Final = (
    80  # characters before a number in which it must be said that a court deals with it
)
_PLAIN: Final = re.compile(r"[^\W\d_]+(?>(?:[ .,'’\-\n\t]{1,4}[^\W\d_]+){0,12})[.,]?")
_LATIN: Final = re.compile(r"[\x00-\u024f’]*+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judges think of one stretch of a part."""

    stretch: Stretch
    whose: float
    private: float


class Context:
    """Weighs what the detectors found by what is said around it."""

    name = "context"
    partwise = True

    def weigh(self, call: Call, findings: tuple[Finding, ...]) -> Iterator[Finding]:
        """Return ``findings``, names of nobody lowered, and what is private by meaning added."""
        by_part = _by_part(findings)
        for part in call.parts:
            found = by_part.pop(part.path, [])
            words, told = read(part.text), list(cases(part.path, part.text))
            verdicts = judge(words, [*found, *told], partial(sense_of, part.text))
            yield from told
            yield from _weighed(part, words, found, verdicts)
        for found in by_part.values():
            yield from found


def judge(
    words: Words, found: Sequence[Finding], sensed: Callable[[], Sense | None] = lambda: None
) -> list[Verdict]:
    """Return a verdict on each stretch that has something to judge. ``sensed`` is asked for what
    Rampart makes of the text, if there is any such stretch."""
    ends = edges(words)
    asked = [
        (stretch, gate)
        for stretch in stretches(words, clues(words, found))
        if any(gate := gates(words, stretch))
    ]
    sense = sensed() if asked else None
    return [
        _verdict(stretch, traits(words, stretch, ends), gate, _sense(sense, words, stretch))
        for stretch, gate in asked
    ]


def _sense(sense: Sense | None, words: Words, stretch: Stretch) -> float | None:
    return None if sense is None else sense.odds(*span(words, stretch), people(words, stretch))


def span(words: Words, stretch: Stretch) -> tuple[int, int]:
    """Return where ``stretch`` stands in its text."""
    return words.starts[stretch.first], words.ends[stretch.end - 1]


def people(words: Words, stretch: Stretch) -> list[tuple[int, int]]:
    """Return where the names that were found in ``stretch`` stand in its text."""
    return [
        (words.starts[clue.first], words.ends[clue.last])
        for clue in stretch.clues
        if clue.category == "name"
    ]


def gates(words: Words, stretch: Stretch) -> tuple[bool, bool]:
    """Say whether a stretch may tell of a private matter, and whether it may be of somebody."""
    seen = kinds(words, stretch.first, stretch.end)
    addressed = seen & _ADDRESSED and stretch.end - stretch.first >= SHORTEST
    named = bool(stretch.clues or addressed or seen & BIT["form"])
    return meaning.may_tell(seen), named or strangers(words, stretch) > 0


def _verdict(
    stretch: Stretch, features: Traits, gate: tuple[bool, bool], sense: float | None
) -> Verdict:
    telling, named = gate
    # Where somebody is named the network knows that it is private, and not whether it tells a tale.
    tale = None if any(clue.category == "name" for clue in stretch.clues) else sense
    return Verdict(
        stretch,
        WHOSE.probability(features.weigh(_weights()), sense) if named else 0.0,
        meaning.probability(features, tale) if telling else 0.0,
    )


def clues(words: Words, found: Iterable[Finding]) -> list[Clue]:
    """Return the findings as clues in words, in order, none across another."""
    order = sorted(found, key=lambda finding: (finding.start, -finding.end, -finding.level))
    kept: list[Clue] = []
    for finding in order:
        first = bisect_right(words.ends, finding.start)
        last = bisect_left(words.starts, finding.end) - 1
        if first <= last and (not kept or first > kept[-1].last):
            kept.append(Clue(first, last, finding.category, finding.probability))
    return kept


def _by_part(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    order = sorted(findings, key=lambda finding: finding.part)
    return {path: list(group) for path, group in groupby(order, key=lambda f: f.part)}


def cases(path: str, text: str) -> Iterator[Finding]:
    """Yield what points at somebody by its setting alone: the number of a court's case, the
    initials or the title of a party, one's own zip code."""
    if "/" in text:
        for match in _CASE.finditer(text):
            if _COURT.search(text, max(0, match.start() - _BEFORE), match.start()):
                yield _found(path, match.span(1), "case_number")
    if _names_a_court(text):
        for match in _INITIALS.finditer(text):
            yield _found(path, match.span(), "name")
    if _TITLED.search(text) and _PARTY.search(text):  # few texts have a title
        for match in _TITLED.finditer(text):
            yield _found(path, match.span(1), "name")
    if has_digit(text):
        for match in _ZIP.finditer(text):
            yield _found(path, match.span(1), "address")


def _names_a_court(text: str) -> bool:
    small = text.lower()
    return any(word in small for word in _COURT_WORDS) and _COURT.search(text) is not None


def _found(path: str, place: tuple[int, int], category: str) -> Finding:
    return Finding(path, *place, category, LEVELS[category], Context.name, LABELLED)


def _weighed(
    part: Part, words: Words, found: Sequence[Finding], verdicts: Sequence[Verdict]
) -> Iterator[Finding]:
    for finding in found:
        verdict = _around(words, finding, verdicts)
        if finding.detector == _SOFT and _is_stand_in(words, finding):
            yield replace(finding, probability=1 - CLEAR, level=Level.PUBLIC)
        elif verdict is None or finding.detector != _SOFT:
            yield finding
        elif _is_history(words, finding, verdict):
            yield replace(finding, probability=1 - CLEAR, level=Level.PUBLIC)
        else:
            yield _judged(part.text, finding, verdict)
    for verdict in verdicts:
        yield from _told(part, words, verdict)


def _around(words: Words, finding: Finding, verdicts: Sequence[Verdict]) -> Verdict | None:
    """Return the verdict on the stretch that holds ``finding``, None if it was not judged."""
    at = bisect_right(words.ends, finding.start)
    place = bisect_right(verdicts, at, key=lambda verdict: verdict.stretch.first) - 1
    if place >= 0 and at < verdicts[place].stretch.end:
        return verdicts[place]
    return None


def _is_history(words: Words, finding: Finding, verdict: Verdict) -> bool:
    """Say whether it is a famous full name, told of without anybody of one's own around."""
    stretch = verdict.stretch
    if verdict.private >= PRIVATE or finding.category != "name":
        return False
    first = bisect_right(words.ends, finding.start)
    last = bisect_left(words.starts, finding.end)
    seen = kinds(words, stretch.first, stretch.end)
    return is_famous(words.lower[first:last]) and not seen & _OWN


def _is_stand_in(words: Words, finding: Finding) -> bool:
    """Say whether it is a name that is given to nobody, *Jane Roe* or *Fulano de Tal*."""
    first = bisect_right(words.ends, finding.start)
    last = bisect_left(words.starts, finding.end)
    return finding.category == "name" and is_nobody(words.lower[first:last])


def _judged(text: str, finding: Finding, verdict: Verdict) -> Finding:
    """Return a finding with the probability that it is a private person's."""
    chance = max(verdict.whose, verdict.private)
    if chance >= PRIVATE:
        return replace(finding, probability=max(finding.probability, chance))
    if not _is_plain(text, finding):
        return finding
    return replace(finding, probability=chance, level=Level.PUBLIC)


def _is_plain(text: str, finding: Finding) -> bool:
    """Say whether what was found stands in the text as letters, not disguised or encoded."""
    value = text[finding.start : finding.end]
    if finding.category == "name" and _PLAIN.fullmatch(value) is None:
        return False
    return _LATIN.fullmatch(value) is not None or not _LATIN.fullmatch(
        text[:500].replace(value, "")
    )


def _told(part: Part, words: Words, verdict: Verdict) -> Iterator[Finding]:
    """Yield what a stretch tells by its meaning alone."""
    stretch = verdict.stretch
    place = span(words, stretch)
    if verdict.private >= PRIVATE:
        kind = meaning.category(words, stretch)
        yield Finding(part.path, *place, kind, LEVELS[kind], Context.name, verdict.private)
    elif verdict.whose >= _needed(words, stretch) and not _known(stretch):
        kind = "personal_context"
        yield Finding(part.path, *place, kind, LEVELS[kind], Context.name, verdict.whose)


def _known(stretch: Stretch) -> bool:
    """Say whether a finding already stands for what the stretch tells."""
    return any(clue.category in LEVELS for clue in stretch.clues)


def _needed(words: Words, stretch: Stretch) -> float:
    """Return how probable it must be that a stretch without any finding is a private person's."""
    seen = kinds(words, stretch.first, stretch.end)
    small = CAPITALISED not in words.shapes[stretch.first : stretch.end]  # names as well, then
    if small or seen & (BIT["form"] | BIT["role"]) or strangers(words, stretch):
        return LIKELY
    return CLEAR


@cache
def _weights() -> Linear:
    return load("whose.bin")
