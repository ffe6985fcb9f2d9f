"""Values that no one reads without a decoder: base64, base32, Ascii85, hex, codes, Morse, ROT13."""

from __future__ import annotations

import binascii
import re
from base64 import b32decode
from codecs import encode
from collections.abc import Callable, Iterator

from homeport.policies.privacy.views.ascii85 import ascii85, framed, may_be_85
from homeport.policies.privacy.views.glance import Glance, Run
from homeport.policies.privacy.views.octets import is_hopeful, text_of
from homeport.policies.privacy.views.view import Draft, Edit, View, edited

_SHORTEST = 11
"""Characters of the shortest run worth decoding: eight digits in base64 without padding."""

_B64 = re.compile(r"[A-Za-z0-9+/_\-]{11,}+={0,2}")
_B64_PLAIN = re.compile(r"[A-Za-z0-9+]{11,}+={0,2}")
_B64_LINES = re.compile(
    r"[A-Za-z0-9+/_\-]{4,}+(?>(?:\r?\n[ \t>|#*]{0,8}[A-Za-z0-9+/_\-]{1,}+){1,})={0,2}"
)
_SHORTEST_LINE = 12
_B64_LINE = re.compile(r"[A-Za-z0-9+/_\-]{12,}+")
_URL_SAFE = str.maketrans("-_", "+/")
_CUT = 40
"""Characters of the shortest run that may be the rest of one that was cut."""

_LINE_ENDS = frozenset("\r\n")
_B64_GROUPS = re.compile(
    r"(?<!\S)[A-Za-z0-9+/]{4,8}(?>(?: [A-Za-z0-9+/]{4,8}(?![^\s=])){2,})"
    r"(?: [A-Za-z0-9+/]{1,8})?={0,2}"
)
_B32 = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z2-7]{12,}+|[a-z2-7]{12,}+)={0,6}(?![A-Za-z0-9])")
_HEX = re.compile(r"(?<![A-Za-z0-9])(?:0[xX])?[0-9A-Fa-f]{12,}+(?![A-Za-z0-9])")
_HEX_PAIRS = re.compile(
    r"(?<![A-Za-z0-9])(?:0x|\\x)?[0-9A-Fa-f]{2}"
    r"(?>(?:(?:[ :,;\-]{1,2}|\r?\n)?(?:0x|\\x)[0-9A-Fa-f]{2}"
    r"|(?:[ :,;\-]|, )[0-9A-Fa-f]{2}(?![A-Za-z0-9])){5,})"
)
_PAIR = re.compile(r"(?:0x|\\x)?([0-9A-Fa-f]{2})")
_BITS = re.compile(r"(?<![\w.])(?>(?:(?:0b)?[01]{7,8}(?![2-9A-Za-z.])[\s,_\-|]{0,2}){4,})")
_BIT_RUN = re.compile(r"[01]{7,8}")
_CODES = re.compile(r"\d(?<![\w.].)\d{1,2}(\D{1,12})\d{2,3}(?>(?:\1\d{2,3}(?!\d)){4,})")
_CODE = re.compile(r"\d{2,3}")
_MORSE = re.compile(r"(?<![.\-\w])[.\-]{1,6}(?>(?:[ /|]{1,5}[.\-]{1,6}(?![.\-\w])){4,})")
_GROUPS = (".xxxx.xxxx.xxxx.xxxx.", ".xxxxxxxx.xxxxxxxx.xxxxxxxx.")
_DOTS = (". -", "- .")
_PAIRS = (
    ".xx.xx.xx.xx.xx.xx.", ".xx..xx..xx..xx..xx.",
)  # fmt: skip
_CODE_RUNS = ("00.00.00.0", "00..00..00", "000.000.000", "000.00.", "00.000.", "000..000..")
_SOME_CODES = re.compile(r"\d\d(\D{1,12})\d{2,3}\1\d{2,3}\1\d{2,3}")
_MORSE_SIGNS = dict(
    zip(
        ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- "
        ".-- -..- -.-- --.. ----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----. .-.-.- "
        "--..-- .--.-. -....- ..--.- ---... -..-. .-.-. -...- ..--.. -.--. -.--.- --.--".split(),
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,@-_:/+=?()Ñ",
        strict=True,
    )
)
_PLAIN_WORDS = frozenset(
    """the and is my of to in for at on with you are this that de la el es mi en un una por que con
    los las y se no""".split()
)
_ROT13_WORDS = frozenset(encode(word, "rot13") for word in _PLAIN_WORDS) - _PLAIN_WORDS
_ROT13_OCTETS = frozenset(word.encode() for word in _ROT13_WORDS)
_ROT13_FORMS = (
    (".pbz", b"pbz"), (".arg", b"arg"), (".bet", b"bet"), ("@tznvy", b"tznvy"), ("fx-", b"fx"),
    ("tuc_", b"tuc"), ("NXVN", b"nxvn"), ("rlWu", b"rlwu"), ("kbko", b"kbko"),
    ("cnffj", b"cnffj"), ("pbagenfr", b"pbagenfr"), ("fx_yvir", b"yvir"), ("NVmn", b"nvmn"),
)  # fmt: skip
"""How addresses and keys look in ROT13, each with the letters without which it is nowhere."""


def views(glance: Glance) -> Iterator[View]:
    """Yield what each decoder reads; those of one run look only at dense runs of characters."""
    text, words = glance.text, glance.words
    if glance.dense:
        yield from _runs(glance)
    if "<~" in text:
        yield from _opaque(text, "Ascii85", framed)
    if any(map(words.__contains__, _GROUPS)):
        yield from _opaque(text, "base64", _base64_groups)
    if glance.digits >= 6:
        yield from _numeric(glance)
    if "." * 12 in words and any(signs in text for signs in _DOTS):
        yield from _opaque(text, "Morse", _morse)
    if _is_rot13(glance):
        yield _rot13(text)


def _numeric(glance: Glance) -> Iterator[View]:
    text = glance.text
    if "0000000" in glance.shape and _BIT_RUN.search(text):
        yield from _opaque(text, "binary", _bits)
    if glance.digits >= 10 and _has_codes(glance) and _SOME_CODES.search(text):
        yield from _opaque(text, "character codes", _codes)
    if "0x" in text or "\\x" in text or any(pairs in glance.words for pairs in _PAIRS):
        yield from _opaque(text, "hex", _hex_pairs)


def _has_codes(glance: Glance) -> bool:
    return (
        "chr(" in glance.small
        or "code(" in glance.small
        or any(run in glance.shape for run in _CODE_RUNS)
    )


def _runs(glance: Glance) -> Iterator[View]:
    """Yield a view for each way in which runs without a space can be encoded."""
    text = glance.text
    found: dict[str, list[Edit]] = {}
    for run in glance.coded:
        if _B64.search(run.text):  # the other alphabets are part of this one
            for kind, edits in _RUN_DECODERS:
                found.setdefault(kind, []).extend(edits(run))
    for kind, edits_found in found.items():
        yield from edited(text, kind, edits_found, decoded=True, opaque=True)
    framed = (edit for run in glance.dense if may_be_85(run.text) for edit in ascii85(run))
    yield from edited(text, "Ascii85", framed, decoded=True, opaque=True)
    if any(_is_cut(text, run) for run in glance.coded):
        yield from _opaque(text, "base64", _base64_lines)


def _opaque(text: str, kind: str, edits: Callable[[str], Iterator[Edit]]) -> Iterator[View]:
    return edited(text, kind, edits(text), decoded=True, opaque=True)


def _base64(run: Run) -> Iterator[Edit]:
    for match in _B64.finditer(run.text):
        whole = _from_base64(match[0])
        if whole is not None:
            yield _at(run, match, whole)
            continue
        for piece in _B64_PLAIN.finditer(run.text, *match.span()):
            if len(piece[0]) < len(match[0]) and (read := _from_base64(piece[0])) is not None:
                yield _at(run, piece, read)


def _is_cut(text: str, run: Run) -> bool:
    """Say whether a run may go on in the next line."""
    end = run.start + len(run.text)
    if len(run.text) < _SHORTEST_LINE:
        return False
    return text[end : end + 1] in _LINE_ENDS and _B64_LINE.fullmatch(run.text) is not None


def _at(run: Run, match: re.Match[str], read: str) -> Edit:
    return Edit(run.start + match.start(), run.start + match.end(), read)


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
    plain = run.rstrip("=").translate(_URL_SAFE)
    if (read := _aligned(plain)) is not None or len(plain) < _CUT:
        return read
    return next(filter(None, (_aligned(plain[start:]) for start in (1, 2, 3))), None)


def _aligned(plain: str) -> str | None:
    plain = plain[: len(plain) - (len(plain) % 4 == 1)]
    if not is_hopeful(binascii.a2b_base64(plain[:16] + "=" * (-len(plain[:16]) % 4))):
        return None
    return text_of(binascii.a2b_base64(plain + "=" * (-len(plain) % 4)))


def _base32(run: Run) -> Iterator[Edit]:
    if not (run.text.isupper() or run.text.islower()):
        return
    for match in _B32.finditer(run.text):
        plain = match[0].rstrip("=").upper()
        try:
            octets = b32decode(plain + "=" * (-len(plain) % 8))
        except binascii.Error:
            continue
        if (read := text_of(octets)) is not None:
            yield _at(run, match, read)


def _hex(run: Run) -> Iterator[Edit]:
    for match in _HEX.finditer(run.text):
        digits = match[0].lower().removeprefix("0x")
        for start in (0, 1):  # a window may have cut a pair
            whole = digits[start : len(digits) - (len(digits) - start) % 2]
            if (read := _from_hex(whole)) is not None:
                yield _at(run, match, read)
                break


def _hex_pairs(text: str) -> Iterator[Edit]:
    for match in _HEX_PAIRS.finditer(text):
        if (read := _from_hex("".join(_PAIR.findall(match[0])))) is not None:
            yield Edit(*match.span(), read)


def _from_hex(digits: str) -> str | None:
    if not is_hopeful(bytes.fromhex(digits[:16])):
        return None
    return text_of(bytes.fromhex(digits))


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


def _is_rot13(glance: Glance) -> bool:
    bag = glance.lowered.bag
    if any(letters in bag and form in glance.text for form, letters in _ROT13_FORMS):
        return True
    if glance.lowered.vocabulary.isdisjoint(_ROT13_OCTETS):
        return False
    said = len(glance.vocabulary & _ROT13_WORDS)
    return said > len(glance.vocabulary & _PLAIN_WORDS)


def _rot13(text: str) -> View:
    draft = Draft(text)
    draft.put(encode(text, "rot13"), 0, len(text))
    return draft.view("ROT13", decoded=True, opaque=True)


_RUN_DECODERS: tuple[tuple[str, Callable[[Run], Iterator[Edit]]], ...] = (
    ("base64", _base64),
    ("base32", _base32),
    ("hex", _hex),
)
