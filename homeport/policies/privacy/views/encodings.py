"""Values that no one reads without a decoder: base64, base32, Ascii85, hex, codes, Morse, ROT13."""

from __future__ import annotations

import binascii
import re
from base64 import a85decode, b32decode, b85decode
from codecs import encode
from collections.abc import Callable, Iterator

from homeport.policies.privacy.views.octets import is_hopeful, text_of
from homeport.policies.privacy.views.view import Draft, Edit, View, edited

_SHORTEST = 11
"""Characters of the shortest run worth decoding: eight digits in base64 without padding."""

_B64 = re.compile(r"[A-Za-z0-9+/_\-]{11,}+={0,2}")
_B64_LINES = re.compile(
    r"[A-Za-z0-9+/_\-]{4,}+(?:\r?\n[ \t>|#*]{0,8}[A-Za-z0-9+/_\-]{1,}+){1,}+={0,2}"
)
_B64_GROUPS = re.compile(
    r"(?<!\S)[A-Za-z0-9+/]{4,8}(?: [A-Za-z0-9+/]{4,8}(?![^\s=])){2,}+(?: [A-Za-z0-9+/]{1,8})?={0,2}"
)
_B32 = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z2-7]{12,}+|[a-z2-7]{12,}+)={0,6}(?![A-Za-z0-9])")
_HEX = re.compile(r"(?<![A-Za-z0-9])(?:0[xX])?[0-9A-Fa-f]{12,}+(?![A-Za-z0-9])")
_HEX_PAIRS = re.compile(
    r"(?<![A-Za-z0-9])(?:0x|\\x)?[0-9A-Fa-f]{2}"
    r"(?:(?:[ :,;\-]{1,2}|\r?\n)?(?:0x|\\x)[0-9A-Fa-f]{2}|(?:[ :,;\-]|, )[0-9A-Fa-f]{2}(?![A-Za-z0-9])){5,}+"
)
_PAIR = re.compile(r"(?:0x|\\x)?([0-9A-Fa-f]{2})")
_A85_FRAME = re.compile(r"<~([!-uz\s]{5,}?)~>")
_TOKEN = re.compile(r"(?<!\S)[\"'`(]?([!-~]{10,4000}+)(?!\S)")
_ODD = re.compile(r"[;:<>=?@\"#$%&'()*+,!\^`~{|}\[\]\\][^\s][^\s]{0,8}?[;:<>=?@\"#$%&'()*+,!\^`~{|}\[\]\\0-9]")
_BITS = re.compile(r"(?<![\w.])(?:(?:0b)?[01]{7,8}(?![2-9A-Za-z.])[\s,_\-|]{0,2}){4,}+")
_BIT_RUN = re.compile(r"[01]{7,8}")
_CODES = re.compile(r"(?<![\w.])(?:[A-Za-z.]{2,24}\()?\d{2,3}(\D{1,12})\d{2,3}(?:\1\d{2,3}(?!\d)){4,}+")
_CODE = re.compile(r"\d{2,3}")
_MORSE = re.compile(r"(?<![.\-\w])[.\-]{1,6}(?:[ /|]{1,5}[.\-]{1,6}(?![.\-\w])){4,}+")
_MORSE_SIGNS = dict(
    zip(
        ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- "
        ".-- -..- -.-- --.. ----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----. .-.-.- "
        "--..-- .--.-. -....- ..--.- ---... -..-. .-.-. -...- ..--.. -.--. -.--.- --.--".split(),
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,@-_:/+=?()Ñ",
        strict=True,
    )
)
_ROT13_WORDS = (" gur ", " naq ", " vf ", " zl ", " sbe ", " bs ", " ry ", " qr ", " yn ", " rf ", " zv ", " dhr ", " pba ")
_ROT13_FORMS = (
    ".pbz", ".arg", ".bet", ".rqh", "@tznvy", "fx-", "tuc_", "NXVN", "NFVN", "NVmn", "rlW", "kbk",
    "fx_yvir", "cnffjbeq", "pbagenfr", "pynir", "tyfn_", "tycng-", "uss_", "us_", "alze_",
)  # fmt: skip


def views(text: str) -> Iterator[View]:
    if any(pattern.search(text) for pattern in (_B64,)):
        yield from _opaque(text, "base64", _base64)
        yield from _opaque(text, "base32", _base32)
        yield from _opaque(text, "hex", _hex)
    yield from _opaque(text, "hex", _hex_pairs)
    if "\n" in text:
        yield from _opaque(text, "base64", _base64_lines)
    yield from _opaque(text, "base64", _base64_groups)
    yield from _opaque(text, "Ascii85", _ascii85)
    yield from _opaque(text, "binary", _bits)
    yield from _opaque(text, "character codes", _codes)
    if " -" in text or " ." in text:
        yield from _opaque(text, "Morse", _morse)
    if _is_rot13(text):
        yield _rot13(text)


def _opaque(text: str, kind: str, edits: Callable[[str], Iterator[Edit]]) -> Iterator[View]:
    return edited(text, kind, edits(text), decoded=True, opaque=True)


def _base64(text: str) -> Iterator[Edit]:
    for match in _B64.finditer(text):
        whole = _from_base64(match[0])
        if whole is not None:
            yield Edit(*match.span(), whole)
            continue
        for piece in re.finditer(r"[A-Za-z0-9+]{11,}+={0,2}", match[0]):
            if len(piece[0]) < len(match[0]) and (read := _from_base64(piece[0])) is not None:
                begin = match.start()
                yield Edit(begin + piece.start(), begin + piece.end(), read)


def _base64_lines(text: str) -> Iterator[Edit]:
    for match in _B64_LINES.finditer(text):
        read = _from_base64(re.sub(r"[^A-Za-z0-9+/_\-]", "", match[0]))
        if read is not None:
            yield Edit(*match.span(), read)


def _base64_groups(text: str) -> Iterator[Edit]:
    for match in _B64_GROUPS.finditer(text):
        read = _from_base64(match[0].replace(" ", ""))
        if read is not None:
            yield Edit(*match.span(), read)


def _from_base64(run: str) -> str | None:
    """Decode ``run``; a long one also from its middle, where a window or a prefix has cut it."""
    plain = run.rstrip("=").replace("-", "+").replace("_", "/")
    starts = range(4 if len(plain) >= 40 else 1)
    return next(filter(None, (_aligned(plain[start:]) for start in starts)), None)


def _aligned(plain: str) -> str | None:
    plain = plain[: len(plain) - (len(plain) % 4 == 1)]
    if not is_hopeful(binascii.a2b_base64(plain[:16] + "=" * (-len(plain[:16]) % 4))):
        return None
    return text_of(binascii.a2b_base64(plain + "=" * (-len(plain) % 4)))


def _base32(text: str) -> Iterator[Edit]:
    for match in _B32.finditer(text):
        plain = match[0].rstrip("=").upper()
        try:
            octets = b32decode(plain + "=" * (-len(plain) % 8))
        except binascii.Error:
            continue
        if (read := text_of(octets)) is not None:
            yield Edit(*match.span(), read)


def _hex(text: str) -> Iterator[Edit]:
    for match in _HEX.finditer(text):
        digits = match[0].lower().removeprefix("0x")
        for start in (0, 1):  # a window may have cut a pair
            whole = digits[start : len(digits) - (len(digits) - start) % 2]
            if found := list(_octets(match, whole)):
                yield from found
                break


def _hex_pairs(text: str) -> Iterator[Edit]:
    for match in _HEX_PAIRS.finditer(text):
        yield from _octets(match, "".join(_PAIR.findall(match[0])))


def _octets(match: re.Match[str], digits: str) -> Iterator[Edit]:
    if not is_hopeful(bytes.fromhex(digits[:16])):
        return
    if (read := text_of(bytes.fromhex(digits))) is not None:
        yield Edit(*match.span(), read)


def _ascii85(text: str) -> Iterator[Edit]:
    if "<~" in text:
        for match in _A85_FRAME.finditer(text):
            yield from _decoded(match.span(), match[1], a85decode)
    for match in _TOKEN.finditer(text):
        run = match[1].rstrip("\"'`).,;") if match[1][-1] in "\"'`)" else match[1]
        if _ODD.search(run[:40]):
            start = match.start(1)
            yield from _decoded((start, start + len(run)), run, a85decode, b85decode)


def _decoded(
    span: tuple[int, int], run: str, *decoders: Callable[[bytes], bytes]
) -> Iterator[Edit]:
    for decode in decoders:
        try:
            if not is_hopeful(decode(run[:5].encode())):
                continue
            read = text_of(decode(run.encode()))
        except ValueError:
            continue
        if read is not None and read.isascii():
            yield Edit(*span, read)
            return


def _bits(text: str) -> Iterator[Edit]:
    for match in _BITS.finditer(text):
        groups = _BIT_RUN.findall(match[0])
        read = text_of(bytes(int(group, 2) for group in groups))
        if read is not None:
            yield Edit(*match.span(), read)


def _codes(text: str) -> Iterator[Edit]:
    for match in _CODES.finditer(text):
        codes = _CODE.findall(match[0])
        for base in (10, 8):
            try:
                read = text_of(bytes(int(code, base) for code in codes))
            except ValueError:
                continue
            if read is not None and read.isascii():
                yield Edit(*match.span(), read)
                break


def _morse(text: str) -> Iterator[Edit]:
    for match in _MORSE.finditer(text):
        words = re.split(r"\s*[/|]\s*|\s{3,}", match[0])
        read = [[_MORSE_SIGNS.get(sign, "") for sign in word.split()] for word in words]
        if all(all(word) for word in read):
            yield Edit(*match.span(), " ".join("".join(word) for word in read))


def _is_rot13(text: str) -> bool:
    if any(form in text for form in _ROT13_FORMS):
        return True
    small = text.lower()
    return sum(word in small for word in _ROT13_WORDS) >= 2


def _rot13(text: str) -> View:
    draft = Draft(text)
    draft.put(encode(text, "rot13"), 0, len(text))
    return draft.view("ROT13", decoded=True, opaque=True)
