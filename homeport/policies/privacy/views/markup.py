"""Values broken up by what surrounds them in a file: tags, comments, folded lines, ``"a" + "b"``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from homeport.policies.privacy.views.view import Edit, View, edited

_INLINE = re.compile(
    r"(?:<!\[CDATA\[|\]\]>|<!--(?:[^-]|-(?!->)){0,200}-->|/\*(?:[^*]|\*(?!/)){0,200}\*/"
    r"|</?[A-Za-z][\w:\-]{0,30}(?:\s[^<>]{0,200})?/?>){1,8}+"
)
_BLOCK = re.compile(r"</?(?:p|div|td|th|tr|li|br|h\d|table|ul|ol|row|item|field)\b", re.IGNORECASE)
_FOLD = re.compile(r"(?<=[\w@.+/=\-])\\?\r?\n(?:[ \t]|[+\-#>|*] ?|// ?)(?=[\w@.+/=\-])")
_WRAP = re.compile(r"(?<=[\w@.+/=])(?:\\|-)?\r?\n[ \t]{0,12}(?:[+\-#>|*] ?|// ?)?(?=[\w@.+/=])")
_GLUE = re.compile(
    r"(?<=[\w@.+/=\-: ])([\"'`])\s{0,4}(?:\+|\|\||\.|&|,|\\)?\s{0,40}(?:\+ ?|[rfbu])?\1(?=[\w@.+/=\- ])"
)
_LATEX = re.compile(r"\\(?:[,;:!_\-@.&%$#{}]|text\w{2}\{|hspace\{[^}]{0,12}\}|quad\b)|\{\}|(?<=\d)~(?=\d)")
_BROKEN = re.compile(r"[\w@.+/=\-]\\?\r?\n(?:[ \t]|[+\-#>|*]|// ?)[\w@.+/=\-]")
_SOLID = re.compile(r"[\w@.\-+/=]{6,}+(?:\\|-)?\r?\n[ \t]{0,12}(?:[+\-#>|*] ?|// ?)?[\w@.\-+/=]{3}")


def views(text: str) -> Iterator[View]:
    if "<" in text and ">" in text or "/*" in text:
        yield from edited(text, "markup", _tags(text))
    if "\n" in text:
        if _BROKEN.search(text):
            yield from edited(text, "folded", _plainly(_FOLD, text), floor=0.95)
        if _SOLID.search(text):
            yield from edited(text, "folded", _plainly(_WRAP, text), floor=0.95)
    if '"' in text or "'" in text:
        yield from edited(text, "concatenated", _plainly(_GLUE, text))
    if "\\" in text or "{}" in text or "~" in text:
        yield from edited(text, "latex", _latex(text))


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
            yield Edit(*match.span(), " " if sign[0] in "~\\" and not sign.startswith("\\text") else "")
