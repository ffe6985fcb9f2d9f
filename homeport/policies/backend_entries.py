"""The grammar of ``backends``: who can answer."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Any, ClassVar, Final, Literal, Self, TypeAlias
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)

from homeport.policies.prices import PriceEntry
from homeport.policies.shapes import Entry, Matching, wrong

SHIPPED_KINDS: Final = ("local", "mlx", "pytorch", "echo", "server", "openai")

_PRICE: Final = "What its tokens cost; by default what is listed for the model."

_Seconds: TypeAlias = Annotated[float, Field(gt=0, le=86_400)]
_Count: TypeAlias = Annotated[int, Field(ge=1)]
_Text: TypeAlias = Annotated[str, Field(min_length=1)]
_Variable: TypeAlias = Annotated[
    str,
    Matching(
        r"[A-Za-z_][A-Za-z0-9_]*",
        "expected the name of an environment variable, such as OPENAI_API_KEY; if this is the key "
        "itself, take it out of the file and revoke it",
    ),
]


def _address(url: str) -> str:
    """Check a base URL, without ever repeating it: it may hold a password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise wrong("this is not a URL; write for example http://127.0.0.1:8080/v1") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        raise wrong("expected a URL such as http://127.0.0.1:8080/v1")
    if parts.username is not None or parts.password is not None:
        raise wrong(
            "there is a user name or password in this URL; a policy holds no secrets: remove it, "
            "and name an environment variable with api_key_env"
        )
    if parts.fragment:
        raise wrong("remove the part behind #; a server never sees it")
    return url


_Url: TypeAlias = Annotated[
    str, AfterValidator(_address), WithJsonSchema({"type": "string", "format": "uri"})
]


class BackendEntry(Entry):
    """What every backend has."""

    looks_like: ClassVar[str] = "{kind: local, model: smollm2-135m}"

    timeout: _Seconds | None = Field(
        default=None, description="Seconds after which an answer from this backend is given up."
    )


class LocalEntry(BackendEntry):
    """A model in this process. Further keys are options of the backend."""

    model_config = ConfigDict(extra="allow")

    kind: Literal["local", "mlx", "pytorch"] = Field(
        description="local is mlx on Apple silicon and pytorch elsewhere."
    )
    model: _Text = Field(description="A name of the catalogue, a folder, or a pulled repository.")


class PluginEntry(BackendEntry):
    """A backend that answers on this device: echo, or one that a plugin adds."""

    model_config = ConfigDict(extra="allow")

    kind: Annotated[
        _Text,
        WithJsonSchema(
            {"type": "string", "not": {"enum": [kind for kind in SHIPPED_KINDS if kind != "echo"]}}
        ),
    ] = Field(description="echo, or a kind that an installed package or the application adds.")
    model: _Text | None = Field(
        default=None, description="The backend's model; by default its kind."
    )
    trust: Literal["device"] | None = Field(
        default=None,
        description="device: somebody has looked, and it answers on this device. "
        "`policy prove` believes no plugin that does not say so.",
    )


class ServerEntry(BackendEntry):
    """A server that speaks the OpenAI protocol."""

    looks_like: ClassVar[str] = (
        "{kind: server, base_url: http://127.0.0.1:8080/v1, model: qwen3-8b, trust: device}"
    )

    kind: Literal["server"] = Field(description="A server that speaks the OpenAI protocol.")
    base_url: _Url = Field(description="The address before /chat/completions.")
    model: _Text = Field(description="The model to ask the server for.")
    trust: Literal["device", "network"] = Field(
        description="device: it is this machine (a loopback address); network: it is elsewhere, "
        "and a call that goes there leaves the device."
    )
    api_key_env: _Variable | None = Field(
        default=None,
        description="The environment variable that holds the server's key, if it wants one.",
    )
    price: PriceEntry | None = Field(default=None, description=_PRICE)
    context: _Count | None = Field(
        default=None,
        description="The most tokens, prompt and answer together, to send there; the server's own "
        "limit holds besides, where it tells one.",
    )

    @model_validator(mode="after")
    def _device_is_loopback(self) -> Self:
        if self.trust == "device" and not loopback(urlsplit(self.base_url).hostname or ""):
            raise wrong(
                "trust: device is for a server on this machine (localhost, 127.0.0.1 or [::1]); "
                "write trust: network, and calls that go there count as leaving the device"
            )
        return self


class CloudEntry(BackendEntry):
    """The OpenAI cloud, or another that speaks its protocol."""

    looks_like: ClassVar[str] = "{kind: openai, model: gpt-5-mini}"

    kind: Literal["openai"] = Field(description="The OpenAI cloud, or one that speaks as it does.")
    model: _Text = Field(description="The model to ask for where the caller asked for auto.")
    base_url: _Url | None = Field(
        default=None, description="Another cloud's address; by default where the client points."
    )
    api_key_env: _Variable = Field(
        default="OPENAI_API_KEY", description="The environment variable that holds the API key."
    )
    price: PriceEntry | None = Field(default=None, description=_PRICE)


def loopback(host: str) -> bool:
    """True if ``host`` can be nothing but this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _kind(entry: Any) -> str:
    """Choose the model that an entry of ``backends`` is to be read as."""
    kind = entry.get("kind") if isinstance(entry, dict) else getattr(entry, "kind", None)
    if kind in {"local", "mlx", "pytorch"}:
        return "(local)"
    return f"({kind})" if kind in {"server", "openai"} else "(plugin)"


Backend: TypeAlias = Annotated[
    Annotated[LocalEntry, Tag("(local)")]
    | Annotated[ServerEntry, Tag("(server)")]
    | Annotated[CloudEntry, Tag("(openai)")]
    | Annotated[PluginEntry, Tag("(plugin)")],
    Discriminator(_kind),
]
