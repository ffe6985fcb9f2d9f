"""From a policy file to plain data in which every value knows its line and column.

YAML is read event by event, so that what surprises people is refused where it stands: tabs,
duplicate keys, anchors (whose expansion has no bound), tags, and words that YAML 1.1 turns
into something else (``no`` into false, ``1:30`` into 90, ``2026-11-01`` into a date).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NoReturn, TypeAlias

import yaml
from yaml.resolver import Resolver

from homeport.errors import Place, PolicyError
from homeport.types import JSON

Where: TypeAlias = "tuple[str | int, ...]"
"""The way from the top of a document to one value: ``("rules", 2, "to", 0)``."""

MOST_BYTES: Final = 1024 * 1024
DEEPEST: Final = 64
"""Levels of nesting. Far more than a policy or a request in its examples has."""

_Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER: Final[Any] = Resolver()
_TAG: Final = "tag:yaml.org,2002:"
_WHOLE: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL: Final = re.compile(
    r"[-+]?(?:0|[1-9][0-9]{0,17})?\.[0-9]{1,30}(?:e[-+][0-9]{1,2})?", re.IGNORECASE
)
_NUMBER_ADVICE: Final = "write a plain decimal number such as 8 or 0.7, or quote it if it is text"


@dataclass(frozen=True, slots=True)
class Document:
    """The data of one policy, and where each of its keys and values stands."""

    file: str
    data: Mapping[str, Any]
    values: Mapping[Where, Place] = field(default_factory=dict)
    keys: Mapping[Where, Place] = field(default_factory=dict)

    def place(self, where: Where) -> Place:
        """Return where the value stands; for one that is missing, where it should have been."""
        while where and where not in self.values:
            where = where[:-1]
        return self.values.get(where, Place(self.file))

    def key_place(self, where: Where) -> Place:
        """Return where the key of the value stands; an item of a list has only its value."""
        return self.keys.get(where) or self.place(where)

    def beside(self, path: str | None) -> Path | None:
        """Return a path that the document names, relative to the folder it stands in."""
        return None if path is None else Path(self.file).parent / Path(path).expanduser()

    def error(self, where: Where, message: str, *, place: Place | None = None) -> PolicyError:
        """Return the error that ``message`` is true of the value at ``where``."""
        path = spelled(where)
        sentence = f"{path}: {message}" if path else message
        return PolicyError(sentence, place or self.place(where))


def spelled(where: Where) -> str:
    """Write a way through a document as people do: ``rules[2].to[0]``."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in where)
    return "".join(steps).removeprefix(".")


def open_file(path: Path) -> Document:
    """Read a policy file. Every way in which that can go wrong is a ``PolicyError``."""
    file = str(path)
    try:
        with path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise PolicyError("there is no such file", Place(file)) from None
    except IsADirectoryError:
        raise PolicyError("this is a directory; name the policy file in it", Place(file)) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its name is not possible"
        raise PolicyError(f"the file cannot be read: {reason}", Place(file)) from error
    return parse(raw, file)


def parse(raw: bytes, file: str) -> Document:
    """Read the bytes of a policy; ``file`` is what error messages call it."""
    if len(raw) > MOST_BYTES:
        raise PolicyError("the file is larger than 1 MiB, the most a policy may have", Place(file))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        raise PolicyError(
            "the file is not UTF-8 from here on; save it as UTF-8", _at(before, file)
        ) from None
    return _Reader(text, file).document()


def from_mapping(data: Mapping[str, Any], file: str = "<mapping>") -> Document:
    """Take a policy that was made in Python. It has no lines, so errors name the path alone."""
    document = Document(file, {})
    return Document(file, _plain(data, (), document))


def _plain(value: Any, where: Where, document: Document) -> Any:
    """Copy JSON data, so that nothing done to the original later changes the policy."""
    if len(where) > DEEPEST:
        raise document.error(where[:3], f"nested more than {DEEPEST} deep")
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise document.error(where, f"keys are text; one is of type {type(key).__name__}")
        return {key: _plain(item, (*where, key), document) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, (*where, index), document) for index, item in enumerate(value)]
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    raise document.error(where, f"a policy cannot hold a value of type {type(value).__name__}")


def _at(before: str, file: str) -> Place:
    """Return the place right behind the text ``before``."""
    return Place(file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


class _Reader:
    """Builds one document out of the events of PyYAML's parser."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.values: dict[Where, Place] = {}
        self.keys: dict[Where, Place] = {}
        self.events: Iterator[Any] = iter(())

    def document(self) -> Document:
        try:
            data = self._read()
        except yaml.MarkedYAMLError as error:
            raise self._bad_yaml(error) from None
        except yaml.reader.ReaderError as error:
            place = _at(self.text[: error.position], self.file)
            raise PolicyError("there is a control character here; remove it", place) from None
        return Document(self.file, data, self.values, self.keys)

    def _read(self) -> dict[str, Any]:
        self.events = yaml.parse(self.text, Loader=_Loader)
        next(self.events)  # the stream begins
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise PolicyError("the policy is empty; begin with `version: 1`", Place(self.file))
        event = next(self.events)
        if not isinstance(event, yaml.MappingStartEvent):
            self._fail(event, "a policy is a mapping of keys to values; begin with `version: 1`")
        data = self._mapping(event, ())
        next(self.events)  # the document ends
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._fail(after, "a second document begins here; a file holds one policy")
        return data

    def _node(self, event: Any, where: Where) -> Any:
        self.values[where] = self._place(event)
        self._refuse_anchor(event)
        if len(where) > DEEPEST:
            self._fail(event, f"nested more than {DEEPEST} deep")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, where)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, where)
        return self._scalar(event)

    def _mapping(self, start: Any, where: Where) -> dict[str, Any]:
        self.values[where] = self._place(start)
        self._refuse_tag(start)
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event)
            if key in mapping:
                first = self.keys[*where, key]
                self._fail(event, f"the key `{key}` is here twice (first in line {first.line})")
            self.keys[*where, key] = self._place(event)
            mapping[key] = self._node(next(self.events), (*where, key))
        return mapping

    def _key(self, event: Any) -> str:
        self._refuse_anchor(event)
        key = self._scalar(event) if isinstance(event, yaml.ScalarEvent) else None
        if not isinstance(key, str):
            self._fail(event, "a key must be text; put it in quotes")
        return key

    def _sequence(self, start: Any, where: Where) -> list[Any]:
        self._refuse_tag(start)
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*where, len(items))))
        return items

    def _scalar(self, event: Any) -> JSON:
        self._refuse_tag(event)
        tag: str = _RESOLVER.resolve(yaml.ScalarNode, event.value, event.implicit)
        kind = tag.removeprefix(_TAG)
        if kind in {"int", "float"}:
            return self._number(event)
        if kind == "bool":
            return self._boolean(event)
        if kind == "timestamp":
            self._fail(event, "YAML reads this as a date; put it in quotes if it is text")
        if kind == "merge":
            self._fail(event, "merge keys (<<) are not allowed; write the values out")
        return None if kind == "null" else str(event.value)

    def _number(self, event: Any) -> int | float:
        if _WHOLE.fullmatch(event.value):
            return int(event.value)
        if not _DECIMAL.fullmatch(event.value):
            self._fail(event, f"YAML reads this as an unusual number; {_NUMBER_ADVICE}")
        return float(event.value)

    def _boolean(self, event: Any) -> bool:
        word = event.value
        if word.lower() not in {"true", "false"}:
            meaning = "true" if word.lower() in {"yes", "on"} else "false"
            self._fail(
                event,
                f"YAML reads the word {word} as {meaning}; write {meaning} if you mean that, "
                f'or "{word}" in quotes if you mean the word',
            )
        return bool(word.lower() == "true")

    def _refuse_anchor(self, event: Any) -> None:
        if event.anchor is not None:  # an alias carries the name of its anchor
            self._fail(event, "anchors (&) and aliases (*) are not allowed; write the value out")

    def _refuse_tag(self, event: Any) -> None:
        if event.tag is not None:
            self._fail(event, "tags (!) are not allowed; a policy is plain data")

    def _place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _fail(self, event: Any, message: str) -> NoReturn:
        raise PolicyError(message, self._place(event))

    def _bad_yaml(self, error: yaml.MarkedYAMLError) -> PolicyError:
        mark: Any = error.problem_mark  # never None: the parser sets it on all it raises
        place = Place(self.file, mark.line + 1, mark.column + 1)
        if self.text[mark.index : mark.index + 1] == "\t":
            return PolicyError("there is a tab here; YAML is indented with spaces alone", place)
        return PolicyError(f"this is not YAML: {error.problem}", place)
