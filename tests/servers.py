"""Servers on this machine that speak as Ollama, llama.cpp, vLLM and LM Studio do.

Real ones, on a loopback port: each answers the questions that its namesake documents, in the
shapes that it documents, and remembers what it was asked.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Self

CHAT = "POST /v1/chat/completions"
Answers = Mapping[str, tuple[int, Any]]
"""``METHOD /path`` -> status and what is sent: as JSON, or a text as a page."""


def completion(text: str = "Hello from here.", prompt: int = 9) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "small",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": prompt, "completion_tokens": 4, "total_tokens": prompt + 4},
    }


def models(**fields: Any) -> dict[str, Any]:
    return {"object": "list", "data": [{"id": "small", "object": "model", **fields}]}


def ollama(
    *,
    can: tuple[str, ...] = ("completion", "tools"),
    loaded: int | None = 4096,
    parameters: str = "",
) -> dict[str, tuple[int, Any]]:
    running = [{"name": "small:latest", "model": "small:latest", "context_length": loaded}]
    shown = {
        "capabilities": list(can),
        "parameters": parameters,
        "model_info": {"general.architecture": "llama", "llama.context_length": 131_072},
    }
    return {
        "GET /v1/models": (200, models(owned_by="library")),
        "POST /api/show": (200, shown),
        "GET /api/ps": (200, {"models": running if loaded else []}),
        CHAT: (200, completion()),
    }


def llama_cpp(context: int = 2048, *, vision: bool = False) -> dict[str, tuple[int, Any]]:
    return {
        "GET /v1/models": (200, models(owned_by="llamacpp", meta={"n_ctx_train": 131_072})),
        "GET /props": (
            200,
            {
                "default_generation_settings": {"n_ctx": context},
                "modalities": {"vision": vision, "audio": False},
            },
        ),
        CHAT: (200, completion()),
    }


def vllm(context: int = 2048, owner: str = "vllm") -> dict[str, tuple[int, Any]]:
    return {
        "GET /v1/models": (200, models(owned_by=owner, max_model_len=context)),
        CHAT: (200, completion()),
    }


def lm_studio(loaded: int | None = 3000) -> dict[str, tuple[int, Any]]:
    entry = {"type": "llm", "max_context_length": 32_768, "capabilities": []}
    return {
        "GET /v1/models": (200, models(owned_by="organization_owner")),
        "GET /api/v0/models": (
            200,
            models(**entry, **({"loaded_context_length": loaded} if loaded else {})),
        ),
        "POST /api/show": (200, {"error": "Unexpected endpoint or method. Returning 200 anyway"}),
        CHAT: (200, completion()),
    }


@dataclass(frozen=True, slots=True)
class Seen:
    what: str
    body: bytes
    headers: Mapping[str, str]


class Server:
    """A server for the time of a ``with`` block. ``slow``: seconds before what is not a chat."""

    def __init__(self, answers: Answers, *, slow: float = 0.0) -> None:
        self.seen: list[Seen] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            server_version: ClassVar[str] = "small/1"

            def _answer(self) -> None:
                what = f"{self.command} {self.path}"
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                outer.seen.append(Seen(what, body, dict(self.headers)))
                if what != CHAT:
                    time.sleep(slow)
                status, value = answers.get(what, (404, {"error": "no such thing"}))
                page = isinstance(value, str)
                data = value.encode() if page else json.dumps(value).encode()
                self.send_response(status)
                self.send_header("content-type", "text/html" if page else "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def do_GET(self) -> None:
                self._answer()

            def do_POST(self) -> None:
                self._answer()

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"

    @property
    def chats(self) -> list[Seen]:
        return [seen for seen in self.seen if seen.what == CHAT]

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
