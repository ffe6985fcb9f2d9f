"""DeepSeek V3, R1 and V3.1: marks with a full-width bar, and thoughts in ``<think>``."""

from __future__ import annotations

from typing import Final

from homeport.backends.families.base import Calls, Family, thinks

_BEGIN: Final = "<｜tool▁calls▁begin｜>"
_END: Final = "<｜tool▁calls▁end｜>"
_CALL: Final = "<｜tool▁call▁begin｜>"
_CALLED: Final = "<｜tool▁call▁end｜>"
_SEP: Final = "<｜tool▁sep｜>"

_FENCED: Final = Calls(
    begin=_BEGIN,
    opening=f"{_CALL}function{_SEP}",
    between="\n```json\n",
    closing=f"\n```{_CALLED}",
    again=f"\n{_CALL}function{_SEP}",
    end=_END,
)
_BARE: Final = Calls(
    begin=_BEGIN, opening=_CALL, between=_SEP, closing=_CALLED, again=_CALL, end=_END
)


def of(template: str) -> Family | None:
    if _BEGIN not in template:
        return None
    return Family("deepseek", _FENCED if "```json" in template else _BARE, thinks(template))
