"""Finding issued keys and tokens by their written form: prefix, alphabet, length.

Only the form is looked at; nothing is ever sent anywhere to find out whether a key works.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from homeport.policies.privacy.key_forms import FORMS

_AT = (
    r"(?:(?<![A-Za-z0-9])|(?<=\\[0abefnrtv])|(?<=\\[0-7]{3})|(?<=\\x[0-9a-fA-F]{2})"
    r"|(?<=\\[uU][0-9a-fA-F]{4})|(?<=%[0-9a-fA-F]{2}))"
)
"""Where a key can begin: not inside a word, but after an escape of source code or of an address."""

_BEGIN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9$]")
_BEGIN_AFTER_ESCAPE = re.compile(rf"{_AT}[A-Za-z0-9$]")
_HEAD = 2  # signs of a form's beginning by which it is looked up
_AFTER = r"(?![A-Za-z0-9])"

_HEADLESS: tuple[tuple[str, str], ...] = (
    ("Q~", r"(?<!,)[A-Za-z0-9_~.]{3}\dQ~[\w\-~.]{31,34}"),  # Microsoft Entra
    ("JQQJ99", r"(?=[A-Za-z0-9+/]{0,79}JQQJ99)[A-Za-z0-9+/]{52,100}={0,2}"),  # Azure
    (".apps.google", r"\d{8,14}-[a-z0-9]{32}\.apps\.googleusercontent\.com"),
    ("AVNS_", r"AVNS_[\w\-]{15,60}"),  # Aiven
    (":A", r"\d{5,16}:A[\w\-]{33,35}"),  # Telegram
    ("-us", r"[A-Za-z0-9]{32}-us\d{1,2}"),  # Mailchimp
    ("NRAL", r"(?:[a-z]{2}\d\dx)?[0-9a-f]{20,40}NRAL"),  # New Relic
    ("atlasv1", r"[A-Za-z0-9]{14}\.atlasv1\.[\w\-=]{40,90}"),  # HashiCorp Terraform
    (".at.", r"\d{5,9}\.at\.[\w\-]{50,90}"),  # Harvest
    ("AAAAAAAA", r"[A-Za-z0-9]{11}A{8,12}[\w\-]{40,50}"),  # Dropbox
    ("|", r"\d{13,17}\|[\w\-]{24,30}"),  # Meta
    ("%7", r"\d{13,17}%7[Cc][\w\-]{24,30}"),
    ("AZDO", r"[A-Za-z0-9]{70,80}AZDO[A-Za-z0-9]{4}"),  # Azure DevOps
    (".", r"[0-9a-fA-F]{32}\.[A-Za-z0-9]{16}"),  # Zhipu
    ("-", r"(?=[A-Z\-]{0,28}\d)(?=[\d\-]{0,28}[A-Z])(?:[A-Z0-9]{5}-){4}[A-Z0-9]{5}"),
    (".acc", r"[a-z]{2,8}_[a-z0-9]{5,30}\.[a-z0-9]{4,6}\.acc[_\-][\w\-.+/=]{40,160}"),
    (".", r"[MNO][A-Za-z\d]{22,28}\.[\w\-]{6}\.[\w\-]{27,40}"),  # Discord
    ("==:", r"[A-Za-z0-9+/]{22}==:[A-Za-z0-9]{32}"),  # Tableau
    ("-", r"\d{6}-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),  # Figma
    ("_mmk", r"[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk"),  # MaxMind
    ("-", r"[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}"),  # Mailgun
    ("-PRD-", r"[\w\-]{4,60}-PRD-[0-9a-f]{8,9}-[0-9a-f]{8,12}"),  # eBay
    ("-SBX-", r"[\w\-]{4,60}-SBX-[0-9a-f]{8,9}-[0-9a-f]{8,12}"),
    ("_", r"[12][A-Za-z0-9]{26}_[A-Za-z0-9]{18,24}"),  # ngrok
)  # fmt: skip
"""Forms that begin in no fixed way: a sign that each must hold, and the form."""

JWT = re.compile(
    r"(?<![\w\-])eyJ[\w\-+/=]{8,8000}+(?:\.[\w\-%+/=]{10,16000}+){1,4}",
    re.ASCII,
)
"""JSON Web Tokens and JWE: base64url parts of which the first is a JSON object."""


def issued(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield what has the form of an issued key in ``text[start:end]``, one run without spaces."""
    by_head = _by_head()
    escaped = text[start - 1 : start] == "\\" or text.find("%", start, end) >= 0
    for begin in (_BEGIN_AFTER_ESCAPE if escaped else _BEGIN).finditer(text, start, end):
        forms = by_head.get(text[begin.start() : begin.start() + _HEAD])
        if forms and (match := _compiled(forms).match(text, begin.start())):
            yield match
    run = text[start:end]
    for sign, form in _HEADLESS:
        if sign in run:
            yield from _bounded(form).finditer(text, start, end)


@cache
def _by_head() -> dict[str, str]:
    """Return every form that begins with the same two signs as one alternation."""
    forms = defaultdict(list)
    for line in FORMS.strip().splitlines():
        _, heads, rest = line.split(maxsplit=2)
        for head in heads.split(","):
            forms[head[:_HEAD]].append(re.escape(head) + f"(?:{rest})")
    return {head: "|".join(alternatives) for head, alternatives in forms.items()}


@cache
def _compiled(forms: str) -> re.Pattern[str]:
    """Compile on first use: most texts hold keys of one issuer or of none."""
    return re.compile(f"(?:{forms}){_AFTER}", re.ASCII)


@cache
def _bounded(form: str) -> re.Pattern[str]:
    return re.compile(rf"{_AT}(?:{form}){_AFTER}", re.ASCII)
