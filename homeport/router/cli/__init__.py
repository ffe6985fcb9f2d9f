"""The command line: ``homeport ask``, ``chat``, ``explain``, ``policy``, ``models``, ``doctor``.

One file per group of commands. Nothing here is reachable from ``import homeport``.
"""

from homeport.router.cli.app import app, main

__all__ = ["app", "main"]
