"""Values in Ascii85, framed or not, and in base85."""

from __future__ import annotations

import re
from base64 import a85decode, b85decode
from collections.abc import Callable, Iterator

from homeport.policies.privacy.views.glance import Run
from homeport.policies.privacy.views.octets import is_hopeful, text_of
from homeport.policies.privacy.views.view import Edit

_FRAME = re.compile(r"<~([!-uz\s]{5,}?)~>")
_NAMES = re.compile(r"[\w.\-/:,()\"']+")
_LONGEST = 4_000
_A85 = {chr(33 + value): value for value in range(85)}
_B85 = {
    sign: value
    for value, sign in enumerate(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
    )
}


def _firsts(alphabet: dict[str, int]) -> frozenset[str]:
    """Return what four bytes of text can begin with: 0x09..., 0x20... to 0x7f..., 0xc2... up."""
    spans = ((0x09, 0x0D), (0x1B, 0x7F), (0xC2, 0xF4))
    leads = {
        (byte << 24 | rest) // 85**4
        for low, high in spans
        for byte in range(low, high + 1)
        for rest in (0, 0xFFFFFF)
    }
    return frozenset(sign for sign, value in alphabet.items() if value in leads)


_CODES = tuple((code, _firsts(code)) for code in (_A85, _B85))


def framed(text: str) -> Iterator[Edit]:
    """Yield what stands between ``<~`` and ``~>``."""
    for match in _FRAME.finditer(text):
        yield from _decoded(match.span(), match[1], a85decode)


def may_be_85(run: str) -> bool:
    """Say whether ``run`` is more than names and what joins them."""
    return _NAMES.fullmatch(run) is None


def ascii85(run: Run) -> Iterator[Edit]:
    """Yield what a run that ``may_be_85`` says: its first two groups are eight bytes of text."""
    plain = run.text.strip("\"'`") if run.text[0] in "\"'`" else run.text
    if not _is_85(plain):
        return
    if len(plain) <= _LONGEST and plain.isascii():
        start = run.start + run.text.index(plain)
        yield from _decoded((start, start + len(plain)), plain, a85decode, b85decode)


def _is_85(run: str) -> bool:
    """Say whether the first two groups of ``run`` stand for eight bytes of text.

    What four bytes begin with says most of it: few runs need the arithmetic.
    """
    return any(
        run[:1] in firsts
        and run[5:6] in firsts
        and _is_text(_group(run[:5], code) + _group(run[5:10], code))
        for code, firsts in _CODES
    )


def _group(signs: str, alphabet: dict[str, int]) -> bytes:
    value = 0
    for sign in signs:
        value = value * 85 + alphabet.get(sign, 1 << 32)
    return value.to_bytes(4, "big") if value < 1 << 32 else b"\0"


def _is_text(head: bytes) -> bool:
    if len(head) < 8 or not is_hopeful(head) or b"\0" in head:
        return False
    return len(head.decode(errors="ignore").encode()) >= 6


def _decoded(
    span: tuple[int, int], run: str, *decoders: Callable[[bytes], bytes]
) -> Iterator[Edit]:
    for decode in decoders:
        try:
            read = text_of(decode(run.encode()))
        except ValueError:
            continue
        if read is not None and _is_latin(read):
            yield Edit(*span, read)
            return


def _is_latin(text: str) -> bool:
    return text.isascii() or 8 * sum(map(str.isascii, text)) >= 7 * len(text)
