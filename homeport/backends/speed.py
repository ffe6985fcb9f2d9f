"""How fast a model is: measured here, or bounded by how fast memory is read.

To say one token a model reads every weight that takes part in it once, so no machine says more
tokens in a second than its memory can bring weights (the roofline of a batch of one).
"""

from __future__ import annotations

import platform
import resource
import sys
import time
from dataclasses import dataclass
from typing import Final

from homeport.backends import catalog
from homeport.backends.base import Backend
from homeport.backends.fit import Fit
from homeport.backends.worker import Worker
from homeport.errors import ModelError
from homeport.types import Call, Usage

_BLOCK: Final = 32 * 2**20
"""Bytes copied at a time: more than a processor's caches hold."""

_ROUNDS: Final = 4
_WORD: Final = "word "
_PATIENCE: Final = 600.0
"""Seconds without any sign of the model."""


@dataclass(frozen=True, slots=True)
class Speed:
    """One measurement. Rates are tokens per second, times seconds, memory bytes."""

    model: str
    kind: str
    prompt: int
    tokens: int
    load: float
    first: float
    """From the call to the first token of the answer."""
    prefill: float
    decode: float
    memory: int
    """The most that this process has held, what lies on a GPU included."""


def measure(backend: Backend, kind: str, *, prompt: int = 256, tokens: int = 64) -> Speed:
    """Load ``backend`` and time one answer to a prompt of about ``prompt`` tokens.

    ``ModelError`` says what is missing, or that the model ends its answers too soon to be timed.
    """
    if why := backend.missing():
        raise ModelError(why)
    worker = Worker(backend)
    try:
        began = time.perf_counter()
        _timed(worker, _WORD, 2)
        load = time.perf_counter() - began
        usage, first, rest = _timed(worker, _WORD * prompt, tokens)
        if usage.completion < 2:
            raise ModelError(f"{backend.model} ended its answer at once; nothing could be timed")
        return Speed(
            backend.model,
            kind,
            usage.prompt,
            usage.completion,
            load,
            first,
            usage.prompt / first,
            (usage.completion - 1) / rest,
            _peak_memory(kind),
        )
    finally:
        worker.close()


def _timed(worker: Worker, prompt: str, tokens: int) -> tuple[Usage, float, float]:
    """Return the tokens of an answer, the seconds to its first, and from there to its last."""
    body = {"prompt": prompt, "max_tokens": tokens, "temperature": 0}
    stream = worker.submit(Call("completions", body))
    began, first, usage = time.perf_counter(), None, None
    while (delta := stream.next(_PATIENCE)) is not None:
        if first is None and not delta.silent:
            first = time.perf_counter()
        usage = delta.usage or usage
    ended = time.perf_counter()
    if usage is None or first is None:
        raise ModelError("the model answered nothing that could be timed")
    return usage, first - began, max(ended - first, 1e-9)


def _peak_memory(kind: str) -> int:
    # Linux tells kilobytes, macOS bytes.
    unit = 1 if platform.system() == "Darwin" else 1024
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    if (
        kind == "mlx"
        and (mx := sys.modules.get("mlx.core")) is not None
        and mx.metal.is_available()
    ):
        return max(held, int(mx.get_peak_memory()))
    if (torch := sys.modules.get("torch")) is not None and torch.cuda.is_available():
        return held + int(torch.cuda.max_memory_allocated())
    return held


def bandwidth() -> float:
    """Return the bytes a second that one core copies here, at best of a few tries (30 ms).

    A bound for a processor; a GPU's own memory is several times faster.
    """
    source, target = memoryview(bytes(_BLOCK)), memoryview(bytearray(_BLOCK))
    best = float("inf")
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        target[:] = source  # one memmove
        best = min(best, time.perf_counter() - began)
    return 2 * _BLOCK / best  # read and written


def at_most(found: Fit, *, rate: float | None = None) -> float | None:
    """Return the tokens a second that the model of ``found`` says at most, an estimate; None if
    its size is not known. Of a mixture of experts only the active share is read."""
    if found.weights is None:
        return None
    model = catalog.known(found.name)
    size = found.weights
    if model is not None and model.active is not None:
        size = int(size * model.active / model.parameters)
    return (bandwidth() if rate is None else rate) / size if size else None
