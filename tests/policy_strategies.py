"""Random policies and random calls, for properties of every policy and every call."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from policy_making import BACKENDS

from homeport.errors import PolicyError
from homeport.policies.conditions import ENDPOINTS
from homeport.policies.policy import Policy
from homeport.types import (
    NEEDS,
    Call,
    Complexity,
    Finding,
    Labels,
    Level,
    Privacy,
    Scores,
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
    st.builds(
        Complexity,
        st.floats(0, 1) | st.just(float("nan")),
        failed=st.booleans(),
        gain=st.none() | st.floats(-1, 1),
    ),
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
