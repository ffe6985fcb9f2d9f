"""Collects the names of ``faker`` (MIT licence) and those of ``names.txt`` into one small list."""

from __future__ import annotations

import importlib
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from homeport.policies.privacy.words import COMMON, FAMILY, GIVEN, fold

LOCALES = """en en_US en_GB en_IE en_IN en_NZ en_NG en_KE en_PK es es_ES es_MX es_AR es_CL es_CO
es_CA fr_FR fr_CA fr_BE de_DE de_AT de_CH it_IT pt_BR pt_PT nl_NL nl_BE pl_PL sv_SE da_DK no_NO
fi_FI tr_TR ro_RO hu_HU cs_CZ hr_HR sk_SK sl_SI id_ID is_IS et_EE lt_LT lv_LV vi_VN ga_IE yo_NG
ig_NG ha_NG sw""".split()
_NAME = re.compile(r"[^\W\d_]{2,20}")
_TITLES = set(
    "mr mrs ms dr prof sr sra jr phd md dds dvm von van de la del da do dos das di".split()
)


def _strings(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for item in value:  # of a mapping the keys: its values are frequencies
            yield from _strings(item)


def names() -> dict[str, int]:
    """Return the flags of every name, without looking at ordinary words."""
    flags: defaultdict[str, int] = defaultdict(int)
    for locale in LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for field in dir(provider):
            kind = (
                GIVEN if field.startswith("first_name") else FAMILY if "last_name" in field else 0
            )
            if kind:
                for value in _strings(getattr(provider, field)):
                    for word in _NAME.findall(value):
                        if "{" not in value and fold(word) not in _TITLES:
                            flags[fold(word)] |= kind
    for word, kind in _listed():
        flags[word] |= kind
    return dict(flags)


def _listed() -> Iterator[tuple[str, int]]:
    """Yield the names of ``names.txt``: lines of names below ``# G people`` or ``# F people``."""
    kind = 0
    for line in Path(__file__).with_name("names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            kind = {"G": GIVEN, "F": FAMILY}[line.split()[1]]
        else:
            for word in re.split(r"[\s\-'’]+", line):
                if _NAME.fullmatch(word) and fold(word) not in _TITLES:
                    yield fold(word), kind


def common(texts: Iterable[str], wanted: Iterable[str]) -> set[str]:
    """Return those of ``wanted`` that ``texts`` write in small letters, and mostly so."""
    wanted = set(wanted)
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts:
        for word in _NAME.findall(text):
            folded = fold(word)
            if folded in wanted:
                (small if word.islower() else capital)[folded] += 1
    return {word for word, n in small.items() if n >= 2 and 3 * n >= capital[word]}


def pack(flags: dict[str, int]) -> bytes:
    """Return the list as it ships: one line of names for each value of the flags."""
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for name, flag in sorted(flags.items()):
        groups[flag].append(name)
    text = "\n".join(f"{flag} {' '.join(listed)}" for flag, listed in sorted(groups.items()))
    return zlib.compress(text.encode(), 9)


def build(texts: Iterable[str], more_common: Iterable[str]) -> dict[str, int]:
    """Return names with ``COMMON`` added where a name is an ordinary word too."""
    flags = names()
    for word in common(texts, flags) | (set(more_common) & set(flags)):
        flags[word] |= COMMON
    return flags
