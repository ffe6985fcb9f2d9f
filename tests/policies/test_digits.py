"""The cheap question before the dear ones."""

from __future__ import annotations

import pytest

from homeport.policies.digits import has_digit


@pytest.mark.parametrize(
    ("text", "has"),
    [("", False), ("abc", False), ("a1", True), ("0", True), ("año", False), ("año 2", True),
     ("１", True), ("٣", True), ("²", False)],
)  # fmt: skip
def test_a_digit_of_any_script_is_a_digit(text: str, has: bool) -> None:
    """Full-width and Arabic digits count; a superscript is no decimal digit."""
    assert has is has_digit(text)
