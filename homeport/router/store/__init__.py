"""What this device keeps of its answers: stored responses, conversations, stored chats.

``file.py`` is the file, ``sealing.py`` what content looks like in it, ``database.py`` what is
there. ``keeping.py`` puts answers in, ``past.py`` takes out what a call continues,
``resources.py`` answers requests about what is there, and ``steps.py`` is how a request under
way meets them.
"""

from __future__ import annotations

from pathlib import Path

from homeport.places import state_home
from homeport.policies.storing import Keep
from homeport.router.store.database import Database
from homeport.router.store.file import StoreFailed
from homeport.router.store.sealing import seal_of

__all__ = ["Database", "StoreFailed", "database_of", "path_of"]


def database_of(keep: Keep | None) -> Database | None:
    """Return where a policy keeps answers; None if it keeps none. Opens nothing.

    Raises ``PolicyError`` or ``MissingExtra`` if they are to be encrypted and cannot be.
    """
    if keep is None:
        return None
    return Database(path_of(keep), max_age=keep.max_age, max_size=keep.max_size, seal=seal_of(keep))


def path_of(keep: Keep | None) -> Path:
    """Return the file that a policy keeps answers in, by default one in the usual folder."""
    named = None if keep is None else keep.path
    return named or state_home() / "responses.sqlite3"
