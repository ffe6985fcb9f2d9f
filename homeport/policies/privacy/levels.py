"""What kinds of private things there are, and how private each is.

This is the one table: detectors name a category, and the level follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from homeport.types import Level

LEVELS: Mapping[str, Level] = MappingProxyType(
    {
        # identifies a private person
        "name": Level.PERSONAL,
        "address": Level.PERSONAL,
        "email": Level.PERSONAL,
        "phone": Level.PERSONAL,
        "username": Level.PERSONAL,
        "profile": Level.PERSONAL,  # the address of a person's page on a social network
        "ip": Level.PERSONAL,
        "mac": Level.PERSONAL,
        "geolocation": Level.PERSONAL,
        "date_of_birth": Level.PERSONAL,
        "case_number": Level.PERSONAL,  # of courts and authorities
        "wallet": Level.PERSONAL,  # the address of a cryptocurrency wallet
        "plate": Level.PERSONAL,
        "vehicle_id": Level.PERSONAL,
        "member_id": Level.PERSONAL,  # employee, student, customer and professional numbers
        "personal_context": Level.PERSONAL,  # someone private is spoken of, though not by name
        # private by meaning, without anything that identifies
        "health": Level.SENSITIVE,
        "finance": Level.SENSITIVE,
        "legal": Level.SENSITIVE,
        "employment": Level.SENSITIVE,
        "minor": Level.SENSITIVE,
        "confidential": Level.SENSITIVE,
        "intimate": Level.SENSITIVE,
        # opens accounts, proves identity, or says something about health or finance
        "credit_card": Level.SENSITIVE,
        "iban": Level.SENSITIVE,
        "bank_account": Level.SENSITIVE,
        "national_id": Level.SENSITIVE,
        "tax_id": Level.SENSITIVE,
        "social_security": Level.SENSITIVE,
        "health_id": Level.SENSITIVE,
        "medical_record": Level.SENSITIVE,
        "passport": Level.SENSITIVE,
        "driving_licence": Level.SENSITIVE,
        "imei": Level.SENSITIVE,
        # credentials
        "api_key": Level.SECRET,
        "password": Level.SECRET,
        "private_key": Level.SECRET,
        "token": Level.SECRET,
    }
)
"""Level by category. ``meaning``, ``term`` and ``unreadable`` are missing: theirs is not fixed."""

BY_MEANING: Final = frozenset(
    "health finance legal employment minor confidential intimate personal_context meaning".split()
)
"""Categories of what is private by what is said: a finding covers the words that tell it. There is
no value in it to be replaced; only saying it in another way can help."""
