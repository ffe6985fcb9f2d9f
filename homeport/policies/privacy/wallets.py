"""Addresses of cryptocurrency wallets: who pays and is paid, for everyone to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from homeport.policies.privacy.rules import CERTAIN, CHECKED, LABELLED, Hit, near, stdnum, words
from homeport.policies.privacy.stems import Lowered

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ALIKE = re.compile(
    r"(?<![A-Za-z0-9])(?:[13LMDTtX9A2mn][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[02-9ac-hj-np-z]{20,71}"
    r"|(?:ltc1|tb1|addr1)[02-9a-z]{30,100})(?![A-Za-z0-9])"
)
_LABELLED = re.compile(
    r"(?<![A-Za-z0-9])(?:0x[0-9a-fA-F]{40}|[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93}"
    r"|r[1-9A-HJ-NP-Za-km-z]{24,34}|[1-9A-HJ-NP-Za-km-z]{43,44}|cosmos1[a-z0-9]{38})(?![A-Za-z0-9])"
)
_WALLET = words(r"""
    wallet|my address|send|sent|receive\w*|deposit|withdraw\w*|billetera|cartera|monedero|env\w+
    eth|ether|ethereum|solana|sol|xrp|ripple|monero|xmr|usdt|usdc|metamask|phantom|ledger
    owner|holder|titular|recib\w+|poly
""")
_BURNT = frozenset({"1BitcoinEaterAddressDontSendf59kuE", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"})
"""Addresses that everyone quotes: where coins are destroyed, and where the first ones lie."""


_SHORTEST = 25  # signs of an address
_PLAIN = re.compile(r"[A-Za-z0-9]{25}")


def wallets(lowered: Lowered) -> Iterator[Hit]:
    """Yield addresses whose checksum is right, and others after a word like *wallet*."""
    text = lowered.text
    for start, end in lowered.codes(_SHORTEST):
        if _PLAIN.search(text, start, end):
            yield from _wallets(text, start, end)


def _wallets(text: str, start: int, end: int) -> Iterator[Hit]:
    for match in _ALIKE.finditer(text, start, end):
        if match[0] not in _BURNT and _is_checked(match[0]):
            yield Hit(match.start(), match.end(), "wallet", CERTAIN)
    for match in _LABELLED.finditer(text, start, end):
        digits = any(map(str.isdigit, match[0][2:]))
        if digits and len(set(match[0])) > 8 and near(_WALLET, text, match.start(), match.end()):
            checked = CHECKED if match[0].startswith("0x") else LABELLED
            yield Hit(match.start(), match.end(), "wallet", checked)


def _is_checked(address: str) -> bool:
    if address[1] == "c" or address.startswith(("ltc1", "tb1", "addr1")):
        return not address.startswith("bc1") or stdnum("bitcoin")(address)
    number = 0
    for sign in address:
        number = number * 58 + _BASE58.index(sign)
    raw = number.to_bytes(25, "big") if number < 1 << 200 else b""
    return bool(raw) and sha256(sha256(raw[:21]).digest()).digest()[:4] == raw[21:]
