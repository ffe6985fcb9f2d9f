"""Writing a backend's deltas as the API's own JSON and server-sent events.

One renderer per call, chosen by ``renderer``: ``feed`` each delta and send what it returns
(streams), or ``feed`` them all and take ``whole`` (the rest). Shapes are those of the OpenAI
API reference: chat completion (chunk), text completion, response and its event stream.
"""

from __future__ import annotations

from typing import Final

from homeport.router.render.base import Renderer
from homeport.router.render.chat import Chat
from homeport.router.render.embeddings import Embeddings
from homeport.router.render.response import PREFIX, Response
from homeport.router.render.text import Text
from homeport.types import Call

__all__ = ["Renderer", "local_response", "renderer"]

_RENDERERS: Final[dict[str, tuple[type[Renderer], str]]] = {
    "chat.completions": (Chat, "chatcmpl-"),
    "completions": (Text, "cmpl-"),
    "responses": (Response, PREFIX),
    "embeddings": (Embeddings, ""),
}


def renderer(call: Call, *, decision: str, model: str, created: int) -> Renderer:
    """Return the renderer for the call's endpoint; ids are made of the decision's."""
    kind, prefix = _RENDERERS[call.endpoint]
    return kind(call, id=prefix + decision, model=model, created=created)


def local_response(id: str) -> bool:  # noqa: A002
    """Say whether a response id was made here; such an id means nothing to the cloud."""
    return id.startswith(PREFIX)
