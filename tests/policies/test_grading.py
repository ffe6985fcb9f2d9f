"""Facts about what a program can tell of two answers."""

from __future__ import annotations

from typing import Any

import pytest
from policy_making import call

from homeport.policies.complexity.grading import Grades, graded, number, option
from homeport.types import Call

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "at": {"type": ["integer", "null"]}},
    "required": ["city"],
    "additionalProperties": False,
}
CHOICE = "Which is a planet?\nA) the Moon\nB) Mars\nC) the Sun\nD) Pluto's moon"
SUM = "A train goes 60 km per hour for 3 hours and 20 km per hour for 2 more. How far is that?"


def structured(schema: dict[str, Any] | None) -> Call:
    asked = {"type": "json_schema", "json_schema": {"name": "x", "schema": schema}}
    body = {"response_format": asked if schema else {"type": "json_object"}}
    return call(body=body, needs=frozenset({"chat", "json_schema" if schema else "json_object"}))


@pytest.mark.parametrize(
    ("answer", "fits"),
    [
        ('{"city": "Lima"}', True),
        ('{"city": "Lima", "at": null}', True),
        ('{"city": "Lima", "at": true}', False),
        ('{"city": "Lima", "on": 1}', False),
        ('{"at": 1}', False),
        ('{"city": 1}', False),
        ('["Lima"]', False),
        ("Lima", False),
    ],
)
def test_structure_is_checked_of_each_answer(answer: str, *, fits: bool) -> None:
    """The cloud's as well: it need not be right."""
    assert Grades(fits, cloud_ok=True, by="structure") == graded(
        structured(SCHEMA), answer, '{"city": "Lima"}'
    )


def test_any_object_fits_where_no_schema_is_given() -> None:
    """And nothing else."""
    assert Grades(local_ok=True, cloud_ok=False, by="structure") == graded(
        structured(None), "{}", "[1]"
    )


def test_of_a_schema_that_says_more_nothing_is_said() -> None:
    """A keyword that is not read could forbid anything."""
    assert graded(structured({"type": "object", "minProperties": 1}), "{}", "{}") is None


@pytest.mark.parametrize(
    ("asked", "local", "cloud", "expected"),
    [
        (CHOICE, "The answer is B.", "B) Mars", Grades(True, None, "option")),
        (CHOICE, "C", "**B**", Grades(False, None, "option")),
        (SUM, "60*3 = 180, 180 + 40 = 220 km.", "It is **220**.", Grades(True, None, "number")),
        (SUM, "That makes 1,220 km", "220", Grades(False, None, "number")),
        ("What is the capital of Peru?", "Lima.", "lima", Grades(True, None, "exact")),
        ("What is the capital of Peru?", "Cuzco", "Lima", None),
        ("What is the capital of Peru?", "Lima is the capital of the country", "Lima", None),
    ],
)
def test_closed_answers_are_compared(
    asked: str, local: str, cloud: str, expected: Grades | None
) -> None:
    """The cloud's is taken for right; of words that differ nothing is said."""
    assert expected == graded(call(asked), local, cloud)


@pytest.mark.parametrize(
    ("answer", "letter"),
    [
        ("B", "B"),
        ("(b) no", None),
        ("La respuesta es: C", "C"),
        ("The answer is (D), not A", "D"),
        ("A good question", None),
        ("", None),
    ],
)
def test_an_option_is_what_is_named_as_the_answer(answer: str, letter: str | None) -> None:
    """An article is none."""
    assert letter == option(answer)


@pytest.mark.parametrize(
    ("answer", "value"),
    [("about 1,234.50 in all", 1234.5), ("-3", -3), ("3 of 4", 4), ("none", None), ("x2", None)],
)
def test_a_number_is_the_last_one(answer: str, value: float | None) -> None:
    """What an answer comes to."""
    assert value == number(answer)
