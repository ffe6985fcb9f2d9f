"""Facts about what is wrong between the entries of a policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from policy_making import Badges, document, write

from homeport.policies.policy import Policy, check

POLICY = """\
version: 1
backends:
  local: {kind: local, model: smollm2-135m}
  cloud: {kind: openai, model: gpt-5-mini}
privacy: {detectors: [identifiers, secrets]}
complexity: {scorer: features}
stays_home:
  - {name: stay, when: {privacy: {at_least: sensitive}}}
rules:
  - {name: hard, when: {complexity: {at_least: 0.7}}, to: [cloud, local]}
  - {name: rest, to: [local, cloud]}
examples:
  - {say: Hello, route: local, rule: rest}
"""

WRONG = {
    "an unknown kind": (
        ("kind: local", "kind: locla"),
        "3:17: backends.local.kind: unknown kind 'locla'; did you mean 'local'? (expected local",
    ),
    "a backend called auto": (
        ("  cloud: {", "  auto: {kind: echo}\n  cloud: {"),
        "4:3: backends.auto: no backend can be called auto",
    ),
    "a key among the options": (
        ("smollm2-135m}", "smollm2-135m, hf_token: x}"),
        "3:45: backends.local.hf_token: a policy holds no secrets",
    ),
    "a password among the options": (
        ("smollm2-135m}", "smollm2-135m, db_password: x}"),
        "3:45: backends.local.db_password: a policy holds no secrets",
    ),
    "an unknown detector": (
        ("[identifiers,", "[identifier,"),
        "5:23: privacy.detectors[0]: unknown detector 'identifier'; did you mean 'identifiers'?",
    ),
    "a detector twice": (
        ("secrets]", "identifiers]"),
        "5:36: privacy.detectors[1]: identifiers is here twice",
    ),
    "an unknown scorer": (
        ("scorer: features", "scorer: feature"),
        "6:22: complexity.scorer: unknown scorer 'feature'; did you mean 'features'?",
    ),
    "an unknown backend": (
        ("to: [cloud", "to: [clod"),
        "10:60: rules[0].to[0]: unknown backend 'clod'; did you mean 'cloud'? (expected local",
    ),
    "a backend twice": (
        ("[cloud, local]", "[cloud, local, cloud]"),
        "10:74: rules[0].to[2]: cloud is here twice",
    ),
    "an unknown backend in ready": (
        ("{complexity: {at_least: 0.7}}", "{ready: remote}"),
        "10:32: rules[0].when.ready: unknown backend 'remote'",
    ),
    "an unknown backend deep in a condition": (
        ("{at_least: sensitive}}", "secret, any: [{not: {ready: [local, clowd]}}, {needs: n}]}"),
        "8:70: stays_home[0].when.any[0].not.ready[1]: unknown backend 'clowd'; did you mean ",
    ),
    "an unknown category": (
        ("{privacy: {at_least: sensitive}}", "{all: [{category: [credit_crad]}]}"),
        "8:43: stays_home[0].when.all[0].category[0]: unknown category 'credit_crad'; did you mean",
    ),
    "two rules of one name": (
        ("name: hard", "name: rest"),
        "11:12: rules[1].name: the name rest is taken by the rule at p.yaml:10:12",
    ),
    "a guard's name": (
        ("name: hard", "name: stay"),
        "10:12: rules[0].name: the name stay is taken by the rule at p.yaml:8:12",
    ),
    "a name of homeport's own": (
        ("name: hard", "name: judging-failed"),
        "10:12: rules[0].name: judging-failed is what homeport calls a rule of its own",
    ),
    "an unknown rule in an example": (
        ("rule: rest}", "rule: rset}"),
        "13:38: examples[0].rule: unknown rule 'rset'; did you mean 'rest'? (expected stay, hard,",
    ),
    "a rule behind one that matches every call": (
        ("examples:", "  - {name: late, to: []}\nexamples:"),
        "12:5: rules[2]: this rule is never reached: whatever it matches, the rule rest at p",
    ),
    "a rule behind an equal one": (
        (
            "  - {name: rest, ",
            "  - {name: late, when: {complexity: {at_least: 0.7}}, to: []}\n  - {name: rest, ",
        ),
        "11:5: rules[1]: this rule is never reached: whatever it matches, the rule hard at p",
    ),
    "a rule behind a wider one": (
        (
            "  - {name: rest, ",
            "  - {name: late, when: {needs: n, complexity: {above: 0.8}}, to: []}\n"
            "  - {name: rest, ",
        ),
        "11:5: rules[1]: this rule is never reached",
    ),
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_policy_itself_is_right() -> None:
    """So each error below comes from the one change."""
    assert [] == check(write(Path(), POLICY, "p.yaml"))


@pytest.mark.parametrize(("change", "expected"), WRONG.values(), ids=WRONG)
def test_what_does_not_fit_together_is_refused(change: tuple[str, str], expected: str) -> None:
    """One error, at the place where the mistake is."""
    path = write(Path(), POLICY.replace(*change), "p.yaml")

    errors = [str(error) for error in check(path)]

    assert 1 == len(errors)
    assert errors[0].startswith(f"p.yaml:{expected}")


def test_all_that_does_not_fit_is_listed_in_the_order_of_the_file() -> None:
    """One run of `homeport policy check` shows everything."""
    text = (
        POLICY.replace("name: rest", "name: stay")
        .replace("[cloud,", "[x,")
        .replace("kind: local", "kind: y")
    )

    lines = [error.place.line for error in check(write(Path(), text, "p.yaml"))]

    assert [3, 10, 11, 13] == lines


@pytest.mark.parametrize("name", ["opaque", "no-rule-matched", "judging-failed", "stay"])
def test_an_example_may_expect_any_rule_there_is(name: str) -> None:
    """Homeport's own rules and stays_home speak too."""
    text = POLICY.replace("rule: rest}", f"rule: {name}}}")

    assert [] == check(write(Path(), text, "p.yaml"))


@pytest.mark.parametrize("option", ["tokenizer", "pad_token", "cache_key", "max_tokens"])
def test_options_that_only_look_like_secrets_pass(option: str) -> None:
    """Tokens are also what models count."""
    backends = {"local": {"kind": "local", "model": "x", option: "y"}}

    policy = Policy.load(document(backends=backends, rules=[{"name": "a", "to": ["local"]}]))

    assert "y" == policy.backends["local"].options[option]


def test_categories_are_open_where_a_detector_is_not_ours() -> None:
    """Only it knows what it finds."""
    changes = {
        "privacy": {"detectors": ["identifiers", "badge"]},
        "stays_home": [{"name": "badges", "when": {"category": "badge"}}],
    }

    assert [] == check(document(**changes), detectors={"badge": Badges()})
