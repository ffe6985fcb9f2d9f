"""Counting what leaves this device, at the socket, whoever opens it."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any, Final, Self

from homeport.policies.backend_entries import loopback

_EVENTS: Final = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}
"""Audit events of Python's ``socket`` module, and which argument is the address."""


class Witness:
    """Notes the host of every connection that leaves this device while it watches.

    It hears Python's own audit events, so it needs no trust in what it watches. Python never
    forgets an audit hook: a witness that stopped watching stays, and hears nothing.
    """

    def __init__(self) -> None:
        self.hosts: list[str] = []
        self._watching = False
        sys.addaudithook(self._hear)

    def __enter__(self) -> Self:
        self._watching = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._watching = False

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._watching or not event.startswith("socket."):
            return
        if event == "socket.getaddrinfo":
            self._note(arguments[0])
        elif event in _EVENTS and isinstance(address := arguments[_EVENTS[event]], tuple):
            self._note(address[0])

    def _note(self, host: Any) -> None:
        name = (
            host.decode(errors="replace") if isinstance(host, bytes) else str(host or "localhost")
        )
        if not loopback(name):
            self.hosts.append(name)
