"""What is proven of a policy is true of every call, and each way that is found can be gone."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from policy_making import document, finding, policy
from policy_strategies import CALLS, LABELS, POLICIES, SCORES, STATES

from homeport.backends.echo import EchoBackend
from homeport.policies.conditions import Condition
from homeport.policies.facts import Facts
from homeport.policies.globs import TooMany, representatives
from homeport.policies.policy import Policy
from homeport.policies.prove import Path, prove
from homeport.types import (
    Call,
    Complexity,
    Decision,
    Labels,
    Level,
    Privacy,
    Scores,
    State,
    TargetState,
)

PROMISES = [
    ("balanced", Level.PERSONAL),
    ("balanced", Level.SENSITIVE),
    ("private", Level.PERSONAL),
    ("cloud-first", Level.PERSONAL),
    ("saver", Level.PERSONAL),
    ("offline", Level.PUBLIC),
]


@pytest.mark.parametrize(("preset", "level"), PROMISES)
def test_presets_keep_what_they_promise(preset: str, level: Level) -> None:
    """Whatever the call: this is what a preset's first comment says."""
    assert prove(Policy.load(preset).rulebook, level).holds


@pytest.mark.parametrize("preset", ["balanced", "private", "cloud-first", "saver"])
def test_public_calls_can_leave_and_the_way_is_named(preset: str) -> None:
    """A proof that finds nothing anywhere would prove nothing."""
    paths = prove(Policy.load(preset).rulebook, Level.PUBLIC).paths

    assert paths
    assert all(("cloud",) == path.targets for path in paths)


def leaves(made: Policy, decision: Decision) -> bool:
    return any(made.backends[name].leaves for name in decision.targets)


def gone(made: Policy, path: Path) -> Decision:
    """Decide about the call that a path gives as its example."""
    facts = path.facts
    findings = tuple(finding(Level.PUBLIC, name) for name in sorted(facts.category))
    unjudged = "complexity" in facts.unknown
    scores = Scores(
        Privacy(facts.level, findings=findings),
        Complexity(
            facts.complexity, failed=unjudged, gain=None if "gain" in facts.unknown else facts.gain
        ),
        next(iter(facts.language)),
    )
    asked = Call(
        endpoint=next(iter(facts.endpoint), "chat.completions"),
        body={},
        model=facts.model,
        needs=facts.needs,
        tokens=facts.tokens,
        labels=Labels(names=facts.label),
    )
    state = {name: TargetState(ready=False) for name in facts.unready}
    return made.decide(asked, scores, state)


@given(POLICIES, st.sampled_from(Level))
def test_every_way_that_is_found_can_be_gone(made: Policy, level: Level) -> None:
    """The example of a path is a call that the policy sends that way."""
    for path in prove(made.rulebook, level).paths:
        decision = gone(made, path)

        assert path.rule == decision.rule
        assert set(path.targets) <= set(decision.targets)
        assert decision.privacy.level >= level or path.content == "unread"


@given(POLICIES, CALLS, LABELS, SCORES, STATES)
def test_no_call_leaves_where_it_is_proven_that_none_can(
    made: Policy, asked: Call, labels: Labels, scores: Scores, state: State
) -> None:
    """Each decision that lets a call leave is one of the ways that were found for its level."""
    decision = made.decide(replace(asked, labels=labels), scores, state)

    if leaves(made, decision):
        proof = prove(made.rulebook, decision.privacy.level)
        going = {name for name in decision.targets if made.backends[name].leaves}
        content = "unread" if asked.opaque else "judged"
        assert any(
            path.rule == decision.rule and going <= set(path.targets) and path.content == content
            for path in proof.paths
        )


@given(POLICIES, CALLS, LABELS, SCORES, STATES)
def test_what_nobody_can_read_counts_for_every_level(
    made: Policy, asked: Call, labels: Labels, scores: Scores, state: State
) -> None:
    """An upload that may leave is a way for secrets too."""
    decision = made.decide(replace(asked, endpoint="opaque", labels=labels), scores, state)

    if leaves(made, decision):
        paths = prove(made.rulebook, Level.SECRET).paths
        assert decision.rule in {path.rule for path in paths if path.content == "unread"}


def only(*rules: dict[str, Any], level: Level = Level.SENSITIVE, **changes: Any) -> list[str]:
    """Return the rules of the ways off the device."""
    return [path.rule for path in prove(policy(*rules, **changes).rulebook, level).paths]


CLOUD = {"to": ["cloud"]}


@pytest.mark.parametrize(
    "guards",
    [
        [{"privacy": {"at_least": "sensitive"}}],
        [{"privacy": "sensitive"}, {"privacy": "secret"}],
        [{"not": {"privacy": {"at_most": "personal"}}}],
        [{"complexity": {"at_most": 0.5}}, {"complexity": {"above": 0.5}}],
        [{"tokens": {"below": 10}}, {"tokens": {"at_least": 10}}],
        [{"language": "es"}, {"not": {"language": "es"}}],
        [{"category": ["iban", "email"]}, {"not": {"category": ["email", "iban"]}}],
        [{"any": [{"category": "iban"}, {"needs": "tools"}]}, {"not": {"category": "iban"}}],
        [{"model": ["gpt*", "g[!p]*", "g", "gp", "gp[!t]*"]}, {"not": {"model": "g*"}}],
        [{"ready": "cloud"}, {"not": {"ready": "cloud"}}],
    ],
)
def test_guards_that_cover_every_call_prove_it(guards: list[dict[str, Any]]) -> None:
    """However the cases are split between them."""
    entries = [{"name": f"s{n}", **({"when": w} if w else {})} for n, w in enumerate(guards)]

    assert [] == only({"name": "all", **CLOUD}, stays_home=entries)


@pytest.mark.parametrize(
    "guard",
    [
        {"privacy": "secret"},
        {"privacy": {"at_least": "sensitive"}, "complexity": {"below": 1}},
        {"tokens": {"at_most": 1_000_000}},
        {"category": ["iban", "api_key"]},
        {"model": "*?"},
        {"not": {"endpoint": "embeddings"}},
        {"any": [{"label": "batch"}, {"needs": "tools"}]},
    ],
)
def test_a_guard_with_a_hole_is_found_out(guard: dict[str, Any]) -> None:
    """Whatever the hole is made of."""
    assert ["all"] == only({"name": "all", **CLOUD}, stays_home=[{"name": "s", "when": guard}])


def test_an_earlier_rule_that_takes_every_private_call_is_enough() -> None:
    """The order of rules is part of the proof."""
    home = {"name": "home", "when": {"privacy": {"at_least": "sensitive"}}, "to": ["local"]}

    assert [] == only(home, {"name": "rest", **CLOUD})
    assert ["part"] == only({"name": "part", "when": {"tokens": {"above": 9}}, **CLOUD}, home)


def test_a_call_whose_complexity_is_unknown_is_taken_for_a_hard_one_by_rules_alone() -> None:
    """A rule for calls that are not hard does not hold it back."""
    home = {"name": "home", "when": {"complexity": {"at_most": 1}}, "to": ["local"]}

    assert [] == only(home)


def test_the_name_of_a_local_model_opens_nothing() -> None:
    """Who asks for this device is not sent elsewhere, whatever a rule says."""
    assert [] == only({"name": "named", "when": {"model": ["local", "smollm2-135m"]}, **CLOUD})
    assert ["globbed"] == only({"name": "globbed", "when": {"model": "local*"}, **CLOUD})


def test_a_cloud_that_only_steps_in_is_a_way() -> None:
    """It is named with what is tried before it."""
    (path,) = prove(policy().rulebook, Level.SECRET).paths

    assert (("cloud",), ("local",)) == (path.targets, path.before)


def test_what_cannot_be_read_is_a_way_if_the_policy_lets_it_pass() -> None:
    """Uploads, and pictures in a chat; unless a guard names them."""
    guard = {"name": "s", "when": {"privacy": {"at_least": "personal"}}}
    opaque = {"opaque": "cloud", "stays_home": [guard]}
    unread = {"any": [{"endpoint": "opaque"}, {"category": "unreadable"}]}

    assert [] == only({"name": "all", **CLOUD}, stays_home=[guard])
    assert ["all"] == only({"name": "all", **CLOUD}, **opaque)
    assert ["all"] == only(
        {"name": "all", "when": {"not": {"endpoint": "opaque"}}, **CLOUD}, **opaque
    )
    assert [] == only({"name": "all", "when": {"not": unread}, **CLOUD}, **opaque)


def test_a_transformed_way_is_told_as_such() -> None:
    """It is a way, and what is done first is part of it."""
    book = policy({"name": "all", **CLOUD}).rulebook
    masked = replace(book.rules[0], transform="pseudonymize")

    (path,) = prove(replace(book, rules=(masked,)), Level.SENSITIVE).paths

    assert "pseudonymize" == path.transform


class Whim:
    """A condition of a kind that was added later."""

    def holds(self, facts: Facts) -> bool | None:
        return None

    def why(self, facts: Facts) -> str:
        return str(self)

    def implies(self, other: Condition) -> bool:
        return False


def test_a_condition_of_an_unknown_kind_proves_nothing() -> None:
    """It may say anything, so it may let a call pass."""
    book = policy({"name": "all", **CLOUD}, stays_home=[{"name": "s"}]).rulebook
    guards = (replace(book.stays_home[0], when=Whim()),)

    assert not prove(replace(book, stays_home=guards), Level.SECRET).holds


def test_too_many_combinations_are_said_and_prove_nothing() -> None:
    """A proof that takes for ever is none."""
    globs = [f"*{letter}*{letter}*" for letter in "abcdefghijklmnop"]
    book = policy({"name": "all", "when": {"model": globs}, **CLOUD}).rulebook

    proof = prove(book, Level.SECRET)

    assert (("all",), False) == (proof.undecided, proof.holds)


GLOBS = st.lists(
    st.text("ab*?[]!-", min_size=1, max_size=5) | st.sampled_from(["[a-c]*", "[!a]?", "[]]", "é*"]),
    min_size=1,
    max_size=4,
    unique=True,
)


@given(GLOBS, st.text("abc[]!-é", max_size=4), st.lists(st.text("ab", max_size=3), max_size=2))
def test_every_text_has_a_representative(globs: list[str], text: str, apart: list[str]) -> None:
    """One that fits the same globs, as fnmatch sees them."""

    def fits(word: str) -> list[bool]:
        return [fnmatchcase(word, glob) for glob in globs]

    found = list(representatives(globs, apart=apart))

    assert not set(found) & set(apart)
    assert text in apart or fits(text) in [fits(word) for word in found]


def test_globs_that_combine_without_end_are_given_up() -> None:
    """Before they take the memory of the machine."""
    with pytest.raises(TooMany):
        list(representatives([f"*{a}*{a}*" for a in "abcdefghijklmnop"], apart=[]))


def with_plugin(to: list[str], **said: Any) -> Policy:
    """Return a policy that keeps every call at home, where only a plugin is."""
    made = document(
        backends={"mine": {"kind": "acme", **said}, "cloud": {"kind": "openai", "model": "m"}},
        stays_home=[{"name": "everything", "when": {"privacy": {"at_least": "public"}}}],
        rules=[{"name": "all", "to": to}],
    )
    return Policy.load(made, backends={"acme": EchoBackend})


@pytest.mark.parametrize("to", [["mine"], ["cloud"], ["mine", "cloud"]])
def test_a_plugin_that_nobody_vouches_for_is_a_way(to: list[str]) -> None:
    """Calls that stay home may go to it: it is taken for a part of this device."""
    paths = prove(with_plugin(to).rulebook, Level.SECRET).paths

    assert [("mine",)] == [path.targets for path in paths]
    assert {"unvouched"} == {path.content for path in paths}


@pytest.mark.parametrize("to", [["mine"], ["cloud"], ["mine", "cloud"]])
def test_a_plugin_that_is_vouched_for_is_home(to: list[str]) -> None:
    """``trust: device`` is the policy's word; the plugin never gets to see the key."""
    made = with_plugin(to, trust="device")

    assert prove(made.rulebook, Level.PUBLIC).holds
    assert "trust" not in made.backends["mine"].options
