"""What an answer tells of how good it is: its value, its flaws, its probability."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from policy_making import call, finding, labelled, policy, scores

from homeport.policies.complexity.learning import TooFew
from homeport.policies.escalation import Confidence, Said, Signals, agreement, flaw_in, value_of
from homeport.policies.escalation.shape import fits
from homeport.policies.policy import Policy, check
from homeport.policies.prove import prove
from homeport.types import Call, Escalation, Level, Part, Past


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12", "The answer is 12."),
        ("1,000 m", "1000"),
        ("3.50", "3,5"),
        ("B", "b) plum"),
        ("Answer: C", "c."),
        ("París.", "«parís»"),
        ('{"a": 1, "b": 2}', '```json\n{"b":2,"a":1}\n```'),
        ("on 2024-05-01", "2024-05-01"),
        ("```python\nx = 1  # one\n```", "```python\nx  =  1\n```"),
    ],
)
def test_answers_that_come_to_the_same_agree(one: str, other: str) -> None:
    """Words, layout and units around a value do not count."""
    assert value_of(one) == value_of(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [("12", "13"), ("A) 10", "B) 10"), ("Paris", "Lyon"), ('{"a": 1}', '{"a": 2}'), ("-3", "3")],
)
def test_answers_that_come_to_something_else_do_not(one: str, other: str) -> None:
    """The value decides."""
    assert value_of(one) != value_of(other)


def test_a_long_free_answer_has_no_value() -> None:
    """There is nothing to compare, and the samples are not asked for."""
    essay = "A router reads each request and sends it on to whoever may answer it best of all."

    assert (None, None, None) == (value_of(essay), value_of(""), value_of("x" * 3_000))


def test_agreement_is_a_share_of_the_others() -> None:
    """The draft itself is not counted."""
    assert (1.0, 0.5, 0.0) == (
        agreement("12", ["12", "it is 12"]),
        agreement("12", ["12", "13"]),
        agreement("12", ["13", ""]),
    )
    assert None is agreement("12", [])


def asked(text: str, /, **body: Any) -> Call:
    return replace(call(), parts=(Part("messages[0].content", text, "user"),), body=body)


@pytest.mark.parametrize(
    ("question", "text", "flaw"),
    [
        ("Hello", "  ", "empty"),
        ("Hello", "I cannot help with that.", "refusal"),
        ("Hola", "Lo siento, pero no puedo.", "refusal"),
        ("Hello", "Hello to you, I cannot complain.", None),
        ("Is it so? Answer yes or no.", "Yes, it is.", None),
        ("Is it so? Answer yes or no.", "Perhaps it is.", "broken_constraint"),
        ("¿Es así? Responde sí o no.", "Sí.", None),
        ("6*7? Only the number, please: just the number.", "42", None),
        ("6*7? just the number.", "It is forty-two.", "broken_constraint"),
        ("¿6*7? Responde solo con el número.", "42.", None),
        ("Capital of Peru? One word.", "Lima", None),
        ("Capital of Peru? One word.", "It is Lima", "broken_constraint"),
        ("Which? Answer with the letter only.", "B)", None),
        ("Which? Answer with the letter only.", "Both of them", "broken_constraint"),
        ("List them in JSON.", '{"a": 1}', None),
        ("List them in JSON.", "Sure! Here it is", "broken_constraint"),
        ("Summarize it in at most 3 words.", "one two three", None),
        ("Resúmelo en no más de 3 palabras.", "uno dos tres cuatro", "broken_constraint"),
    ],
)
def test_what_is_wrong_with_a_whole_answer(question: str, text: str, flaw: str | None) -> None:
    """Rules in words, English and Spanish."""
    assert flaw == flaw_in(Said(text, ended=True), asked(question))


def test_a_beginning_is_faulted_for_what_no_ending_can_mend() -> None:
    """Half a JSON object may still become one; too many words never become fewer."""
    assert None is flaw_in(Said('{"a": '), asked("Answer in JSON."))
    assert "broken_constraint" == flaw_in(Said("Sure, here"), asked("Answer in JSON."))
    assert "broken_constraint" == flaw_in(Said("a b c d"), asked("At most 3 words."))
    assert None is flaw_in(Said("", calls=[("f", "{")]), asked("x"))


def test_an_answer_cut_at_its_limit_is_no_flaw_of_the_model() -> None:
    """The caller set the limit; the cloud would be cut there too."""
    form = {"response_format": {"type": "json_object"}}

    assert None is flaw_in(Said('{"a": ', ended=True, cut=True), asked("x", **form))
    assert "broken_structure" == flaw_in(Said('{"a": ', ended=True), asked("x", **form))


def test_the_responses_way_of_a_schema_is_read_too() -> None:
    """``text.format`` holds what chat has in ``response_format``."""
    form = {"text": {"format": {"type": "json_schema", "schema": {"type": "array"}}}}

    assert "broken_structure" == flaw_in(Said("{}", ended=True), asked("x", **form))
    assert None is flaw_in(Said("[]", ended=True), asked("x", **form))


def test_a_tool_that_was_not_offered_is_a_flaw() -> None:
    """So are arguments that are no JSON."""
    tools = {"tools": [{"type": "function", "name": "f", "parameters": {"required": ["a"]}}]}

    found = [
        flaw_in(Said("", [called], ended=True), asked("x", **tools))
        for called in (("g", "{}"), ("f", "{"), ("f", "{}"), ("f", '{"a": 1}'))
    ]

    assert ["broken_structure"] * 3 + [None] == found


def test_shapes() -> None:
    """Types, choices, members and items; what is not known lets pass."""
    schema = {
        "type": "object",
        "properties": {
            "n": {"type": "integer"},
            "s": {"enum": ["a", "b"]},
            "l": {"items": {"type": ["string", "null"]}},
        },
        "required": ["n"],
        "additionalProperties": False,
    }
    good = [{"n": 1}, {"n": 1.0, "s": "a", "l": ["x", None]}]
    bad = [
        [],
        {},
        {"n": True},
        {"n": 1.5},
        {"n": 1, "s": "c"},
        {"n": 1, "l": [2]},
        {"n": 1, "x": 0},
    ]

    assert ([True] * 2, [False] * 7) == (
        [fits(value, schema) for value in good],
        [fits(value, schema) for value in bad],
    )


@given(st.text(max_size=300), st.text(max_size=200), st.booleans())
def test_no_text_breaks_the_judgement(question: str, text: str, ended: bool) -> None:
    """Whatever a model or a caller writes."""
    assert flaw_in(Said(text, ended=ended), asked(question)) in {
        None, "empty", "refusal", "broken_structure", "broken_constraint",
    }  # fmt: skip
    assert value_of(text) is None or value_of(text) == value_of(text)


def test_surprise_and_disagreement_lower_the_confidence() -> None:
    """And where nothing is known, nothing is said."""
    confidence = Confidence.prior()

    def likely(*surprisals: float, agreement: float | None = None) -> float:
        found = confidence.of(Signals(surprisals, agreement))
        assert found is not None
        return found

    assert likely(0.01, 0.02) > 0.5 > likely(2.0, 1.5)
    assert likely(0.3, agreement=1.0) > likely(0.3) > likely(0.3, agreement=0.0)
    assert likely(agreement=1.0) > likely(agreement=0.0)
    assert None is confidence.of(Signals())


def test_a_larger_model_is_trusted_more() -> None:
    """By what a doubling of parameters is worth."""
    shipped, signals = Confidence.prior(), Signals((0.3, 0.4))

    small, large = (shipped.tuned(name).of(signals) for name in ("smollm2-135m", "llama-70b"))

    assert shipped.of(signals) == small
    assert None not in (small, large)
    assert (large or 0) > (small or 0) + 0.1


def test_a_calibration_is_written_and_read_again(tmp_path: Path) -> None:
    """It corrects the level for another model, and says by how many answers."""
    graded = [(Signals((0.1 * (at % 30),)), at % 10 < 9) for at in range(200)]
    learned = Confidence.prior().corrected(graded, model="mine")
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(learned.to_dict()))

    read = Confidence.load(path)

    assert ("mine", 200) == (read.model, read.labels)
    mean = math.fsum(read.of(signals) or 0 for signals, _ in graded) / len(graded)
    assert 0.9 == pytest.approx(mean, abs=0.02)
    with pytest.raises(TooFew):
        Confidence.prior().corrected(graded[:5])


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        "nothing",
        '{"homeport": "confidence", "version": 1}',
        '{"homeport": "confidence", "version": 9}',
    ],
)
def test_a_file_that_is_no_calibration_is_refused(text: str, tmp_path: Path) -> None:
    """When the policy is read, with its place."""
    (tmp_path / "c.json").write_text(text)
    (tmp_path / "homeport.yaml").write_text(
        "version: 1\n"
        "backends: {here: {kind: echo}, there: {kind: openai, model: m}}\n"
        "rules:\n"
        "  - {name: a, to: [here, there], escalate: {calibration: c.json}}\n"
    )

    (error,) = check(tmp_path / "homeport.yaml")

    assert "4:58: rules[0].escalate.calibration: " in str(error)


CASCADE = {"name": "rest", "to": ["local", "cloud"], "escalate": True}


def test_the_decision_says_to_whom_and_when_it_escalates() -> None:
    """In its data, its JSON and its reasons."""
    decided = policy(CASCADE).decide(call(), scores())

    assert Escalation(to=("cloud",)) == decided.escalation
    assert {"to": ["cloud"], "below": 0.5, "window": 24, "within": 5.0, "samples": 3} == (
        decided.to_dict()["escalate"]
    )
    assert "escalates to cloud if the answer looks bad (below 0.50)" in decided.reasons


def test_bounds_are_read_as_written() -> None:
    """Each key of ``escalate``."""
    written = {"below": 0.7, "window": 8, "within": 1.5, "samples": 1}

    decided = policy({**CASCADE, "escalate": written}).decide(call(), scores())

    assert Escalation(0.7, 8, 1.5, 1, ("cloud",)) == decided.escalation


@pytest.mark.parametrize("level", [Level.PERSONAL, Level.SENSITIVE, Level.SECRET])
def test_no_private_call_escalates_off_the_device(level: Level) -> None:
    """Whether its level was found or said."""
    loaded = policy(CASCADE)

    found = loaded.decide(call(), scores(finding(level)))
    said = loaded.decide(labelled(privacy=level), scores())

    assert (None, None) == (found.escalation, said.escalation)
    assert f"never escalates: the call is {level}" in found.reasons


def test_a_caller_who_narrows_the_route_has_no_cascade() -> None:
    """Neither way."""
    loaded = policy(CASCADE)

    for route in ("local", "cloud"):
        assert None is loaded.decide(labelled(route=route), scores()).escalation


def test_a_short_turn_after_an_escalated_one_goes_where_that_went() -> None:
    """The order of the targets changes, never who is among them."""
    past = Past("cloud", 100, 0.4, escalated=True)
    short = replace(call(), past=past, parts=(Part("messages[2].content", "commit it", "user"),))

    decided = policy(CASCADE).decide(short, scores())

    assert (("cloud", "local"), None) == (decided.targets, decided.escalation)
    assert "goes on with cloud: the turn before was escalated" in decided.reasons


def test_a_private_short_turn_stays_where_it_is() -> None:
    """The past takes nobody off the device."""
    past = Past("cloud", 100, 0.4, escalated=True)
    short = replace(call(), past=past, parts=(Part("messages[2].content", "commit it", "user"),))

    decided = policy(CASCADE).decide(short, scores(finding(Level.PERSONAL)))

    assert ("local", None) == (decided.targets[0], decided.escalation)


def test_a_cascade_is_a_way_to_the_cloud_that_a_proof_sees() -> None:
    """It names the cloud in ``to``, and that is what is proven of."""
    book = policy(CASCADE).rulebook

    (path,) = prove(book, Level.PERSONAL).paths

    assert (("cloud",), ("local",)) == (path.targets, path.before)


def test_saver_is_a_cascade() -> None:
    """And what is private stays all the same."""
    saver = Policy.load("saver")

    assert saver.decide(call(), scores()).escalation is not None
    assert prove(saver.rulebook, Level.PERSONAL).holds
