"""Telephone numbers, international ones and those written as people write them at home."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from homeport.policies.privacy.rules import (
    CERTAIN,
    CHECKED,
    LABELLED,
    PLAUSIBLE,
    SHAPED,
    Hit,
    alternatives,
    near,
    words,
)

_REGIONS = {
    8: ("DE", "PE", "IT"),
    9: ("ES", "PE", "CL", "PT", "FR", "IT", "DE"),
    10: ("US", "MX", "CO", "AR", "FR", "GB", "IT", "DE", "BR"),
    11: ("GB", "BR", "US", "DE", "AR", "IT"),
    12: ("DE", "AR", "MX"),
    13: ("AR", "MX"),
}
"""Countries whose national way of writing is understood, by how many digits that can take (with
the trunk prefix). After a ``+`` every country's is."""

_REWRITTEN = frozenset({None, "AR", "BR", "MX"})
"""Countries whose numbers are not only cut but rewritten before they are looked up."""

_GAP = r"[ .\-/\u00a0\u202f\u2011\u2013]"
_SHAPE = re.compile(
    r"(?<!\w)(?<!\d[.,/\-])(?<![$€£#])(?:\+ ?)?"
    rf"(?:\(\+?\d{{1,5}}\){_GAP}{{0,2}})?"
    rf"\d+(?>(?:(?:{_GAP}{{1,2}}|{_GAP}{{0,2}}\(\d{{1,5}}\){_GAP}{{0,2}})\d+){{0,7}})"
    r"(?: ?(?:x|ext\.?) ?\d{1,6})?(?!\w)(?![.,]\d)(?! ?[%€$£])",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r" ?(?:x|ext\.?) ?\d{1,6}$", re.IGNORECASE)
_GROUP = re.compile(r"\d+")

_FEWEST, _MOST = 7, 15  # digits; E.164 allows 15

_CONTEXT = words(r"""
    tel|telf|tlf|tfno|tfn|tlfno|telef\w*|telephon\w*|phone\w*|mobile|cell|cellphone|landline
    call|calls|called|calling|ring|dial|hotline|pager|fax|sms|answering|reach\w*|number is|office
    text (?:me|him|her|us|them)|contact (?:me|him|her|us|number|no)|whats ?app|wsp|wasap
    movil\w*|celular\w*|celu|cel|llam\w+|marca|marque|contact[ao]\w*|oficina|despacho|numero es
    handy|rufnummer|ruf\w* an|portable|appel\w*|telemovel|ligu?e\w*|cellulare|chiam\w+
""")
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:18|19|20)\d\d"
_DATE = re.compile(
    alternatives(rf"""
        {_YEAR}([.\-/ ]){_MONTH}\1{_DAY}(?![.\-/]?\d)
        {_DAY}([.\-/ ]){_DAY}\2(?:{_YEAR}|\d\d)(?![.\-/ ]?\d)
        {_YEAR} ?[\-–/] ?{_YEAR}(?![.\-/ ]?\d)
    """)
)
_NORTH_AMERICAN = re.compile(
    r"(?:\+?1[ .\-])?(?:\(\d{3}\) ?\d{3}[\-. ]\d{4}|\d{3}([\-.])\d{3}\1\d{4})", re.IGNORECASE
)
_PUBLIC = re.compile(
    r"1?\d{3}55501\d\d|55501\d\d"  # reserved for fiction
    r"|1?1234567890?|1?0123456789|1?9876543210|1?5551234|1?5555555555|1?123555\d{4}|12345678\d?"
)
_DECIMAL = re.compile(r"\d{1,3}\.\d{5,}")
_THOUSANDS = re.compile(r"\d{1,2}([.,])\d{3}(?:\1\d{3})+")
_BOOK = re.compile(r"97[89][ \-]?\d{1,5}[ \-]?\d+[ \-]?\d+[ \-]?\d")


def phones(text: str, start: int, end: int) -> Iterator[Hit]:
    """Yield the telephone numbers in ``text[start:end]``.

    Seven digits or more; a number without ``+`` needs a word like *call*, or its country's
    own grouping. Numbers reserved for fiction (555-0100 to 555-0199) are no one's.
    """
    for match in _SHAPE.finditer(text, start, end):
        written = match[0]
        digits = "".join(_GROUP.findall(_EXTENSION.sub("", written)))
        if not _FEWEST <= len(digits) <= _MOST or _not_a_phone(written, digits):
            continue
        probability = _probability(text, match, written, digits)
        if probability:
            yield Hit(match.start(), match.end(), "phone", probability)


def _not_a_phone(written: str, digits: str) -> bool:
    return (
        len(set(digits)) == 1
        or _DATE.match(written) is not None
        or _DECIMAL.fullmatch(written) is not None
        or _THOUSANDS.fullmatch(written) is not None
        or _PUBLIC.fullmatch(digits) is not None
        or (len(digits) == 13 and _BOOK.fullmatch(written) is not None)
    )


def _probability(text: str, match: re.Match[str], written: str, digits: str) -> float:
    if "+" in written:
        return CERTAIN if _valid("+" + digits, None) else PLAUSIBLE
    if digits.startswith("00") and _valid("+" + digits[2:], None):
        return CHECKED
    if near(_CONTEXT, text, match.start(), match.end()):
        if _valid_at_home(digits):
            return CHECKED
        return PLAUSIBLE if _shortest_group(written) > 1 else 0.0
    if _NORTH_AMERICAN.fullmatch(written):
        return LABELLED
    if "(" in written and _valid_at_home(digits):
        return SHAPED
    return SHAPED if _grouped_as_at_home(written, digits) else 0.0


def _shortest_group(written: str) -> int:
    """Return the length of the shortest group after the first, which may be a trunk digit."""
    groups = _GROUP.findall(written)
    return min(map(len, groups[1:] or groups))


def _valid(number: str, region: str | None) -> bool:
    return bool(_printed(number, region))


def _valid_at_home(digits: str) -> bool:
    return any(_valid(digits, region) for region in _REGIONS.get(len(digits), ()))


def _grouped_as_at_home(written: str, digits: str) -> bool:
    """Say whether some country would print this number with the same groups of digits."""
    groups = _GROUP.findall(written)
    if len(groups) < 2 or _shortest_group(written) < 2:
        return False
    return any(_printed(digits, region) == groups for region in _REGIONS.get(len(digits), ()))


@cache
def _form(region: str) -> re.Pattern[str]:
    """Return what every number of ``region`` looks like: a trunk digit or its code, and digits."""
    import phonenumbers

    known: Any = phonenumbers.PhoneMetadata.metadata_for_region(region)
    national = known.general_desc.national_number_pattern
    return re.compile(rf"(?:[01]|{known.country_code})?(?:{national})")


def _printed(number: str, region: str | None) -> list[str]:
    """Return the groups in which ``region`` prints ``number``; none if the number is not valid."""
    import phonenumbers

    if region not in _REWRITTEN and not _form(str(region)).fullmatch(number):
        return []
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return []
    if not phonenumbers.is_valid_number(parsed):
        return []
    national = phonenumbers.PhoneNumberFormat.NATIONAL
    return _GROUP.findall(phonenumbers.format_number(parsed, national))
