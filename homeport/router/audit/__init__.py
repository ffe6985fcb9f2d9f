"""The audit log: what left this device and what became of each call, without any content.

``recorder.py`` says what is recorded, ``journal.py`` writes it, ``chain.py`` is its form, and
``verify.py`` reads it back.
"""

from homeport.router.audit.journal import AuditFailed
from homeport.router.audit.recorder import Audit, default_path, path_of

__all__ = ["Audit", "AuditFailed", "default_path", "path_of"]
