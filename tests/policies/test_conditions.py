"""Facts about conditions: when they hold, what they say, and which implies which."""

from __future__ import annotations

from typing import Any

import pytest
from policy_making import call, finding, policy, scores

from homeport.policies.combined import implies
from homeport.policies.conditions import CONDITIONS, Condition
from homeport.policies.facts import Facts, Fund
from homeport.types import NOTHING_KNOWN, Call, Labels, Level, Scores, Spent, State, TargetState


def condition(**written: Any) -> Condition:
    """Read a condition as a policy does."""
    return policy({"name": "a", "to": ["local"], "when": written}).rulebook.rules[0].when


def facts(
    asked: Call | None = None, judged: Scores | None = None, state: State = NOTHING_KNOWN
) -> Facts:
    return Facts.of(asked or call(), judged or scores(), state)


def paying(cost: float | None, spent: Spent | None = None) -> Facts:
    """A call of that cost, after what was spent."""
    return Facts(funds={"cloud": Fund(cost, spent or Spent())})


CARD = finding(Level.SENSITIVE, "credit_card")
MAIL = finding(Level.PERSONAL, "email")
DOWN = {"local": TargetState(ready=False)}

HOLDS: list[tuple[dict[str, Any], Facts, bool | None]] = [
    ({"privacy": "public"}, facts(), True),
    ({"privacy": "public"}, facts(judged=scores(MAIL)), False),
    ({"privacy": "personal"}, facts(judged=scores(MAIL)), True),
    ({"privacy": "personal"}, facts(judged=scores(CARD)), False),
    ({"privacy": {"at_least": "personal"}}, facts(judged=scores(CARD)), True),
    ({"privacy": {"at_most": "personal"}}, facts(judged=scores(CARD)), False),
    ({"privacy": {"is": "sensitive"}}, facts(judged=scores(CARD)), True),
    ({"privacy": {"at_least": "personal", "at_most": "sensitive"}}, facts(), False),
    ({"category": "credit_card"}, facts(judged=scores(MAIL, CARD)), True),
    ({"category": ["iban", "email"]}, facts(judged=scores(MAIL)), True),
    ({"category": "iban"}, facts(judged=scores(CARD)), False),
    ({"complexity": {"at_least": 0.7}}, facts(judged=scores(complexity=0.7)), True),
    ({"complexity": {"above": 0.7}}, facts(judged=scores(complexity=0.7)), False),
    ({"complexity": {"at_most": 0.7}}, facts(judged=scores(complexity=0.7)), True),
    ({"complexity": {"below": 0.7}}, facts(judged=scores(complexity=0.7)), False),
    ({"complexity": {"above": 0.6, "below": 0.8}}, facts(judged=scores(complexity=0.7)), True),
    ({"complexity": {"at_least": 0.7}}, facts(judged=scores(unscored=True)), None),
    ({"complexity": {"below": 0.7}}, facts(judged=scores(complexity=float("nan"))), None),
    ({"complexity": {"below": 0.7}}, facts(judged=scores(complexity=-1)), None),
    ({"gain": {"at_least": 0.1}}, facts(judged=scores(gain=0.1)), True),
    ({"gain": {"above": 0.1}}, facts(judged=scores(gain=0.1)), False),
    ({"gain": {"at_most": 0.1}}, facts(judged=scores(gain=-0.5)), True),
    ({"gain": {"below": 0.1}}, facts(judged=scores()), None),
    ({"gain": {"below": 0.1}}, facts(judged=scores(gain=0.0, unscored=True)), None),
    ({"tokens": {"at_least": 10}}, facts(call(tokens=10)), True),
    ({"tokens": {"above": 10}}, facts(call(tokens=10)), False),
    ({"tokens": {"at_most": 10}}, facts(call(tokens=11)), False),
    ({"language": "es"}, facts(judged=scores(language="es")), True),
    ({"language": ["es", "en"]}, facts(judged=scores(language="en")), True),
    ({"language": "es"}, facts(judged=scores(language="en")), False),
    ({"language": "es"}, facts(judged=scores(language="und")), None),
    ({"language": ["es", "und"]}, facts(judged=scores(language="und")), True),
    ({"needs": "tools"}, facts(call(needs=frozenset({"chat", "tools"}))), True),
    ({"needs": ["images", "audio"]}, facts(call(needs=frozenset({"chat", "audio"}))), True),
    ({"needs": "images"}, facts(call(needs=frozenset({"chat"}))), False),
    ({"model": "gpt-5*"}, facts(call(model="gpt-5-mini")), True),
    ({"model": ["o3", "gpt-?"]}, facts(call(model="o3")), True),
    ({"model": "GPT-5*"}, facts(call(model="gpt-5-mini")), False),
    ({"endpoint": "responses"}, facts(call(endpoint="responses")), True),
    ({"endpoint": ["embeddings", "models"]}, facts(), False),
    ({"label": "batch"}, facts(call(labels=Labels(names=frozenset({"batch", "night"})))), True),
    ({"label": ["batch"]}, facts(), False),
    ({"ready": "local"}, facts(), True),
    ({"ready": "local"}, facts(state={"local": TargetState()}), True),
    ({"ready": "local"}, facts(state=DOWN), False),
    ({"ready": ["cloud", "local"]}, facts(state=DOWN), False),
    ({"ready": "cloud"}, facts(state=DOWN), True),
    ({"privacy": "public", "language": "en"}, facts(), True),
    ({"privacy": "public", "language": "es"}, facts(), False),
    ({"privacy": "public", "language": "es"}, facts(judged=scores(language="und")), None),
    ({"privacy": "secret", "language": "es"}, facts(judged=scores(language="und")), False),
    ({"all": [{"privacy": "public"}, {"language": "en"}]}, facts(), True),
    ({"any": [{"privacy": "secret"}, {"language": "en"}]}, facts(), True),
    ({"any": [{"privacy": "secret"}, {"language": "es"}]}, facts(), False),
    (
        {"any": [{"privacy": "secret"}, {"language": "es"}]},
        facts(judged=scores(language="und")),
        None,
    ),
    (
        {"any": [{"privacy": "public"}, {"language": "es"}]},
        facts(judged=scores(language="und")),
        True,
    ),
    ({"budget": {"call": 0.01}}, facts(), True),
    ({"budget": {"call": 0.01}}, paying(0.01), True),
    ({"budget": {"call": 0.01}}, paying(0.02), False),
    ({"budget": {"call": 0.01}}, paying(None), False),
    ({"budget": {"day": 1}}, paying(0.1, Spent(day=0.9)), True),
    ({"budget": {"day": 1}}, paying(0.1, Spent(day=0.95)), False),
    ({"budget": {"key": 1}}, paying(0.1, Spent(day=9, key=0.9)), True),
    ({"budget": {"key": 1}}, paying(0.1, Spent(day=9, key=1)), False),
    ({"budget": {"day": 1}}, paying(0, Spent(failed=True)), False),
    ({"budget": {"call": 1}}, paying(0, Spent(failed=True)), True),
    ({"not": {"budget": {"day": 1}}}, paying(0, Spent(failed=True)), True),
    ({"not": {"language": "es"}}, facts(), True),
    ({"not": {"language": "en"}}, facts(), False),
    ({"not": {"language": "es"}}, facts(judged=scores(language="und")), None),
]


@pytest.mark.parametrize(("written", "known", "expected"), HOLDS)
def test_a_condition_holds_when_what_it_asks_is_true(
    written: dict[str, Any], known: Facts, *, expected: bool | None
) -> None:
    """True, false, or unknown where nobody can tell."""
    assert expected is condition(**written).holds(known)


WHY: list[tuple[dict[str, Any], Facts, str]] = [
    (
        {"privacy": {"at_least": "sensitive"}},
        facts(judged=scores(CARD)),
        "credit_card in messages[0].content",
    ),
    (
        {"privacy": {"at_least": "personal"}},
        facts(judged=scores(MAIL, CARD, CARD)),
        "credit_card in messages[0].content and 1 more",
    ),
    ({"privacy": "public"}, facts(), "privacy public"),
    ({"category": "email"}, facts(judged=scores(CARD, MAIL)), "email in messages[0].content"),
    (
        {"complexity": {"at_least": 0.7}},
        facts(judged=scores(complexity=0.82)),
        "complexity 0.82 >= 0.70",
    ),
    (
        {"complexity": {"above": 0.5, "below": 0.8125}},
        facts(judged=scores(complexity=0.8)),
        "complexity 0.80 > 0.50 and < 0.8125",
    ),
    (
        {"complexity": {"at_most": 0.7}},
        facts(judged=scores(unscored=True)),
        "complexity not judged",
    ),
    ({"tokens": {"at_least": 4000}}, facts(call(tokens=12_345)), "tokens 12,345 >= 4,000"),
    ({"tokens": {"at_most": 10}}, facts(call(tokens=0)), "tokens 0 <= 10"),
    ({"language": ["es", "en"]}, facts(), "language en"),
    ({"language": "es"}, facts(judged=scores(language="und")), "language not judged"),
    ({"needs": ["audio", "tools"]}, facts(call(needs=frozenset({"tools"}))), "needs tools"),
    ({"model": ["gpt*", "o3"]}, facts(call(model="gpt-5")), "the model asked for fits gpt*"),
    ({"ready": ["local", "cloud"]}, facts(), "cloud and local ready"),
    ({"privacy": "public", "language": "en"}, facts(), "privacy public, language en"),
    ({"any": [{"language": "es"}, {"privacy": "public"}]}, facts(), "privacy public"),
    (
        {"any": [{"privacy": "secret"}, {"language": "es"}]},
        facts(judged=scores(language="und")),
        "language not judged",
    ),
    (
        {"budget": {"call": 0.5, "day": 5, "key": 2}},
        paying(0.0123, Spent(day=1.5, key=0.25)),
        "budget: this call about $0.0123 of $0.50, $1.50 of $5.00 spent today, $0.25 of $2.00 "
        "spent with this key",
    ),
    ({"not": {"budget": {"call": 0.5}}}, paying(None), "not (within a budget of $0.50 a call)"),
]


@pytest.mark.parametrize(("written", "known", "expected"), WHY)
def test_a_condition_says_why_it_holds(
    written: dict[str, Any], known: Facts, expected: str
) -> None:
    """Numbers, categories and paths; never what was found."""
    assert expected == condition(**written).why(known)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"privacy": {"at_least": "sensitive"}}, "not (privacy sensitive or secret)"),
        ({"complexity": {"at_least": 0.7, "below": 1}}, "not (complexity >= 0.70 and < 1.00)"),
        ({"language": ["es", "en"]}, "not (language en or es)"),
        ({"model": ["gpt*", "o3"]}, "not (model gpt* or o3)"),
        ({"ready": "local"}, "not (local ready)"),
        ({"not": {"language": "es"}}, "not (not (language es))"),
        ({"language": "es", "ready": "local"}, "not (language es, local ready)"),
        ({"any": [{"language": "es"}, {"ready": "local"}]}, "not ((language es) or (local ready))"),
    ],
)
def test_what_is_not_so_is_said_in_words(written: dict[str, Any], expected: str) -> None:
    """``not`` repeats what it denies."""
    assert expected == condition(**{"not": written}).why(facts())


def test_the_strongest_finding_is_named_first() -> None:
    """Level counts before probability."""
    sure = finding(Level.PERSONAL, "email", probability=1.0)
    unsure = finding(Level.SENSITIVE, "iban", probability=0.4)

    why = condition(category=["email", "iban"]).why(facts(judged=scores(sure, unsure)))

    assert "iban in messages[0].content and 1 more" == why


IMPLIES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"privacy": "secret"}, {"privacy": {"at_least": "sensitive"}}),
    ({"complexity": {"above": 0.7}}, {"complexity": {"at_least": 0.7}}),
    ({"complexity": {"at_least": 0.8, "below": 0.9}}, {"complexity": {"above": 0.7}}),
    ({"complexity": {"below": 0.7}}, {"complexity": {"at_most": 0.7}}),
    ({"tokens": {"at_most": 10}}, {"tokens": {"below": 11}}),
    ({"gain": {"at_most": 0.1}}, {"gain": {"below": 0.2}}),
    ({"language": "es"}, {"language": ["es", "en"]}),
    ({"needs": "tools"}, {"needs": ["tools", "images"]}),
    ({"category": "iban"}, {"category": "iban"}),
    ({"model": "gpt*"}, {"model": ["gpt*", "o3"]}),
    ({"ready": ["local", "cloud"]}, {"ready": "local"}),
    ({"budget": {"call": 1, "day": 5}}, {"budget": {"call": 2}}),
    ({"language": "es", "privacy": "secret"}, {"privacy": {"at_least": "personal"}}),
    ({"language": "es", "privacy": "secret"}, {"privacy": "secret", "language": ["es", "en"]}),
    ({"language": "es"}, {"any": [{"privacy": "secret"}, {"language": "es"}]}),
    ({"any": [{"language": "es"}, {"language": "en"}]}, {"language": ["es", "en", "fr"]}),
    (
        {"any": [{"language": "es"}, {"ready": "local"}]},
        {"any": [{"ready": "local"}, {"language": "es"}]},
    ),
    ({"language": "es", "any": [{"needs": "n"}, {"needs": "echo"}]}, {"needs": ["n", "echo"]}),
    ({"not": {"language": ["es", "en"]}}, {"not": {"language": "es"}}),
    ({"all": [{"language": "es"}, {"privacy": "secret"}]}, {"language": "es"}),
]


@pytest.mark.parametrize(("narrow", "wide"), IMPLIES)
def test_a_narrow_condition_implies_a_wide_one(
    narrow: dict[str, Any], wide: dict[str, Any]
) -> None:
    """So a rule with the narrow one behind a rule with the wide one is never reached."""
    assert implies(condition(**narrow), condition(**wide))


NOT_IMPLIED: list[tuple[dict[str, Any], dict[str, Any]]] = [
    *((wide, narrow) for narrow, wide in IMPLIES if narrow != wide and "any" not in narrow),
    ({"privacy": "secret"}, {"language": "es"}),
    ({"complexity": {"at_least": 0.5}}, {"tokens": {"at_least": 1}}),
    ({"complexity": {"at_least": 0.7}}, {"complexity": {"at_most": 0.8}}),
    ({"needs": "tools"}, {"language": "es"}),
    ({"model": "gpt*"}, {"language": "es"}),
    ({"ready": "local"}, {"language": "es"}),
    ({"language": "es"}, {"not": {"language": "en"}}),
    ({"not": {"language": "es"}}, {"language": "en"}),
    ({"any": [{"language": "es"}, {"ready": "local"}]}, {"language": "es"}),
]


@pytest.mark.parametrize(("one", "other"), NOT_IMPLIED)
def test_conditions_that_some_call_tells_apart_do_not_imply_each_other(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    """A rule is called unreachable only for certain."""
    assert not implies(condition(**one), condition(**other))


@pytest.mark.parametrize(
    "written",
    [
        {"privacy": {"at_least": "public"}},
        {"complexity": {"at_least": 0}},
        {"complexity": {"at_most": 1}},
        {"tokens": {"at_least": 0}},
        {"gain": {"at_least": -1}},
        {"gain": {"at_most": 1}},
    ],
)
def test_a_condition_that_is_always_true_is_none(written: dict[str, Any]) -> None:
    """It says so, and everything implies it."""
    always = condition(**written)

    assert "every call" == always.why(facts())
    assert implies(condition(language="es"), always)


def test_every_condition_is_tested_here() -> None:
    """A new entry of the registry needs its own facts."""
    assert set(CONDITIONS) <= {key for written, _, _ in HOLDS for key in written}
