"""Facts about what may be written in a policy, and what is said about the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from policy_making import document, policy, write

from homeport.errors import PolicyError
from homeport.policies.policy import Policy, check, schema

START = """\
version: 1
backends:
  local: {kind: local, model: smollm2-135m}
  cloud: {kind: openai, model: gpt-5-mini}
"""
RULES = "rules: [{name: rest, to: [local]}]\n"


def backend(entry: str) -> str:
    return f"version: 1\nbackends:\n  b: {entry}\nrules: [{{name: rest, to: [b]}}]\n"


def rule(entry: str) -> str:
    return f"{START}rules:\n  - {entry}\n"


def when(condition: str) -> str:
    return rule(f"{{name: a, to: [local], when: {condition}}}")


def guard(entry: str) -> str:
    return f"{START}{RULES}stays_home:\n  - {entry}\n"


def privacy(entry: str) -> str:
    return f"{START}{RULES}privacy: {entry}\n"


def example(entry: str) -> str:
    return f"{START}{RULES}examples:\n  - {entry}\n"


WRONG = {
    "no version": (
        "backends: {b: {kind: echo}}\nrules: [{name: a, to: [b]}]\n",
        "1:1: version: it is missing; begin with `version: 1`",
    ),
    "another version": (START.replace("1", "2", 1) + RULES, "1:10: version: this homeport reads"),
    "a version in quotes": (START.replace("1", "'1'", 1) + RULES, "1:10: version: this homeport"),
    "no rules": (START, "1:1: rules: it is missing; say where calls go"),
    "no rule": (START + "rules: []\n", "5:8: rules: it must not be empty"),
    "no backends": ("version: 1\n" + RULES, "1:1: backends: it is missing; say who can answer"),
    "no backend": ("version: 1\nbackends: {}\n" + RULES, "2:11: backends: it must not be empty"),
    "an unknown key": (
        START + RULES + "exampels: []\n",
        "6:1: exampels: unknown key; did you mean 'examples'? (expected version, backends,",
    ),
    "a key unlike any": (START + RULES + "zzz: 1\n", "6:1: zzz: unknown key (expected version,"),
    "an empty section": (
        START + RULES + "stays_home:\n",
        "6:12: stays_home: it is empty; write a value or remove the key",
    ),
    "a list for a mapping": (
        "version: 1\nbackends: [local]\n" + RULES,
        "2:11: backends: expected a mapping of keys to values, found a list",
    ),
    "a word for a backend": (
        backend("local"),
        "3:6: backends.b: expected a mapping, such as {kind: local, model: smollm2-135m}, found",
    ),
    "a backend's name": (
        "version: 1\nbackends:\n  my box: {kind: echo}\n" + RULES,
        "3:3: backends.my box: a name has 1 to 64 letters",
    ),
    "no kind": (backend("{model: x}"), "3:6: backends.b.kind: it is missing; say what it is"),
    "a kind that is no word": (backend("{kind: 3}"), "3:13: backends.b.kind: expected text"),
    "no model": (backend("{kind: local}"), "3:6: backends.b.model: it is missing; name the model"),
    "an empty model": (
        backend('{kind: openai, model: ""}'),
        "3:28: backends.b.model: it must not be empty",
    ),
    "an unknown key of the cloud": (
        backend("{kind: openai, model: x, base-url: y}"),
        "3:31: backends.b.base-url: unknown key; did you mean 'base_url'?",
    ),
    "a key in the cloud's entry": (
        backend("{kind: openai, model: x, api_key: sk-123}"),
        "3:31: backends.b.api_key: a policy holds no secrets; put it into an environment variable",
    ),
    "a key for the name of a variable": (
        backend("{kind: openai, model: x, api_key_env: sk-123}"),
        "3:44: backends.b.api_key_env: expected the name of an environment variable",
    ),
    "a password in a URL": (
        backend("{kind: openai, model: x, base_url: 'https://me:pass@host/v1'}"),
        "3:41: backends.b.base_url: there is a user name or password in this URL",
    ),
    "no URL": (
        backend("{kind: openai, model: x, base_url: 'localhost:80'}"),
        "3:41: backends.b.base_url: expected a URL such as",
    ),
    "a URL without a host": (
        backend("{kind: openai, model: x, base_url: 'https:///v1'}"),
        "3:41: backends.b.base_url: expected a URL such as",
    ),
    "a broken URL": (
        backend("{kind: openai, model: x, base_url: 'https://[::1/v1'}"),
        "3:41: backends.b.base_url: this is not a URL",
    ),
    "a port that cannot be": (
        backend("{kind: openai, model: x, base_url: 'https://host:99999'}"),
        "3:41: backends.b.base_url: this is not a URL",
    ),
    "a fragment": (
        backend("{kind: openai, model: x, base_url: 'https://host/v1#x'}"),
        "3:41: backends.b.base_url: remove the part behind #",
    ),
    "a server without address": (
        backend("{kind: server, model: x, trust: network}"),
        "3:6: backends.b.base_url: it is missing; give the server's address",
    ),
    "a server without trust": (
        backend("{kind: server, model: x, base_url: 'http://h/v1'}"),
        "3:6: backends.b.trust: it is missing; say whether the server is this machine",
    ),
    "a server that is not this device": (
        backend("{kind: server, model: x, base_url: 'http://10.0.0.7/v1', trust: device}"),
        "3:6: backends.b: trust: device is for a server on this machine",
    ),
    "a name that is not loopback": (
        backend("{kind: server, model: x, base_url: 'http://localhost.evil.com', trust: device}"),
        "3:6: backends.b: trust: device is for a server on this machine",
    ),
    "an unknown trust": (
        backend("{kind: server, model: x, base_url: 'http://h/v1', trust: devise}"),
        "unknown value for trust 'devise'; did you mean 'device'? (expected device, network)",
    ),
    "no time at all": (
        backend("{kind: echo, timeout: 0}"),
        "3:28: backends.b.timeout: it must be more than 0",
    ),
    "too much time": (
        backend("{kind: echo, timeout: 86401}"),
        "3:28: backends.b.timeout: the most is 86400",
    ),
    "detectors that are no list": (
        privacy("{detectors: identifiers}"),
        "6:22: privacy.detectors: expected a list, such as [one, two], found text",
    ),
    "a level of terms": (
        privacy("{terms: {sensitiv: [x]}}"),
        "6:19: privacy.terms.sensitiv: unknown privacy level of terms 'sensitiv'; did you mean",
    ),
    "no term": (privacy("{terms: {secret: []}}"), "6:27: privacy.terms.secret: it must not be"),
    "a term without letters": (
        privacy("{terms: {secret: ['--']}}"),
        "6:28: privacy.terms.secret[0]: a term needs a letter or a digit",
    ),
    "a detector model": (
        privacy("{model: ''}"),
        "6:18: privacy.model: it must not be",
    ),
    "a judge that is no backend": (
        privacy("{judge: lokal}"),
        "6:18: privacy.judge: unknown backend",
    ),
    "a rule's name": (rule("{name: my rule, to: []}"), "6:12: rules[0].name: a name has 1 to 64"),
    "a rule without name": (rule("{to: []}"), "6:5: rules[0].name: it is missing; name the rule"),
    "a rule without targets": (rule("{name: a}"), "6:5: rules[0].to: it is missing; list the"),
    "a target that is no list": (
        rule("{name: a, to: local}"),
        "6:19: rules[0].to: expected a list, such as [one, two], found text",
    ),
    "nothing for a target": (
        rule("{name: a, to: [local, ~]}"),
        "6:27: rules[0].to[1]: expected text, found nothing",
    ),
    "a transform of nothing": (
        rule("{name: a, to: [local], transform: pseudonymize}"),
        "6:39: rules[0].transform: nothing is transformed: no target of this rule leaves the",
    ),
    "an unknown transform": (
        rule("{name: a, to: [cloud], transform: pseudonymise}"),
        "6:39: rules[0].transform: unknown transform 'pseudonymise'; did you mean 'pseudonymize'?",
    ),
    "secrets without a transform": (
        rule("{name: a, to: [local], secrets: redact}"),
        "6:37: rules[0].secrets: this is for a rule with a transform; add one, or remove this key",
    ),
    "a cascade that is neither yes nor bounds": (
        rule("{name: a, to: [local, cloud], escalate: x}"),
        "6:45: rules[0].escalate: expected a mapping, such as {below: 0.5}",
    ),
    "a cascade that is switched off": (
        rule("{name: a, to: [local, cloud], escalate: false}"),
        "6:45: rules[0].escalate: ",
    ),
    "a cascade with an unknown bound": (
        rule("{name: a, to: [local, cloud], escalate: {under: 0.5}}"),
        "6:46: rules[0].escalate.under: unknown key",
    ),
    "a cascade out of bounds": (
        rule("{name: a, to: [local, cloud], escalate: {below: 1.5}}"),
        "6:53: rules[0].escalate.below: ",
    ),
    "a cascade to nobody": (
        rule("{name: a, to: [local], escalate: true}"),
        "6:38: rules[0].escalate: there is nobody to escalate to: name a second target",
    ),
    "a cascade that begins away": (
        rule("{name: a, to: [cloud, local], escalate: true}"),
        "6:45: rules[0].escalate: the first target must answer in this process",
    ),
    "a cascade judged by no file": (
        rule("{name: a, to: [local, cloud], escalate: {calibration: none.json}}"),
        "rules[0].escalate.calibration: ",
    ),
    "targets of a guard": (
        guard("{name: a, to: [local]}"),
        "7:15: stays_home[0].to: unknown key; stays_home forbids the cloud",
    ),
    "an empty condition": (when("{}"), "6:34: rules[0].when: an empty condition; leave `when` out"),
    "an unknown condition": (
        when("{privcy: secret}"),
        "6:35: rules[0].when.privcy: unknown key; did you mean 'privacy'?",
    ),
    "an unknown level": (
        when("{privacy: sensitve}"),
        "6:44: rules[0].when.privacy: unknown privacy level 'sensitve'; did you mean 'sensitive'?",
    ),
    "an unknown level of a bound": (
        when("{privacy: {at_least: high}}"),
        "6:55: rules[0].when.privacy.at_least: unknown privacy level 'high' (expected public,",
    ),
    "a level that is no word": (when("{privacy: 3}"), "6:44: rules[0].when.privacy: expected text"),
    "an unknown bound": (
        when("{privacy: {atleast: secret}}"),
        "6:45: rules[0].when.privacy.atleast: unknown key; did you mean 'at_least'?",
    ),
    "no bound": (when("{privacy: {}}"), "there is no bound here; write for example {at_least: se"),
    "bounds between which there is no level": (
        when("{privacy: {at_least: secret, at_most: personal}}"),
        "6:44: rules[0].when.privacy: these bounds exclude each other",
    ),
    "bounds between which there is no number": (
        when("{complexity: {above: 0.5, at_most: 0.5}}"),
        "6:47: rules[0].when.complexity: these bounds exclude each other",
    ),
    "a number for bounds": (
        when("{complexity: 0.7}"),
        "6:47: rules[0].when.complexity: expected a mapping, such as {at_least: 0.7}, found a num",
    ),
    "more complex than can be": (
        when("{complexity: {at_least: 1.01}}"),
        "6:58: rules[0].when.complexity.at_least: the most is 1",
    ),
    "less complex than can be": (
        when("{complexity: {below: -0.1}}"),
        "6:55: rules[0].when.complexity.below: the least is 0",
    ),
    "text for a number": (
        when("{complexity: {below: '0.5'}}"),
        "6:55: rules[0].when.complexity.below: expected a number, found text",
    ),
    "a boolean for a number": (
        when("{tokens: {below: true}}"),
        "6:51: rules[0].when.tokens.below: expected a whole number, found the boolean true",
    ),
    "half a token": (when("{tokens: {below: 0.5}}"), "expected a whole number, found a number"),
    "a language's name": (
        when("{language: spanish}"),
        "6:45: rules[0].when.language: expected an ISO 639-1 code such as en or es, or und",
    ),
    "a boolean among languages": (
        when("{language: [es, true]}"),
        "6:50: rules[0].when.language[1]: expected text, found the boolean true (put it in quotes",
    ),
    "no language": (when("{language: []}"), "6:45: rules[0].when.language: it must not be empty"),
    "an unknown need": (
        when("{needs: [tool]}"),
        "6:43: rules[0].when.needs[0]: unknown need 'tool'; did you mean 'tools'?",
    ),
    "an unknown endpoint": (
        when("{endpoint: chat.completion}"),
        "unknown endpoint 'chat.completion'; did you mean 'chat.completions'?",
    ),
    "space around a label": (when("{label: ' x'}"), "expected text without space around it"),
    "a budget of nothing said": (when("{budget: {}}"), "there is no limit here; write"),
    "a budget that is a number": (
        when("{budget: 5}"),
        "6:43: rules[0].when.budget: expected a mapping, such as {day: 5}, found a number",
    ),
    "a negative budget": (when("{budget: {day: -1}}"), "the least is 0"),
    "any of nothing": (when("{any: []}"), "6:40: rules[0].when.any: it must not be empty"),
    "a mistake inside": (
        when("{any: [{not: {all: [{language: xx-yy}]}}]}"),
        "6:65: rules[0].when.any[0].not.all[0].language: expected an ISO 639-1 code",
    ),
    "an unknown word": (START + RULES + "opaque: clod\n", "6:9: opaque: unknown value for opaque"),
    "a boolean for a word": (
        START + RULES + "opaque: false\n",
        "6:9: opaque: expected one of deny, cloud, found the boolean false",
    ),
    "an example of nothing": (
        example("{route: local}"),
        "7:5: examples[0]: an example has either say or body",
    ),
    "an example of two things": (
        example("{say: x, body: {}, route: local}"),
        "7:5: examples[0]: an example has either say or body",
    ),
    "an endpoint for a saying": (
        example("{say: x, endpoint: responses, route: local}"),
        "7:5: examples[0]: endpoint goes with body",
    ),
    "an example without route": (example("{say: x}"), "7:5: examples[0].route: it is missing; say"),
    "a body that is no object": (
        example("{body: [x], route: local}"),
        "7:12: examples[0].body: expected a mapping of keys to values, found a list",
    ),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_one_clear_sentence(text: str, expected: str, tmp_path: Path) -> None:
    """One error, with file, line, column, the path of the value, and what to write instead."""
    path = write(tmp_path, text)

    errors = check(path)

    assert 1 == len(errors)
    assert expected in str(errors[0])
    assert str(errors[0]).startswith(f"{path}:")


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG)
def test_loading_raises_what_checking_finds(text: str, expected: str, tmp_path: Path) -> None:
    """``load`` raises the first error; it never repairs or skips anything."""
    with pytest.raises(PolicyError) as caught:
        Policy.load(write(tmp_path, text))

    assert expected in str(caught.value)


def test_all_that_is_wrong_is_listed_in_the_order_of_the_file(tmp_path: Path) -> None:
    """An unknown key does not hide the mistakes beside it, and makes up no missing one."""
    text = (
        "version: 1\nbackends:\n  b: {kind: openai, modle: x, base_url: y}\n"
        "ruls: []\nopaque: never\nrules: [{name: a b, to: 3}]\n"
    )

    errors = check(write(tmp_path, text))

    assert [
        (3, "backends.b.modle"),
        (3, "backends.b.base_url"),
        (4, "ruls"),
        (5, "opaque"),
        (6, "rules[0].name"),
        (6, "rules[0].to"),
    ] == [(error.place.line, error.message.partition(":")[0]) for error in errors]


@pytest.mark.parametrize(
    "text",
    [
        backend("{kind: openai, model: x, api_key: tell-nobody}"),
        backend("{kind: openai, model: x, api_key_env: tell-nobody}"),
        backend("{kind: openai, model: x, base_url: 'https://me:tell-nobody@host/v1'}"),
        backend("{kind: echo, hf_token: tell-nobody}"),
        privacy("{terms: {secret: [tell-nobody, 3]}}"),
        privacy("{terms: {secret: tell-nobody}}"),
        example("{say: [tell-nobody], route: local}"),
        example("{body: tell-nobody, route: local}"),
    ],
)
def test_errors_keep_keys_terms_and_prompts_to_themselves(text: str, tmp_path: Path) -> None:
    """What may be confidential is named by its place, never repeated."""
    [error] = check(write(tmp_path, text))

    assert "tell-nobody" not in str(error)


def test_a_long_word_is_cut_short() -> None:
    """A mistake of 10 kB makes no message of 10 kB."""
    [error] = check(document(opaque="d" * 10_000))

    assert "'ddddd" in error.message
    assert len(error.message) < 200


def test_options_of_local_kinds_are_passed_on() -> None:
    """What only a backend knows is left to its constructor."""
    entry = {"kind": "mlx", "model": "x", "dtype": "float16", "deep": {"a": [1, None]}}

    spec = policy(backends={"local": entry, "cloud": {"kind": "echo"}}).backends["local"]

    assert {"model": "x", "dtype": "float16", "deep": {"a": [1, None]}} == dict(spec.options)


LEAVES = [
    ({"kind": "local", "model": "x"}, False),
    ({"kind": "mlx", "model": "x"}, False),
    ({"kind": "pytorch", "model": "x"}, False),
    ({"kind": "echo"}, False),
    ({"kind": "server", "model": "x", "base_url": "http://localhost/v1", "trust": "device"}, False),
    ({"kind": "server", "model": "x", "base_url": "http://127.8.0.1:1", "trust": "device"}, False),
    ({"kind": "server", "model": "x", "base_url": "http://[::1]:80/v1", "trust": "device"}, False),
    ({"kind": "server", "model": "x", "base_url": "http://localhost/v1", "trust": "network"}, True),
    ({"kind": "server", "model": "x", "base_url": "http://10.0.0.7/v1", "trust": "network"}, True),
    ({"kind": "openai", "model": "x"}, True),
    ({"kind": "openai", "model": "x", "base_url": "http://localhost/v1"}, True),
]


@pytest.mark.parametrize(("entry", "leaves"), LEAVES)
def test_what_leaves_the_device_is_the_cloud_and_the_network(
    entry: dict[str, Any], *, leaves: bool
) -> None:
    """A server is trusted as this device only if the policy says so and the address proves it."""
    loaded = policy({"name": "all", "to": ["b"]}, backends={"b": entry})

    assert leaves == loaded.backends["b"].leaves


def test_a_backend_has_what_its_entry_says() -> None:
    """HTTP backends carry an address and the name of a variable, not options."""
    entry = {
        "kind": "server",
        "model": "qwen3-8b",
        "base_url": "https://gpu.example.com/v1",
        "trust": "network",
        "api_key_env": "GPU_KEY",
        "timeout": 20,
    }

    spec = policy({"name": "all", "to": ["gpu"]}, backends={"gpu": entry}).backends["gpu"]

    assert ("gpu", "server", "qwen3-8b") == (spec.name, spec.kind, spec.model)
    assert ("https://gpu.example.com/v1", "GPU_KEY", 20) == (
        spec.base_url,
        spec.api_key_env,
        spec.timeout,
    )
    assert {} == dict(spec.options)


def test_the_cloud_takes_its_key_from_the_usual_variable() -> None:
    """A policy of three lines works where OPENAI_API_KEY is set."""
    cloud = policy().backends["cloud"]

    assert ("OPENAI_API_KEY", None, None) == (cloud.api_key_env, cloud.base_url, cloud.timeout)


def _properties(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        yield from node.get("properties", {}).items()
        for value in node.values():
            yield from _properties(value)
    elif isinstance(node, list):
        for value in node:
            yield from _properties(value)


def test_the_schema_describes_every_key() -> None:
    """Editors show a sentence for each key there is."""
    undescribed = [key for key, value in _properties(schema()) if not value.get("description")]

    assert [] == undescribed


def test_the_schema_knows_no_null() -> None:
    """An empty value is an error, so the schema must not offer one."""
    assert "null" not in json.dumps(schema())


def test_the_schema_is_of_the_current_draft() -> None:
    """And names the keys that a policy must have."""
    assert "https://json-schema.org/draft/2020-12/schema" == schema()["$schema"]
    assert ["version", "backends", "rules"] == schema()["required"]
    assert schema()["additionalProperties"] is False


def test_the_schema_offers_the_words_there_are() -> None:
    """Levels, needs and endpoints complete in an editor."""
    conditions = schema()["$defs"]["When"]["properties"]

    assert ["public", "personal", "sensitive", "secret"] == conditions["privacy"]["oneOf"][0][
        "enum"
    ]
    assert "tools" in conditions["needs"]["oneOf"][0]["enum"]
    assert {"call", "day", "key"} == set(schema()["$defs"]["BudgetEntry"]["properties"])
