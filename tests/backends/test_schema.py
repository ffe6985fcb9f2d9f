"""Schemas are bounded so that what fits them still fits the schema that was asked for."""

from __future__ import annotations

from typing import Any

import pytest

from homeport.backends.schema import bounded, unsupported


def test_an_object_that_names_its_properties_gets_no_others() -> None:
    """Nor do the objects in it; one that says something of others keeps its word."""
    inner = {"type": "object", "properties": {"b": {}}, "additionalProperties": True}
    made = bounded({"type": "object", "properties": {"a": inner}})

    assert made["additionalProperties"] is False
    assert made["properties"]["a"]["additionalProperties"] is True


@pytest.mark.parametrize(
    "schema",
    [
        {"allOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]},
        {"properties": {"a": {}}, "anyOf": [{"properties": {"b": {}}}]},
        {"properties": {"a": {}}, "patternProperties": {"^x": {}}},
        {"type": "object"},
    ],
)
def test_objects_that_others_complete_stay_open(schema: dict[str, Any]) -> None:
    """Closing one part would shut out what another part asks for."""
    assert schema == bounded(schema)


def test_numbers_have_an_end() -> None:
    """In size and in digits; what the schema says itself stands."""
    free, positive, listed = (
        bounded({"type": "number", **more}) for more in ({}, {"minimum": 0}, {"enum": [1.5]})
    )

    assert {"minimum", "maximum", "multipleOf"} <= free.keys()
    assert 0 == positive["minimum"]
    assert {"type": "number", "enum": [1.5]} == listed


def test_dates_are_dates_of_a_calendar() -> None:
    """The 31st of April and a minute of 61 seconds are strings that fit no date."""
    import re

    pattern = bounded({"type": "string", "format": "date-time"})["pattern"]

    assert re.search(pattern, "2024-04-30T23:59:59Z")
    assert not re.search(pattern, "2024-04-31T23:59:59Z")
    assert not re.search(pattern, "2024-04-30T23:59:60Z")


def test_only_keywords_are_named() -> None:
    """A message about a schema never quotes the schema."""
    why = 'Unimplemented keys: ["uniqueItems"] in "my secret"'

    assert "`uniqueItems`" == unsupported(why)
