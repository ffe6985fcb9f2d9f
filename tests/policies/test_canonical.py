"""The canonical text: plain characters, and the way back to the text as sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeport.policies.privacy import PrivacyScorer, Terms
from homeport.policies.privacy.canonical import canonical
from homeport.types import Call, Level, Part


def read(text: str) -> str:
    views = canonical(text)
    return views[-1].text if views else text


def source(text: str, start: int, end: int) -> str:
    """Return what of ``text`` stands behind a stretch of its canonical text."""
    for view in reversed(canonical(text)):
        start, end = view.origin(start, end)
    return text[start:end]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("4\u200b1\u200d1\xad1", "4111"),
        ("4\x001\x1b[31m1\x1b[0m1", "4111"),
        ("4\ud8001\ufffe11", "4111"),
        ("4\ufe0f\u20e31\ufe0f\u20e3", "41"),
        ("4̶1̶1̶1̶", "4111"),
        ("４１ ٤١ ४१ ④① ⁴¹ 𝟒𝟏 ❹❶", "41 41 41 41 41 41 41"),
        ("ana＠gmail．com", "ana@gmail.com"),
        ("аnа@gmаil.соm", "ana@gmail.com"),
        ("ЕЅ91 2100", "ES91 2100"),
        ("4111–1111—1111−1111", "4111-1111-1111-1111"),
        ("Garci\u0301a", "García"),
        ("𝐚𝐧𝐚 🄰 🅱", "ana A B"),
    ],
)
def test_disguised_characters_become_plain(text: str, plain: str) -> None:
    """What a reader takes the text for is what the detectors see."""
    assert plain == read(text)


@pytest.mark.parametrize("text", ["Hola, señor Ibáñez, ¿qué tal?", "Привет, дом.", "你好", "a\tb"])
def test_ordinary_text_of_any_language_is_canonical(text: str) -> None:
    """Accents, other scripts, tabs and line ends stay, and cost no view."""
    assert () == canonical(text)


def test_spans_lead_back_to_the_text_as_sent() -> None:
    """A stretch of the canonical text covers the invisible signs inside of it, and no more."""
    text = "card 4\u200b1\u200b1\u200b1 ok"

    assert "4\u200b1\u200b1\u200b1" == source(text, 5, 9)
    assert "ok" == source(text, 10, 12)


@given(st.text(alphabet=st.characters(), max_size=200))
def test_every_canonical_stretch_has_a_place(text: str) -> None:
    """Any text becomes canonical without failing, and the whole of it lies in the source."""
    plain = read(text)

    for start, end in ((0, len(plain)), (len(plain) // 2, len(plain))):
        if start < end:
            assert source(text, start, end) in text
    assert plain.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in plain)


def test_a_term_with_signs_of_its_own_is_found_in_canonical_text() -> None:
    """The user's words and the text they are looked for in are made plain alike."""
    scorer = PrivacyScorer([Terms({Level.SENSITIVE: ["Plan A–B"]})])

    score = scorer.score(Call("chat.completions", {}, (Part("p", "about plan a–b now"),)))

    assert [(6, 14)] == [(finding.start, finding.end) for finding in score.findings]
