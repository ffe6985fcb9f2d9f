"""Names that the words before them give away, where a model sees only letters.

*Ms. Dlamini* is somebody whatever Dlamini is, courts write *Mrs G.* and *W. K.* for people,
and *my son Hugo* is somebody whatever Hugo is elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from homeport.policies.privacy.clusters import cluster
from homeport.policies.privacy.rules import LABELLED, PLAUSIBLE, Hit, alternatives, lowered
from homeport.policies.privacy.words import fold

_TITLES = alternatives("""
    mrs?\\.?|ms\\.?|miss|dr\\.?|prof\\.?|sra?s?\\.?|sres\\.?|srta\\.?|dra\\.?|don|doña|d\\.ª|dña\\.?
    señor|señora|señorita|doctora?|testigo|witness|agente|officer|constable|inspectora?
    capit[aá]n|captain|sargento|sergeant|cabo|corporal|teniente|lieutenant|coronel|colonel
    paciente|patient|menor|mme|mlle|monsieur|madame|herr|frau|signora?
""")
_TITLE: Final = re.compile(rf"(?<!\w)(?:{_TITLES})")
_TITLE_SIZE: Final = 11  # the longest, with its full stop

_HONORIFIC: Final = re.compile(
    r"(?<!\w)(?:mrs?|ms|miss|mme|sra?|srta|señora?|señorita|dra?|prof)\.? (?=[^\W\d_])"
)

_LETTER = r"[^\W\d_]"
_INITIALS: Final = re.compile(rf"[^\W\d_a-z](?!\w)(?<!\w\w)(?>(?:\. ?{_LETTER}(?!\w)){{0,3}})\.?")
_NOBODY: Final = frozenset("SA SL SC DC PD PS NB US UK EU EE UU AC AM PM NY LA BC AD".split())
"""What two letters with full stops also stand for: companies, countries, afterthoughts."""

_RELATIONS = alternatives("""
    wife|husband|partner|girlfriend|boyfriend|fianc[eé]e?|ex|son|daughter|kid|child|baby|brother
    sister|mother|father|mom|mum|dad|cousin|aunt|uncle|niece|nephew|grandmother|grandfather|friend
    boss|manager|colleague|coworker|neighbou?r|patient|client|employee|tenant|landlord|student
    mujer|esposa|marido|esposo|pareja|novi[oa]|hij[oa]|niñ[oa]|beb[eé]|herman[oa]|madre|padre|prim[oa]
    t[ií][oa]|sobrin[oa]|niet[oa]|abuel[oa]|amig[oa]|jef[ea]|compañer[oa]|vecin[oa]|paciente|client[ea]
    emplead[oa]|inquilin[oa]|caser[oa]|alumn[oa]|suegr[oa]|cuñad[oa]|yerno|nuera
""")
_RELATED: Final = re.compile(rf"(?:my|our|mi|nuestr[oa]) (?:{_RELATIONS}),? ")
_WORDS: Final = re.compile(rf"{_LETTER}{{2,20}}(?>(?: {_LETTER}{{2,20}}){{0,2}})(?!\w)")
_DAYS: Final = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december christmas easter""".split()
)


_INTRODUCED: Final = re.compile(
    rf"(?<!\w)(?:i am|i['’]?m|soy) ({_LETTER}{{3,20}}) (?:an?|una?) (?={_LETTER})"
)


def cued(text: str) -> Iterator[Hit]:
    """Yield names by their initials, by their titles, by whose kin they are, and by what follows
    in *I am Belal a dentist*, where no common word stands."""
    for match in _INITIALS.finditer(text):
        if match[0].isupper() and (probability := _of_initials(text, match)):
            yield Hit(*match.span(), "name", probability)
    small = lowered(text)
    for match in _INTRODUCED.finditer(small):
        if not cluster(fold(match[1])):
            yield Hit(*match.span(1), "name", PLAUSIBLE)
    for match in _HONORIFIC.finditer(small):
        if name := _capitalised(text, match.end()):
            yield Hit(match.end(), match.end() + len(name), "name", PLAUSIBLE)
    for match in _RELATED.finditer(small):
        name = _capitalised(text, match.end())
        if name and not small[match.start() - 1 : match.start()].isalnum():
            yield Hit(match.end(), match.end() + len(name), "name", LABELLED)


def _of_initials(text: str, match: re.Match[str]) -> float:
    before = lowered(text[max(0, match.start() - _TITLE_SIZE - 1) : match.start()])
    if before.endswith(" ") and _TITLE.fullmatch(before.rstrip().rpartition(" ")[2]):
        return LABELLED
    letters = "".join(filter(str.isalpha, match[0]))
    spaced = match[0][1:3] == ". " and len(letters) == 2
    return PLAUSIBLE if spaced and letters not in _NOBODY else 0.0


def _capitalised(text: str, start: int) -> str:
    """Return the words at ``text[start:]`` that are written like names."""
    match = _WORDS.match(text, start)
    if match is None:
        return ""
    kept = takewhile(lambda word: word.istitle() and word.lower() not in _DAYS, match[0].split(" "))
    return " ".join(kept)
