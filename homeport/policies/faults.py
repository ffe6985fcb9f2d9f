"""What pydantic found wrong with a policy, as one plain sentence per fault, with its place.

Values are named by their type alone: a policy holds the user's confidential terms and, by
mistake, sometimes a key. Only words that should have been one of a few are repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from homeport.errors import PolicyError
from homeport.policies.document import Document, Where
from homeport.policies.shapes import Entry
from homeport.policies.wording import did_you_mean, unknown

_TAGS: Final = frozenset(
    "(list) (one) (level) (bounds) (yes) (path) (storage) (local) (server) (openai) (plugin) "
    "[key]".split()
)
_EXPECTED: Final[Mapping[str, str]] = {
    "string_type": "text",
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "list_type": "a list, such as [one, two]",
    "dict_type": "a mapping of keys to values",
}
_RANGE: Final[Mapping[str, str]] = {
    "greater_than_equal": "the least is {ge:g}",
    "less_than_equal": "the most is {le:g}",
    "greater_than": "it must be more than {gt:g}",
    "finite_number": "it must be a finite number",
    "too_short": "it must not be empty",
    "string_too_short": "it must not be empty",
}
_NO_CHOICE: Final = {"literal_error", "int_parsing_size"}
"""The second is what a ``Literal`` of a number says of one that has more than 64 bits."""

_MISSING: Final[Mapping[str, str]] = {
    "version": "begin with `version: 1`",
    "backends": "say who can answer, such as {local: {kind: local, model: smollm2-135m}}",
    "rules": "say where calls go, such as [{name: all, to: [local]}]",
    "kind": "say what it is: local, mlx, pytorch, echo, server or openai",
    "model": "name the model",
    "base_url": "give the server's address, such as http://127.0.0.1:8080/v1",
    "trust": "say whether the server is this machine (trust: device) or not (trust: network)",
    "name": "name the rule; answers, logs and audits call it so",
    "to": "list the backends to try in order; [] refuses the call",
    "route": "say what you expect: local, cloud or refuse",
}
SECRET_KEY: Final = re.compile(
    r"(?:.*_)?(?:api_?key|access_?key|secret(?:_?key)?|passw(?:or)?d|authorization|credentials?)"
    r"|(?:(?:api|auth|access|bearer|hf)_?)?token|key|bearer",
    re.IGNORECASE,
)
NO_SECRETS: Final = (
    "a policy holds no secrets; put it into an environment variable, which openai and server "
    "backends name with api_key_env (and revoke what was written here, if it was real)"
)


def faults(error: ValidationError, document: Document) -> Iterator[PolicyError]:
    """Yield one error for each fault, in no particular order."""
    for detail in error.errors(include_url=False):
        where = tuple(step for step in detail["loc"] if step not in _TAGS)
        if detail["type"] == "keys":
            yield from _keys(where, detail["ctx"], document)
        elif "[key]" in detail["loc"]:
            yield document.error(where, _sentence(detail), place=document.key_place(where))
        else:
            yield document.error(where, _sentence(detail))


def _keys(where: Where, context: Mapping[str, Any], document: Document) -> Iterator[PolicyError]:
    for key in context["unknown"]:
        path = (*where, key)
        yield document.error(
            path, _unknown_key(path, context["known"]), place=document.key_place(path)
        )
    for key in context["empty"]:
        yield document.error((*where, key), "it is empty; write a value or remove the key")


def _unknown_key(path: Where, known: list[str]) -> str:
    key = str(path[-1])
    if SECRET_KEY.fullmatch(key) and path[0] == "backends":
        return NO_SECRETS
    if path[0] == "stays_home" and key == "to":
        return "unknown key; stays_home forbids the cloud, and where calls go is said under rules"
    return f"unknown key{did_you_mean(key, known)} (expected {', '.join(known)})"


def _sentence(detail: ErrorDetails) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "sentence":
        return str(context["sentence"])
    if kind == "one_of":
        return unknown(context["noun"], context["found"], context["words"])
    if kind == "missing":
        key = str(detail["loc"][-1])
        return f"it is missing; {_MISSING.get(key, 'add it')}"
    if kind in _NO_CHOICE:
        return _choice(detail)
    if kind in _RANGE:
        return _RANGE[kind].format(**context)
    return f"expected {_expected(kind, context)}, found {_found(detail['input'])}"


def _choice(detail: ErrorDetails) -> str:
    """Speak of a ``Literal``. Pydantic lists its words in one sentence."""
    key, found = str(detail["loc"][-1]), detail["input"]
    if key == "version":
        return "this homeport reads version 1 of the format; write `version: 1`"
    words = re.findall(r"'([^']*)'", detail["ctx"]["expected"])
    if isinstance(found, str):
        return unknown(f"value for {key}", found, words)
    return f"expected one of {', '.join(words)}, found {_found(found)}"


def _expected(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "model_type":
        return f"a mapping, such as {_looks(context['class_name'])}"
    return _EXPECTED[kind]


def _looks(name: str) -> str:
    return next(entry.looks_like for entry in _entries(Entry) if entry.__name__ == name)


def _entries(base: type[Entry]) -> Iterator[type[Entry]]:
    for entry in base.__subclasses__():
        yield entry
        yield from _entries(entry)


def _found(value: Any) -> str:
    """Name the type of a value, and the value itself only where it is true or false."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()} (put it in quotes if you mean the word)"
    named = {str: "text", int: "a number", float: "a number", list: "a list", dict: "a mapping"}
    return named[type(value)]
