"""What content looks like on the disk: as it is, or encrypted with a key from the environment.

AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits before each text. What a text belongs
to (its id, kind and level) is authenticated with it: a row cannot be passed off as another.
"""

from __future__ import annotations

import base64
import binascii
import importlib.util
import os
from typing import Final, Protocol

from homeport.errors import MissingExtra, PolicyError
from homeport.policies.storing import Keep

_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_MAKE: Final = "head -c 32 /dev/urandom | base64"


class NotOpened(Exception):
    """The content was sealed with another key, or was changed."""


class Seal(Protocol):
    """Turns texts into what stands on the disk, and back."""

    sealed: bool

    def close(self, text: bytes, bound: bytes) -> bytes: ...

    def open(self, data: bytes, bound: bytes) -> bytes:
        """Return the text. Raises ``NotOpened`` if it is not what was sealed for ``bound``."""
        ...


class Plain:
    """Content as it is, protected by the mode of the file alone."""

    sealed = False

    def close(self, text: bytes, bound: bytes) -> bytes:  # noqa: ARG002 - nothing is sealed
        return text

    def open(self, data: bytes, bound: bytes) -> bytes:  # noqa: ARG002
        return data


class Encrypted:
    """Content encrypted with ``key``, 32 bytes."""

    sealed = True

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._cipher = AESGCM(key)

    def close(self, text: bytes, bound: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        sealed: bytes = self._cipher.encrypt(nonce, text, bound)
        return nonce + sealed

    def open(self, data: bytes, bound: bytes) -> bytes:
        from cryptography.exceptions import InvalidTag

        try:
            text: bytes = self._cipher.decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], bound)
        except (InvalidTag, ValueError):
            raise NotOpened from None
        return text


def seal_of(keep: Keep) -> Seal:
    """Return the seal that a policy asks for.

    Raises ``PolicyError`` if its key is missing or is none, ``MissingExtra`` without the package.
    """
    if keep.key_env is None:
        return Plain()
    if importlib.util.find_spec("cryptography") is None:
        raise MissingExtra("cryptography", "encryption")
    written = os.environ.get(keep.key_env, "").strip()
    try:
        key = base64.b64decode(written.replace("-", "+").replace("_", "/"), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != _KEY_BYTES:
        state = "does not hold 32 bytes in base64" if written else "is not set"
        raise PolicyError(
            f"storage.key_env: the environment variable {keep.key_env} {state}; make a key with "
            f"`{_MAKE}` and keep it: what was stored cannot be read without it",
            keep.place,
        )
    return Encrypted(key)
