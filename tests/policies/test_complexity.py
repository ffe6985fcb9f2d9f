"""The complexity score agrees with a person on what is easy and what is hard."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeport.policies.complexity import SCORERS
from homeport.policies.complexity.features import Features, measure
from homeport.policies.complexity.model import REASONS, WEIGHTS
from homeport.types import Call, Complexity, Part


def call(*texts: str, needs: frozenset[str] = frozenset({"chat"}), **body: Any) -> Call:
    parts = tuple(Part(f"messages[{n}].content", text, "user") for n, text in enumerate(texts))
    return Call("chat.completions", body, parts, needs=needs)


def score(*texts: str, **body: Any) -> Complexity:
    return SCORERS["features"]().score(call(*texts, **body))


EASY = [
    "What is the capital of France?",
    "Translate 'thank you' to Spanish",
    "hello",
    "Give me another word for quick",
    "Write a haiku about the sea",
    "¿Cuál es la capital de Francia?",
    "Traduce 'gracias' al inglés",
    "hola",
    "Dame otra palabra para rápido",
    "Escribe un haiku sobre el mar",
    "",
]
HARD = [
    "Prove that the square root of 2 is irrational.",
    "Prove Fermat's little theorem without group theory",
    "Refactor this service: first split the repository layer, then add caching, keep the public "
    "interface, and write tests.",
    "Compare GDPR and CCPA obligations for a data processor and analyse which clauses of our "
    "contract conflict with each regulation.",
    "Demuestra que la raíz cuadrada de 2 es irracional.",
    "Demuestra el pequeño teorema de Fermat sin teoría de grupos",
    "Refactoriza este servicio: primero separa la capa de datos, luego añade caché, mantén la "
    "interfaz pública y escribe pruebas.",
    "Compara las obligaciones del RGPD y de la ley mexicana para un encargado y analiza qué "
    "cláusulas del contrato las incumplen.",
]


@pytest.mark.parametrize("text", EASY)
def test_an_easy_request_scores_clearly_below_one_half(text: str) -> None:
    """Facts, words and greetings, in English and Spanish, stay with the small model."""
    assert score(text).score < 0.35


@pytest.mark.parametrize("text", HARD)
def test_a_hard_request_scores_above_seven_tenths(text: str) -> None:
    """Proofs, refactorings in steps and legal comparisons, in English and Spanish."""
    assert score(text).score > 0.7


@pytest.mark.parametrize("text", HARD)
def test_a_short_last_turn_does_not_make_a_hard_thread_easy(text: str) -> None:
    """The whole conversation is scored, not its last line."""
    answer = Part("messages[1].content", "Done. " * 100, "assistant")
    thread = call(text, "commit it")
    thread = Call("chat.completions", {}, (thread.parts[0], answer, thread.parts[1]))

    assert SCORERS["features"]().score(thread).score > 0.7


def test_reasons_say_in_words_what_raised_the_score() -> None:
    """The strongest come first, at most three, and none carries what the user wrote."""
    reasons = score(HARD[0]).reasons

    assert ("a proof or a derivation", "mathematics") == reasons


def test_an_easy_request_has_no_reasons() -> None:
    """Nothing raised it."""
    assert () == score(EASY[0]).reasons


def test_no_more_than_three_reasons_are_given() -> None:
    """Even when everything speaks for it."""
    everything = "\n- ".join(HARD) + "\n```{};{};```" * 20 + " 1 2 3" * 50

    assert 3 == len(score(everything, "x", tools=[{}] * 9).reasons)


def test_every_weight_pulls_the_way_a_person_expects() -> None:
    """Only being short and simple makes a call easier, and only that has no reason."""
    weights = WEIGHTS._asdict()

    assert weights.pop("simple") < 0
    assert all(weight > 0 for weight in weights.values())
    assert weights.keys() == REASONS.keys()


@pytest.mark.parametrize(
    ("feature", "less", "more"),
    [
        ("length", call("word"), call("word " * 50)),
        ("context", call("word"), Call("c", {}, (Part("m", "word " * 999, "system"),))),
        ("proof", call("show it"), call("prove it")),
        ("analysis", call("muestra"), call("analiza y compara")),
        ("making", call("take it"), call("implement it")),
        ("constraints", call("with a"), call("must have exactly")),
        ("steps", call("one two"), call("- one\n- two\n3. three")),
        ("code", call("x is y"), call("```\nx == y;\n```")),
        ("mathematics", call("the sea"), call("the integral ∫ x^2")),
        ("expertise", call("the note"), call("la jurisprudencia")),
        ("numbers", call("many of them"), call("12 of 34 and 56")),
        ("tools", call("go"), call("go", tools=[{"type": "function"}])),
        ("tools", call("go"), call("go", needs=frozenset({"json_schema"}))),
        ("turns", call("go"), call("go", "on")),
        ("simple", call("go " * 80), call("What is rain?")),
    ],
)
def test_each_feature_grows_with_its_evidence(feature: str, less: Call, more: Call) -> None:
    """More of what a feature looks for gives a higher number."""
    assert getattr(measure(less), feature) < getattr(measure(more), feature)


def test_the_features_of_nothing_are_nothing() -> None:
    """A call without parts measures zero everywhere."""
    assert Features(*[0.0] * len(Features._fields)) == measure(Call("models", {}))


def test_text_in_the_middle_of_a_book_is_measured_by_length_alone() -> None:
    """The first and last thousands of characters are read for words, so time is bounded."""
    book = "word " * 2_000 + "prove " + "word " * 2_000

    assert 0.0 == measure(call(book)).proof
    assert measure(call(book)).length > measure(call("word " * 2_000)).length


def test_a_body_whose_tools_are_no_list_is_measured() -> None:
    """A wrong body is the wire's affair, not a reason to fail."""
    assert 0.0 == measure(call("go", tools="all")).tools


@given(st.lists(st.text(), max_size=4))
def test_any_call_has_a_score_between_zero_and_one(texts: list[str]) -> None:
    """The score is a number that can be compared with a threshold."""
    assert 0.0 <= score(*texts).score <= 1.0


@given(st.text(max_size=300))
def test_one_more_hard_turn_never_makes_a_call_easier(text: str) -> None:
    """Adding a proof to a conversation does not lower its score."""
    assert score(text).score <= score(text, HARD[0]).score
