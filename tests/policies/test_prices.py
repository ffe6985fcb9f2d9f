"""Facts about what calls cost, and about the limits that hold for them."""

from __future__ import annotations

from typing import Any

import pytest
from policy_making import BACKENDS, call, document, policy, scores

from homeport.policies.costs import cost_of, limits
from homeport.policies.policy import Policy, check
from homeport.policies.prices import EXPECTED_OUTPUT, Price, listed
from homeport.types import Call, Spent, TargetState, Usage

HARD = {"name": "hard", "when": {"budget": {"call": 0.05, "day": 5}}, "to": ["cloud", "local"]}
REST = {"name": "rest", "to": ["local"]}


def test_an_answer_costs_what_its_tokens_cost() -> None:
    """What the cloud had cached costs less; a price may rise with the prompt's length."""
    flat = Price.flat(1, 10, 0.1)
    tiered = Price(((0, 1.0), (200_001, 2.0)), ((0, 10.0),), ((0, 1.0),))

    assert 0.0006 == pytest.approx(flat.of(Usage(100, 50)))
    assert 0.00051 == pytest.approx(flat.of(Usage(100, 50, cached=100)))
    assert [0.2, 0.400002] == pytest.approx([tiered.of(Usage(n, 0)) for n in (200_000, 200_001)])


@pytest.mark.parametrize(
    ("fields", "tokens"),
    [
        ({}, EXPECTED_OUTPUT),
        ({"body": {"max_tokens": 10}}, 10),
        ({"body": {"max_completion_tokens": 9_999}}, EXPECTED_OUTPUT),
        ({"body": {"max_output_tokens": 5, "n": 3}}, 15),
        ({"body": {"max_tokens": "many", "n": None}}, EXPECTED_OUTPUT),
        ({"endpoint": "embeddings"}, 0),
    ],
)
def test_an_estimate_counts_the_prompt_and_an_expected_answer(
    fields: dict[str, Any], tokens: int
) -> None:
    """No more than the call allows, for each choice."""
    price = Price.flat(1, 1)

    assert (1_000 + tokens) / 1e6 == pytest.approx(price.estimate(call(tokens=1_000, **fields)))


def test_what_cannot_be_read_has_no_estimate_and_what_is_free_costs_nothing() -> None:
    """An upload may be of any size; a list of models costs nothing."""
    price = Price.flat(1, 1)

    assert price.estimate(Call("opaque", {})) is None
    assert [0, 0] == [price.estimate(Call(end, {})) for end in ("models", "moderations")]


def test_listed_prices_are_those_of_the_models_provider() -> None:
    """By name at OpenAI, else by address; what is not listed has none."""
    known = listed("gpt-5-mini")

    assert known is not None
    assert 0 < known.of(Usage(1_000, 0, cached=1_000)) < known.of(Usage(1_000, 0))
    assert known.of(Usage(1_000, 0)) < known.of(Usage(0, 1_000))
    assert listed("gpt-4o", "https://x.openai.azure.com/openai") is not None
    assert listed("no-such-model") is None is listed("qwen", "http://nas.lan/v1")


def test_the_models_that_is_asked_for_has_the_price() -> None:
    """The policy's for auto, else the caller's; what the policy says of a backend goes first."""
    said = {**BACKENDS, "cloud": {**BACKENDS["cloud"], "price": {"input": 1, "output": 0}}}
    book, own = policy().rulebook, Policy.load(document(backends=said)).rulebook
    auto, named = call(tokens=1_000), call(tokens=1_000, model="gpt-5-nano")

    assert 0 == cost_of(book.backends["local"], auto)
    assert (cost_of(book.backends["cloud"], auto) or 0) > (
        cost_of(book.backends["cloud"], named) or 1
    )
    assert cost_of(book.backends["cloud"], call(model="unheard-of")) is None
    assert 0.001 == pytest.approx(cost_of(own.backends["cloud"], named))


def test_a_rule_with_a_budget_is_left_out_when_it_is_spent() -> None:
    """The next rule decides."""
    rules = policy(HARD, REST)
    spent = {"cloud": TargetState(spent=Spent(day=4.9999))}

    decided = [rules.decide(call(), scores(), state).rule for state in ({}, spent)]

    assert ["hard", "rest"] == decided


def test_over_budget_is_the_opposite_also_in_a_rule_that_stays() -> None:
    """Whatever nobody can tell counts as spent."""
    broke = {"name": "broke", "when": {"not": {"budget": {"day": 5}}}, "to": ["local"]}
    rules = policy(broke, {"name": "rest", "to": ["cloud"]})
    states = ({}, {"cloud": TargetState(spent=Spent(failed=True))})

    assert ["rest", "broke"] == [rules.decide(call(), scores(), s).rule for s in states]


def test_a_budget_asks_what_the_rules_own_targets_cost() -> None:
    """The dear cloud is over the limit, the cheap one within it."""
    backends = {
        "local": {"kind": "echo"},
        "dear": {"kind": "openai", "model": "a", "price": {"input": 1_000, "output": 1_000}},
        "cheap": {"kind": "openai", "model": "b", "price": {"input": 1, "output": 1}},
    }
    when = {"budget": {"call": 0.01}}
    rules = policy(
        {"name": "best", "when": when, "to": ["dear"]},
        {"name": "good", "when": when, "to": ["cheap"]},
        REST,
        backends=backends,
    )

    assert "good" == rules.decide(call(), scores()).rule


def test_the_limits_of_a_departure_are_its_rules_and_those_that_keep_all_calls_home() -> None:
    """What a rule asks for under any or not is no limit of each of its calls."""
    rules = policy(
        {**HARD, "when": {**HARD["when"], "any": [{"budget": {"day": 1}}, {"language": "es"}]}},
        REST,
        stays_home=[{"name": "cap", "when": {"not": {"budget": {"day": 9}}}}],
    ).rulebook

    assert [5, 9] == [budget.day for budget in limits(rules, "hard")]
    assert [9] == [budget.day for budget in limits(rules, "rest")]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"ledger": False}, "ledger: a budget for a day or a key needs one"),
        (
            {"backends": {**BACKENDS, "cloud": {"kind": "openai", "model": "zzz"}}},
            "backends.cloud: a budget needs to know what zzz costs",
        ),
        ({"complexity": {"shadow": {"share": 0.1}}}, "its labels need a file: add outcomes"),
        (
            {"complexity": {"outcomes": "o.jsonl", "shadow": {"share": 0.1, "judge": "x"}}},
            "complexity.shadow.judge: unknown backend 'x'",
        ),
        (
            {
                "backends": {"local": {"kind": "echo"}},
                "rules": [REST],
                "complexity": {"outcomes": "o.jsonl", "shadow": {"share": 0.1}},
            },
            "there is no other side",
        ),
    ],
)
def test_a_budget_that_cannot_be_kept_is_refused(changes: dict[str, Any], why: str) -> None:
    """When the policy is loaded, with the place."""
    wrong = check(document(**{"rules": [HARD, REST], **changes}))

    assert [True] == [why in str(error) for error in wrong]


def test_the_ledger_is_kept_where_a_budget_needs_it() -> None:
    """Or where the policy asks for it."""
    once = {**HARD, "when": {"budget": {"call": 1}}}

    kept = [policy(HARD, REST), policy(once, REST), policy(REST, ledger="/x/y.db")]

    assert [True, False, "/x/y.db"] == [one.ledger for one in kept]
