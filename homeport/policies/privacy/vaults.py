"""The vaults of the conversations that go on."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from homeport.policies.privacy import pseudonyms
from homeport.policies.privacy.vault import Vault


class Vaults:
    """Vaults by what names their conversation. Bounded: the one not used for longest goes first.

    Safe to use from several threads.
    """

    def __init__(self, most: int = 1_000, most_characters: int = 16_000_000) -> None:
        self._vaults: dict[str, Vault] = {}
        self._most = most
        self._most_characters = most_characters
        self._lock = threading.Lock()

    def of(self, keys: Iterable[str]) -> Vault:
        """Return the vault that one of ``keys`` names; a new one if none does."""
        named = list(keys)
        with self._lock:
            vault = next((self._vaults[key] for key in named if key in self._vaults), None)
            if vault is None:
                taken = {vault.nonce for vault in self._vaults.values()}
                vault = Vault(pseudonyms.draw_nonce(taken.__contains__))
            self._keep(named, vault)
        return vault

    def find(self, keys: Iterable[str]) -> Vault | None:
        """Return the vault that one of ``keys`` names, if any does."""
        with self._lock:
            return next((self._vaults[key] for key in keys if key in self._vaults), None)

    def keep(self, key: str, vault: Vault) -> None:
        """Find ``vault`` under ``key`` too."""
        with self._lock:
            self._keep([key], vault)

    def wipe(self) -> None:
        """Forget every conversation."""
        with self._lock:
            for vault in self._vaults.values():
                vault.wipe()
            self._vaults.clear()

    def _keep(self, keys: Iterable[str], vault: Vault) -> None:
        for key in keys:  # what a name stands for already, it goes on to stand for
            self._vaults[key] = self._vaults.pop(key, vault)
        while len(self._vaults) > self._most or self._characters() > self._most_characters:
            self._vaults.pop(next(iter(self._vaults)))

    def _characters(self) -> int:
        vaults = {id(vault): vault for vault in self._vaults.values()}
        return sum(vault.size for vault in vaults.values())
