"""E-mail addresses, user names, and people's pages on social networks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy.rules import CERTAIN, LABELLED, PLAUSIBLE, SHAPED, Hit

_LOCAL = re.compile(r"(?<![\w.+%\-])\w[\w.+%'\-]{0,63}+@")
_DOMAIN = re.compile(r"(?:[^\W_][\w\-]{0,62}\.){1,8}[^\W\d_]{2,24}(?![\w@])")
_RESERVED = re.compile(  # RFC 2606 and RFC 6761
    r"(?:.+\.)?(?:example\.(?:com|net|org)|(?:example|test|invalid|localhost))", re.IGNORECASE
)
_NOBODY = re.compile(
    r"(?:no-?reply|do-?not-?reply|git|postmaster|mailer-daemon|(?:your|tu|my|mi)[._]?(?:e-?mail|name|correo|nombre)"
    r"|user(?:name)?|usuario|name|nombre|e-?mail|correo)@|(?:.*@(?:domain|dominio|yourdomain|email|mail|company"
    r"|empresa|yourcompany)\.(?:com|org|net|es)$)",
    re.IGNORECASE,
)
_TOP_LEVEL = frozenset(
    "com net org edu gov mil int info biz name pro mobi cat tel app dev online site store tech xyz club shop "
    "cloud email blog live world today gal eus lat travel museum jobs coop health law".split()
)
_FILES = frozenset(
    "png jpg jpeg gif svg webp pdf html htm css json yaml yml toml txt mjs cjs".split()
)

_PROFILE = re.compile(
    r"(?:linkedin\.com/in|facebook\.com(?:/people)?|instagram\.com|tiktok\.com/@?|t\.me|(?:twitter|x)\.com"
    r"|github\.com|gitlab\.com)/([\w.%\-]{3,80}+)/?(?![\w/])",
    re.IGNORECASE,
)
_NO_PROFILE = frozenset(
    "about login signup explore home share watch pages groups settings features pricing jobs feed search".split()
)

_USERNAME = re.compile(
    r"(?<![^\W_])(?:user ?names?|user ?id|log[ -]?in|screen ?name|handle|nick(?:name)?|user|"
    r"(?:nombre de )?usuari[oa]|alias|apodo)"
    r"(?:\"?\s?[:=]\s?[\"'@]?|\s(?:is|es|name is)\s[\"'@]?|\s[\"'@]?)([^\W\d][\w.\-]{2,38}\w)(?![\w(\[{])",
    re.IGNORECASE,
)
_PAIRED = re.compile(
    r"[\"',;]?\s{0,3}(?:and |y |/ ?|with |con )?[\"']?(?:pass|pwd|contrase|clave|pin\b)", re.I
)
_LOGIN = re.compile(
    r"\b(?:ssh|log(?:ged|ging)? ?in|sign(?:ed|ing)? ?in|account|cuenta|sesi[oó]n|acceso)\b", re.I
)
_ORDINARY = frozenset(
    "admin root user username usuario guest test none null true false string str int required optional "
    "administrator default public anonymous postgres mysql nobody".split()
)


def emails(text: str) -> Iterator[Hit]:
    """Yield e-mail addresses, other than reserved ones (RFC 2606) and nobody's.

    Looks only around each at sign, domain first: most at signs in prose and code have none.
    """
    before, at = -1, text.find("@")
    while at >= 0:
        domain = _DOMAIN.match(text, at + 1)
        local = domain and _LOCAL.search(text, max(before + 1, at - 64), at + 1)
        if domain and local:
            yield from _address(text[local.start() : domain.end()], local.start(), domain[0])
        before, at = at, text.find("@", at + 1)


def _address(written: str, start: int, domain: str) -> Iterator[Hit]:
    top = domain.rpartition(".")[2].lower()
    if top in _FILES or _RESERVED.fullmatch(domain) or _NOBODY.match(written):
        return
    known = len(top) == 2 or top in _TOP_LEVEL
    yield Hit(start, start + len(written), "email", CERTAIN if known else PLAUSIBLE)


def profiles(text: str, lowered: str) -> Iterator[Hit]:
    """Yield addresses of people's pages on social networks."""
    if ".com/" not in lowered and "t.me/" not in lowered:
        return
    for match in _PROFILE.finditer(text):
        if match[1].lower() not in _NO_PROFILE:
            yield Hit(match.start(), match.end(), "profile", SHAPED)


def usernames(text: str, lowered: str) -> Iterator[Hit]:
    """Yield user names that their label, a password beside them, or their digits give away."""
    if not any(
        gate in lowered for gate in ("user", "usuari", "login", "handle", "nick", "alias", "apodo")
    ):
        return
    for match in _USERNAME.finditer(text):
        name = match[1].lower()
        if name not in _ORDINARY and _told(text, lowered, match):
            yield Hit(*match.span(1), "username", LABELLED if _mixed(name) else PLAUSIBLE)


def _told(text: str, lowered: str, match: re.Match[str]) -> bool:
    if _PAIRED.match(text, match.end()):
        return True
    name = match[1]
    if _mixed(name):
        return "_id" not in name and not name.isupper()
    return (
        name.islower()
        and len(name) > 4
        and _LOGIN.search(lowered, max(0, match.start() - 40), match.start()) is not None
    )


def _mixed(name: str) -> bool:
    """Say whether a name has a digit among its letters, as user names have and words have not."""
    return any(map(str.isdigit, name))
