"""What is safe to show: masked findings, harmless text, wrapped columns."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from homeport.router.cli.column import Column
from homeport.router.cli.terminal import masked, printable, shortened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4111 1111 1111 1111", "411• •••• •••• •111"),
        ("ana@acme.es", "an•@••••.es"),
        ("1234", "••••"),
        ("", ""),
        ("a\nb\nc\nd", "a • • d"),
    ],
)
def test_a_mask_leaves_a_few_characters_of_each_edge(text: str, expected: str) -> None:
    """Enough to recognise it, too little to use it."""
    assert expected == masked(text)


@given(st.text(max_size=200))
def test_a_mask_shows_at_most_six_letters_or_digits(text: str) -> None:
    """However long the secret is."""
    assert sum(character.isalnum() for character in masked(text)) <= 6
    assert len(masked(text)) <= 40


@given(st.text())
def test_printable_text_cannot_steer_a_terminal(text: str) -> None:
    """No escape, no control but line feed and tab, no lone surrogate."""
    shown = printable(text)

    shown.encode()
    assert not any(c < " " and c not in "\n\t" for c in shown)
    assert "\x7f" not in shown
    assert "\x9b" not in shown


@given(st.text(), st.integers(min_value=2, max_value=50))
def test_shortened_text_is_one_line_of_that_width(text: str, width: int) -> None:
    """What was cut ends with an ellipsis."""
    line = shortened(text, width)

    assert len(line) <= width
    assert "\n" not in line


def columned(pieces: list[str], width: int = 40) -> list[str]:
    screen = io.StringIO()
    column = Column(Console(file=screen, width=width), style="")
    for piece in pieces:
        column.write(piece)
    column.end()
    return screen.getvalue().splitlines()


def test_a_column_wraps_at_words_wherever_the_pieces_break() -> None:
    """Tokens break in the middle of words; lines do not."""
    lines = columned(["The quick bro", "wn fox jum", "ps over the la", "zy dog again and again"])

    assert lines == ["  │ The quick brown fox jumps over the", "  │ lazy dog again and again"]


def test_a_column_keeps_the_indentation_of_code() -> None:
    """Even if it comes in several pieces."""
    lines = columned(["def f():\n", "   ", " return 1\n\n\nend"])

    assert lines == ["  │ def f():", "  │     return 1", "  │ end"]


@given(st.lists(st.text(max_size=30), max_size=8))
def test_a_column_is_never_wider_than_its_console(pieces: list[str]) -> None:
    """Whatever is written: words without end, wide characters, controls."""
    assert all(cell_len(line) <= 40 for line in columned(pieces))


def test_a_column_loses_no_character() -> None:
    """A word longer than a line goes on in the next."""
    word = "x" * 100

    assert "".join(line.removeprefix("  │ ") for line in columned([word])) == word
