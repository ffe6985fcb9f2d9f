"""The grammar of a policy file, as pydantic models. The JSON Schema is made from these."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from homeport.policies.backend_entries import Backend
from homeport.policies.bounds import LEVELS, LevelName
from homeport.policies.conditions import EndpointName
from homeport.policies.escalating import Escalate
from homeport.policies.privacy.sendable import TRANSFORMS
from homeport.policies.shadow import ShadowEntry
from homeport.policies.shapes import Entry, LogFile, Matching, Name, OneOf, wrong
from homeport.policies.storing import Storage
from homeport.policies.when import When

_Text: TypeAlias = Annotated[str, Field(min_length=1)]
_TermLevel: TypeAlias = Annotated[str, OneOf(LEVELS[1:], "privacy level of terms")]
_Term: TypeAlias = Annotated[
    str, Matching(r"(?:.|\n)*[^\W_](?:.|\n)*", "a term needs a letter or a digit")
]


class PrivacyEntry(Entry):
    """The detectors, and the user's own terms."""

    looks_like: ClassVar[str] = "{detectors: [identifiers, secrets, names]}"

    detectors: list[Name] = Field(
        default=["identifiers", "secrets", "names"],
        description="What looks for private things: identifiers, secrets, names (with what is "
        "said around them), or a plugin's.",
    )
    terms: dict[_TermLevel, Annotated[list[_Term], Field(min_length=1)]] = Field(
        default={}, description="Your own words, by the level that they give to a call."
    )
    model: _Text | None = Field(
        default=None,
        description="A token-classification model on this device that looks too, such as "
        "openai/privacy-filter: a pulled repository or a folder.",
    )
    judge: Name | None = Field(
        default=None,
        description="The backend on this device that is asked about a call whose privacy is in "
        "doubt. What it says only ever raises the level.",
    )


class ComplexityEntry(Entry):
    """The scorer of complexity."""

    looks_like: ClassVar[str] = "{scorer: features}"

    scorer: Name = Field(default="features", description="What estimates the complexity.")
    calibration: _Text | None = Field(
        default=None,
        description="A file that `homeport calibrate` wrote; relative to the policy's folder.",
    )
    outcomes: _Text | None = Field(
        default=None,
        description="The file in which feedback is kept: features and labels, no text.",
    )
    shadow: ShadowEntry | None = Field(
        default=None,
        description="A share of the public calls that both sides answer, for labels in outcomes. "
        "The caller never waits for it.",
    )


class GuardEntry(Entry):
    """An entry of stays_home: calls that never leave the device."""

    looks_like: ClassVar[str] = "{name: secrets-stay, when: {privacy: {at_least: sensitive}}}"

    name: Name = Field(description="What answers, logs and audits call the rule.")
    when: When | None = Field(default=None, description="Which calls stay; without it, every call.")


class RuleEntry(GuardEntry):
    """An entry of rules: where calls go."""

    looks_like: ClassVar[str] = "{name: rest, to: [local, cloud]}"

    to: list[Name] = Field(
        description="Backends in the order they are tried. An empty list refuses the call."
    )
    transform: Annotated[str, OneOf(TRANSFORMS, "transform")] | None = Field(
        default=None,
        description="What is done to a call before it leaves. pseudonymize: placeholders stand for "
        "what is private, and come back as what they stand for. delegate: a model on this device "
        "asks the question without it. What cannot be made clean is not sent.",
    )
    secrets: Annotated[str, OneOf(("redact",), "way with secrets")] | None = Field(
        default=None,
        description="redact: a transform takes secrets out for good. Without it, a call with a "
        "secret in it is never sent.",
    )
    escalate: Escalate | None = Field(
        default=None,
        description="The first backend answers, and the next one is asked if its answer looks bad "
        "before any of it is shown. true, or bounds.",
    )


class ExampleEntry(Entry):
    """A request and what must become of it. Run by `homeport policy check`."""

    looks_like: ClassVar[str] = "{say: What is the capital of Peru?, route: local}"

    say: str | None = Field(default=None, description="What the user says, as one chat message.")
    body: dict[str, Any] | None = Field(default=None, description="A whole OpenAI request body.")
    endpoint: EndpointName | None = Field(
        default=None, description="The endpoint that body is for; chat.completions by default."
    )
    route: Literal["local", "cloud", "refuse"] = Field(
        description="Where the first target must be: on this device, off it, or nowhere."
    )
    rule: Name | None = Field(default=None, description="The rule that must decide.")
    level: LevelName | None = Field(
        default=None, description="The privacy level that must be found."
    )

    @model_validator(mode="after")
    def _asks_once(self) -> Self:
        if (self.say is None) == (self.body is None):
            raise wrong("an example has either say or body")
        if self.endpoint is not None and self.body is None:
            raise wrong("endpoint goes with body; say is always a chat message")
        return self


class PolicyFile(Entry):
    """A homeport policy: where each call may go, and why."""

    looks_like: ClassVar[str] = "version: 1"

    version: Literal[1] = Field(description="The version of this format.")
    backends: dict[Name, Backend] = Field(
        min_length=1, description="Who can answer, by the names that rules use."
    )
    privacy: PrivacyEntry = Field(
        default=PrivacyEntry(), description="How private things are found."
    )
    complexity: ComplexityEntry = Field(
        default=ComplexityEntry(), description="How hardness is estimated."
    )
    stays_home: list[GuardEntry] = Field(
        default=[],
        description="Calls that never leave the device. In any order; one match is enough, and a "
        "detector that fails is a match.",
    )
    rules: list[RuleEntry] = Field(
        min_length=1, description="Where calls go. The first rule that matches decides."
    )
    opaque: Literal["deny", "cloud"] = Field(
        default="deny",
        description="Calls that cannot be read on this device (uploads, audio, files, images).",
    )
    audit: LogFile = Field(
        default=False,
        description="Whether to keep an audit log, or the file to keep it in. What cannot be "
        "recorded there does not leave the device.",
    )
    ledger: LogFile | None = Field(
        default=None,
        description="Whether to keep what calls cost and how fast backends are, or the file to "
        "keep it in. By default it is kept if a condition on the budget needs it.",
    )
    storage: Storage = Field(
        default=True,
        description="What this device answers and the caller wants stored (stored responses, "
        "conversations, chats with store: true): whether it is kept here, where and how long.",
    )
    examples: list[ExampleEntry] = Field(
        default=[], description="Requests and what must become of them."
    )


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a policy file."""
    made = PolicyFile.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_without_null(made),
        "title": "homeport policy",
    }


def _without_null(node: Any) -> Any:
    """Drop "or null" and "null by default": an empty value is an error, a left out key is not."""
    if isinstance(node, list):
        return [_without_null(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _without_null(item) for key, item in node.items() if item is not None}
    options = [option for option in kept.get("anyOf", []) if option != {"type": "null"}]
    if len(options) == 1:
        del kept["anyOf"]
        return options[0] | kept
    return kept
