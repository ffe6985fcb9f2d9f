"""The words of homeport: the values that travel from one request to one answer.

Everything here is frozen data without behaviour beyond reading itself. The one
route is ``Call`` (what was asked) -> ``Scores`` (what it is like) -> ``Decision``
(what shall happen) -> ``Delta`` ... ``Delta`` (what a backend answered).
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"
"""A parsed JSON value."""

Need: TypeAlias = str
"""What a call requires of a backend. The names in use are ``NEEDS``."""

NEEDS: tuple[Need, ...] = (
    "chat",  # a conversation is to be continued (chat.completions and responses)
    "completion",  # a bare text is to be continued (completions)
    "embeddings",
    "moderation",
    "tools",  # tool definitions are offered to the model
    "json_object",  # the answer must be some JSON object
    "json_schema",  # the answer must fit a schema
    "grammar",  # the answer must fit a regular expression or a grammar (guided_regex ...)
    "logprobs",
    "images",
    "audio",
    "files",  # a file id, a file's data, or a hosted vector store
    "n",  # more than one choice
    "penalties",  # frequency_penalty or presence_penalty other than 0
    "logit_bias",
    "suffix",  # completions: text after the insertion
    "echo",  # completions: the prompt is repeated in the answer
    "token_prompt",  # completions or embeddings: token ids instead of text
    "prompts",  # completions: more than one prompt in one call
    "hosted_tools",  # web_search, file_search, code_interpreter, mcp, computer use ...
    "server_state",  # previous_response_id, conversation, background, stored answers
)

Route: TypeAlias = Literal["local", "cloud", "refuse"]
Endpoint: TypeAlias = str
"""``chat.completions``, ``responses``, ``completions``, ``embeddings``, ``moderations``,
``models``, ``responses.state`` (what works on a stored response), or ``opaque``."""


class Level(enum.IntEnum):
    """How private a text is. A lattice: levels join by ``max``, never by a sum."""

    PUBLIC = 0
    PERSONAL = 1  # identifies a private person
    SENSITIVE = 2  # health, finance, government ids, minors, legal matters, the user's own terms
    SECRET = 3  # credentials and keys

    def __str__(self) -> str:
        return self.name.lower()

    @classmethod
    def parse(cls, word: str) -> Level:
        """Return the level named ``word`` in any case; ``ValueError`` names the four."""
        try:
            return cls[word.strip().upper()]
        except KeyError:
            names = ", ".join(str(level) for level in cls)
            raise ValueError(f"unknown privacy level; expected one of {names}") from None


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of text of a call, with its JSON path.

    ``path`` never carries content: object keys that do not look like a field's name
    are written by position (``metadata.{1}``), and ``metadata.keys[1]`` is the key itself.
    """

    path: str
    text: str
    role: str | None = None
    """The role of the message it stands in (``user``, ``system``, ``assistant``, ``tool`` ...)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One private thing in one part; ``start`` and ``end`` are code points of the part as sent."""

    part: str
    start: int
    end: int
    category: str
    level: Level
    detector: str
    probability: float

    def to_dict(self) -> dict[str, JSON]:
        return {
            "part": self.part,
            "start": self.start,
            "end": self.end,
            "category": self.category,
            "level": str(self.level),
            "detector": self.detector,
            "probability": round(self.probability, 4),
        }


@dataclass(frozen=True, slots=True)
class Labels:
    """What the caller said about this call, by header or ``extra_body={"homeport": ...}``.

    A label can only raise the level or narrow the route; it never widens either.
    """

    route: Literal["local", "cloud"] | None = None
    privacy: Level = Level.PUBLIC
    conversation: str | None = None
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Past:
    """The turn of a conversation that was answered last, as far as it bears on the next one."""

    target: str
    """Who answered it."""
    tokens: int
    """Prompt tokens that it had: about what ``target`` may still hold in its cache."""
    complexity: float
    gain: float | None = None
    escalated: bool = False
    """True if the device was asked and its answer was given up."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request, read from the wire once.

    ``body`` is the parsed JSON object (empty for an opaque call) and must not be changed;
    ``raw`` holds the exact bytes. ``unreadable`` lists the paths of content that no one on
    this device can read as text (images, audio, file ids, token ids, unknown stored history).
    ``tokens`` is an estimate of the prompt's tokens (no tokenizer is loaded to judge a call).
    """

    endpoint: Endpoint
    body: Mapping[str, Any]
    parts: tuple[Part, ...] = ()
    model: str = "auto"
    stream: bool = False
    needs: frozenset[Need] = frozenset()
    tokens: int = 0
    labels: Labels = field(default_factory=Labels)
    unreadable: tuple[str, ...] = ()
    raw: bytes = b""
    past: Past | None = None
    """What is known of the turn before this one."""

    @property
    def opaque(self) -> bool:
        """True if the body could not be read at all (uploads, audio, unknown endpoints)."""
        return self.endpoint == "opaque"


@dataclass(frozen=True, slots=True)
class Privacy:
    """The privacy score of a call: the level is the maximum over findings and labels.

    ``score`` is the highest probability among the findings (0 if there is none).
    ``failed`` names the detectors that could not judge; each counts as a match of every
    ``stays_home`` rule, because what was not judged is private.
    """

    level: Level = Level.PUBLIC
    score: float = 0.0
    findings: tuple[Finding, ...] = ()
    failed: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, JSON]:
        return {
            "level": str(self.level),
            "score": round(self.score, 4),
            "findings": [finding.to_dict() for finding in self.findings],
            **({"failed": list(self.failed)} if self.failed else {}),
        }


@dataclass(frozen=True, slots=True)
class Complexity:
    """``score`` in [0, 1]: the estimated probability that a small local model's answer
    would not satisfy. ``reasons`` say in words which features raised it."""

    score: float = 0.0
    reasons: tuple[str, ...] = ()
    failed: bool = False
    gain: float | None = None
    """P(the cloud's answer is good) - P(the local one is), in [-1, 1]; None if not estimated."""
    task: str = ""
    """The kind of task; empty if the scorer does not tell."""

    def to_dict(self) -> dict[str, JSON]:
        return {
            "score": round(self.score, 4),
            **({} if self.gain is None else {"gain": round(self.gain, 4)}),
            **({"task": self.task} if self.task else {}),
            **({"failed": True} if self.failed else {}),
        }


@dataclass(frozen=True, slots=True)
class Scores:
    """What a call is like. ``language`` is an ISO 639-1 code, or ``und`` when too short to tell."""

    privacy: Privacy = field(default_factory=Privacy)
    complexity: Complexity = field(default_factory=Complexity)
    language: str = "und"


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent today (UTC) before a call, in US dollars: in all, and with its API key.

    ``failed`` says that nobody can tell: then everything counts as spent.
    """

    day: float = 0.0
    key: float = 0.0
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast a backend answered lately: seconds to the first token, then tokens a second."""

    first: float
    rate: float


@dataclass(frozen=True, slots=True)
class TargetState:
    """What is known of one target before a decision. ``offers=None`` and ``context=None``
    mean "not known", and rule nothing out."""

    ready: bool = True
    why: str = ""
    """If not ready: what is missing and the command that fixes it."""
    offers: frozenset[Need] | None = None
    context: int | None = None
    """The most tokens, prompt and answer together, that the target can hold."""
    spent: Spent | None = None
    """What was spent before, where the policy has a budget and the target costs money."""
    speed: Speed | None = None
    """None until the target was measured."""


State: TypeAlias = Mapping[str, TargetState]
"""What is known of the targets, by backend name. A name that is missing is ready and unknown."""

NOTHING_KNOWN: State = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Escalation:
    """When an answer of this device is given up for that of the next target (a cascade).

    It is if it looks good with a probability less than ``below``, judged by its first ``window``
    tokens within ``within`` seconds, and by up to ``samples`` answers where it is short.
    """

    below: float = 0.5
    window: int = 24
    within: float = 5.0
    samples: int = 3
    to: tuple[str, ...] = ()
    """Who may be asked then. Filled in by the decision."""

    def to_dict(self) -> dict[str, JSON]:
        return {
            "to": list(self.to),
            "below": self.below,
            "window": self.window,
            "within": self.within,
            "samples": self.samples,
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """What shall happen to a call. Data: printing it, comparing it and storing it is safe,
    for it never carries the text that was judged.

    ``route`` says where the first target is: ``local`` (on this device), ``cloud`` (leaves it)
    or ``refuse`` (there is no target that the policy allows).
    """

    id: str
    route: Route
    targets: tuple[str, ...]
    rule: str
    transform: str | None = None
    privacy: Privacy = field(default_factory=Privacy)
    complexity: Complexity = field(default_factory=Complexity)
    needs: tuple[Need, ...] = ()
    tokens: int = 0
    language: str = "und"
    reasons: tuple[str, ...] = ()
    elapsed_us: int = 0
    policy: str = ""
    """The fingerprint of the policy that decided, where the decision is acted on."""
    cost: tuple[float | None, ...] = ()
    """What the call is estimated to cost at each target, in US dollars (None: not known; on this
    device 0). Empty where nobody asked for it: `explain` does, and a policy with a ledger."""
    escalation: Escalation | None = None
    """Set where the first target's answer may be given up for another's."""

    @property
    def why(self) -> str:
        """The reasons as one sentence for a person."""
        return "; ".join(self.reasons)

    def to_dict(self) -> dict[str, JSON]:
        """Return the decision as the JSON object that ``homeport explain --json`` prints."""
        return {
            "id": self.id,
            "route": self.route,
            "targets": list(self.targets),
            "rule": self.rule,
            "transform": self.transform,
            **({"escalate": self.escalation.to_dict()} if self.escalation else {}),
            "privacy": self.privacy.to_dict(),
            "complexity": self.complexity.to_dict(),
            "needs": list(self.needs),
            "tokens": self.tokens,
            "language": self.language,
            **({"cost": self._costs()} if self.cost else {}),
            "reasons": list(self.reasons),
            "elapsed_us": self.elapsed_us,
        }

    def _costs(self) -> dict[str, JSON]:
        pairs = zip(self.targets, self.cost, strict=True)
        return {name: None if cost is None else round(cost, 9) for name, cost in pairs}


FinishReason: TypeAlias = Literal["stop", "length", "tool_calls", "content_filter"]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens counted by the model's own tokenizer."""

    prompt: int
    completion: int
    cached: int = 0
    """Of the prompt: tokens that were still known from an earlier call and not read again."""
    reasoning: int = 0
    """Of the completion: tokens the model thought with and did not answer with."""


@dataclass(frozen=True, slots=True)
class Logprob:
    """One token of an answer and how likely the model itself held it, as a natural logarithm.

    The chance is the model's own, before temperature, penalties, biases and grammars. ``raw``
    holds the token's bytes, which may be half a character. ``top`` are the likeliest tokens
    at this place, the likeliest first; theirs is empty.
    """

    token: str
    raw: bytes
    logprob: float
    top: tuple[Logprob, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolDelta:
    """The next piece of a tool call. ``id`` and ``name`` come with the first piece of a call;
    the pieces of ``arguments`` together are one JSON object."""

    index: int
    arguments: str = ""
    id: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Delta:
    """The next piece of a backend's answer.

    ``index`` tells the choices of ``n`` apart. Every choice ends with exactly one delta that
    has a ``finish``; the last delta of all carries ``usage`` for the whole call. ``logprobs``
    are those of the tokens that ``text`` is made of.
    """

    text: str = ""
    index: int = 0
    finish: FinishReason | None = None
    usage: Usage | None = None
    reasoning: str = ""
    call: ToolDelta | None = None
    logprobs: tuple[Logprob, ...] = ()
    vector: bytes = b""
    """The embedding of one input, as little-endian float32; ``index`` is the input's."""

    @property
    def silent(self) -> bool:
        """True if the delta says nothing: a sign of life in the middle of long work."""
        return not (
            self.text or self.finish or self.usage or self.reasoning or self.call or self.vector
        )
