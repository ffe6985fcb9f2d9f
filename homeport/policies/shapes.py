"""The shapes that the entries of a policy are built from.

Each is a pydantic type or the metadata of one: it validates what was written, and tells the
JSON Schema what may be. Validation is strict: text is never read as a number, nor the reverse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self, TypeAlias, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    Tag,
    ValidationError,
    model_validator,
)
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

T = TypeVar("T")


class Entry(BaseModel):
    """A mapping of known keys. Unknown keys and empty values are refused, never ignored."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)

    looks_like: ClassVar[str]
    """What to show a person who wrote something else."""

    @model_validator(mode="wrap")
    @classmethod
    def _keys_are_known(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(data, dict):
            return handler(data)
        known = [field.alias or name for name, field in cls.model_fields.items()]
        closed = cls.model_config["extra"] == "forbid"
        unknown = [key for key in data if closed and key not in known]
        empty = [key for key in data if key in known and data[key] is None]
        if not unknown and not empty:
            return handler(data)
        context = {"unknown": unknown, "empty": empty, "known": known}
        keys = PydanticCustomError("keys", "unknown or empty keys", context)
        rest = {key: data[key] for key in data if key not in {*unknown, *empty}}
        raise ValidationError.from_exception_data(
            cls.__name__, [InitErrorDetails(type=keys, input=data), *_further(handler, rest)]
        )


def _further(handler: ModelWrapValidatorHandler[Any], data: Any) -> Iterator[InitErrorDetails]:
    """Yield what else is wrong, to name it all at once.

    Not what is said of the entry as a whole, or of a key that is missing: the keys left out of
    ``data`` may be the reason.
    """
    try:
        handler(data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            if len(detail["loc"]) > (detail["type"] == "missing"):
                kind = PydanticCustomError(detail["type"], "{type}", detail.get("ctx"))
                yield InitErrorDetails(type=kind, loc=detail["loc"], input=detail["input"])


def wrong(sentence: str) -> PydanticCustomError:
    """Return the error that says ``sentence`` about a value."""
    return PydanticCustomError("sentence", "{sentence}", {"sentence": sentence})


@dataclass(frozen=True, slots=True)
class OneOf:
    """Text that is one of ``words``; ``noun`` names what they are."""

    words: tuple[str, ...]
    noun: str

    def check(self, word: str) -> str:
        if word not in self.words:
            context = {"noun": self.noun, "words": self.words, "found": word}
            raise PydanticCustomError("one_of", "unknown word", context)
        return word

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(core) | {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Matching:
    """Text that ``pattern`` matches as a whole; ``sentence`` says what is expected.

    The text itself is never repeated: it may be a key that was pasted into the wrong place.
    """

    pattern: str
    sentence: str

    def check(self, text: str) -> str:
        if not re.fullmatch(self.pattern, text):
            raise wrong(self.sentence)
        return text

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(core) | {"pattern": f"^(?:{self.pattern})$"}


def _shape(value: Any) -> str:
    return "(list)" if isinstance(value, list) else "(one)"


OneOrMore: TypeAlias = Annotated[
    Annotated[T, Tag("(one)")] | Annotated[list[T], Field(min_length=1), Tag("(list)")],
    Discriminator(_shape),
]
"""One item or a list of them. Errors are about the shape that was meant, not about both."""


def as_set(written: T | list[T]) -> frozenset[T]:
    """Return what ``OneOrMore`` accepted, whichever way it was written."""
    return frozenset(written if isinstance(written, list) else [written])


Name: TypeAlias = Annotated[
    str,
    Matching(
        r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
        "a name has 1 to 64 letters (a-z), digits, dots, dashes or underscores, and begins with "
        "a letter or digit (it travels in HTTP headers)",
    ),
]
Word: TypeAlias = Annotated[
    str, Matching(r"\S(?:.{0,254}\S)?", "expected text without space around it")
]
"""Short text: a label, a category, a glob."""


def somewhere(path: str) -> str:
    """Check the path of a file: a relative one would be another file in every folder."""
    if not (path.startswith("~") or Path(path).is_absolute()) or path.endswith("/"):
        raise wrong(
            "write the whole path of a file, such as /var/log/homeport/audit.jsonl or "
            "~/homeport/audit.jsonl; or true, for a file in the usual place"
        )
    return path


def _yes_or_path(value: Any) -> str:
    return "(yes)" if isinstance(value, bool) else "(path)"


LogFile: TypeAlias = Annotated[
    Annotated[bool, Tag("(yes)")]
    | Annotated[str, AfterValidator(somewhere), Field(max_length=4_096), Tag("(path)")],
    Discriminator(_yes_or_path),
]
"""Where to keep a log: true, false, or the whole path of a file."""
