"""Cards, IBANs and domestic bank account numbers."""

from __future__ import annotations

import re
from itertools import accumulate

from homeport.policies.privacy.rules import (
    CERTAIN,
    CHECKED,
    SEPARATOR,
    Hit,
    Rule,
    number,
    stdnum,
    words,
)

_CARD_PREFIXES: tuple[tuple[int, int, frozenset[int]], ...] = (
    # first and last six digits of an issuer's range, and how long its numbers are
    (400000, 499999, frozenset({13, 16, 19})),  # Visa
    (510000, 559999, frozenset({16})),  # Mastercard
    (222100, 272099, frozenset({16})),  # Mastercard
    (340000, 349999, frozenset({15})),  # American Express
    (370000, 379999, frozenset({15})),  # American Express
    (300000, 305999, frozenset({14, 16, 19})),  # Diners Club
    (309500, 309599, frozenset({14, 16, 19})),  # Diners Club
    (360000, 369999, frozenset({14, 16, 19})),  # Diners Club
    (380000, 399999, frozenset({14, 16, 19})),  # Diners Club
    (352800, 358999, frozenset({16, 17, 18, 19})),  # JCB
    (601100, 601199, frozenset({16, 17, 18, 19})),  # Discover
    (644000, 659999, frozenset({16, 17, 18, 19})),  # Discover, RuPay
    (620000, 629999, frozenset({16, 17, 18, 19})),  # UnionPay
    (810000, 829999, frozenset({16})),  # UnionPay, RuPay
    (220000, 220499, frozenset({16})),  # Mir
    (500000, 509999, frozenset(range(13, 20))),  # Maestro, Elo, Verve, Naranja
    (560000, 589999, frozenset(range(13, 20))),  # Maestro, Cabal
    (600000, 609999, frozenset(range(16, 20))),  # RuPay, Hipercard, Cabal
    (630000, 639999, frozenset(range(13, 20))),  # Maestro
    (670000, 679999, frozenset(range(13, 20))),  # Maestro
)

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def luhn(digits: str) -> bool:
    """Say whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    values = [int(digit) for digit in reversed(digits)]
    return (sum(values[::2]) + sum(_DOUBLED[value] for value in values[1::2])) % 10 == 0


def card(digits: str) -> bool:
    """Say whether ``digits`` is a card number that some network issues."""
    if not digits.isdigit() or len(set(digits)) == 1:
        return False
    prefix = int(digits[:6])
    issued = any(
        low <= prefix <= high and len(digits) in sizes for low, high, sizes in _CARD_PREFIXES
    )
    return issued and luhn(digits)


def clabe(digits: str) -> bool:
    """Check a Mexican CLABE: weights 3, 7, 1 over 17 digits, each product modulo 10."""
    weighted = sum(int(d) * w % 10 for d, w in zip(digits[:17], (3, 7, 1) * 6, strict=False))
    return -weighted % 10 == int(digits[17])


_BANK = words(
    r"clabe|cbu|cvu|ccc|cuenta\w*|transf\w+|spei|deposit\w*|banc\w+|bank\w*|account\w*|wire|pag\w+"
)

_GAP = r"[ .\-\u00a0]"
_IN_FOURS = rf"\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}"
_AMEX = rf"\d{{4}}{_GAP}\d{{6}}{_GAP}\d{{4,5}}"
_CCC = rf"\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{2}}{_GAP}\d{{10}}"

NUMBERS: tuple[Rule, ...] = (
    Rule("credit_card", number(_IN_FOURS), CERTAIN, card),
    Rule("credit_card", number(_AMEX), CERTAIN, card),
    Rule(
        "credit_card",
        number(r"\d(?>(?:[ \u00a0]?\d){12,18})|\d(?>(?:[.\-]?\d){12,18})"),
        CHECKED,
        card,
    ),
    Rule("bank_account", number(_CCC), CERTAIN, stdnum("es.ccc")),
    Rule("bank_account", number(r"\d{20}"), CHECKED, stdnum("es.ccc"), _BANK),
    Rule("bank_account", number(r"\d{18}"), CHECKED, clabe, _BANK),
    Rule("bank_account", number(r"\d{3} ?\d{3} ?\d{11} ?\d"), CHECKED, clabe, _BANK),
    Rule("bank_account", number(r"\d{22}"), CERTAIN, stdnum("ar.cbu")),
    Rule("bank_account", number(r"\d{8}[ \-]\d{14}"), CERTAIN, stdnum("ar.cbu")),
)

# Length by country, from the IBAN registry (ISO 13616).
_IBAN_LENGTHS = {
    code: int(length)
    for length, codes in {
        "15": "NO", "16": "BE", "18": "DK FI FK FO GL NL SD", "19": "MK SI",
        "20": "AT BA EE KZ LT LU MN XK", "21": "CH HR LI LV",
        "22": "BG BH CR DE GB GE IE ME RS VA", "23": "AE GI IL IQ OM SO TL",
        "24": "AD CZ ES MD PK RO SA SE SK TN VG", "25": "LY PT ST", "26": "IS TR",
        "27": "BI DJ FR GR IT MC MR SM", "28": "AL AZ BY CY DO GT HN HU LB NI PL SV",
        "29": "BR EG PS QA UA", "30": "JO KW MU YE", "31": "MT SC", "32": "LC", "33": "RU",
    }.items()
    for code in codes.split()
}  # fmt: skip

_IBAN = re.compile(rf"[A-Z]{{2}}\d{{2}}(?>(?:{SEPARATOR}?[A-Z0-9]){{11,29}})", re.IGNORECASE)


def iban(text: str, start: int) -> Hit | None:
    """Return the IBAN that begins at ``start``, None if there is none.

    A word may follow without a sign between, so the country's length says where one ends.
    """
    match = _IBAN.match(text, start)
    size = _iban_size(match[0]) if match else 0
    if not size or text[start + size : start + size + 1].isalnum():
        return None
    return Hit(start, start + size, "iban", CERTAIN)


def _iban_size(written: str) -> int:
    """Return how many characters of ``written`` are a valid IBAN, 0 if it starts with none."""
    wanted = _IBAN_LENGTHS.get(written[:2].upper())
    for size, count in enumerate(accumulate(map(str.isalnum, written)), start=1):
        if count == wanted:
            return size if _mod97(written[:size]) else 0
    return 0


def _mod97(iban: str) -> bool:
    """Check as ISO 7064 MOD 97-10: letters are numbers from 10, the first four go last."""
    plain = "".join(filter(str.isalnum, iban)).upper()
    # Without case the dotted capital of Turkish is an i to a pattern, and no number to `int`.
    digits = "".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4] if sign.isascii())
    return plain.isascii() and int(digits) % 97 == 1
