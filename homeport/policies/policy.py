"""A policy: what may happen to each call. Made from YAML, used as a value.

    policy = Policy.load("homeport.yaml")
    decision = policy.decide(call, policy.score(call))
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from pydantic import ValidationError

from homeport.errors import Place, PolicyError
from homeport.policies import checks, language, reading
from homeport.policies.complexity import Scorer
from homeport.policies.decide import decide
from homeport.policies.document import Document, from_mapping, open_file, parse
from homeport.policies.entries import BackendSpec, Example, Rulebook
from homeport.policies.extensions import Extensions, NotFound
from homeport.policies.faults import faults
from homeport.policies.grammar import PolicyFile, schema
from homeport.policies.privacy import PrivacyScorer, Terms
from homeport.policies.scores import complexity_of, language_of, readable_only
from homeport.policies.wording import did_you_mean, quoted
from homeport.types import NOTHING_KNOWN, Call, Decision, Level, Scores, State

__all__ = ["PRESETS", "BackendSpec", "Example", "Policy", "check", "schema"]

PRESETS: Final = ("balanced", "private", "offline", "cloud-first", "saver")
VARIABLE: Final = "HOMEPORT_POLICY"
DEFAULT_FILE: Final = "homeport.yaml"
