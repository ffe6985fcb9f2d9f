"""What this device keeps of its answers: stored responses, conversations, stored chats.

``database.py`` is the file, ``sealing.py`` what content looks like in it, ``keeping.py`` puts
answers in, ``past.py`` takes out what a call continues, ``resources.py`` answers requests about
what is there, and ``steps.py`` is how a request under way meets them.
"""

from __future__ import annotations

from pathlib import Path

from homeport.places import state_home
from homeport.policies.storing import Keep
from homeport.router.store.database import Database, StoreFailed
from homeport.router.store.sealing import seal_of

__all__ = ["Database", "StoreFailed", "database_of", "usual_path"]


def database_of(keep: Keep | None) -> Database | None:
    """Return where a policy keeps answers; None if it keeps none. Opens nothing.

    Raises ``PolicyError`` or ``MissingExtra`` if they are to be encrypted and cannot be.
    """
    if keep is None:
        return None
    path = keep.path or usual_path()
    return Database(path, max_age=keep.max_age, max_size=keep.max_size, seal=seal_of(keep))


def usual_path() -> Path:
    """Return the file if the policy does not say: ``responses.sqlite3`` in the usual folder."""
    return state_home() / "responses.sqlite3"
