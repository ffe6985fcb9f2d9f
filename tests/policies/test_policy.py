"""Facts about loading a policy, finding the one in force, and scoring calls."""

from __future__ import annotations

import json
import logging
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from typing import Any

import pytest
import yaml
from policy_making import PATH, Badges, Broken, Hardness, call, document, policy, write

from homeport import plugins
from homeport.errors import PolicyError
from homeport.policies import language
from homeport.policies.judges import complexity_of, language_of
from homeport.policies.policy import PRESETS, Policy, check
from homeport.types import Call, Complexity, Labels, Level, Scores

YAML = yaml.safe_dump(document(), sort_keys=False)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", ["p.yaml", "p.yml", "./policy", "policy"])
def test_a_policy_is_loaded_from_a_file(name: str) -> None:
    """By its ending, by a separator in its name, or because it is there."""
    write(Path(), YAML, name)

    assert str(Path(name)) == Policy.load(name).source


def test_a_path_is_always_a_file() -> None:
    """Even where a preset has the name."""
    write(Path(), YAML, "private")

    assert ["rest"] == [rule.name for rule in Policy.load(Path("private")).rulebook.rules]


def test_a_preset_wins_over_a_file_of_its_name() -> None:
    """A stray file cannot change what `private` means."""
    write(Path(), YAML, "private")

    assert ["hard", "rest"] == [rule.name for rule in Policy.load("private").rulebook.rules]
    assert ["rest"] == [rule.name for rule in Policy.load("./private").rulebook.rules]


def test_a_mapping_is_a_policy() -> None:
    """Errors then name the path alone."""
    assert "<mapping>" == Policy.load(document()).source
    with pytest.raises(PolicyError, match=r"^<mapping>:1:1: rules\[0\].to\[0\]: unknown backend"):
        Policy.load(document(rules=[{"name": "a", "to": ["x"]}]))


def test_a_policy_is_a_policy() -> None:
    """Loading it again changes nothing."""
    loaded = policy()

    assert loaded is Policy.load(loaded)


def test_nothing_can_be_registered_with_a_policy_that_is_loaded() -> None:
    """It would have no effect, so it is an error."""
    with pytest.raises(TypeError, match="loaded already"):
        Policy.load(policy(), detectors={"badge": Badges()})


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("privte", "unknown preset 'privte'; did you mean 'private'? (expected balanced, private,"),
        ("gone.yaml", "gone.yaml:1:1: there is no such file"),
        ("gone/policy", "gone/policy:1:1: there is no such file"),
        (Path("gone"), "gone:1:1: there is no such file"),
        (YAML, "this is text, not the name of a policy"),
        ("", "unknown preset ''"),
    ],
)
def test_a_source_that_leads_nowhere_is_named(source: Any, sentence: str) -> None:
    """With the preset that may have been meant."""
    with pytest.raises(PolicyError) as caught:
        Policy.load(source)

    assert sentence in str(caught.value)


def test_other_objects_are_no_policies() -> None:
    """A mistake in the program is no mistake in a policy."""
    with pytest.raises(TypeError, match="not an object of type int"):
        Policy.load(3)  # type: ignore[arg-type]


def test_without_anything_the_preset_balanced_is_in_force() -> None:
    """The default of the whole package."""
    assert "balanced" == Policy.find().source


def test_a_file_in_this_folder_is_in_force() -> None:
    """`homeport.yaml` and no other name."""
    write(Path(), YAML, "homeport.yml")
    assert "balanced" == Policy.find().source

    write(Path(), YAML)
    assert "homeport.yaml" == Policy.find().source


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may name a file or a preset."""
    write(Path(), YAML)
    monkeypatch.setenv("HOMEPORT_POLICY", "private")

    assert "private" == Policy.find().source


def test_what_the_program_says_goes_before_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Even before one that is wrong."""
    monkeypatch.setenv("HOMEPORT_POLICY", "gone.yaml")

    assert "offline" == Policy.find("offline").source


@pytest.mark.parametrize("named", ["gone.yaml", "privte", ""])
def test_a_wrong_environment_is_an_error(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Falling back to a laxer policy would be a leak."""
    monkeypatch.setenv("HOMEPORT_POLICY", named)

    with pytest.raises(PolicyError, match=r"\(\$HOMEPORT_POLICY names this policy\)$"):
        Policy.find()


def test_a_link_that_leads_nowhere_is_an_error() -> None:
    """The user meant to have a policy here."""
    Path("homeport.yaml").symlink_to("gone.yaml")

    with pytest.raises(PolicyError, match=r"homeport.yaml:1:1: there is no such file$"):
        Policy.find()


def test_finding_registers_extensions_too() -> None:
    """As loading does."""
    changes = {"complexity": {"scorer": "mine"}}

    found = Policy.find(document(**changes), scorers={"mine": Hardness(0.5)})

    assert 0.5 == found.score(call()).complexity.score


class Shout:
    """A kind of backend that an application brings along."""


def test_an_application_adds_a_kind() -> None:
    """Its class is kept beside the entry; its options are passed on."""
    backends = {"loud": {"kind": "shout", "volume": 11}}

    spec = Policy.load(
        document(backends=backends, rules=[{"name": "a", "to": ["loud"]}]),
        backends={"shout": Shout},
    ).backends["loud"]

    assert (Shout, {"volume": 11}, "shout", False) == (
        spec.factory,
        dict(spec.options),
        spec.model,
        spec.leaves,
    )


@pytest.mark.parametrize("badge", [Badges(), Badges])
def test_an_application_adds_a_detector(badge: Any) -> None:
    """An object or its class; it runs because the policy lists it."""
    loaded = Policy.load(document(privacy={"detectors": ["badge"]}), detectors={"badge": badge})

    privacy = loaded.score(call("I am B-1234")).privacy

    assert [("badge", 5, 11)] == [(f.category, f.start, f.end) for f in privacy.findings]


def test_a_detector_that_is_not_listed_does_not_run() -> None:
    """Registering makes a name available, as installing a plugin does."""
    loaded = Policy.load(document(), detectors={"badge": Badges()})

    assert () == loaded.score(call("I am B-1234")).privacy.findings


@pytest.mark.parametrize(
    "scorer", [Hardness(0.25), type("Quarter", (), {"score": lambda *_: Complexity(0.25)})]
)
def test_an_application_adds_a_scorer(scorer: Any) -> None:
    """An object or its class."""
    loaded = Policy.load(document(complexity={"scorer": "mine"}), scorers={"mine": scorer})

    assert 0.25 == loaded.score(call()).complexity.score


def test_what_an_application_registers_goes_before_what_ships() -> None:
    """So a test can stand in for a scorer without patching it."""
    loaded = Policy.load(document(), scorers={"features": Hardness(0.75)})

    assert 0.75 == loaded.score(call()).complexity.score


@pytest.mark.parametrize(
    ("changes", "extensions", "sentence"),
    [
        (
            {"privacy": {"detectors": ["x"]}},
            {"detectors": {"x": object()}},
            "privacy.detectors[0]: x is no detector: it needs a name and a method find(part)",
        ),
        (
            {"privacy": {"detectors": ["x"]}},
            {"detectors": {"x": type("NoName", (), {"find": lambda *_: ()})}},
            "privacy.detectors[0]: x is no detector",
        ),
        (
            {"complexity": {"scorer": "x"}},
            {"scorers": {"x": object()}},
            "complexity.scorer: x is no scorer: it needs a method score(call)",
        ),
        (
            {"complexity": {"scorer": "x"}},
            {"scorers": {"x": type("Picky", (), {"__init__": lambda self, a: None})}},
            "complexity.scorer: x could not be loaded (TypeError)",
        ),
    ],
)
def test_an_extension_that_cannot_be_used_is_an_error(
    changes: dict[str, Any], extensions: dict[str, Any], sentence: str
) -> None:
    """Before the first call, not at it."""
    [error] = check(document(**changes), **extensions)

    assert sentence in str(error)
    with pytest.raises(PolicyError):
        Policy.load(document(**changes), **extensions)


class Installed:
    """Packages that add entry points, as ``importlib.metadata`` would report them."""

    def __init__(self, *points: EntryPoint) -> None:
        self.points = EntryPoints(points)

    def __call__(self, **params: str) -> EntryPoints:
        return self.points.select(**params)


@pytest.fixture
def _plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    installed = Installed(
        EntryPoint("acme", "acme.engine:AcmeBackend", "homeport.backends"),
        EntryPoint("badge", "policy_making:Badges", "homeport.detectors"),
        EntryPoint("lost", "no_such_module_here:Detector", "homeport.detectors"),
        EntryPoint("broken", "policy_making:Broken", "homeport.scorers"),
    )
    monkeypatch.setattr(plugins, "entry_points", installed)


@pytest.mark.usefixtures("_plugins")
def test_installed_packages_add_detectors_and_scorers() -> None:
    """By their entry points."""
    changes = {"privacy": {"detectors": ["badge"]}, "complexity": {"scorer": "broken"}}

    found = policy(**changes).score(call("B-1234"))

    assert (Level.SENSITIVE, True) == (found.privacy.level, found.complexity.failed)


@pytest.mark.usefixtures("_plugins")
def test_an_installed_kind_is_known_without_importing_it() -> None:
    """An engine that nobody asks costs nothing."""
    loaded = policy({"name": "a", "to": ["b"]}, backends={"b": {"kind": "acme"}})

    assert ("acme", None) == (loaded.backends["b"].kind, loaded.backends["b"].factory)


@pytest.mark.usefixtures("_plugins")
def test_a_plugin_that_breaks_when_imported_is_an_error() -> None:
    """A detector that is listed and does not run would be a leak."""
    with pytest.raises(PolicyError, match=r"detectors\[0\]: lost could not be loaded \(Module"):
        policy(privacy={"detectors": ["lost"]})


@pytest.mark.usefixtures("_plugins")
def test_unknown_names_are_compared_with_what_is_installed_too() -> None:
    """So a typing error in a plugin's name is found."""
    [error] = check(document(privacy={"detectors": ["bagde"]}))

    assert "did you mean 'badge'? (expected identifiers, secrets, names, badge, lost)" in str(error)


def test_the_users_own_terms_are_found() -> None:
    """At the level that the policy gives them."""
    terms = {"sensitive": ["Project Falcon"], "secret": ["Ícaro"]}
    loaded = policy(privacy={"detectors": [], "terms": terms})

    assert Level.SENSITIVE == loaded.score(call("what is project falcon?")).privacy.level
    assert Level.SECRET == loaded.score(call("¿qué es ícaro?")).privacy.level
    assert Level.PUBLIC == loaded.score(call("what is a falcon?")).privacy.level


def test_a_call_is_scored_by_all_judges() -> None:
    """Privacy, complexity and language."""
    found = Policy.load(document(), scorers={"features": Hardness(0.3)}).score(
        call("Mi tarjeta es la 4111 1111 1111 1111 y quiero saber si todavía es válida")
    )

    assert (Level.SENSITIVE, 0.3, "es") == (
        found.privacy.level,
        found.complexity.score,
        found.language,
    )


@pytest.mark.parametrize("wrong", [float("nan"), -0.1, 1.1])
def test_a_number_that_is_no_share_is_a_failure(wrong: float) -> None:
    """It would make every bound of a policy meaningless."""
    complexity = complexity_of(Hardness(wrong), call())

    assert (1.0, True) == (complexity.score, complexity.failed)


def test_a_scorer_that_breaks_finds_every_call_hard(caplog: pytest.LogCaptureFixture) -> None:
    """The log names the error's type, and no text of the call."""
    with caplog.at_level(logging.WARNING):
        complexity = complexity_of(Broken(), call())

    assert (
        Complexity(1.0, ("the complexity scorer failed: RuntimeError",), failed=True) == complexity
    )
    assert ["the complexity scorer failed: RuntimeError"] == caplog.messages


def test_a_language_that_cannot_be_told_is_undetermined(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever breaks."""

    def broken(_: Call) -> str:
        raise RuntimeError("the text of the call")

    monkeypatch.setattr(language, "detect", broken)

    assert "und" == language_of(call())
    assert ["the language could not be told: RuntimeError"] == caplog.messages


PICTURE = call("Whose is this?", unreadable=("messages[0].content[1]",))


def test_what_cannot_be_read_is_private() -> None:
    """A picture may show anything."""
    assert Level.SENSITIVE == policy().score(PICTURE).privacy.level


def test_what_cannot_be_read_is_public_if_the_policy_says_so() -> None:
    """With ``opaque: cloud``. The finding stays, as a record."""
    privacy = policy(opaque="cloud").score(PICTURE).privacy

    assert Level.PUBLIC == privacy.level
    assert [("unreadable", Level.PUBLIC)] == [(f.category, f.level) for f in privacy.findings]


def test_opaque_cloud_lowers_nothing_else() -> None:
    """Neither findings, nor labels, nor failures."""
    card = call("4111 1111 1111 1111", unreadable=("x",))
    said = call("Hello", unreadable=("x",), labels=Labels(privacy=Level.SECRET))
    broken = Policy.load(
        document(opaque="cloud", privacy={"detectors": ["x"]}), detectors={"x": Broken()}
    )

    assert Level.SENSITIVE == policy(opaque="cloud").score(card).privacy.level
    assert Level.SECRET == policy(opaque="cloud").score(said).privacy.level
    assert Level.SENSITIVE == broken.score(PICTURE).privacy.level


def test_a_detector_of_the_application_that_breaks_keeps_the_call() -> None:
    """From the detector to the decision."""
    loaded = Policy.load(document(privacy={"detectors": ["x"]}), detectors={"x": Broken()})

    decision = loaded.decide(call(), loaded.score(call()))

    assert ("judging-failed", ("local",)) == (decision.rule, decision.targets)


def test_examples_are_requests_with_what_is_expected_of_them() -> None:
    """What is said is a chat message; a body is taken as it is."""
    body = {"model": "gpt-5", "input": "Hi", "store": None}
    examples = [
        {"say": "Hello", "route": "local", "rule": "rest", "level": "public"},
        {"body": body, "endpoint": "responses", "route": "cloud"},
        {"body": {"messages": []}, "route": "refuse"},
    ]

    said, sent, bare = policy(examples=examples).examples

    assert {"model": "auto", "messages": [{"role": "user", "content": "Hello"}]} == said.body
    assert {"route": "local", "rule": "rest", "level": "public"} == said.expected
    assert ("chat.completions", body, "responses") == (
        said.endpoint,
        dict(sent.body),
        sent.endpoint,
    )
    assert {"route": "cloud"} == sent.expected
    assert "chat.completions" == bare.endpoint


def test_an_example_that_says_nothing_is_an_example() -> None:
    """An empty message is a message."""
    [example] = policy(examples=[{"say": "", "route": "local"}]).examples

    assert "" == example.body["messages"][0]["content"]  # type: ignore[index,call-overload]


def test_the_fingerprint_is_of_what_is_said_and_not_of_how() -> None:
    """Comments, layout, the order of keys and defaults that are written out do not count."""
    write(Path(), YAML, "a.yaml")
    turned = json.dumps({"opaque": "deny", **dict(reversed(document().items()))})
    write(Path(), f"# a comment\n{turned}", "b.yaml")

    assert Policy.load("a.yaml").fingerprint == Policy.load("b.yaml").fingerprint
    assert Policy.load("a.yaml").fingerprint == policy().fingerprint


@pytest.mark.parametrize(
    "changes",
    [
        {"opaque": "cloud"},
        {"rules": [{"name": "rest", "to": ["cloud", "local"]}]},
        {"backends": dict(reversed(document()["backends"].items()))},
        {"privacy": {"terms": {"secret": ["x"]}}},
        {"stays_home": [{"name": "all"}]},
    ],
)
def test_the_fingerprint_changes_with_what_is_said(changes: dict[str, Any]) -> None:
    """The order of backends is said, too: it is the order of the last resort."""
    assert policy().fingerprint != policy(**changes).fingerprint


def test_a_policy_is_immutable() -> None:
    """It is shared between threads."""
    loaded = policy()

    with pytest.raises(AttributeError):
        loaded.source = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        loaded.backends["x"] = loaded.backends["local"]  # type: ignore[index]


def test_scoring_and_deciding_again_gives_the_same() -> None:
    """No clock and no chance."""
    loaded, asked = policy(), call("My card is 4111 1111 1111 1111")
    first: Scores = loaded.score(asked)

    assert loaded.decide(asked, first) == loaded.decide(asked, loaded.score(asked))


def test_checking_a_right_policy_finds_nothing() -> None:
    """Presets, files and mappings alike."""
    assert [[]] * (len(PRESETS) + 1) == [check(source) for source in (*PRESETS, document())]


def test_checking_a_file_that_is_not_there_finds_that() -> None:
    """One error, not an exception."""
    [error] = check("gone.yaml")

    assert "there is no such file" == error.message


def test_a_decision_never_repeats_the_text() -> None:
    """Reasons name categories and paths."""
    loaded = Policy.load("balanced")
    asked = call("My card is 4111 1111 1111 1111")

    decision = loaded.decide(asked, loaded.score(asked))

    assert "4111" not in json.dumps(decision.to_dict())
    assert PATH in decision.why
