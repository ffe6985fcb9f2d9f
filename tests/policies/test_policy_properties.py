"""Properties of every policy and every call, tried on many."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from policy_making import BACKENDS, write
from policy_strategies import CALLS, LABELS, POLICIES, SCORES, STATES, WHENS

from homeport.policies.combined import implies
from homeport.policies.facts import Facts
from homeport.policies.policy import Policy, check
from homeport.policies.reading import condition
from homeport.policies.when import When
from homeport.types import Call, Decision, Labels, Level, Scores, State


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
@example("version", 2**63)
def test_any_mapping_is_a_policy_or_has_policy_errors(key: str, noise: Any) -> None:
    """Wrong types anywhere are sentences, never another exception."""
    right = {"version": 1, "backends": BACKENDS, "rules": [{"name": "rest", "to": ["local"]}]}

    errors = check({**right, key: noise})

    assert all(error.message for error in errors)
