"""E-mail addresses, user names, and people's pages on social networks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy.rules import (
    CERTAIN,
    LABELLED,
    PLAUSIBLE,
    SHAPED,
    Hit,
    alternatives,
    near,
    starts,
    words,
)
from homeport.policies.privacy.stems import Lowered, Stems

_LOCAL = re.compile(r"(?<![\w.+%\-])\w[\w.+%'\-]{0,63}+@")
_DOMAIN = re.compile(r"(?:[^\W_][\w\-]{0,62}\.){1,8}[^\W\d_]{2,24}(?![\w@])")
_RESERVED = re.compile(  # RFC 2606 and RFC 6761
    r"(?:.+\.)?(?:example\.(?:com|net|org)|(?:example|test|invalid|localhost))", re.IGNORECASE
)
_NOBODY = re.compile(
    alternatives(r"""
        (?:no-?reply|do-?not-?reply|git|postmaster|mailer-daemon)@
        (?:user(?:name)?|usuario|name|nombre|e-?mail|correo)@
        (?:your|tu|my|mi)[._]?(?:e-?mail|name|correo|nombre)@
        .{1,80}@(?:(?:your)?domain|(?:tu)?dominio|yourcompany|tuempresa)\.(?:com|org|net|es)$
    """),
    re.IGNORECASE,
)
_TOP_LEVEL = frozenset(
    """com net org edu gov mil int info biz name pro mobi cat tel app dev online site store tech
    xyz club shop cloud email blog live world today gal eus lat travel museum jobs coop health
    law""".split()
)
_FILES = frozenset("png jpg jpeg gif svg webp pdf html htm css json yaml yml toml txt js".split())

_PROFILE = re.compile(
    r"(?:linkedin\.com/in|facebook\.com(?:/people)?|instagram\.com|tiktok\.com/@?|t\.me"
    r"|(?:twitter|x)\.com|github\.com|gitlab\.com)/([\w.%\-]{3,80}+)/?(?![\w/])",
    re.IGNORECASE,
)
_NETWORKS = tuple(
    """linkedin.com facebook.com instagram.com tiktok.com t.me twitter.com x.com github.com
    gitlab.com""".split()
)
_NO_PROFILE = frozenset(
    """about login signup explore home share watch pages groups settings features pricing jobs
    feed search""".split()
)

_USER_STEMS = Stems("user usuari nombre login log handle nick alias apodo screen".split())
_USERNAME = re.compile(
    r"(?<![^\W_])(?:user ?names?|user ?id|log[ -]?in|screen ?name|handle|nick(?:name)?|user"
    r"|(?:nombre de )?usuari[oa]|alias|apodo)"
    r"(?:\"?\s?[:=]\s?|\s(?:is|es|name is)\s|\s)[\"'@]?"
    r"([^\W\d][\w.\-]{2,38}\w)(?![\w(\[{])",
    re.IGNORECASE,
)
_PAIRED = re.compile(
    r"[\"',;]?\s{0,3}(?:and |y |/ ?|with |con )?[\"']?(?:pass|pwd|contrase|clave|pin\b)",
    re.IGNORECASE,
)
_LOGIN = words(r"ssh|log(?:ged|ging)? ?in|sign(?:ed|ing)? ?in|account|cuenta|sesion|acceso")
_ORDINARY = frozenset(
    """admin root user username usuario guest test none null true false string str int required
    optional administrator default public anonymous postgres mysql nobody""".split()
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
    for at in starts(lowered, _NETWORKS):
        match = _PROFILE.match(text, at)
        if match and match[1].lower() not in _NO_PROFILE:
            yield Hit(match.start(), match.end(), "profile", SHAPED)


def usernames(text: str, lowered: Lowered) -> Iterator[Hit]:
    """Yield user names that a password beside them, their digits or a log-in give away."""
    for at in lowered.starts(_USER_STEMS):
        match = _USERNAME.match(text, at)
        if match and match[1].lower() not in _ORDINARY and (probability := _told(text, match)):
            yield Hit(*match.span(1), "username", probability)


def _told(text: str, match: re.Match[str]) -> float:
    name = match[1]
    if _PAIRED.match(text, match.end()):
        return LABELLED
    if any(map(str.isdigit, name)):
        return 0.0 if name.isupper() or "_id" in name else LABELLED
    alone = name.islower() and len(name) > 4 and not text[match.end() : match.end() + 1].isspace()
    return PLAUSIBLE if alone and near(_LOGIN, text, match.start(), match.start()) else 0.0
