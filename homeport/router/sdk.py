"""Which HTTP family the installed openai SDK is built on.

openai 2 runs on httpx and openai 3 on httpx2. The two have the same shape and different
classes, and the SDK accepts only objects of its own. The public class
``openai.DefaultHttpxClient`` tells which one it is.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import openai

__all__ = ["http"]

if TYPE_CHECKING:
    # The two families agree in every name used here; types are checked against the newer one.
    import httpx2 as http
else:
    http = importlib.import_module(
        next(
            base.__module__.partition(".")[0]
            for base in openai.DefaultHttpxClient.__mro__
            if not base.__module__.startswith("openai")
        )
    )
