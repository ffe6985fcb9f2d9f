"""What cannot be read is denied, or forwarded untouched where the policy says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import openai
import pytest
import standin_answers
from dropin.drive import House, document, it
from dropin.test_bytes import lasting
from standin_faults import status

OPAQUE: dict[str, Callable[[Any], Any]] = {
    "file": lambda c: c.files.create(file=("n.txt", b"my notes \x00\xff"), purpose="user_data"),
    "transcription": lambda c: c.audio.transcriptions.create(
        file=("a.wav", b"RIFF\x00\x01"), model="whisper-1"
    ),
    "image": lambda c: c.images.generate(model="gpt-image-1", prompt="a llama"),
    "speech": lambda c: c.audio.speech.create(model="tts-1", voice="alloy", input="Hola"),
    "batch": lambda c: c.batches.create(
        input_file_id="file-1", endpoint="/v1/responses", completion_window="24h"
    ),
    "upload": lambda c: c.uploads.create(
        bytes=3, filename="n.txt", mime_type="text/plain", purpose="user_data"
    ),
    "vector store": lambda c: c.vector_stores.create(name="notes"),
    "unknown path": lambda c: c.post("/later/inventions", cast_to=dict[str, Any], body={"a": 1}),
    "delete": lambda c: c.delete("/files/file-1", cast_to=dict[str, Any]),
}


@pytest.mark.parametrize("name", OPAQUE)
async def test_denied_by_default(house: House, name: str) -> None:
    """Nobody could judge it, so it does not leave; the error says what to change."""
    client = house.client(document("cloud", "local"))
    with pytest.raises(openai.PermissionDeniedError, match="opaque") as refused:
        await it(OPAQUE[name](client))

    assert "refused_by_policy" == refused.value.code
    assert 0 == house.cloud.connections


@pytest.mark.parametrize("name", OPAQUE)
async def test_forwarded_byte_for_byte(house: House, name: str) -> None:
    """With ``opaque: cloud`` the request arrives as the SDK alone would have sent it."""
    for client in (house.client(document("cloud", opaque="cloud")), house.plain()):
        await it(OPAQUE[name](client))

    ours, theirs = (_without_boundary(seen) for seen in house.cloud.seen)
    assert theirs == ours


def _without_boundary(seen: Any) -> tuple[Any, ...]:
    """Return a request with the boundary of its form, which is random, made plain."""
    kind = seen.header("content-type") or ""
    boundary = kind.partition("boundary=")[2]
    headers = lasting(seen)
    headers.pop("transfer-encoding", None)
    headers.pop("content-length", None)
    if boundary:
        headers["content-type"] = kind.replace(boundary, "BOUNDARY")
    body = seen.body.replace(boundary.encode(), b"BOUNDARY") if boundary else seen.body
    return seen.method, seen.path, headers, body


async def test_binary_answers_pass_unchanged(house: House) -> None:
    """Audio comes back as the bytes the cloud sent."""
    client = house.client(document("cloud", opaque="cloud"))
    speech = await it(client.audio.speech.create(model="tts-1", voice="alloy", input="Hola"))

    assert standin_answers.SPEECH == speech.content
    assert "cloud" == speech.response.headers["x-homeport-route"]


async def test_uploads_are_sent_once(house: House) -> None:
    """A stream cannot be replayed, so a failed upload is not tried again behind one's back."""
    house.cloud.then(*[status(500)] * 5)
    client = house.client(document("cloud", opaque="cloud"))
    with pytest.raises(openai.InternalServerError):
        await it(OPAQUE["file"](client))

    assert 1 == len(house.cloud.seen)


async def test_images_inside_a_chat_stay_home(house: House) -> None:
    """A picture in a message cannot be read here: it is private, and the echo takes no pictures."""
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    policy = document(
        "cloud",
        "local",
        stays_home=[{"name": "private", "when": {"privacy": {"at_least": "sensitive"}}}],
    )
    client = house.client(policy)
    with pytest.raises(openai.PermissionDeniedError):
        await it(
            client.chat.completions.create(
                model="auto", messages=[{"role": "user", "content": [picture]}]
            )
        )

    assert 0 == house.cloud.connections
