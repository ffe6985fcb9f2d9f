"""Secrets that travel in addresses and headers: passwords, webhooks, signatures, cookies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from homeport.policies.privacy.placeholders import (
    classes,
    entropy,
    is_drawn,
    is_identifier,
    is_placeholder,
    is_shuffled,
)
from homeport.policies.privacy.rules import CERTAIN, CHECKED, SHAPED, Hit, alternatives, starts
from homeport.policies.privacy.stems import Fragments, Lowered

_PASSWORD = re.compile(r"([^\s/@:\"'<>]{0,80}+):(?!\d{1,5}/)([^\s@\"'<>]{2,300}+)@")
_USER = re.compile(r"([\w\-.%]{16,120}+)@")
_WEBHOOK_FORMS = alternatives(r"""
    hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/[\w+/]{20,90}
    (?:\w{1,10}\.)?discord(?:app)?\.com/api/webhooks/\d{15,22}/[\w\-]{30,90}
    [\w\-]{1,60}\.webhook\.office\.com/webhookb2/[\w\-@/]{40,220}
    outlook\.office(?:365)?\.com/webhook/[\w\-@/]{40,220}
    [\w\-]{1,40}\.infura\.io/(?:ws/)?v3/[0-9a-f]{32}
    [\w\-]{1,40}\.(?:g\.)?alchemy(?:api)?\.(?:io|com)/v2/[\w\-]{20,40}
    [\w\-.]{1,80}\.quiknode\.pro/[0-9a-f]{32,64}
    hooks\.zapier\.com/hooks/catch/\d{3,12}/\w{4,20}
    maker\.ifttt\.com/(?:use|trigger/\w{1,60}/(?:json/)?with/key)/[\w\-]{15,60}
    hook\.(?:\w{2,4}\.)?(?:make|integromat)\.com/\w{20,60}
    chat\.googleapis\.com/v1/spaces/\w{5,20}/messages\?[\w=&%\-]{20,200}
    api\.telegram\.org/bot\d{5,16}:[\w\-]{30,40}
    [\w\-]{1,60}\.logic\.azure\.com[:\d]{0,4}/workflows/[\w\-/?&=.%]{20,400}
    calendar\.google\.com/calendar/ical/[\w%@.\-]{3,120}/private-[0-9a-f]{16,40}
    (?:[\w\-]{1,40}\.)?feishu\.cn/open-apis/bot/v2/hook/[\w\-]{20,60}
    oapi\.dingtalk\.com/robot/send\?access_token=\w{20,80}
    qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=[\w\-]{20,60}
""")
_WEBHOOK = re.compile(
    rf"(?:https?://)?(?:{_WEBHOOK_FORMS})",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"[?&;](?:x-(?:amz|goog|oss|ms)-(?:signature|credential|security-token)|sig|signature"
    r"|hmac|access_?token|auth_?token|id_token|refresh_token|token|api_?key|apikey|key|secret|sid|pwd"
    r"|jwt|code|client_secret|private_token|job_token|feed_token|rss_token|sv_token)="
    r"([\w\-.~+/%=]{10,3000}+)",
    re.IGNORECASE,
)
_OTP = re.compile(r"otpauth://[^\s\"'<>]{10,400}+", re.IGNORECASE)
_HEADER = re.compile(
    r"(?:(?:bearer|basic|negotiate|ntlm|digest|token)[ \t]{1,12}|(?:apikey|api-?key)[ \t:=]{1,12})"
    r"[\"']?([A-Za-z0-9+/_.~\-%]{14,4000}+={0,2})",
    re.IGNORECASE,
)
_HEADER_VALUE = 14  # signs of a value in a header
_COOKIE = re.compile(
    r"(?:set-cookie|cookie)[\"']?\s{0,2}[:=][\s\"']{0,3}([^\n\"']{10,4000}+)", re.IGNORECASE
)
_CRUMB = re.compile(
    r"(?:sess(?:ion)?\w{0,10}|[\w\-.]{0,20}sid|[\w\-.]{0,20}(?:auth|token|jwt|remember)\w{0,12}"
    r"|csrf\w{0,10}|li_at|c_user|xs|sapisid|__secure-[\w\-]{1,20}|[\w\-.]{0,16}session\w{0,10})"
    r"=([^\s;,\"']{10,2000}+)",
    re.IGNORECASE,
)

_LETTERS = 14  # without a digit whose capitals stand as in no word
_SCHEMES = Fragments(
    ("bearer", "basic ", "negotiate", "ntlm", "digest ", "token", "apikey", "api-key")
)
_HOOKS = tuple(
    """hooks webhook hook. api.telegram.org logic.azure calendar.google maker.ifttt dingtalk
    feishu weixin chat.googleapis infura.io alchemy quiknode""".split()
)


def web_secrets(lowered: Lowered) -> Iterator[Hit]:
    """Yield the secrets in addresses, query strings, headers and cookies."""
    text, small = lowered.text, lowered.small
    if "://" in text and "@" in text:
        yield from _in_addresses(text)
    if b"/" in lowered.signs and any(map(small.__contains__, _HOOKS)):
        yield from _webhooks(text)
    if "otpauth" in small:
        for match in _OTP.finditer(text):
            yield Hit(match.start(), match.end(), "token", CERTAIN)
    if "=" in text:
        yield from _random(_SIGNED.finditer(text))
    if "cookie" in small:
        for header in _COOKIE.finditer(text):
            yield from _random(_CRUMB.finditer(text, *header.span(1)))
    if lowered.has_run(_HEADER_VALUE):
        headers = (_HEADER.match(text, at) for at in lowered.within(_SCHEMES))
        yield from _random(header for header in headers if header)


def _webhooks(text: str) -> Iterator[Hit]:
    for match in _WEBHOOK.finditer(text):
        if not is_placeholder_path(match[0]):
            yield Hit(match.start(), match.end(), "api_key", CERTAIN)


def is_placeholder_path(address: str) -> bool:
    """Say whether the last part of an address shows that it is an example."""
    last = address.rstrip("/").rpartition("/")[2]
    return len(set(last)) < 5 or "xxx" in last.lower() or "your" in last.lower()


def _in_addresses(text: str) -> Iterator[Hit]:
    for at in starts(text, ["://"]):
        if match := _PASSWORD.match(text, at + 3):
            user, password = match.groups()
            if user != password and _is_password(password):
                yield Hit(*match.span(2), "password", CHECKED)
        elif match := _USER.match(text, at + 3):
            yield from _random([match])


def _is_password(value: str) -> bool:
    """A slash is rather one of a path, unless the rest is random."""
    return not is_placeholder(value) and ("/" not in value or is_random(value))


def _random(matches: Iterable[re.Match[str]]) -> Iterator[Hit]:
    for match in matches:
        value = match[1]
        if not is_placeholder(value) and not is_identifier(value) and is_random(value):
            yield Hit(*match.span(1), "token", SHAPED)


def is_random(value: str) -> bool:
    """Say whether ``value`` has the look of a generated key: mixed characters, none repeating."""
    letters = len(value) >= _LETTERS and is_shuffled(value)
    drawn = any(map(str.isdigit, value)) or letters or is_drawn(value)
    return drawn and classes(value) >= 2 and entropy(value) >= 3.0
