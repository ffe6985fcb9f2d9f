"""What stands for a private value in a text that leaves, and how it is recognised in the answer.

A placeholder looks like ``Person_kqzbf_2a``: a word that tells a model what it stands for, a
nonce that is drawn for each conversation, the number of the thing, and a letter for the way it
was written (``2a`` is *John Doe*, ``2b`` *John*). It is made of letters, digits and underscores
alone, so it survives in JSON, in URLs, in the names of tools and in code; its number ends with a
letter, so it can be told from whatever comes after it. Models write it with a capital more or
less, with escaped or missing underscores, in bold, in Spanish: all of that is recognised.

Where a shape matters the placeholder has one: e-mail addresses of example.com (RFC 2606),
telephone numbers for fiction (555-01xx), documentation addresses (RFC 5737, 3849, 7042), dates.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "person": ("Person", "Persona"),
        "email": ("Email", "Correo"),
        "phone": ("Phone", "Telefono", "Teléfono"),
        "address": ("Address", "Direccion", "Dirección"),
        "username": ("User", "Usuario"),
        "profile": ("Profile", "Perfil"),
        "date": ("Date", "Fecha"),
        "place": ("Place", "Lugar"),
        "network": ("Host", "Equipo"),
        "plate": ("Plate", "Matricula", "Matrícula"),
        "card": ("Card", "Tarjeta"),
        "account": ("Account", "Cuenta"),
        "id": ("Identifier", "Identificador"),
        "value": ("Value", "Valor"),
    }
)
"""What a placeholder begins with, by kind: first as it is written, then as it may come back."""

_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "date_of_birth": "date",
        "dob": "date",
        "geolocation": "place",
        "geo": "place",
        "location": "place",
        "ip": "network",
        "mac": "network",
        "vehicle_id": "plate",
        "credit_card": "card",
        "iban": "account",
        "bank_account": "account",
        "financial": "account",
        "url_personal": "profile",
        "name": "person",
    }
)
_IDS: Final = ("_id", "_number", "passport", "licence", "social_security", "record", "imei")

EMAIL_DOMAIN: Final = "@example.com"
REDACTED: Final = "[REDACTED]"
"""What a secret becomes where a policy says ``secrets: redact``. Nothing brings it back."""

LONGEST: Final = 64
"""No placeholder is longer, in any way of writing it that is recognised."""

NONCE_LETTERS: Final = "bcdfghjkmnpqrstvwxz"  # no vowels: a nonce is no word, and says nothing
NONCE_SIZE: Final = 5  # 2.5 million of them

FORM: Final = re.compile(
    rf"(?:{'|'.join(word for said in WORDS.values() for word in said)})"
    rf"_[{NONCE_LETTERS}]{{{NONCE_SIZE}}}_[0-9]{{1,6}}+[a-z](?:{re.escape(EMAIL_DOMAIN)})?",
    re.IGNORECASE,
)
"""A placeholder of any conversation."""


def kind_of(category: str) -> str:
    """Return which of ``WORDS`` a category of findings is written with."""
    if category in WORDS:
        return category
    ids = any(part in category for part in _IDS)
    return _KINDS.get(category, "id" if ids else "value")


def draw_nonce(taken: Callable[[str], bool]) -> str:
    """Return a random nonce that is not ``taken``."""
    while True:
        nonce = "".join(secrets.choice(NONCE_LETTERS) for _ in range(NONCE_SIZE))
        if not taken(nonce):
            return nonce


def placeholder(kind: str, nonce: str, code: str) -> str:
    """Return the placeholder of a code such as ``2a``; e-mail addresses stay addresses."""
    plain = f"{WORDS[kind][0]}_{nonce}_{code}"
    return plain + EMAIL_DOMAIN if kind == "email" else plain


def phones(region: int) -> Iterator[str]:
    """Yield the 100 numbers of a North American area that are reserved for fiction."""
    for number in range(100):
        yield f"+1 {region}-555-01{number:02}"


def addresses(kind: str, nonce: str) -> Iterator[str]:
    """Yield documentation addresses: ``ipv4``, ``ipv6`` or ``mac``. All of a kind are as long."""
    if kind == "ipv4":
        for network in ("192.0.2", "198.51.100", "203.0.113"):
            yield from (f"{network}.{host}" for host in range(100, 255))
    elif kind == "ipv6":
        group = f"{int.from_bytes(nonce.encode()[:2]):04x}"
        yield from (f"2001:db8:{group}::{host:04x}" for host in range(0x1000, 0x2000))
    else:
        yield from (f"00:00:5E:00:53:{host:02X}" for host in range(256))
