"""Values broken up by what surrounds them: tags, comments, folded lines, ``"a" + "b"``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy.rules import CHECKED
from homeport.policies.privacy.views.glance import Glance
from homeport.policies.privacy.views.view import Edit, View, edited

_INLINE = re.compile(
    r"(?>(?:<!\[CDATA\[|\]\]>|<!--(?:[^-]|-(?!->)){0,200}-->|/\*(?:[^*]|\*(?!/)){0,200}\*/"
    r"|</?[A-Za-z][\w:\-]{0,30}(?:\s[^<>]{0,200})?/?>){1,8})"
)
_BLOCK = re.compile(r"</?(?:p|div|td|th|tr|li|br|h\d|table|ul|ol|row|item|field)\b", re.IGNORECASE)
_FOLDED = re.compile(r"\n[ \t](?:(?<=\r..)|(?<=[^\s,;:{}()\[\]>]..)(?=[^\s]))", re.DOTALL)
"""A line that goes on in the next, as in mail headers and vCards (RFC 5322, RFC 6350)."""

_CONTINUED = ("\r", "\\")
"""What may stand between the end of a value and the line's."""

_LONG = 16
"""Characters of what looks like a key, and no word, at the end of a line."""

_BREAK = re.compile(r"\\?\r?\n[ \t]{0,12}(?:[+\-#>|*] ?|// ?)?")
_RIGHT = re.compile(r"[\w@.+/=\-]{1,40}+")
_GLUE = re.compile(
    r"([\"'`])(?<=[\w@.+/=\-].)\s{0,4}(?:\+|\|\||\.|&|\\)?\s{0,40}(?:\+ ?|[rfbu])?\1(?=[\w@.+/=\-])"
)
_PLUS = re.compile(r"([\"'`])\s{0,4}(?:\+|\|\|)\s{0,40}[rfbu]?\1")
_LATEX = re.compile(
    r"[\\{~](?:(?<=\\)(?:[,;:!_\-@.&%$#{}]|text\w{2}\{|hspace\{[^}]{0,12}\}|quad\b)"
    r"|(?<=\{)\}|(?<=\d~)(?=\d))"
)


def views(glance: Glance) -> Iterator[View]:
    text = glance.text
    if "<" in text or "/*" in text:
        yield from edited(text, "markup", _tags(text))
    if "\n" in text:
        yield from edited(text, "folded", _folds(glance), floor=CHECKED)
        if "\r\n " in text or "\r\n\t" in text or "\n " in text:
            yield from edited(text, "unfolded", _unfolded(text), floor=CHECKED)
    if '"' in text or "'" in text:
        yield from edited(text, "concatenated", _plainly(_GLUE, text))
        if '" +' in text or "' +" in text or '"+' in text or "'+" in text or "||" in text:
            yield from edited(text, "concatenated", _plainly(_PLUS, text))
    if "\\" in text or "{}" in text or "~" in text:
        yield from edited(text, "latex", _latex(text))


def _unfolded(text: str) -> Iterator[Edit]:
    for match in _FOLDED.finditer(text):
        start, end = match.span()
        yield Edit(start - (text[start - 1] == "\r"), end, "")


def _folds(glance: Glance) -> Iterator[Edit]:
    """Yield the line breaks inside of what may be one value: digits, an address, a key."""
    text, shape = glance.text, glance.shape
    if not (glance.digits or "@" in text):
        return
    at = text.find("\n")
    mail = "@" in text
    while at >= 0:
        near = max(0, at - 12)
        if not (mail or _ends_a_value(text, at)):
            pass
        elif "0" in shape[near + 1 : at + 20] or "@" in text[near : at + 20]:
            yield from _fold(text, at)
        at = text.find("\n", at + 1)


def _ends_a_value(text: str, at: int) -> bool:
    """Say whether a digit, or a run as long as a key is, stands right before ``at``."""
    sign = text[at - 1 : at]
    if sign.isdigit() or sign in _CONTINUED:
        return True
    return not (sign.isspace() or " " in text[max(0, at - _LONG) : at])


def _fold(text: str, at: int) -> Iterator[Edit]:
    start = at
    while start and text[start - 1] in "\r\\":
        start -= 1
    left = "" if text[start - 1 : start].isspace() else _last(text, start)
    if not left or not (
        left[-1].isdigit() or _is_long(left) or "@" in text[max(0, at - 40) : at + 60]
    ):
        return
    match = _BREAK.match(text, start)
    right = match and _RIGHT.match(text, match.end())
    if match and right and len(left + right[0]) >= 8 and _is_one(left, right[0]):
        yield Edit(start, match.end(), "")


def _is_one(left: str, right: str) -> bool:
    """Say whether two ends look like one number, one address or one key."""
    if left[-1].isdigit() and right[0].isdigit():
        return True
    return "@" in left + right or _is_long(left)


def _is_long(left: str) -> bool:
    return len(left) >= _LONG and any(map(str.isdigit, left))


def _last(text: str, end: int) -> str:
    """Return what stands right before ``end``, up to a space."""
    return "".join(text[max(0, end - 40) : end].rsplit(None, 1)[-1:])


def _tags(text: str) -> Iterator[Edit]:
    for match in _INLINE.finditer(text):
        yield Edit(*match.span(), " " if _BLOCK.search(match[0]) else "")


def _plainly(pattern: re.Pattern[str], text: str) -> Iterator[Edit]:
    for match in pattern.finditer(text):
        yield Edit(*match.span(), "")


def _latex(text: str) -> Iterator[Edit]:
    for match in _LATEX.finditer(text):
        sign = match[0]
        if len(sign) == 2 and sign[0] == "\\" and sign[1] in "_-@.&%$#{}":
            yield Edit(*match.span(), sign[1])
        else:
            yield Edit(
                *match.span(), " " if sign[0] in "~\\" and not sign.startswith("\\text") else ""
            )
