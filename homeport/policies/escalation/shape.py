"""Whether a JSON value has the shape of a schema: types, members, items and choices.

Enough to see that an answer went wrong. What is enforced word for word is enforced while the
answer is written (``backends/schema.py``); keywords other than these let everything pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
}
_DEEPEST: Final = 32


def fits(value: Any, schema: Any, *, depth: int = 0) -> bool:
    """Say whether ``value`` has the shape; what is deeper than 32 levels is not looked at."""
    if not isinstance(schema, Mapping) or depth > _DEEPEST:
        return True
    kinds = schema.get("type", [])
    wanted = kinds if isinstance(kinds, list) else [kinds]
    if wanted and not any(_is(value, kind) for kind in wanted):
        return False
    choices = schema.get("enum")
    if isinstance(choices, list) and value not in choices:
        return False
    if isinstance(value, dict):
        return _members_fit(value, schema, depth + 1)
    if isinstance(value, list):
        return all(fits(item, schema.get("items"), depth=depth + 1) for item in value)
    return True


def _members_fit(value: dict[str, Any], schema: Mapping[str, Any], depth: int) -> bool:
    required, named = schema.get("required"), schema.get("properties")
    known = named if isinstance(named, Mapping) else {}
    if isinstance(required, list) and not all(name in value for name in required):
        return False
    if schema.get("additionalProperties") is False and not value.keys() <= known.keys():
        return False
    return all(fits(held, known.get(name), depth=depth) for name, held in value.items())


def _is(value: Any, kind: Any) -> bool:
    if isinstance(value, bool):
        return kind not in ("number", "integer", "object", "array", "string", "null")
    if kind == "number":
        return isinstance(value, (int, float))
    if kind == "integer":
        return isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return isinstance(value, _TYPES.get(kind, (object,))) if isinstance(kind, str) else True
