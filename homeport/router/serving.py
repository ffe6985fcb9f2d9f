"""Which server this is, and what it holds: asked of it once, without a word of any call.

``examine`` does no I/O: it yields what to ask and is sent the answers. What it knows of servers
is in their own documentation: Ollama's ``/api/show`` and ``/api/ps``, llama.cpp's ``/props``, LM
Studio's ``/api/v0/models``, ``max_model_len`` in the models of vLLM and SGLang.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from homeport.types import NEEDS, Call, Need

OLLAMA_DEFAULT: Final = 4_096
"""Tokens that Ollama keeps of a model that is not loaded and has no ``num_ctx`` of its own, on a
machine with less than 24 GB of graphics memory. It may be more; it is not known until it runs."""

_MARGIN: Final = 1.5
"""What the estimate of a prompt's tokens is multiplied by for a server that cuts what is too long
without a word. Text with fewer than 2.7 bytes a token is rare: long numbers, for some models."""

_TEXT_ONLY: Final = frozenset({"images", "audio", "files"})
_MLX_LACKS: Final = _TEXT_ONLY | frozenset(
    "embeddings moderation json_object json_schema grammar n suffix echo token_prompt prompts "
    "server_state hosted_tools".split()
)
_Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ping:
    """Ask for ``path``, behind the server's base URL or, if ``rooted``, behind its origin."""

    path: str
    rooted: bool = True
    body: _Body | None = None
    """Sent as JSON with POST; without one it is a GET."""


@dataclass(frozen=True, slots=True)
class Pong:
    """What came back: an object of JSON, or an empty one if it was nothing of the kind."""

    status: int
    body: _Body
    server: str = ""
    """The header that says what the server is built on."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a server. ``lacks`` are needs that it certainly does not meet."""

    kind: str = "server"
    context: int | None = None
    lacks: frozenset[Need] = field(default_factory=frozenset)
    why: str = ""
    """Why it cannot answer now, and what to do; empty if it can, as far as is known."""
    cuts: bool = False
    """True if it drops what is too long instead of refusing it."""

    @property
    def offers(self) -> frozenset[Need] | None:
        return frozenset(NEEDS) - self.lacks if self.lacks else None

    def tokens_of(self, call: Call) -> int:
        """Return how many tokens the prompt of ``call`` is reckoned to have here."""
        return int(call.tokens * _MARGIN) if self.cuts else call.tokens


Examination = Generator[Ping, "Pong | None", "Profile | None"]


def examine(model: str) -> Examination:
    """Find out what runs ``model``. ``None`` is sent for a question that had no answer at all,
    and returned if nobody is there."""
    listed = yield Ping("/models", rooted=False)
    if listed is None:
        return None
    entry = _entry(listed.body.get("data"), model)
    owner, longest = entry.get("owned_by"), _count(entry.get("max_model_len"))
    if longest is not None:
        return Profile(str(owner) if owner in ("vllm", "sglang") else "server", longest)
    if owner == "llamacpp":
        return (yield from _llama_cpp())
    if listed.server.startswith("BaseHTTP") and _nobodys(listed.body.get("data")):
        return Profile("mlx_lm.server", lacks=_MLX_LACKS)
    shown = yield Ping("/api/show", body={"model": model})
    if shown is not None and _is_ollama(shown):
        return (yield from _ollama(shown, model))
    return (yield from _lm_studio(model))


def _llama_cpp() -> Generator[Ping, Pong | None, Profile]:
    told = yield Ping("/props")
    props = {} if told is None else told.body
    settings, modes = _mapping(props.get("default_generation_settings")), props.get("modalities")
    lacks = set(_TEXT_ONLY)
    if isinstance(modes, Mapping):
        lacks -= {"images"} if modes.get("vision") else set()
        lacks -= {"audio"} if modes.get("audio") else set()
    return Profile("llama.cpp", _count(settings.get("n_ctx")), frozenset(lacks))


def _is_ollama(shown: Pong) -> bool:
    """Its answer for a model that it has not is as unmistakable as that for one that it has."""
    missing = shown.status == 404 and "not found" in str(shown.body.get("error"))
    return missing or (shown.status == 200 and "model_info" in shown.body)


def _ollama(shown: Pong, model: str) -> Generator[Ping, Pong | None, Profile]:
    if shown.status == 404:
        return Profile("ollama", why=f"Ollama has no model {model}; run: ollama pull {model}")
    running = yield Ping("/api/ps")
    models = _entries(None if running is None else running.body.get("models"))
    names = {model, model if ":" in model else f"{model}:latest"}
    loaded = next((m for m in models if names & {m.get("model"), m.get("name")}), {})
    trained = next(
        (v for k, v in _mapping(shown.body["model_info"]).items() if k.endswith(".context_length")),
        None,
    )
    kept = _count(loaded.get("context_length")) or _num_ctx(shown.body) or OLLAMA_DEFAULT
    can = shown.body.get("capabilities")
    return Profile(
        "ollama",
        min(kept, _count(trained) or kept),
        _ollama_lacks(frozenset(can)) if isinstance(can, list) else frozenset(),
        cuts=True,
    )


def _ollama_lacks(can: frozenset[str]) -> frozenset[Need]:
    meets: Mapping[str, tuple[Need, ...]] = {
        "completion": ("chat", "completion"),
        "tools": ("tools",),
        "vision": ("images",),
        "insert": ("suffix",),
    }
    lacks = {need for what, needs in meets.items() if what not in can for need in needs}
    return frozenset(lacks | {"audio", "files"})


def _num_ctx(shown: _Body) -> int | None:
    """Return the ``num_ctx`` that the model was made with, from the lines of its parameters."""
    for line in str(shown.get("parameters") or "").splitlines():
        name, _, value = line.strip().partition(" ")
        if name == "num_ctx" and value.strip().isdecimal():
            return int(value)
    return None


def _lm_studio(model: str) -> Generator[Ping, Pong | None, Profile]:
    told = yield Ping("/api/v0/models")
    entry = _entry(None if told is None else told.body.get("data"), model)
    longest = _count(entry.get("loaded_context_length")) or _count(entry.get("max_context_length"))
    if longest is None:
        return Profile()
    can, lacks = entry.get("capabilities"), {"audio", "files"}
    if entry.get("type") != "vlm":
        lacks.add("images")
    if isinstance(can, list) and "tool_use" not in can:
        lacks.add("tools")
    return Profile("lm studio", longest, frozenset(lacks), cuts=True)


def _entry(data: Any, model: str) -> _Body:
    """Return the entry of ``model``, or the only one there is: such servers know no names."""
    entries = list(_entries(data))
    named = [entry for entry in entries if model in (entry.get("id"), entry.get("root"))]
    return named[0] if named else entries[0] if len(entries) == 1 else {}


def _nobodys(data: Any) -> bool:
    """Say whether there are models and none says whose it is."""
    entries = list(_entries(data))
    return bool(entries) and all("owned_by" not in entry for entry in entries)


def _entries(data: Any) -> Iterator[_Body]:
    return (entry for entry in (data if isinstance(data, list) else ()) if isinstance(entry, dict))


def _mapping(value: Any) -> _Body:
    return value if isinstance(value, dict) else {}


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and value > 0 else None
