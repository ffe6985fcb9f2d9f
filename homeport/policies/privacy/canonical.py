"""The canonical text: what a reader would take a text for, in plain characters.

Invisible characters go, look-alikes become what they look like, digits of every script become
ASCII digits, spaces and dashes of every kind the plain ones. Plain text costs one search.

Sources: Unicode (general categories, NFKC, digit values), UTS #39 for the letters of other
scripts that are drawn like Latin ones, ECMA-48 for terminal control sequences.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from homeport.policies.privacy.views.view import Draft, Edit, View, edited

_CONTROLS = "".join(map(chr, (*range(9), 11, 12, *range(14, 32), 127)))
"""ASCII control characters other than tab, line feed and carriage return."""

_ANSI = r"\x1b(?:\[[0-?]{0,30}[ -/]{0,4}[@-~]|\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)|[@-Z\\^_])"
_INDIC = "".join(f"\\u{start:04x}-\\u{start + 9:04x}" for start in range(0x966, 0xD67, 0x80))
_MARKS = r"\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f"
_UNUSUAL = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\xb2\xb3\xb9\xbc-\xbe"
    r"\u02b0-\u036f\u0660-\u0669\u06d4\u06f0-\u06f9\u061c\u07c0-\u07c9\u115f\u1160"
    r"\u1680\u17b4\u17b5\u17e0-\u17e9\u180b-\u180f\u1810-\u1819\u1d00-\u1dff"
    r"\u2000-\u2021\u2023-\u206f\u2070-\u209f\u20d0-\u2121\u2123-\u218b\u2212\u2215\u2216\u2236"
    r"\u223c\u2460-\u24ff\u2776-\u2793\u2795\u2796\u2800\u29f5\u29f8"
    r"\u3000\u3002\u3164\u3200-\u33ff\ua789\ufb00-\ufb06"
    r"\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe6f\ufeff-\uffff"
    r"\u0e50-\u0e59\u0ed0-\u0ed9\u0f20-\u0f29\u1040-\u1049\u1090-\u1099\u19d0-\u19d9"
    r"\u1a80-\u1a99\u1b50-\u1b59\u1bb0-\u1bb9\u1c40-\u1c49\u1c50-\u1c59\ua620-\ua629"
    r"\ua8d0-\ua8d9\ua900-\ua909\ua9d0-\ua9d9\uaa50-\uaa59\uabf0-\uabf9"
    r"\U000104a0-\U000104a9\U00011066-\U0001106f\U0001d173-\U0001d17a\U0001d400-\U0001d7ff"
    r"\U0001e950-\U0001e959\U0001f100-\U0001f1ff\U0001fbf0-\U0001fbf9\U000e0000-\U000e0fff"
) + _INDIC
_CHANGE = re.compile(f"{_ANSI}|[A-Za-z0-9][{_MARKS}]+|[{_UNUSUAL}]+")

_FOREIGN = re.compile("[\u0131\u0251\u0261\u0370-\u052f\u0531-\u058f]")
"""Where letters that are drawn like Latin ones are: Greek, Cyrillic, Armenian, a few others."""

_WORD = re.compile(r"[^\W_]+")
_MAIL = re.compile(r"[@]|[.\-_+][A-Za-z0-9@]")

_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХҮԌԚԜаесорѕіјхуһԁԛԝүӏпгкмтвн"
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳοαινρυτκχγϲεıɡɑՕՏՍօոսցհ",
    "ABESIJKMHOPCTYXYGQWaecopsijxyhdqwylnrkmtbh"
    "ABEZHIKMNOPTYXCjoaivputkxyceigaOSUonugh",
)  # fmt: skip
_PLAIN = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2796\ufe58\ufe63", "-"),
    **dict.fromkeys("\u02bb\u02bc\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u2036", '"'),
    **dict.fromkeys("\u2024\u2027\u3002\uff61\u06d4", "."),
    **dict.fromkeys("\u2044\u2215\u29f8", "/"),
    **dict.fromkeys("\u2216\u29f5", "\\"),
    **dict.fromkeys("\x0b\x0c\x85\u2028\u2029", "\n"),
    **dict.fromkeys("\u2236\ua789", ":"),
    **dict.fromkeys("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffc\ufffd", ""),
    "\u223c": "~",
    "\u2795": "+",
    "\u2800": " ",
    **dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "ABCDEFGHIJKLMNOPRSTUVWYZ", strict=True)),
}
_NOT_SHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"})
_LETTERS_IN_BOXES = (0x1F150, 0x1F170, 0x1F1E6)


def canonical(text: str) -> tuple[View, ...]:
    """Return the views that lead from ``text`` to its canonical text; none if it is canonical.

    Takes linear time. Only characters change, never their order.
    """
    views: tuple[View, ...] = ()
    if _is_unusual(text):
        views = (_plain(text),)
        text = views[0].text
    if not text.isascii() and _FOREIGN.search(text):
        views += tuple(edited(text, "look-alike", _look_alikes(text), whole=True))
    return views


def _is_unusual(text: str) -> bool:
    if text.isascii():  # a few searches for one character are ten times faster than one for any
        return any(map(text.__contains__, _CONTROLS))
    return _CHANGE.search(text) is not None


def _plain(text: str) -> View:
    draft, done = Draft(text), 0
    for match in _CHANGE.finditer(text):
        start, end = match.span()
        draft.keep(done, start)
        done = end
        if text[start] == "\x1b" and end - start > 1:
            continue
        if text[start].isascii() and text[start].isalnum():
            draft.put(_composed(match[0]), start, end)
        else:
            _put_each(draft, match[0], start)
    draft.keep(done, len(text))
    return draft.view("canonical")


def _composed(written: str) -> str:
    """Return a letter with its accent as one character, and without marks that it never has."""
    composed = unicodedata.normalize("NFC", written[:2])
    return composed if len(composed) == 1 else written[0]


def _put_each(draft: Draft, run: str, start: int) -> None:
    read = [_shown(sign) for sign in run]
    if all(len(sign) == 1 for sign in read):
        draft.put("".join(read), start, start + len(run))
        return
    for place, sign in enumerate(read, start):
        draft.put(sign, place, place + 1)


@lru_cache(maxsize=4096)
def _shown(sign: str) -> str:
    """Return the plain characters that ``sign`` looks like; nothing if it is not shown."""
    if sign in _PLAIN:
        return _PLAIN[sign]
    digit = unicodedata.digit(sign, None)
    if digit is not None:
        return str(digit)
    code = ord(sign)
    for first in _LETTERS_IN_BOXES:
        if first <= code < first + 26:
            return chr(ord("A") + code - first)
    if unicodedata.category(sign) in _NOT_SHOWN:
        return ""
    read = unicodedata.normalize("NFKC", sign)
    return "".join(_PLAIN.get(character, character) for character in read)


def _look_alikes(text: str) -> Iterator[Edit]:
    """Yield the words of mixed scripts in Latin letters; words of one script stay as they are."""
    for word in _WORD.finditer(text):
        if word[0].isascii() or not _FOREIGN.search(word[0]):
            continue
        latin = word[0].translate(_ALIKE)
        if latin != word[0] and _is_disguised(text, word, latin):
            yield Edit(*word.span(), latin)


def _is_disguised(text: str, word: re.Match[str], latin: str) -> bool:
    """Say whether a Latin word is meant: Latin letters or digits stand in it or are tied to it."""
    if any(sign.isascii() for sign in word[0]):
        return True
    before = text[max(0, word.start() - 2) : word.start()][::-1]
    tied = _MAIL.match(before) or _MAIL.match(text, word.end())
    return latin.isascii() and tied is not None
