"""The language of a call is that of its users, and unknown rather than guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeport.policies.language import detect
from homeport.types import Call, Part


def call(*texts: str, role: str | None = "user") -> Call:
    parts = tuple(Part(f"messages[{n}].content", text, role) for n, text in enumerate(texts))
    return Call("chat.completions", {}, parts)


SPOKEN = [
    ("en", "What is the capital of France?"),
    ("en", "commit it"),
    ("en", "Write a haiku"),
    ("en", "Please summarise the following report in three bullet points for my boss."),
    ("es", "¿Cuál es la capital de Francia?"),
    ("es", "hola"),
    ("es", "Traduce 'gracias' al inglés"),
    ("es", "Me llamo Ana y vivo en Madrid"),
    ("es", "resume este texto para mi jefa"),
    ("fr", "Quelle heure est-il ?"),
    ("fr", "Les canes de Janet pondent 16 œufs par jour. Combien gagne-t-elle ?"),
    ("de", "Wie geht es dir?"),
    ("de", "Ein Kleid erfordert zwei Knäuel blaue Wolle und halb so viel weiße."),
    ("pt", "Como você está?"),
    ("pt", "Escreva um poema sobre o mar"),
    ("it", "Come stai oggi?"),
    ("it", "Scrivi una poesia sul mare"),
]


@pytest.mark.parametrize(("language", "text"), SPOKEN)
def test_a_sentence_is_recognised(language: str, text: str) -> None:
    """Short questions and requests are enough in each of the six languages."""
    assert language == detect(call(text))


@pytest.mark.parametrize(
    "text",
    ["", "12345", "你好，请帮我", "def f(x): return x", "Добавь в этот код кнопку a", "xyzzy qwrt"],
)
def test_what_is_none_of_the_languages_is_undetermined(text: str) -> None:
    """Numbers, code and other scripts are not forced into a language."""
    assert "und" == detect(call(text))


def test_a_long_text_is_recognised_with_its_punctuation() -> None:
    """Long texts are cut at spaces only; enough words are left."""
    text = "Explícame, por favor, cómo funciona la fotosíntesis en las plantas. " * 20

    assert "es" == detect(call(text))


def test_only_what_the_user_says_counts() -> None:
    """An English system prompt does not hide a Spanish user."""
    system = Part(
        "messages[0].content", "You are the best of all assistants in the world.", "system"
    )
    user = Part("messages[1].content", "¿Qué tiempo hace hoy en Lima?", "user")

    assert "es" == detect(Call("chat.completions", {}, (system, user)))


def test_parts_without_a_role_count_when_there_is_no_user() -> None:
    """Completions and embeddings have no roles; their text is read all the same."""
    assert "de" == detect(call("Wie heißt die Hauptstadt von Peru?", role=None))


def test_only_the_beginning_is_read() -> None:
    """Two thousand characters decide; a book behind them changes nothing."""
    assert "es" == detect(
        call("¿Qué es esto y por qué está aquí? " * 60, "the of and to in " * 10_000)
    )


def test_a_call_without_text_is_undetermined() -> None:
    """Nothing said, nothing told."""
    assert "und" == detect(Call("models", {}))


@given(st.lists(st.text(), max_size=4))
def test_any_text_has_an_answer(texts: list[str]) -> None:
    """The answer is always one of the codes."""
    assert detect(call(*texts)) in {"en", "es", "fr", "de", "pt", "it", "und"}
