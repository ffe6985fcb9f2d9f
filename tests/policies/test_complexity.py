"""The complexity score agrees with a person on what is easy and what is hard."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeport.policies.complexity import SCORERS
from homeport.policies.complexity.features import Features, measure
from homeport.policies.complexity.heads import Heads
from homeport.policies.complexity.model import REASONS, FeatureScorer
from homeport.policies.complexity.sizes import Size, handicap, size_of
from homeport.policies.complexity.tasks import TASKS, task_of
from homeport.policies.policy import Policy
from homeport.types import Call, Complexity, Part

SIZES = get_args(Size)


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

    assert ("a proof or a derivation",) == reasons


def test_an_easy_request_has_no_reasons() -> None:
    """Nothing raised it."""
    assert () == score(EASY[0]).reasons


def test_no_more_than_three_reasons_are_given() -> None:
    """Even when everything speaks for it."""
    everything = "\n- ".join(HARD) + "\n```{};{};```" * 20 + " 1 2 3" * 50

    assert 3 == len(score(everything, "x", tools=[{}] * 9).reasons)


def test_every_weight_pulls_the_way_a_person_expects() -> None:
    """Only what is easy makes a call easier, and only that has no reason."""
    for head in (Heads.prior().local, Heads.prior().cloud):
        weights = head.weights._asdict()

        assert max(weights.pop("life"), weights.pop("simple")) < 0
        assert min(weights.values()) >= 0
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
        ("steps", call("one two"), call("first one, then two")),
        ("code", call("x is y"), call("```\nx == y;\n```")),
        ("mathematics", call("the sea"), call("the integral ∫ x^2")),
        ("law", call("the note"), call("la jurisprudencia")),
        ("theory", call("the space"), call("the compact Hausdorff space")),
        ("medicine", call("the note"), call("un diagnóstico")),
        ("science", call("the note"), call("the photon")),
        ("finance", call("the note"), call("the dividends")),
        ("life", call("the note"), call("the emotion of children")),
        ("calculation", call("the note"), call("calcula la longitud")),
        ("options", call("Which?"), call("Which?\nA. this\nB. that")),
        ("option_numbers", call("Which?\nA. this\nB. that"), call("Which?\nA. 12\nB. 13")),
        ("decimals", call("12 and 13"), call("1.2 and 13%")),
        ("relations", call("12 and 13"), call("12 and twice 13")),
        ("rates", call("12 and 13"), call("12 a week and 13 a month")),
        ("number_words", call("12 and 13"), call("12 and 13 and three")),
        ("hypothesis", call("it is"), call("suppose it is")),
        ("negation", call("which is"), call("which is not")),
        ("statements", call("which is"), call("I and II or none of the above")),
        ("puzzle", call("the street"), call("five houses and a clue")),
        ("checks", call("a text"), call("in two paragraphs and lowercase letters")),
        ("checks", call("un texto"), call("en dos párrafos y letras minúsculas")),
        ("checks", call("un texte"), call("en deux paragraphes et lettres minuscules")),
        ("quoted", call("say it"), call('say "it" and "that"')),
        ("forbidden", call("use commas"), call("do not use commas")),
        ("items", call("one two"), call("- one\n- two\n3. three")),
        ("table", call("a b"), call("| a | b |")),
        ("fenced", call("x"), call("```\nx\n```")),
        ("symbols", call("x is y"), call("x^2 = y + 1")),
        ("parentheses", call("a b"), call("(a (b))")),
        ("long_words", call("a small thing"), call("an extraordinary circumstance")),
        ("script", call("what is it"), call("это что такое")),
        ("numbers", call("many of them"), call("12 of 34 and 56")),
        ("tools", call("go"), call("go", tools=[{"type": "function"}])),
        ("schema", call("go"), call("go", needs=frozenset({"json_schema"}))),
        ("turns", call("go"), call("go", "on")),
        ("simple", call("go " * 80), call("What is rain?")),
    ],
)
def test_each_feature_grows_with_its_evidence(feature: str, less: Call, more: Call) -> None:
    """More of what a feature looks for gives a higher number."""
    assert getattr(measure(less), feature) < getattr(measure(more), feature)


@pytest.mark.parametrize("text", HARD)
@pytest.mark.parametrize("written", [str.upper, str.lower, str.title])
def test_case_does_not_matter(text: str, written: Callable[[str], str]) -> None:
    """A request is as hard in capitals."""
    assert abs(score(text).score - score(written(text)).score) < 0.05


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("proove it", "prove it"),
        ("refcator the module", "refactor the module"),
        ("implemnt a thing", "implement a thing"),
        ("demuestralo", "demuéstralo"),
    ],
)
def test_a_typing_error_does_not_hide_what_is_asked_for(typed: str, meant: str) -> None:
    """Accents, vowels and doubled letters of hard words may be wrong in a short request."""
    assert abs(score(typed).score - score(meant).score) < 0.05


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("Prove that it converges.", "proof"),
        ("Which one?\nA. this\nB. that", "choice"),
        ("Five houses, four clues: who sits leftmost?", "puzzle"),
        ("Why does this fail?\n```\nx = {}\n```", "code"),
        ("Solve the equation x^2 + 2x = 15 and the integral \\int x", "mathematics"),
        ("Ana buys 3 pens a day at 2 coins each. How many coins per week?", "word_problem"),
        ("Write two paragraphs, no commas, all lowercase, with a title.", "constrained"),
        ("The river is long and the boat is slow. " * 40, "reading"),
        ("Who wrote Don Quixote?", "question"),
        ("", "question"),
        ("tell me all about the sea " * 8, "other"),
    ],
)
def test_the_kind_of_task_is_told(text: str, task: str) -> None:
    """Each kind has a plain example; all are covered."""
    assert task == task_of(measure(call(text)))
    assert task in TASKS


def test_the_gain_is_the_difference_of_the_two_heads() -> None:
    """What the cloud adds is between nothing and the local failure, for a hard request."""
    found = score(HARD[0])

    assert found.gain is not None
    assert 0.1 < found.gain < found.score


@pytest.mark.parametrize(
    ("model", "size"),
    [
        ("smollm2-135m", "1B"),
        ("Llama-3.2-1B-Instruct", "1B"),
        ("phi-3.5-mini-instruct", "3B"),
        ("qwen3-4b", "3B"),
        ("qwen3-8b", "8B"),
        ("gpt-oss-20b", "20B"),
        ("mixtral-8x7b", "20B"),
        ("gpt-oss-120b", "120B"),
        ("unheard-of", "8B"),
        (None, "8B"),
    ],
)
def test_the_class_of_a_model_is_told_by_its_name(model: str | None, size: str) -> None:
    """By the parameters in it, else by a word, else the reference is assumed."""
    assert size == size_of(model)


def test_a_larger_local_model_finds_everything_easier() -> None:
    """The classes are ordered, and the reference has no handicap."""
    scores = [FeatureScorer.for_size(size).score(call(HARD[0])).score for size in SIZES]

    assert sorted(scores, reverse=True) == scores
    assert 0 == handicap("8B")


def test_a_policy_judges_for_its_local_model() -> None:
    """The same words are harder for the smaller model."""
    small, large = (
        Policy.load(
            {
                "version": 1,
                "backends": {"local": {"kind": "local", "model": model}},
                "rules": [{"name": "rest", "to": ["local"]}],
            }
        )
        for model in ("smollm2-135m", "qwen3-8b")
    )

    assert small.score(call("hi")).complexity.score > large.score(call("hi")).complexity.score


def test_the_words_of_answer_options_demand_nothing() -> None:
    """An exam question that offers "to prove" as an answer does not ask for a proof."""
    assert 0.0 == measure(call("Which?\nA. to prove it\nB. to refactor it")).proof


def test_a_long_text_asks_where_it_begins_and_where_it_ends() -> None:
    """What stands in the middle of a passage is read, not asked for."""
    filler = "the river is long " * 60

    assert 0.0 == measure(call(f"{filler} prove {filler}")).proof
    assert 0.0 < measure(call(f"{filler} {filler} prove it")).proof


def test_heads_survive_being_written_down() -> None:
    """What is read again is what was written."""
    heads = Heads.prior()

    assert heads == Heads.from_dict(heads.to_dict())


@pytest.mark.parametrize("weights", [{"length": 1}, {"shoe_size": 1}, {"length": math.nan}])
def test_heads_of_another_version_are_refused(weights: dict[str, float]) -> None:
    """Features that are missing, unknown or no number."""
    head = {"bias": 0, "weights": weights, "tasks": {}}

    with pytest.raises(ValueError, match=r"features|finite"):
        Heads.from_dict({"local": head, "cloud": head})


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
