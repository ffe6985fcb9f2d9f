"""How each family of models thinks and calls tools, one file per family.

A family is told by its chat template, the one place where a model's own format is written down.
"""

from __future__ import annotations

from typing import Final

from homeport.backends.families import (
    deepseek,
    gemma,
    harmony,
    hermes,
    kimi,
    llama,
    mistral,
    plain,
    smollm,
)
from homeport.backends.families.base import Family

__all__ = ["Family", "family_of"]

_KNOWN: Final = (harmony, kimi, deepseek, mistral, llama, smollm, hermes, gemma)
"""Asked in turn: the ones with marks of their own first."""


def family_of(template: str) -> Family:
    """Return the family whose marks stand in ``template``; without any, the plain one."""
    found = (family.of(template) for family in _KNOWN)
    return next((family for family in found if family is not None), plain.of(template))
