"""Passwords, PINs and codes as people say them: *my password is ...*, *la clave es ...*."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy.placeholders import is_placeholder, is_usual
from homeport.policies.privacy.rules import LABELLED, SHAPED, Hit, alternatives
from homeport.policies.privacy.stems import Lowered, Stems

_MIXED = re.compile(r"[A-Z][a-z]*[A-Z][a-z]*[A-Z]|[a-z][^\w\s'’.,\-/][A-Za-z]")
_NOUNS = Stems(("pass", "contrase", "clave", "senha", "mot de passe", "kennwort"))
_PINS = Stems(("pin",))
_WHOSE = re.compile(
    r"(?<!\w)(?:my|our|his|her|their|your|mi|nuestra|su|tu|meu|minha|mon|mein)\s"
    r"(?:[\w\-]{1,20}\s){0,2}$",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"(?<!\w)(?:password|passcode|passphrase|pass|contraseñ?n?a|clave|senha|mot de passe"
    r"|passwort|kennwort)"
    r"(?:\s(?:for|to|of|on|at|del?|para|en|al?|do|da)\s(?:[^\s.:;!?=]{1,24}\s){1,4}?|\s|(?=:))"
    r"(?:(?:is|was|es|era|will be|será|est|ist|é)\s|[:=])\s{0,3}"
    r"(?P<quote>[\"'“«`])?(?P<value>[^\s\"'”»`]{4,64})",
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
    alarma|puerta|portal|desbloqueo|caja(?: fuerte)?|garaje|tarjeta|cajero|banco|wifi|móvil
    teléfono)
    otp|cvv2?|cvc2?|csc
""")
_CODE = re.compile(
    rf"(?<!\w)(?:{_CODE_FORMS})"
    r"\s{0,2}(?:is|was|es|era|:|=|-)?\s{0,2}[\"']?(\d{3,8})(?![\w%]|[.,/]\d)",
    re.IGNORECASE,
)

_CODES = Stems(
    """verification security one otp 2fa mfa authenticat access login sms unlock door gate alarm
    safe garage entry lock voicemail code código codigo clave combinación cvv cvc csc""".split()
)
"""How what is said to have a code begins."""


def spoken(text: str, lowered: Lowered) -> Iterator[Hit]:
    """Yield what a person says a password, a PIN or a code is."""
    for at in lowered.starts(_NOUNS):
        if (match := _SAID.match(text, at)) and (value := _as_said(text, match)):
            start = match.start("value")
            yield Hit(start, start + len(value), "password", LABELLED)
    for at in lowered.starts(_PINS):
        if match := _PIN.match(text, at):
            yield Hit(*match.span(1), "password", SHAPED)
    for at in lowered.starts(_CODES):
        if match := _CODE.match(text, at):
            yield Hit(*match.span(1), "password", SHAPED)


def _as_said(text: str, match: re.Match[str]) -> str:
    """Return the password that was said, nothing if the sentence says something else of it."""
    value = match["value"].rstrip(".,;:!?)")
    if len(value) < 4 or is_placeholder(value) or _STATE.fullmatch(match["value"]):
        return ""
    if any(map(str.isdigit, value)) or _MIXED.search(value):
        return value
    whose = _WHOSE.search(text, max(0, match.start() - 44), match.start())
    sure = match["quote"] is not None or whose is not None
    return value if sure and len(value) >= 5 and not is_usual(value) else ""
