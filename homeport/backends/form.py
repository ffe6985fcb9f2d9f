"""The form that a call asks of its answer: JSON, a schema, a regular expression, a grammar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from homeport.backends.request import mapping
from homeport.backends.schema import ANY_OBJECT
from homeport.errors import BadCall
from homeport.types import Call

_EXTENSIONS: Final[Mapping[str, Literal["regex", "lark"]]] = {
    "guided_regex": "regex",
    "guided_grammar": "lark",
}
"""Fields beyond the API's: a regular expression (Rust's syntax), a Lark grammar."""


@dataclass(frozen=True, slots=True)
class Form:
    """What an answer must be. ``field`` is where the call asks for it.

    A schema that is not ``strict`` is a wish: what cannot be enforced of it is passed over.
    """

    kind: Literal["schema", "regex", "lark"]
    value: Any
    field: str
    strict: bool = True

    @classmethod
    def of(cls, call: Call) -> Form | None:
        """Read ``call``; ``BadCall`` names the field that is wrong."""
        asked = [form for form in (*_extensions(call.body), _format(call)) if form is not None]
        if len(asked) > 1:
            raise BadCall(
                f"{asked[0].field} and {asked[1].field} exclude each other", code="invalid_value"
            )
        return asked[0] if asked else None


def _extensions(body: Mapping[str, Any]) -> list[Form]:
    found = []
    for field, kind in _EXTENSIONS.items():
        value = body.get(field)
        if value is not None and (not isinstance(value, str) or not value):
            raise BadCall(f"{field} must be a text", code="invalid_value")
        if value is not None:
            found.append(Form(kind, value, field))
    return found


def _format(call: Call) -> Form | None:
    """Read ``response_format`` of a chat, or ``text.format`` of a response."""
    field, value = "response_format", call.body.get("response_format")
    if call.endpoint == "responses":
        text = call.body.get("text")
        field, value = "text.format", None if text is None else mapping(text, "text").get("format")
    if call.endpoint == "completions" or value is None:
        return None
    kind = mapping(value, field).get("type")
    if kind == "text":
        return None
    if kind == "json_object":
        return Form("schema", ANY_OBJECT, field)
    if kind == "json_schema":
        return _schema(value.get("json_schema", value), field)
    raise BadCall(f"{field}.type must be text, json_object or json_schema", code="invalid_value")


def _schema(holder: Any, field: str) -> Form:
    asked = mapping(holder, f"{field}.json_schema")
    schema = asked.get("schema")
    if not isinstance(schema, dict):
        raise BadCall(f"{field} has no schema, which must be an object", code="invalid_value")
    return Form("schema", schema, field, strict=asked.get("strict") is True)
