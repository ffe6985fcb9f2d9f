"""JSON Schemas as grammars hold an answer to them: bounded where a small model would never end.

What fits the schema that comes out fits the one that went in. Left as they are, three things
let a small model write for ever: digits of a number, white space, and properties of its own
invention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_Schema = Mapping[str, Any]

_LARGE: Final = 10**15
"""Integers up to here are exact in every JSON reader (2**53 is about 9 * 10**15)."""
_FINE: Final = 1e-9
"""The finest step of a number: nine digits after the point."""

_BOUNDS: Final = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_COMPOUND: Final = ("allOf", "anyOf", "oneOf", "$ref", "if", "not", "dependentSchemas")
_OPEN: Final = ("additionalProperties", "patternProperties", "unevaluatedProperties")
_MAPS: Final = ("properties", "patternProperties", "$defs", "definitions")
_SINGLE: Final = ("items", "additionalProperties", "additionalItems", "contains")
_MANY: Final = ("anyOf", "oneOf", "prefixItems")

SPACING: Final[Mapping[str, Any]] = {
    "whitespace_flexible": False,
    "item_separator": ", ",
    "key_separator": ": ",
}
"""One form of white space, the one that models are trained on (Python's own ``json.dumps``)."""

LENIENT: Final[Mapping[str, Any]] = {**SPACING, "lenient": True, "coerce_one_of": True}
"""For a schema that is a wish: keywords that cannot be enforced are passed over."""

_VALUE: Final[_Schema] = {
    "anyOf": [
        {"type": "object", "additionalProperties": {"$ref": "#/$defs/value"}},
        {"type": "array", "items": {"$ref": "#/$defs/value"}},
        {"type": "string"},
        {"type": "number", "minimum": -_LARGE, "maximum": _LARGE, "multipleOf": _FINE},
        {"type": "boolean"},
        {"type": "null"},
    ]
}

ANY_OBJECT: Final[_Schema] = {
    "type": "object",
    "additionalProperties": {"$ref": "#/$defs/value"},
    "$defs": {"value": _VALUE},
}
"""Any JSON object."""

NO_ARGUMENTS: Final[_Schema] = {"type": "object", "properties": {}, "additionalProperties": False}


def bounded(schema: _Schema) -> dict[str, Any]:
    """Return ``schema`` with bounds where it has none: of numbers, and of the properties of an
    object that names some and says nothing of others."""
    made: dict[str, Any] = _bounded(schema, close="allOf" not in set(_keywords(schema)))
    return made


def unsupported(why: str) -> str:
    """Name the keywords that llguidance's message ``why`` is about, and nothing of the caller's."""
    named = [word for word in re.findall(r"[A-Za-z$]+", why) if word in _KEYWORDS]
    return ", ".join(f"`{word}`" for word in dict.fromkeys(named))


def _bounded(schema: Any, *, close: bool) -> Any:
    if not isinstance(schema, Mapping):
        return schema
    # Alternatives beside properties describe the same object: neither may shut the other's out.
    inner = close and "properties" not in schema
    made = dict(schema)
    for key, value in schema.items():
        if key in _MAPS and isinstance(value, Mapping):
            made[key] = {name: _bounded(child, close=close) for name, child in value.items()}
        elif key in _SINGLE:
            made[key] = _bounded(value, close=close)
        elif key in _MANY and isinstance(value, list):
            made[key] = [_bounded(child, close=inner or key == "prefixItems") for child in value]
    if schema.get("format") in _FORMATS and "pattern" not in schema:
        made["pattern"] = _FORMATS[made.pop("format")]
    return made | _number_bounds(schema) | (_closing(schema) if close else {})


_DATE: Final = (
    "[12][0-9]{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_TIME: Final = (
    r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"
    r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
_FORMATS: Final = {"date": f"^{_DATE}$", "time": f"^{_TIME}$", "date-time": f"^{_DATE}T{_TIME}$"}
"""RFC 3339 without what some readers refuse: the year 0, leap seconds, the 29th of February."""


def _number_bounds(schema: _Schema) -> dict[str, Any]:
    kinds = schema.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if not {"number", "integer"} & set(map(str, kinds)) or "enum" in schema or "const" in schema:
        return {}
    given = [schema[name] for name in _BOUNDS if isinstance(schema.get(name), int | float)]
    if any(abs(bound) >= _LARGE for bound in given):
        return {}
    found: dict[str, Any] = {}
    if "minimum" not in schema and "exclusiveMinimum" not in schema:
        found["minimum"] = -_LARGE
    if "maximum" not in schema and "exclusiveMaximum" not in schema:
        found["maximum"] = _LARGE
    if "number" in kinds and "multipleOf" not in schema:
        found["multipleOf"] = _FINE
    return found


def _closing(schema: _Schema) -> dict[str, Any]:
    told = any(key in schema for key in (*_OPEN, *_COMPOUND))
    return {"additionalProperties": False} if "properties" in schema and not told else {}


def _keywords(schema: Any) -> Iterator[str]:
    stack = [schema]
    while stack:
        value = stack.pop()
        if isinstance(value, Mapping):
            yield from value
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)


_KEYWORDS: Final = frozenset(
    """
    $anchor $dynamicRef $id $ref additionalItems additionalProperties allOf anyOf const contains
    contentEncoding contentMediaType contentSchema dependencies dependentRequired dependentSchemas
    else enum exclusiveMaximum exclusiveMinimum format if items maxContains maxItems maxLength
    maxProperties maximum minContains minItems minLength minProperties minimum multipleOf not oneOf
    pattern patternProperties prefixItems properties propertyNames required then type
    unevaluatedItems unevaluatedProperties uniqueItems
    """.split()
)
