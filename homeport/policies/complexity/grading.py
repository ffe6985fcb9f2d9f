"""Whether two answers to one call are good, as far as a program can tell.

Structure is checked of each answer by itself. Closed answers (an option, a number, a word) are
compared: the cloud's is taken for right, so that a local answer which agrees with it is good and
one that does not is not. Of all else nothing is said: that is for a judge.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from homeport.policies.complexity.features import measure
from homeport.policies.complexity.tasks import task_of
from homeport.types import Call

Check: TypeAlias = Literal["structure", "option", "number", "exact", "judge"]

_SHORT: Final = 6  # words: two short answers that are the same agree
_NUMBER: Final = re.compile(r"(?<![\w.])[-+]?\d{1,20}(?:[ ,]\d{3}){0,6}(?:\.\d{1,12})?(?![\d])")
_TOLD: Final = re.compile(
    r"\b(?:answer|option|choice|respuesta|opci[oó]n|r[ée]ponse)\b[^\w\n]{0,8}(?:is|es|est)?"
    r"[^\w\n]{0,8}([A-J])\b",
    re.IGNORECASE,
)
_FIRST: Final = re.compile(r"\W{0,8}([A-J])(?:[).:,\n*]|\W{0,4}\Z)")
_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
_READ: Final = frozenset(
    "type properties required items enum const additionalProperties title description $schema "
    "default examples".split()
)
"""The keywords of JSON Schema that are checked or say nothing; of others nothing is said."""


@dataclass(frozen=True, slots=True)
class Grades:
    """Whether the local and the cloud's answer are good (None: not known), and who says so."""

    local_ok: bool | None
    cloud_ok: bool | None
    by: Check


def graded(call: Call, local: str, cloud: str) -> Grades | None:
    """Grade two answers to ``call``; None if no program can."""
    if call.needs & {"json_object", "json_schema"}:
        schema = _schema(call.body)
        mine, theirs = _fits(local, schema), _fits(cloud, schema)
        return None if mine is None or theirs is None else Grades(mine, theirs, "structure")
    kind: tuple[tuple[Check, Callable[[str], Any]], ...] = (("exact", _plain),)
    task = task_of(measure(call))
    if task == "choice":
        kind = (("option", option), *kind)
    if task in {"mathematics", "word_problem"}:
        kind = (("number", number), *kind)
    for name, read in kind:
        here, there = read(local), read(cloud)
        if here is not None and there is not None and (name != "exact" or here == there):
            return Grades(local_ok=here == there, cloud_ok=None, by=name)
    return None


def option(answer: str) -> str | None:
    """Return the letter that an answer chooses: the last it names as such, or its first word."""
    told = _TOLD.findall(answer)
    first = _FIRST.match(answer)
    return told[-1].upper() if told else first[1] if first else None


def number(answer: str) -> float | None:
    """Return the last number of an answer: what it comes to, not what it is made of."""
    found = _NUMBER.findall(answer)
    if not found:
        return None
    value = float(re.sub(r"[ ,]", "", found[-1]))
    return float(f"{value:.9g}") if math.isfinite(value) else None


def _plain(answer: str) -> str | None:
    """Return a short answer without case and marks; None of a long one or of nothing."""
    words = re.findall(r"\w+", answer.casefold())
    return " ".join(words) if 0 < len(words) <= _SHORT else None


def _schema(body: Mapping[str, Any]) -> Any:
    """Return the JSON Schema that a call asks for; an empty one for any JSON object."""
    asked = body.get("response_format") or (body.get("text") or {}).get("format") or {}
    named = asked.get("json_schema") or asked
    schema = named.get("schema") if isinstance(named, dict) else None
    return schema if isinstance(schema, dict) else {"type": "object"}


def _fits(answer: str, schema: Any) -> bool | None:
    """Say whether an answer is JSON that fits; None if the schema says more than is read here."""
    if not all(keyword in _READ for part in _parts(schema) for keyword in part):
        return None
    try:
        return _valid(json.loads(answer), schema)
    except (ValueError, RecursionError):
        return False


def _parts(schema: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        named = schema.get("properties")
        inner = named.values() if isinstance(named, dict) else ()
        for part in (*inner, schema.get("items")):
            yield from _parts(part)


def _valid(value: Any, schema: Any) -> bool:
    if not isinstance(schema, dict):
        return True
    if not _of_type(value, schema.get("type")):
        return False
    if value not in schema.get("enum", [value]) or value != schema.get("const", value):
        return False
    if isinstance(value, list):
        return all(_valid(item, schema.get("items")) for item in value)
    return not isinstance(value, dict) or _valid_object(value, schema)


def _valid_object(value: Mapping[str, Any], schema: Mapping[str, Any]) -> bool:
    known = schema.get("properties", {})
    if schema.get("additionalProperties") is False and not value.keys() <= known.keys():
        return False
    if not value.keys() >= set(schema.get("required", ())):
        return False
    return all(_valid(item, known.get(name)) for name, item in value.items())


def _of_type(value: Any, wanted: Any) -> bool:
    names = wanted if isinstance(wanted, list) else [wanted] if isinstance(wanted, str) else []
    if isinstance(value, bool):
        return not names or "boolean" in names
    return not names or any(isinstance(value, _TYPES.get(name, (object,))) for name in names)
