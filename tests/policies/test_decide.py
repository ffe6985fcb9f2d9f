"""Facts about decisions: what stays, which rule speaks, who is asked, and why."""

from __future__ import annotations

from typing import Any

import pytest
from policy_making import PATH, call, finding, labelled, policy, scores

from homeport.types import Decision, Labels, Level, TargetState

CARD = finding(Level.SENSITIVE, "credit_card")
MAIL = finding(Level.PERSONAL, "email")
STAY = {"name": "secrets-stay", "when": {"privacy": {"at_least": "sensitive"}}}
TO_CLOUD = {"name": "all", "to": ["cloud", "local"]}


def test_the_first_rule_that_matches_decides() -> None:
    """Later rules are not looked at."""
    rules = policy(
        {"name": "hard", "when": {"complexity": {"at_least": 0.7}}, "to": ["cloud", "local"]},
        {"name": "rest", "to": ["local"]},
    )

    hard = rules.decide(call(), scores(complexity=0.82))
    easy = rules.decide(call(), scores(complexity=0.2))

    assert ("cloud", ("cloud", "local"), "hard") == (hard.route, hard.targets, hard.rule)
    assert ("rule hard: complexity 0.82 >= 0.70",) == hard.reasons
    assert ("local", ("local",), "rest") == (easy.route, easy.targets, easy.rule)
    assert ("rule rest: every call",) == easy.reasons


def test_without_a_rule_that_matches_nothing_is_allowed() -> None:
    """A policy allows what it says, and no more."""
    decision = policy({"name": "es", "when": {"language": "es"}, "to": ["local"]}).decide(
        call(), scores()
    )

    assert ("refuse", (), "no-rule-matched") == (decision.route, decision.targets, decision.rule)
    assert ("no rule matched", "refused: no target is left") == decision.reasons


def test_a_rule_without_targets_refuses() -> None:
    """``to: []`` is how a policy says no."""
    decision = policy({"name": "never", "to": []}).decide(call(), scores())

    assert ("refuse", (), "never") == (decision.route, decision.targets, decision.rule)
    assert "it allows no target" in decision.reasons


def test_what_stays_home_loses_every_target_that_leaves() -> None:
    """The rule that is reported is the one that keeps the call."""
    decision = policy(TO_CLOUD, stays_home=[STAY]).decide(call(), scores(CARD))

    assert ("local", ("local",), "secrets-stay") == (
        decision.route,
        decision.targets,
        decision.rule,
    )
    assert f"stays home: secrets-stay (credit_card in {PATH})" == decision.reasons[0]


def test_where_only_the_cloud_was_allowed_everything_at_home_may_answer() -> None:
    """In the order of the policy."""
    decision = policy({"name": "all", "to": ["cloud"]}, stays_home=[STAY]).decide(
        call(), scores(CARD)
    )

    assert ("local", "echo") == decision.targets


def test_a_call_that_stays_is_refused_where_nothing_is_at_home() -> None:
    """Rather refused than leaked."""
    only_cloud = {"cloud": {"kind": "openai", "model": "gpt-5-mini"}}

    decision = policy(
        {"name": "all", "to": ["cloud"]}, backends=only_cloud, stays_home=[STAY]
    ).decide(call(), scores(CARD))

    assert ("refuse", (), "secrets-stay") == (decision.route, decision.targets, decision.rule)


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        ({"name": "no", "to": []}, "no"),
        ({"name": "es", "when": {"language": "es"}, "to": ["local"]}, "no-rule-matched"),
    ],
)
def test_what_stays_home_allows_nothing_by_itself(rule: dict[str, Any], name: str) -> None:
    """To forbid the cloud does not undo a refusal."""
    decision = policy(rule, stays_home=[STAY]).decide(call(), scores(CARD))

    assert ("refuse", name) == (decision.route, decision.rule)


def test_stays_home_is_reported_in_the_order_of_the_file() -> None:
    """Which entry matches first does not change what happens."""
    cards = {"name": "cards", "when": {"category": "credit_card"}}

    decision = policy(TO_CLOUD, stays_home=[cards, STAY]).decide(call(), scores(CARD))

    assert ("cards", ("local",)) == (decision.rule, decision.targets)


def test_an_entry_without_condition_keeps_every_call() -> None:
    """A forgotten condition forbids; it does not allow."""
    decision = policy(TO_CLOUD, stays_home=[{"name": "all-stay"}]).decide(call(), scores())

    assert ("all-stay", ("local",)) == (decision.rule, decision.targets)


@pytest.mark.parametrize(
    ("guards", "rule"),
    [([], "judging-failed"), ([{"name": "never", "when": {"privacy": "secret"}}], "never")],
)
def test_a_detector_that_failed_keeps_the_call(guards: list[dict[str, Any]], rule: str) -> None:
    """What was not judged is private, whatever stays_home says."""
    decision = policy(TO_CLOUD, stays_home=guards).decide(call(), scores(failed=["names", "time"]))

    assert (rule, ("local",)) == (decision.rule, decision.targets)
    assert f"stays home: {rule} (judging failed: names, time)" == decision.reasons[0]


@pytest.mark.parametrize(
    ("when", "judged", "why"),
    [
        ({"complexity": {"below": 0.5}}, scores(unscored=True), "complexity not judged"),
        ({"not": {"complexity": {"below": 0.5}}}, scores(unscored=True), "not (complexity < 0.50)"),
        ({"language": "es"}, scores(language="und"), "language not judged"),
    ],
)
def test_what_cannot_be_told_keeps_the_call(when: dict[str, Any], judged: Any, why: str) -> None:
    """A condition of stays_home that is neither true nor false counts as true."""
    decision = policy(TO_CLOUD, stays_home=[{"name": "stay", "when": when}]).decide(call(), judged)

    assert ("stay", ("local",)) == (decision.rule, decision.targets)
    assert f"stays home: stay ({why})" == decision.reasons[0]


def test_a_rule_is_not_selected_by_what_cannot_be_told() -> None:
    """Neither the condition nor its opposite."""
    decision = policy(
        {"name": "es", "when": {"language": "es"}, "to": ["cloud"]},
        {"name": "not-es", "when": {"not": {"language": "es"}}, "to": ["cloud"]},
        {"name": "rest", "to": ["local"]},
    ).decide(call(), scores(language="und"))

    assert "rest" == decision.rule


def test_a_call_of_unknown_complexity_is_as_hard_as_can_be_to_a_rule() -> None:
    """A broken scorer costs money, not answers."""
    decision = policy(
        {"name": "hard", "when": {"complexity": {"at_least": 0.9}}, "to": ["cloud"]},
        {"name": "rest", "to": ["local"]},
    ).decide(call(), scores(complexity=0.1, unscored=True))

    assert "hard" == decision.rule


def test_a_label_raises_the_level() -> None:
    """The caller knows things that no detector can see."""
    decision = policy(TO_CLOUD, stays_home=[STAY]).decide(
        labelled(privacy=Level.SECRET), scores(MAIL)
    )

    assert (Level.SECRET, "secrets-stay") == (decision.privacy.level, decision.rule)
    assert ("the caller says secret", "stays home: secrets-stay (privacy secret)") == (
        decision.reasons[:2]
    )


def test_a_label_never_lowers_the_level() -> None:
    """Saying that a card number is public does not make it so."""
    decision = policy(TO_CLOUD, stays_home=[STAY]).decide(
        labelled(privacy=Level.PUBLIC), scores(CARD)
    )

    assert (Level.SENSITIVE, ("local",)) == (decision.privacy.level, decision.targets)


def test_the_caller_may_ask_for_this_device() -> None:
    """What leaves is dropped, and the reasons say who asked."""
    decision = policy(TO_CLOUD).decide(labelled(route="local"), scores())

    assert ("local",) == decision.targets
    assert "cloud dropped: the caller asked for local" in decision.reasons


def test_the_caller_may_ask_for_the_cloud() -> None:
    """What stays is dropped."""
    decision = policy(TO_CLOUD).decide(labelled(route="cloud"), scores())

    assert ("cloud",) == decision.targets
    assert "local dropped: the caller asked for cloud" in decision.reasons


def test_asking_for_the_cloud_does_not_open_it() -> None:
    """A label narrows; if nothing is left, the call is refused."""
    decision = policy(TO_CLOUD, stays_home=[STAY]).decide(labelled(route="cloud"), scores(CARD))

    assert ("refuse", "secrets-stay") == (decision.route, decision.rule)
    assert "refused: no target is left" == decision.reasons[-1]


@pytest.mark.parametrize("model", ["local", "smollm2-135m"])
def test_naming_a_model_at_home_narrows_to_it(model: str) -> None:
    """By the backend's name or by its model's."""
    decision = policy({"name": "all", "to": ["cloud", "echo", "local"]}).decide(
        call(model=model), scores()
    )

    assert ("local",) == decision.targets
    assert "cloud dropped: the caller asked for local" in decision.reasons


def test_naming_a_model_that_the_rule_does_not_allow_is_refused() -> None:
    """And the reasons say what was asked for."""
    decision = policy({"name": "all", "to": ["cloud"]}).decide(call(model="local"), scores())

    assert "refuse" == decision.route
    assert "cloud dropped: the caller asked for local" in decision.reasons


@pytest.mark.parametrize("model", ["auto", "gpt-5-mini", "cloud", "no-such-model", ""])
def test_any_other_name_narrows_nothing(model: str) -> None:
    """Cloud models' names are for the cloud to know."""
    decision = policy(TO_CLOUD).decide(call(model=model), scores())

    assert ("cloud", "local") == decision.targets


def test_a_model_called_auto_is_not_asked_for_by_auto() -> None:
    """``auto`` leaves the choice to the policy, whatever models are called."""
    backends = {"a": {"kind": "echo", "model": "auto"}, "b": {"kind": "echo"}}

    decision = policy({"name": "all", "to": ["b", "a"]}, backends=backends).decide(call(), scores())

    assert ("b", "a") == decision.targets


def test_a_target_that_does_not_offer_what_is_needed_is_dropped() -> None:
    """The reason names what is missing."""
    state = {"local": TargetState(offers=frozenset({"chat"}))}
    asked = call(needs=frozenset({"chat", "tools", "images"}))

    decision = policy().decide(asked, scores(), state)

    assert ("cloud", ("cloud",)) == (decision.route, decision.targets)
    assert "local dropped: it does not offer images, tools" in decision.reasons


def test_a_target_that_cannot_hold_the_prompt_is_dropped() -> None:
    """The reason has both numbers; nothing is cut."""
    state = {"local": TargetState(context=8192)}

    fits = policy().decide(call(tokens=8192), scores(), state)
    too_long = policy().decide(call(tokens=9000), scores(), state)

    assert ("local", "cloud") == fits.targets
    assert ("cloud",) == too_long.targets
    assert "local dropped: 9,000 tokens do not fit its context of 8,192" in too_long.reasons


def test_if_every_target_is_dropped_the_reasons_say_which_and_why() -> None:
    """A private call that the device cannot answer is refused, not sent."""
    state = {"local": TargetState(offers=frozenset()), "cloud": TargetState(context=1)}

    decision = policy().decide(call(needs=frozenset({"chat"}), tokens=2), scores(), state)

    assert "refuse" == decision.route
    assert (
        "local dropped: it does not offer chat",
        "cloud dropped: 2 tokens do not fit its context of 1",
        "refused: no target is left",
    ) == decision.reasons[1:]


def test_what_is_not_known_rules_nothing_out() -> None:
    """No state, or a state that says nothing."""
    asked = call(needs=frozenset({"tools"}), tokens=10**9)

    assert ("local", "cloud") == policy().decide(asked, scores()).targets
    assert ("local", "cloud") == policy().decide(asked, scores(), {"local": TargetState()}).targets


def test_readiness_drops_nothing_by_itself() -> None:
    """Whoever runs the targets skips what is not ready; a rule may ask for it."""
    down = {"local": TargetState(ready=False, why="not pulled")}
    by_rule = policy(
        {"name": "here", "when": {"ready": "local"}, "to": ["local"]},
        {"name": "else", "to": ["cloud"]},
    )

    assert ("local", "cloud") == policy().decide(call(), scores(), down).targets
    assert "else" == by_rule.decide(call(), scores(), down).rule


UPLOAD = call(endpoint="opaque", parts=(), unreadable=("body",))


def test_opaque_calls_are_denied() -> None:
    """Unless the policy says otherwise, which rules cannot."""
    decision = policy(TO_CLOUD).decide(UPLOAD, scores())

    assert ("refuse", (), "opaque") == (decision.route, decision.targets, decision.rule)
    assert "opaque: deny" in decision.why


def test_opaque_calls_go_to_the_cloud_alone() -> None:
    """Nothing at home can read them."""
    decision = policy(opaque="cloud").decide(UPLOAD, scores())

    assert ("cloud", ("cloud",), "rest") == (decision.route, decision.targets, decision.rule)
    assert any(reason.startswith("local dropped: only the cloud") for reason in decision.reasons)


def test_an_opaque_call_with_something_private_beside_it_stays_and_so_is_refused() -> None:
    """A file's name can be read, even where the file cannot."""
    decision = policy(opaque="cloud", stays_home=[STAY]).decide(UPLOAD, scores(CARD))

    assert ("refuse", "secrets-stay") == (decision.route, decision.rule)


def test_an_opaque_call_obeys_the_rules() -> None:
    """``opaque: cloud`` allows nothing that no rule allows."""
    decision = policy({"name": "home", "to": ["local"]}, opaque="cloud").decide(UPLOAD, scores())

    assert "refuse" == decision.route


def test_a_decision_carries_what_was_known() -> None:
    """All of it but the text. Who and when is filled in by others."""
    judged = scores(MAIL, complexity=0.4, language="es")
    asked = call(needs=frozenset({"tools", "chat"}), tokens=7)

    decision = policy().decide(asked, judged)

    assert (
        Decision(
            id="",
            route="local",
            targets=("local", "cloud"),
            rule="rest",
            privacy=judged.privacy,
            complexity=judged.complexity,
            needs=("chat", "tools"),
            tokens=7,
            language="es",
            reasons=("rule rest: every call",),
        )
        == decision
    )


def test_a_server_on_the_network_counts_as_leaving() -> None:
    """``route`` says whether the first target is on this device."""
    backends = {
        "lan": {"kind": "server", "base_url": "http://nas/v1", "model": "x", "trust": "network"},
        "here": {"kind": "server", "base_url": "http://[::1]/v1", "model": "x", "trust": "device"},
    }
    loaded = policy({"name": "all", "to": ["lan", "here"]}, backends=backends, stays_home=[STAY])

    assert "cloud" == loaded.decide(call(), scores()).route
    assert ("local", ("here",)) == (
        loaded.decide(call(), scores(CARD)).route,
        loaded.decide(call(), scores(CARD)).targets,
    )


def test_labels_of_the_caller_select_rules() -> None:
    """A label is a word of the application's own."""
    rules = policy(
        {"name": "night", "when": {"label": "batch"}, "to": ["local"]},
        {"name": "day", "to": ["cloud"]},
    )

    assert "night" == rules.decide(call(labels=Labels(names=frozenset({"batch"}))), scores()).rule
    assert "day" == rules.decide(call(), scores()).rule
