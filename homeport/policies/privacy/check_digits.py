"""Check digits of identity numbers that python-stdnum does not know."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import cycle

from homeport.policies.privacy.payment import luhn


def pis(digits: str) -> bool:
    """Check a Brazilian PIS, PASEP or NIS number: modulo 11 (Caixa Econômica Federal)."""
    rest = _weighted(digits[:10], (3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return len(set(digits)) > 1 and (0 if rest < 2 else 11 - rest) == int(digits[10])


def voter_title(digits: str) -> bool:
    """Check a Brazilian voter's title: serial, state 01 to 28, two digits modulo 11."""
    state = digits[8:10]
    first = _weighted(digits[:8], range(2, 10)) % 11 % 10
    second = _weighted(state + str(first), (7, 8, 9)) % 11 % 10
    return 1 <= int(state) <= 28 and digits[10:] == f"{first}{second}"


def niss(digits: str) -> bool:
    """Check a Portuguese social security number: the first ten primes, backwards."""
    return 9 - _weighted(digits[:10], (29, 23, 19, 17, 13, 11, 7, 5, 3, 2)) % 10 == int(digits[10])


def svnr(value: str) -> bool:
    """Check a German pension insurance number (VKVV, section 2): a letter counts as two digits."""
    digits = value[:8] + f"{ord(value[8]) - 64:02d}" + value[9:11]
    products = (
        int(d) * w for d, w in zip(digits, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True)
    )
    return _crossed(products) % 10 == int(value[11])


def kvnr(value: str) -> bool:
    """Check a German health insurance number: as Luhn does from the left, the letter in digits."""
    digits = f"{ord(value[0]) - 64:02d}" + value[1:9]
    return _crossed(int(d) * w for d, w in zip(digits, cycle((1, 2)))) % 10 == int(value[9])


def npi(digits: str) -> bool:
    """Check the number of a provider of health care in the United States (45 CFR 162.406)."""
    return luhn("80840" + digits)


def dea(value: str) -> bool:
    """Check the registration of who may prescribe controlled substances in the United States."""
    digits = list(map(int, value[2:]))
    return (sum(digits[0:6:2]) + 2 * sum(digits[1:6:2])) % 10 == digits[6]


def dvla(value: str) -> bool:
    """Check the date of birth in a British driver number; women's months are 50 higher."""
    month, day = int(value[6:8]) % 50, int(value[8:10])
    return len(value) == 16 and 1 <= month <= 12 and 1 <= day <= 31


def _weighted(digits: str, weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def _crossed(products: Iterable[int]) -> int:
    return sum(sum(divmod(product, 10)) for product in products)
