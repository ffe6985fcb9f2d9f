"""What is wrong with an answer whatever its subject: empty, a refusal, or not in its form.

The form is what the request fixes (``response_format``, tools) and what its last message says in
words, in English and Spanish. A partial answer is only faulted for what no ending can mend.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from homeport.policies.escalation.shape import fits
from homeport.types import Call

Flaw: TypeAlias = Literal["empty", "refusal", "broken_structure", "broken_constraint"]

_READ: Final = 2_000
"""Characters at the end of the last message in which rules for the answer are looked for."""
_OPENING: Final = 160
"""Characters in which a refusal shows itself."""

_REFUSAL: Final = re.compile(
    r"\W{0,3}(?:(?:i'?m|i am) (?:very |so |really )?sorry|sorry,|i apologi[sz]e|"
    r"(?:as|i'm|i am) an? (?:ai|large language|language) |"
    r"i (?:can(?:'|no)t|am (?:not able|unable)|'m (?:not able|unable)|do(?:n't| not) "
    r"(?:know|have (?:access|enough|the ability)))|unfortunately,? i |"
    r"lo siento|perd[oó]n(?:a|e)?,|no (?:puedo|s[eé]|tengo (?:acceso|informaci[oó]n))|"
    r"como (?:modelo|una? ia|inteligencia)|lamentablemente,? no )",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(
    r"(?:only|just|solo|sólo|solamente|únicamente) (?:with |con )?(?:the |an? |el |un )?(?:final )?"
    r"(?:number|integer|número|entero)|(?:the number|el número) (?:only|alone|solamente|solo)",
    re.IGNORECASE,
)
_YES_NO: Final = re.compile(r"\b(?:yes or no|sí o no|si o no)\b", re.IGNORECASE)
_ONE_WORD: Final = re.compile(
    r"\b(?:one|a single|una(?: sola)?|1) (?:word|palabra)\b", re.IGNORECASE
)
_LETTER: Final = re.compile(
    r"(?:only|just|solo|sólo|solamente) (?:with |con )?(?:the |la )?(?:letter|letra)|"
    r"(?:the letter|la letra) (?:only|alone|solamente|sola)",
    re.IGNORECASE,
)
_JSON: Final = re.compile(
    r"\b(?:(?:as|in|valid|only) json|json (?:only|object|format)|(?:en|como|formato|solo) json)\b",
    re.IGNORECASE,
)
_MOST_WORDS: Final = re.compile(
    r"(?:at most|no more than|(?:in )?(?:fewer|less) than|up to|como máximo|máximo(?: de)?|"
    r"no más de|menos de) (\d{1,5}) (?:words|palabras)",
    re.IGNORECASE,
)
_SAID_YES_NO: Final = re.compile(r"\W{0,3}(?:yes|no|sí|si)\b", re.IGNORECASE)
_SAID_NUMBER: Final = re.compile(
    r"\s{0,4}[$€£-]?\s?\d{1,15}(?:[.,]\d{1,15}){0,5}\s?[%°]?\w{0,12}\W{0,4}"
)
_SAID_LETTER: Final = re.compile(r"\W{0,3}[A-Za-z](?!\w)")
_LABEL: Final = re.compile(
    r"\s{0,4}\**(?:the (?:final )?answer is|answer|la respuesta es|respuesta|result|resultado)"
    r"\**:?\s{0,4}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as far as it has come: its text, the tools that it called, and whether it ended."""

    text: str
    calls: Sequence[tuple[str, str]] = ()
    """Name and arguments of each tool that was called."""
    ended: bool = False
    cut: bool = False
    """True if it ended at its limit of tokens: what is missing is no flaw of the model's."""


def flaw_in(said: Said, call: Call) -> Flaw | None:
    """Return what is wrong with an answer to ``call``; None if nothing is."""
    if said.ended and not said.text.strip() and not said.calls:
        return "empty"
    if _REFUSAL.match(said.text.lstrip()[:_OPENING]):
        return "refusal"
    if said.ended and not said.cut and not _well_formed(said, call):
        return "broken_structure"
    if not said.calls and not all(_kept(said, _asked(call))):
        return "broken_constraint"
    return None


def _well_formed(said: Said, call: Call) -> bool:
    """Say whether structured output and tool arguments can be read and have their shape."""
    tools = _tools(call.body)
    for name, arguments in said.calls:
        if name not in tools or not _reads(arguments, tools[name]):
            return False
    form = _form(call.body)
    return form is None or bool(said.calls) or _reads(said.text, form)


def _reads(text: str, schema: Mapping[str, Any]) -> bool:
    try:
        return fits(json.loads(text), schema)
    except (ValueError, RecursionError):
        return False


def _form(body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the schema of the answer that a request fixes, in either API's way; None without."""
    text = body.get("text")
    wanted = body.get("response_format") or (text.get("format") if isinstance(text, dict) else None)
    if not isinstance(wanted, dict) or wanted.get("type") not in ("json_object", "json_schema"):
        return None
    if wanted["type"] == "json_object":
        return {"type": "object"}
    held = wanted.get("json_schema")
    schema = (held if isinstance(held, dict) else wanted).get("schema")
    return schema if isinstance(schema, dict) else {}


def _tools(body: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    listed = body.get("tools")
    for tool in listed if isinstance(listed, list) else ():
        held = tool.get("function", tool) if isinstance(tool, dict) else None
        if isinstance(held, dict) and isinstance(held.get("name"), str):
            schema = held.get("parameters")
            found[held["name"]] = schema if isinstance(schema, dict) else {}
    return found


def _asked(call: Call) -> str:
    """Return the end of the last thing that the user said."""
    for part in reversed(call.parts):
        if part.role in (None, "user") and part.path.split("[", 1)[0].split(".", 1)[0] in _SAYING:
            return part.text[-_READ:]
    return ""


_SAYING: Final = frozenset({"messages", "input", "prompt"})


def _kept(said: Said, asked: str) -> Iterator[bool]:
    """Yield, for each rule in words, whether the answer keeps it as far as it has come."""
    text = _LABEL.sub("", said.text, count=1).strip()
    words = text.split()
    if said.ended and not said.cut and _NUMBER.search(asked):
        yield bool(_SAID_NUMBER.fullmatch(text))
    if words and _YES_NO.search(asked):
        yield bool(_SAID_YES_NO.match(text)) or (len(words) == 1 and not said.ended)
    if _ONE_WORD.search(asked):
        yield len(words) <= 1
    if len(text) > 1 and _LETTER.search(asked):
        yield bool(_SAID_LETTER.match(text))
    if text and _JSON.search(asked):
        yield text.startswith(("{", "[", "```")) and (
            not said.ended or said.cut or _reads(_unfenced(text), {})
        )
    for most in _MOST_WORDS.findall(asked):
        yield len(words) <= int(most)


def _unfenced(text: str) -> str:
    if not text.startswith("```"):
        return text
    return text.partition("\n")[2].rstrip().removesuffix("```")
