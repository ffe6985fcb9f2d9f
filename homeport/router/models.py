"""``models.list`` and ``models.retrieve``: what can be asked for, here and in the cloud.

A model of the policy's own carries ``"homeport": {"where": "device", ...}``: what it is for,
where it runs, how many tokens it holds, and what is missing if it is not ready. What comes from
the cloud is passed on as it came, and has none.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable
from contextlib import suppress
from typing import Any, Final

from homeport.backends import catalog
from homeport.errors import RequestError
from homeport.policies.entries import BackendSpec
from homeport.router.flow import Failure, Step, Trail, flow
from homeport.router.reply import Reply, json_reply
from homeport.types import State, TargetState

_OWNER: Final = "homeport"


class NoSuchModel(RequestError):
    """Neither this device nor a cloud that may be asked knows the model."""

    status = 404
    default_code = "model_not_found"


def models_flow(
    asked: str,
    own: Iterable[BackendSpec],
    state: State,
    clouds: tuple[str, ...],
    trail: Trail[Reply],
) -> Generator[Step, Reply | Failure[Reply] | bool, Reply]:
    """Answer ``GET /models`` (``asked`` is empty) or ``GET /models/<asked>``.

    The cloud is asked only if the decision allows it (``clouds``). If it does not answer, the
    list holds the local models alone and the ``x-homeport-tried`` header says why.
    """
    here = [_describe(spec, state[spec.name]) for spec in own]
    if asked:
        mine = next(
            (model for model in here if asked in (model["id"], model["homeport"]["backend"])), None
        )
        if mine is not None:
            return _reply(mine)
        if not clouds:
            raise NoSuchModel(f"no local backend runs {asked!r:.80}, and the cloud is not asked")
        return (yield from flow(clouds, trail, retries=1))
    theirs: list[Any] = []
    if clouds:
        with suppress(RequestError):  # the trail tells; the local models are an answer
            theirs = _listed((yield from flow(clouds, trail, retries=1)))
    return _reply({"object": "list", "data": here + theirs})


def _listed(reply: Reply) -> list[Any]:
    if reply.status != 200 or not isinstance(reply.body, bytes):
        return []
    listed = json.loads(reply.body).get("data")
    return listed if isinstance(listed, list) else []


def _describe(spec: BackendSpec, known: TargetState) -> dict[str, Any]:
    model = catalog.known(spec.model)
    told = {
        "backend": spec.name,
        "kind": spec.kind,
        "where": "network" if spec.leaves else "device",
        "ready": known.ready,
        "context": known.context or (model and model.context),
        "offers": None if known.offers is None else sorted(known.offers),
        "dimensions": model and model.dimensions,
        "missing": known.why or None,
    }
    said = {name: value for name, value in told.items() if value is not None}
    return {"id": spec.model, "object": "model", "created": 0, "owned_by": _OWNER, "homeport": said}


def _reply(value: dict[str, Any]) -> Reply:
    return json_reply(json.dumps(value).encode(), "local://homeport/models", _OWNER)
