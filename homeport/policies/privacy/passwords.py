"""Passwords, PINs and keys by the name they are given to: ``db_password: ...``, *la clave es*."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy.placeholders import (
    classes,
    is_identifier,
    is_named,
    is_placeholder,
    is_usual,
    is_uuid,
)
from homeport.policies.privacy.rules import CHECKED, LABELLED, SHAPED, Hit, alternatives
from homeport.policies.privacy.web_secrets import is_random

_NAME = re.compile(
    r"(pa?ss?wo?r?[dt]s?|paasw\w{0,4}|pass(?:phrase|code|in)?|pwd|pswd|p/w"
    r"|(?<![a-z])(?:psw|pw|pin)(?![a-z])"
    r"|contrase[nñ]as?|clave|senha|mot de passe|kennwort)"
    r"|secret|token|api|key|credentials?|creds?|auth|bearer|llave|credencial(?:es)?"
    r"|(?<![a-z])(?:nonce|salt|cookie|sess(?:ion)?|hmac|otp|totp|dsn|license)"
)
"""What is called a password (the group) or a key, in lower case."""

_VALUE = (
    r"\"([^\"\n]{4,4000}+)\"|'([^'\n]{4,4000}+)'|`([^`\n]{4,4000}+)`"
    r"|([^\s\"'`<>,;(){}\[\]]{4,4000}+)"
)
_GIVEN = re.compile(
    r"([_\-. ]?[A-Za-z0-9_\-.]{0,24}+)[\"'`\])*\\]{0,4}+"  # the rest of the name
    r"(\s{0,4}(?::\s?\w{1,12}(?:\[\w{1,12}\])?\s?=|:=|=>|->|!?={1,3}|=?:|\||,(?=\s?[\"'])|>)\s{0,6}"
    r"|\s(?:is|es|was|era|son|are)\b[: ]{1,3}|[ \t]{1,3})"
    rf"(?:[rbfu@$(\[{{\\]{{0,2}}(?=[\"'`]))?(?:{_VALUE})",
    re.IGNORECASE,
)
"""How a name is given a value: the rest of the name, the sign or verb between, the value."""

_BARE = 6  # the group of a value without quotes
_VERBS = frozenset({"is", "es", "was", "era", "son", "are"})
_STEMS = tuple(
    """pa ps pw pin p/w contrase clave senha mot kennwort secret token api key cred auth bearer
    llave nonce salt cookie sess hmac otp totp dsn license""".split()
)
"""How names begin. Finding these first is several times faster than searching for ``_NAME``."""

_NOT_THE_SECRET = re.compile(
    alternatives(r"""
        (?:ids?|name|path|file|url|uri|type|len|length|size|count|field|hint|policy|alias|arn)$
        (?:version|format|endpoint|host|port|store|ring|words?|board|down|up|code|list|map|class)$
        (?:manager|provider|expir\w*|limit|index|column|label|title|regex|pattern|algorithm)$
        (?:min|max|address|audience|mapping|enticat\w*|oriz\w*|or|ors|ity|ization|u?mp|ment|selector)$
    """),
    re.IGNORECASE,
)
"""Endings of names that hold something about a secret, or are another word: ``author``."""

_PUBLIC_HALF = re.compile(r"(?:public|publishable|authenticity|csrf)[_\-. ]?$", re.IGNORECASE)

_MIXED = re.compile(r"[A-Z][a-z]*[A-Z][a-z]*[A-Z]|[a-z][^\w\s'’.,\-/][A-Za-z]")
"""Capitals and signs as no word has them."""

_SAID = re.compile(
    rf"(?P<whose>(?<!\w)(?:my|our|his|her|their|your|mi|nuestra|su|tu|meu|minha|mon|mein)\s"
    rf"(?:[\w\-]{{1,20}}\s){{0,2}})?(?<!\w)"
    rf"(?:password|passcode|passphrase|pass|contraseñ?n?a|clave|senha|mot de passe|passwort|kennwort)"
    rf"(?:\s(?:for|to|of|on|at|del?|para|en|al?|do|da)\s(?:[^\s.:;!?=]{{1,24}}\s){{1,4}}?|\s|(?=:))"
    rf"(?:is|was|es|era|will be|será|est|ist|é|:|=)\s{{1,3}}"
    rf"(?P<quote>[\"'“«`])?(?P<value>[^\s\"'”»`]{{4,64}})",
    re.IGNORECASE,
)
_STATE_FORMS = alternatives(r"""
    required|not|no|too|very|the|this|that|what|wrong|incorrect\w*|invalid\w*|weak|strong|secure
    missing|empty|safe|case|same|never|always|only|also|just|being|still|here|your|your\S+|now
    muy|demasiado|siempre|nunca|igual|segura|débil|correct\w*|obligatori\w*|necesari\w*|para|una?
    important|available|optional|hard|easy|long|short|unique|where|when|how|which|stored|older
    \w{2,20}(?:ed|ing|ado|ada|able|ly|ida|ido|mente)
""")
_STATE = re.compile(
    rf"(?:{_STATE_FORMS})\W{{0,3}}$",
    re.IGNORECASE,
)
"""What follows *the password is* and is no password: *required*, *stored*, *demasiado corta*."""

_PIN = re.compile(
    r"(?<![\w\-])pin(?:[ _\-]?(?:code|number|n[uú]mero))?"
    r"(?:\s(?:for|to|of|on|del?|para|de la|de mi)\s(?:\w{1,16}\s?){1,4}?)?"
    r"\s{0,2}(?:is|was|es|era|:|=|-|#)?\s{0,2}[\"'*]{0,2}(\d{4,8})(?![\w%]|[.,]\d)",
    re.IGNORECASE,
)
_CODE_FORMS = alternatives(r"""
    (?:verification|security|one[- ]time|otp|2fa|mfa|authenticat\w{2,4}|access|login|sms|unlock|door
    gate|alarm|safe|garage|entry|lock|voicemail)\s(?:pass)?code|code\s(?:to|for)\s(?:the|my|our)\s\w{3,12}
    (?:código|codigo|clave|combinación)\s(?:de\s|del\s)(?:la\s|mi\s)?(?:verificaci[oó]n|seguridad|acceso
    alarma|puerta|portal|desbloqueo|caja(?: fuerte)?|garaje|tarjeta|cajero|banco|wifi|móvil|teléfono)
    otp|cvv2?|cvc2?|csc
""")
_CODE = re.compile(
    rf"(?<!\w)(?:{_CODE_FORMS})"
    r"\s{0,2}(?:is|was|es|era|:|=|-)?\s{0,2}[\"']?(\d{3,8})(?![\w%]|[.,/]\d)",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"(?<![\w/])(?:id|user(?:name)?|login|account|usuario)\s?[/&,|]\s?(?:pw|pwd|pass(?:word)?|contraseña)"
    r"\s?(?:[:=]|is|es)?\s{0,3}([^\s/:,]{2,40}?)\s?[/:,]?\s?([^\s/:,()]{4,60})",
    re.IGNORECASE,
)
_NETRC = re.compile(
    r"(?:machine\s{1,4}\S{1,80}|default)\s{1,8}login\s{1,4}\S{1,80}\s{1,8}password\s{1,4}(\S{3,200})"
)
_PGPASS = re.compile(
    r"(?<![\w.:/])[\w.\-*]{1,60}:\d{2,5}:[\w\-*]{1,40}:[\w.\-]{1,40}:([^\s:]{4,100}+)(?!\S)"
)
_COMMAND = re.compile(
    r"(?:identified (?:with \w+ )?by|(?<=\s)--?(?:passphrase|pass|password|passwd|pw)[ =]"
    r"|(?<=\s)(?:-u|--user)[ =]\"?[\w.\-]{1,60}:|sshpass -p ?|(?<=\s)-p(?=\S{0,30}\d)"
    r"|asplaintext\s{1,4}|convertto-securestring\s(?:-string\s)?)"
    r"\s{0,3}[\"']?([^\s\"',;@]{4,200}+)",
    re.IGNORECASE,
)


def passwords(text: str, small: str) -> Iterator[Hit]:
    yield from _given(text, small)
    yield from _said(text, small)
    if "identified" in small or " -" in text:
        yield from _unless_named(_COMMAND, text)
    if "machine" in small or "default" in small:
        yield from _unless_named(_NETRC, text)
    if text.count(":") >= 4:
        yield from _unless_named(_PGPASS, text)


def _unless_named(pattern: re.Pattern[str], text: str) -> Iterator[Hit]:
    for match in pattern.finditer(text):
        if not is_placeholder(match[1]) and not is_identifier(match[1]):
            yield Hit(*match.span(1), "password", SHAPED)


def _said(text: str, small: str) -> Iterator[Hit]:
    """Yield what a person says a password, a PIN or a code is."""
    if any(word in small for word in ("pass", "contrase", "clave", "senha", "kennwort")):
        for match in _SAID.finditer(text):
            if value := _as_said(match):
                start = match.start("value")
                yield Hit(start, start + len(value), "password", LABELLED)
    if "pin" in small:
        for match in _PIN.finditer(text):
            yield Hit(*match.span(1), "password", SHAPED)
    if any(word in small for word in ("code", "digo ", "clave", "combina", "otp", "cv", "csc")):
        for match in _CODE.finditer(text):
            yield Hit(*match.span(1), "password", SHAPED)


def _as_said(match: re.Match[str]) -> str:
    """Return the password that was said, nothing if the sentence says something else of it."""
    value = match["value"].rstrip(".,;:!?)")
    if len(value) < 4 or is_placeholder(value) or _STATE.fullmatch(match["value"]):
        return ""
    if any(map(str.isdigit, value)) or _MIXED.search(value):
        return value
    sure = match["quote"] is not None or match["whose"] is not None
    return value if sure and len(value) >= 5 and not is_usual(value) else ""


def _given(text: str, small: str) -> Iterator[Hit]:
    """Yield values that are given to a name like ``db_password`` or ``API key``."""
    for stem in _STEMS:
        at = small.find(stem)
        while at >= 0:
            if name := _NAME.match(small, at):
                yield from _assigned(text, name)
            at = small.find(stem, at + 1)


def _assigned(text: str, name: re.Match[str]) -> Iterator[Hit]:
    match = _GIVEN.match(text, name.end())
    public = _PUBLIC_HALF.search(text, max(0, name.start() - 12), name.start())
    if match and not public and not _NOT_THE_SECRET.search(match[1]):
        yield from _value(match, password=name[1] is not None)


def _value(match: re.Match[str], *, password: bool) -> Iterator[Hit]:
    group = next(number for number in range(3, 7) if match[number] is not None)
    value = match[group].rstrip(".?") if group == _BARE else match[group]
    assigned = not match[2].isspace() and match[2].strip(": ").lower() not in _VERBS
    quoted = group != _BARE
    if _is_secret(value, password=password, assigned=assigned, quoted=quoted):
        start = match.start(group)
        yield Hit(start, start + len(value), "password" if password else "token", LABELLED)


def _is_secret(value: str, *, password: bool, assigned: bool, quoted: bool) -> bool:
    if " " in value or is_placeholder(value) or is_identifier(value):
        return False
    if password:
        return _is_password(value, assigned=assigned, quoted=quoted)
    if not assigned:
        return len(value) >= 12 and classes(value) >= 3 and is_random(value)
    return len(value) >= 10 and (is_uuid(value) or not is_named(value)) and is_random(value)


def _is_password(value: str, *, assigned: bool, quoted: bool) -> bool:
    kinds = classes(value)
    digit = any(map(str.isdigit, value))
    if assigned:
        return kinds >= 2 and (quoted or digit or kinds >= 3)
    return len(value) >= 6 and kinds >= 2 and (digit or _MIXED.search(value) is not None)
