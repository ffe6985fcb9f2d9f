"""Lists in pages, as the API gives them out: ``after``, ``limit`` and ``order``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from homeport.errors import BadCall
from homeport.router.store.database import Object

LIMIT: Final = 20
_MOST: Final = 100


def page(found: Sequence[Object], query: Mapping[str, str], *, order: str) -> Object:
    """Return one page of ``found``, which is in ascending order; ``order`` is the default.

    Raises ``BadCall`` for a limit, an order or a cursor that is none.
    """
    limit, order = _limit(query.get("limit")), query.get("order", order)
    if order not in {"asc", "desc"}:
        raise BadCall("order must be asc or desc", code="invalid_value")
    ordered = list(found) if order == "asc" else list(reversed(found))
    rest = ordered[_start(ordered, query.get("after")) :]
    data = rest[:limit]
    return {
        "object": "list",
        "data": data,
        "first_id": data[0]["id"] if data else "",
        "last_id": data[-1]["id"] if data else "",
        "has_more": len(rest) > limit,
    }


def _limit(written: str | None) -> int:
    if written is None:
        return LIMIT
    if not written.isdecimal() or not 1 <= int(written[:4]) <= _MOST:
        raise BadCall(f"limit must be a whole number from 1 to {_MOST}", code="invalid_value")
    return int(written)


def _start(ordered: Sequence[Object], after: str | None) -> int:
    if after is None:
        return 0
    for position, item in enumerate(ordered):
        if item["id"] == after:
            return position + 1
    raise BadCall("after must be the id of something in this list", code="invalid_value")
