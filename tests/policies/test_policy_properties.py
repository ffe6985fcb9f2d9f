"""Properties of every policy and every call, tried on many."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from policy_making import BACKENDS, write

from homeport.errors import PolicyError
from homeport.policies.combined import implies
from homeport.policies.conditions import ENDPOINTS
from homeport.policies.facts import Facts
from homeport.policies.policy import Policy, check
from homeport.policies.reading import condition
from homeport.policies.when import When
from homeport.types import (
    NEEDS,
    Call,
    Complexity,
    Decision,
    Finding,
    Labels,
    Level,
    Privacy,
    Scores,
    State,
    TargetState,
)

LEVELS = st.sampled_from([str(level) for level in Level])
LANGUAGES = st.sampled_from(["en", "es", "und"])
CATEGORIES = st.sampled_from(["email", "iban", "api_key"])
SOME_NEEDS = st.sampled_from(["chat", "tools", "images"])
SHARES = [0, 0.25, 0.5, 0.75, 1]


def _some(words: st.SearchStrategy[str]) -> st.SearchStrategy[str | list[str]]:
    return words | st.lists(words, min_size=1, max_size=3)


def _bounds(numbers: list[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Bounds on one side, which some number is always within."""
    return st.one_of(
        st.dictionaries(
            st.sampled_from(["at_least", "above"]), st.sampled_from(numbers[:-1]), min_size=1
        ),
        st.dictionaries(
            st.sampled_from(["at_most", "below"]), st.sampled_from(numbers[1:]), min_size=1
        ),
    )


CONDITIONS = st.fixed_dictionaries(
    {},
    optional={
        "privacy": LEVELS | st.fixed_dictionaries({"at_least": LEVELS}),
        "category": _some(CATEGORIES),
        "complexity": _bounds(SHARES),
        "gain": _bounds([-1, 0, 0.5, 1]),
        "tokens": _bounds([0, 1, 50, 100]),
        "language": _some(LANGUAGES),
        "needs": _some(SOME_NEEDS),
        "model": _some(st.sampled_from(["gpt*", "auto", "local"])),
        "endpoint": _some(st.sampled_from(ENDPOINTS)),
        "label": _some(st.sampled_from(["batch", "night"])),
        "ready": _some(st.sampled_from(list(BACKENDS))),
    },
).filter(bool)
WHENS = st.recursive(
    CONDITIONS,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
    ),
    max_leaves=4,
)
TARGETS = st.lists(st.sampled_from(list(BACKENDS)), unique=True)


def _entries(**more: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    entry = st.fixed_dictionaries(more, optional={"when": WHENS})
    return st.lists(entry, max_size=4)


def _named(entries: list[dict[str, Any]], prefix: str) -> list[dict[str, Any]]:
    return [{"name": f"{prefix}{index}", **entry} for index, entry in enumerate(entries)]


def _loaded(document: dict[str, Any]) -> Policy:
    """Load a policy, without the rules that would never be reached."""
    try:
        return Policy.load(document)
    except PolicyError as error:
        index = int(error.message.removeprefix("rules[").partition("]")[0])
        return _loaded({**document, "rules": _without(document["rules"], index)})


def _without(items: list[Any], index: int) -> list[Any]:
    return items[:index] + items[index + 1 :]


POLICIES = st.builds(
    lambda rules, guards, opaque: _loaded(
        {
            "version": 1,
            "backends": BACKENDS,
            "rules": _named(rules, "r") or [{"name": "r", "to": ["cloud", "local"]}],
            "stays_home": _named(guards, "s"),
            "opaque": opaque,
        }
    ),
    _entries(to=TARGETS),
    _entries(),
    st.sampled_from(["deny", "cloud"]),
)
FINDINGS = st.builds(
    Finding,
    st.just("messages[0].content"),
    st.just(0),
    st.just(1),
    CATEGORIES,
    st.sampled_from(Level),
    st.just("test"),
    st.floats(0, 1),
)
SCORES = st.builds(
    lambda findings, failed, complexity, language: Scores(
        Privacy(
            max((found.level for found in findings), default=Level.PUBLIC),
            findings=tuple(findings),
            failed=tuple(failed),
        ),
        complexity,
        language,
    ),
    st.lists(FINDINGS, max_size=3),
    st.lists(st.just("names"), max_size=1),
    st.builds(Complexity, st.floats(0, 1) | st.just(float("nan")), failed=st.booleans()),
    LANGUAGES,
)
CALLS = st.builds(
    Call,
    endpoint=st.sampled_from(ENDPOINTS),
    body=st.just({}),
    model=st.sampled_from(["auto", "local", "echo", "smollm2-135m", "gpt-5", "cloud", ""]),
    needs=st.frozensets(st.sampled_from(NEEDS), max_size=2),
    tokens=st.integers(0, 200),
)
LABELS = st.builds(
    Labels,
    route=st.sampled_from(["local", "cloud", None]),
    privacy=st.sampled_from(Level),
    names=st.frozensets(st.sampled_from(["batch", "night"])),
)
STATES = st.dictionaries(
    st.sampled_from(list(BACKENDS)),
    st.builds(
        TargetState,
        ready=st.booleans(),
        offers=st.none() | st.frozensets(st.sampled_from(NEEDS)),
        context=st.none() | st.integers(0, 200),
    ),
)


def leaving(policy: Policy, decision: Decision) -> set[str]:
    return {name for name in decision.targets if policy.backends[name].leaves}


@given(POLICIES, CALLS, LABELS, SCORES, STATES)
def test_every_call_gets_a_decision_that_agrees_with_itself(
    policy: Policy, asked: Call, labels: Labels, scores: Scores, state: State
) -> None:
    """Deciding is total and pure, and the route says where the first target is."""
    asked = replace(asked, labels=labels)
    decision = policy.decide(asked, scores, state)

    first = policy.backends[decision.targets[0]].leaves if decision.targets else None
    assert {None: "refuse", True: "cloud", False: "local"}[first] == decision.route
    assert decision.reasons
    assert repr(decision) == repr(policy.decide(asked, scores, state))  # NaN is not equal to itself
    assert set(decision.targets) <= set(policy.backends)
    assert len(set(decision.targets)) == len(decision.targets)


@given(POLICIES, CALLS, LABELS, SCORES, STATES)
def test_what_leaves_is_allowed_by_a_rule_and_kept_by_nothing(
    policy: Policy, asked: Call, labels: Labels, scores: Scores, state: State
) -> None:
    """If any entry of stays_home is not certainly false, or any judge failed, no target leaves."""
    asked = replace(asked, labels=labels)
    level = max(scores.privacy.level, labels.privacy)
    known = Facts.of(asked, replace(scores, privacy=replace(scores.privacy, level=level)), state)
    kept = scores.privacy.failed or any(
        guard.when.holds(known) is not False for guard in policy.rulebook.stays_home
    )

    decision = policy.decide(asked, scores, state)

    assert not (kept and leaving(policy, decision))
    assert leaving(policy, decision) <= {name for rule in policy.rulebook.rules for name in rule.to}


@given(POLICIES, CALLS, LABELS, SCORES)
def test_asking_for_a_route_or_a_model_never_widens(
    policy: Policy, asked: Call, labels: Labels, scores: Scores
) -> None:
    """What the caller asks for is a subset of what would have been allowed anyway."""
    asked = replace(asked, labels=labels)
    silent = replace(asked, labels=replace(labels, route=None))
    if "ModelAsked" not in repr(policy.rulebook):  # else the name may select another rule
        silent = replace(silent, model="auto")

    narrowed = policy.decide(asked, scores)

    assert set(narrowed.targets) <= set(policy.decide(silent, scores).targets)


@given(CALLS, LABELS, SCORES)
def test_raising_the_level_never_opens_the_cloud(
    asked: Call, labels: Labels, scores: Scores
) -> None:
    """In the default policy, a label can only keep more at home."""
    policy = Policy.load("balanced")
    raised = policy.decide(replace(asked, labels=labels), scores)
    plain = policy.decide(replace(asked, labels=replace(labels, privacy=Level.PUBLIC)), scores)

    assert leaving(policy, raised) <= leaving(policy, plain)


@given(st.tuples(WHENS, WHENS), CALLS, LABELS, SCORES, STATES)
def test_implication_is_true_of_calls(
    pair: tuple[Any, Any], asked: Call, labels: Labels, scores: Scores, state: State
) -> None:
    """A rule that is called unreachable has no call that reaches it."""
    narrow, wide = (condition(When.model_validate(written)) for written in pair)
    known = Facts.of(replace(asked, labels=labels), scores, state)

    if implies(narrow, wide) and narrow.holds(known) is True:
        assert wide.holds(known) is True


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_bytes_are_a_document_or_a_policy_error(raw: bytes) -> None:
    """Nothing else comes out of the reader, and every error has its place."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "p.yaml")
        path.write_bytes(raw)
        errors = check(path)

    assert all(str(error).startswith(f"{path}:") for error in errors)
    assert errors


TOKENS = st.sampled_from(
    """
    version: 1 backends: rules: privacy: stays_home: examples: opaque: when: to: name: kind: local
    cloud openai echo model: {privacy: secret} [local] [ ] { } , - ? : & * | > ' " # ! % @ ~ null
    true no on 2026-01-01 .nan 0x10 1:30 1e9 -1 0.5 <<: *a &a !!python/name:os any: not: all: [{}]
    """.split()
) | st.sampled_from(["\n", "\n  ", "\n    ", " ", "\t", "\u00a0", "é", "\ufeff", "\x00"])


@given(st.lists(TOKENS, max_size=40).map(" ".join))
def test_anything_like_a_policy_is_one_or_a_policy_error(text: str) -> None:
    """Every error has a place in the text and says something."""
    with tempfile.TemporaryDirectory() as folder:
        errors = check(write(Path(folder), text))

    assert all(error.message for error in errors)
    assert all(1 <= error.place.line <= text.count("\n") + 2 for error in errors)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


KEYS = ["version", "backends", "privacy", "complexity", "stays_home", "rules", "opaque", "examples"]


@given(st.sampled_from(KEYS), JSON)
def test_any_mapping_is_a_policy_or_has_policy_errors(key: str, noise: Any) -> None:
    """Wrong types anywhere are sentences, never another exception."""
    right = {"version": 1, "backends": BACKENDS, "rules": [{"name": "rest", "to": ["local"]}]}

    errors = check({**right, key: noise})

    assert all(error.message for error in errors)
