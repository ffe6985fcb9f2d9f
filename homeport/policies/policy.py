"""A policy: what may happen to each call. Made from YAML, used as a value.

policy = Policy.load("homeport.yaml")
decision = policy.decide(call, policy.score(call))
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from pydantic import ValidationError

from homeport.errors import ModelError, Place, PolicyError
from homeport.policies import checks, reading
from homeport.policies.complexity import Scorer, calibrated, tuned
from homeport.policies.decide import decide
from homeport.policies.document import Document, Where, from_mapping, open_file, parse
from homeport.policies.entries import BackendSpec, Example, Rule, Rulebook
from homeport.policies.extensions import Extensions, NotFound
from homeport.policies.faults import faults
from homeport.policies.grammar import PolicyFile, schema
from homeport.policies.judges import Judges
from homeport.policies.privacy import Context, Detector, PrivacyScorer, Terms, shipped_context
from homeport.policies.privacy.token_classifier import TokenClassifier
from homeport.policies.storing import Keep, keep
from homeport.policies.wording import unknown
from homeport.types import NOTHING_KNOWN, Call, Decision, Level, Scores, State

__all__ = ["PRESETS", "BackendSpec", "Example", "Policy", "Rule", "Source", "check", "schema"]

PRESETS: Final = ("balanced", "private", "offline", "cloud-first", "saver")
DEFAULT_PRESET: Final = "balanced"
DEFAULT_FILE: Final = Path("homeport.yaml")
VARIABLE: Final = "HOMEPORT_POLICY"

Registry: TypeAlias = Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """What may happen to each call, and why. Immutable; safe to share between threads."""

    rulebook: Rulebook
    judges: Judges = field(repr=False)
    examples: tuple[Example, ...] = field(repr=False)
    source: str
    """What it was read from: a path, a preset's name, or ``<mapping>``."""
    judge: str | None
    """The backend on this device that is asked about calls whose privacy is in doubt."""
    audit: bool | str
    """Whether there is an audit log, or where; where it is otherwise, the router knows."""
    ledger: bool | str
    """Whether there is a ledger of what calls cost, or where; as with ``audit``."""
    storage: Keep | None
    """How answers of this device are kept that the caller wants stored; None if they are not."""
    fingerprint: str
    """SHA-256 of what the document says, whatever its layout, order of keys and comments."""

    @classmethod
    def load(
        cls,
        source: Source,
        *,
        backends: Registry = None,
        detectors: Registry = None,
        scorers: Registry = None,
    ) -> Policy:
        """Read a policy from a file, a preset's name, or a mapping. Raises ``PolicyError``.

        The keywords make objects of the application available by name: classes of backends as
        a ``kind``, detectors and scorers (or classes of them) by the name a policy lists.
        A ``Policy`` is returned as it is, and nothing can be registered with it any more.
        """
        extensions = Extensions(backends or {}, detectors or {}, scorers or {})
        if not isinstance(source, Policy):
            return _policy(_open(source), extensions)
        if backends or detectors or scorers:
            raise TypeError("this policy is loaded already; register extensions when loading it")
        return source

    @classmethod
    def find(
        cls,
        explicit: Source | None = None,
        *,
        backends: Registry = None,
        detectors: Registry = None,
        scorers: Registry = None,
    ) -> Policy:
        """Load the policy that is in force here.

        That is ``explicit``, or what ``$HOMEPORT_POLICY`` names, or ``./homeport.yaml``, or the
        preset ``balanced``: the first that there is. One that is wrong is an error, never
        passed over.
        """
        named = os.environ.get(VARIABLE) if explicit is None else None
        source = named if named is not None else _found() if explicit is None else explicit
        chosen = "" if named is None else f" (${VARIABLE} names this policy)"
        try:
            return cls.load(source, backends=backends, detectors=detectors, scorers=scorers)
        except PolicyError as error:
            raise PolicyError(error.message + chosen, error.place) from error.__cause__

    @property
    def backends(self) -> Mapping[str, BackendSpec]:
        """The backends by name, in the order of the policy."""
        return self.rulebook.backends

    @property
    def opaque(self) -> Literal["deny", "cloud"]:
        """What happens to calls that cannot be read on this device."""
        return self.rulebook.opaque

    def score(self, call: Call) -> Scores:
        """Judge what a call is like. Never raises."""
        return self.judges.score(call)

    def decide(self, call: Call, scores: Scores, state: State = NOTHING_KNOWN) -> Decision:
        """Say what shall happen to a call. Pure and total; ``id`` and ``elapsed_us`` stay empty."""
        return decide(self.rulebook, call, scores, state)


Source: TypeAlias = "str | os.PathLike[str] | Mapping[str, Any] | Policy"
"""A path, a preset's name, a mapping, or a policy that is loaded already."""


def check(
    source: str | os.PathLike[str] | Mapping[str, Any],
    *,
    backends: Registry = None,
    detectors: Registry = None,
    scorers: Registry = None,
) -> list[PolicyError]:
    """Return everything that is wrong with a policy, in the order of the file."""
    extensions = Extensions(backends or {}, detectors or {}, scorers or {})
    try:
        document = _open(source)
        file = _checked(document, extensions)
        _judges(file, document, extensions)
    except _Wrong as wrong:
        return wrong.errors
    except PolicyError as error:
        return [error]
    return []


class _Wrong(Exception):
    """All that is wrong with one document, in the order of the file."""

    def __init__(self, errors: list[PolicyError]) -> None:
        super().__init__()
        self.errors = sorted(errors, key=lambda error: (error.place.line, error.place.column))


def _found() -> str | Path:
    # A link that leads nowhere is there, and wrong: only what is not there is passed over.
    return DEFAULT_FILE if os.path.lexists(DEFAULT_FILE) else DEFAULT_PRESET


def _open(source: str | os.PathLike[str] | Mapping[str, Any]) -> Document:
    if isinstance(source, Mapping):
        return from_mapping(source)
    if isinstance(source, str):
        return _open_named(source)
    if isinstance(source, os.PathLike):
        return open_file(Path(source))
    raise TypeError(
        "a policy is a path, the name of a preset, a mapping or a Policy, "
        f"not an object of type {type(source).__name__}"
    )


def _open_named(name: str) -> Document:
    """Open a preset or a file. A preset wins; write ``./private`` for a file of that name."""
    if name in PRESETS:
        preset = files("homeport.policies").joinpath("presets", f"{name}.yaml")
        return parse(preset.read_bytes(), name)
    if "\n" in name:
        message = "this is text, not the name of a policy; write it to a file, or pass a mapping"
        raise PolicyError(message, Place("<text>"))
    looks_like_file = name.endswith((".yaml", ".yml")) or os.sep in name or "/" in name
    if looks_like_file or os.path.lexists(name):
        return open_file(Path(name))
    message = f"{unknown('preset', name, PRESETS)}; the name of a file ends in .yaml"
    raise PolicyError(message, Place("<policy>"))


def _policy(document: Document, extensions: Extensions) -> Policy:
    try:
        file = _checked(document, extensions)
    except _Wrong as wrong:
        raise wrong.errors[0] from None
    return Policy(
        rulebook=reading.rulebook(file, document, extensions.backends),
        judges=_judges(file, document, extensions),
        examples=tuple(reading.examples(file, document)),
        source=document.file,
        judge=file.privacy.judge,
        audit=file.audit,
        ledger=reading.ledger(file),
        storage=keep(file.storage, document.place(("storage",))),
        fingerprint=_fingerprint(file),
    )


def _checked(document: Document, extensions: Extensions) -> PolicyFile:
    try:
        file = PolicyFile.model_validate(document.data)
    except ValidationError as error:
        raise _Wrong(list(faults(error, document))) from None
    if errors := list(checks.check(file, document, extensions)):
        raise _Wrong(errors)
    return file


def _judges(file: PolicyFile, document: Document, extensions: Extensions) -> Judges:
    detectors = [
        _made(extensions.detector, name, ("privacy", "detectors", index), document)
        for index, name in enumerate(file.privacy.detectors)
    ]
    scorer = _made(extensions.scorer, file.complexity.scorer, ("complexity", "scorer"), document)
    return Judges(
        PrivacyScorer([*detectors, *_terms(file), *_model(file, document)], _contexts(file)),
        _fitted(scorer, file, document),
        pass_unreadable=file.opaque == "cloud",
    )


def _contexts(file: PolicyFile) -> list[Context]:
    """Return what tells whose names they are: without it, half of all names are nobody's."""
    return [shipped_context()] if "names" in file.privacy.detectors else []


def _fitted(scorer: Scorer, file: PolicyFile, document: Document) -> Scorer:
    """Return the scorer for the policy's local model, or as it was calibrated for it."""
    path = document.beside(file.complexity.calibration)
    if path is None:
        return tuned(scorer, reading.local_model(file))
    try:
        return calibrated(scorer, path)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise document.error(("complexity", "calibration"), f"{path}: {why}") from error


def _made(make: Callable[[str], Any], name: str, where: Where, document: Document) -> Any:
    try:
        return make(name)
    except NotFound as error:
        raise document.error(where, str(error)) from error


def _terms(file: PolicyFile) -> Iterator[Detector]:
    if file.privacy.terms:
        yield Terms({Level.parse(level): words for level, words in file.privacy.terms.items()})


def _model(file: PolicyFile, document: Document) -> Iterator[Detector]:
    if file.privacy.model is not None:
        try:
            yield TokenClassifier(file.privacy.model)
        except ModelError as error:
            raise document.error(("privacy", "model"), str(error)) from error


def _fingerprint(file: PolicyFile) -> str:
    """Hash what the file says. The order of backends counts: it is the order of the last resort."""
    said = file.model_dump(mode="json", by_alias=True, exclude_none=True)
    said["backends"] = list(said["backends"].items())
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
