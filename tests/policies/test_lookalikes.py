"""Examples of documentation and tests are recognised by their shape."""

from __future__ import annotations

import time

import pytest

from homeport.policies.privacy.lookalikes import lookalikes


@pytest.mark.parametrize(
    "value",
    [
        "jrxbybwm@example.com",
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_EXAMPLENOTAREALGITHUBTOKEN0000000000",
        "xoxb-00000-00000-EXAMPLENOTAREALTOKEN",
        "4111 1111 1111 1111",
        "912-34-5678",
        "202-555-0142",
        "+1 (202) 555-0142",
    ],
)
def test_what_looks_private_is_found_whole(value: str) -> None:
    """Whether or not it is anybody's."""
    text = f"See {value}, please."

    assert [value] == [text[span.start : span.end] for span in lookalikes(text)]


@pytest.mark.parametrize(
    "text", ["a@b", "1234 5678 9012 3456", "version 1.2.3-4", "2024-05-06", "1,000,000", "x" * 99]
)
def test_what_does_not_is_left(text: str) -> None:
    """Numbers without a card's check digit, dates, versions."""
    assert [] == list(lookalikes(text))


@pytest.mark.parametrize("piece", ["a.", "a@", "1-", "1 ", "sk-", "a@a.", "+1 (", "AKIA"])
def test_hostile_texts_take_no_time(piece: str) -> None:
    """200 kB in less than two seconds."""
    started = time.monotonic()
    list(lookalikes(piece * (200_000 // len(piece))))

    assert time.monotonic() - started < 2
