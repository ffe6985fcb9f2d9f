"""Every expression of the package, as every supported Python matches it."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import homeport

ENGINES = {"mlx", "torch", "transformers", "onnxruntime", "uvicorn", "cryptography", "matplotlib"}


def modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(homeport.__path__, "homeport."):
        try:
            yield importlib.import_module(found.name)
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] not in ENGINES:
                raise


def patterns(value: Any, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    """Yield what is compiled in a module's value, its containers and its small objects."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        yield from (found for one in value.values() for found in patterns(one, depth - 1))
    elif depth and isinstance(value, (tuple, list)):
        yield from (found for one in value for found in patterns(one, depth - 1))
    elif depth and type(value).__module__.startswith("homeport"):
        names = getattr(type(value), "__slots__", None) or vars(value)
        yield from (f for name in names for f in patterns(getattr(value, name, None), depth - 1))


def possessive_groups(tree: Any) -> int:
    """Count the possessive repeats of more than one character in a parsed expression."""
    found = 0
    for code, argument in tree:
        inner = argument if isinstance(argument, (list, tuple, parser.SubPattern)) else ()
        if code is codes.POSSESSIVE_REPEAT:
            body = argument[2]
            found += len(body) != 1 or body[0][0] not in _SINGLE
        for part in inner:
            if isinstance(part, parser.SubPattern):
                found += possessive_groups(part)
            elif isinstance(part, list):
                found += sum(
                    possessive_groups(one) for one in part if isinstance(one, parser.SubPattern)
                )
    return found


_SINGLE = {codes.IN, codes.LITERAL, codes.NOT_LITERAL, codes.ANY}


@pytest.mark.parametrize(
    ("form", "count"), [(r"a++[bc]{2,}+", 0), (r"x(?:a b)*+", 1), (r"(?=(?:(a b){2}+|c))", 1)]
)
def test_possessive_groups_are_seen(form: str, count: int) -> None:
    """Wherever they stand."""
    assert count == possessive_groups(parser.parse(form))


def test_no_group_is_repeated_possessively() -> None:
    """CPython before 3.11.5 matches too much with one (gh-106052); ``(?>(?:...)*)`` is right."""
    every = {
        pattern
        for module in modules()
        for value in vars(module).values()
        for pattern in patterns(value)
    }
    wrong = [p.pattern for p in every if possessive_groups(parser.parse(p.pattern, p.flags))]

    assert len(every) > 400
    assert [] == wrong
