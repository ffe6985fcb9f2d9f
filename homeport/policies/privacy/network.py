"""Addresses that point at one machine: IPv4, IPv6, MAC."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv6Address, IPv6Network, ip_address

from homeport.policies.privacy.rules import CHECKED, SHAPED, Hit, near, words

# Each pattern begins with a set, and looks behind after it: it is searched for faster so.
_IPV4 = re.compile(r"\d(?<![\w.]\d)\d{0,2}(?:\.\d{1,3}){3}(?!\w)(?!\.\d)")
_IPV6 = re.compile(
    r"[0-9A-Fa-f](?<![\w:.].)[0-9A-Fa-f]{0,3}:{1,2}(?:[0-9A-Fa-f]{1,4}:{1,2}){1,6}"
    r"(?:[0-9A-Fa-f]{1,4})?(?![\w:])"
)
_MAC = re.compile(
    r"[0-9A-Fa-f](?<![\w:\-].)[0-9A-Fa-f]([:\-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![\w:\-])"
)
_DOTTED = re.compile(r"\.\d{1,3}\.\d")
_COLONS = re.compile(r":[0-9A-Fa-f]{0,4}:")
_PAIRS = re.compile(r"[:\-][0-9A-Fa-f]{2}[:\-][0-9A-Fa-f]{2}[:\-]")
"""What addresses have and most texts have not; each begins with the sign that is looked for."""

_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""Everything that is routed today (RFC 4291); short forms outside it are more likely code."""

_RESOLVERS = frozenset(
    {"8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9", "1.2.3.4"}
    | {"2001:4860:4860::8888", "2001:4860:4860::8844", "2606:4700:4700::1111"}
)
_VERSION = words(
    r"v|ver|version\w*|release|build|firmware|upgrade|actualiz\w+|section|seccion|oid|chapter"
)
_ADDRESS = words(
    r"ips?|ipv4|server|servidor|host|address|direccion|ping|ssh|router|login|conect\w+|connect\w*"
)


def addresses(text: str) -> Iterator[Hit]:
    """Yield the public IP addresses and the MAC addresses in ``text``.

    Private, loopback and documentation ranges (RFC 1918, 5737, 3849 ...) are everyone's, and
    so are the well-known resolvers.
    """
    if _DOTTED.search(text):
        for match in _IPV4.finditer(text):
            if _is_public(match[0]) and not _is_version(text, match):
                yield Hit(match.start(), match.end(), "ip", CHECKED)
    if ("::" in text or text.count(":") >= 7) and _COLONS.search(text):
        for match in _IPV6.finditer(text):
            if _is_public(match[0]):
                yield Hit(match.start(), match.end(), "ip", CHECKED)
    yield from _macs(text)


def _macs(text: str) -> Iterator[Hit]:
    if (text.count(":") < 5 and text.count("-") < 5) or not _PAIRS.search(text):
        return
    for match in _MAC.finditer(text):
        digits = re.sub(r"[^0-9a-f]", "", match[0].lower())
        documentation = digits.startswith(("00005e0053", "01005e90"))  # RFC 7042
        if len(set(digits)) > 1 and digits != "123456789abc" and not documentation:
            yield Hit(match.start(), match.end(), "mac", SHAPED)


def _is_public(written: str) -> bool:
    try:
        address = ip_address(written)
    except ValueError:
        return False
    if str(address) in _RESOLVERS or not address.is_global:
        return False
    if isinstance(address, IPv6Address):
        return address in _GLOBAL_UNICAST or written.count(":") == 7
    return True


def _is_version(text: str, match: re.Match[str]) -> bool:
    """Four small numbers with dots are a version or a section far more often than a machine."""
    if near(_ADDRESS, text, match.start(), match.end()):
        return False
    small = max(map(int, match[0].split("."))) < 20
    return small or near(_VERSION, text, match.start(), match.start())
