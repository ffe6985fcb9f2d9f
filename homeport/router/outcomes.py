"""The outcome log: how well calls were answered, kept on this device, if a policy asks for it.

A row holds features, a task and labels, never text. Calls wait in memory, features only, until
someone says how the answer was; those of which nothing is heard are forgotten, oldest first.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import Final

from homeport.errors import NotKept
from homeport.policies.complexity.calibration import DRIFTED, Calibration
from homeport.policies.complexity.grading import Grades
from homeport.policies.complexity.labels import Labelled
from homeport.types import Call

WINDOW: Final = 200
"""Calls that are compared at once with those of the calibration."""

_WAITING: Final = 10_000
"""Calls that can wait for a label; about a kilobyte each."""


log = logging.getLogger("homeport")


class DriftWatch:
    """Compares each ``WINDOW`` of calls with those that a calibration was learned from."""

    def __init__(self, calibration: Path) -> None:
        self._calibration = Calibration.load(calibration)
        self._seen: list[Labelled] = []
        self._lock = threading.Lock()

    def saw(self, call: Labelled) -> None:
        """Take a call into account, and warn if the last ones are unlike the labelled ones."""
        with self._lock:
            self._seen.append(call)
            if len(self._seen) < WINDOW:
                return
            window, self._seen = self._seen, []
        drift = self._calibration.drift(window)
        if drift >= DRIFTED:
            log.warning(
                "calls have drifted from those that complexity was calibrated with (stability "
                "index %.2f, %s is much): collect labels and run `homeport calibrate`",
                drift,
                DRIFTED,
            )


class Outcomes:
    """Remembers what calls were like, and writes down how they went. Thread-safe."""

    def __init__(self, path: Path, calibration: Path | None = None) -> None:
        self.path = path
        self._drift = None if calibration is None else DriftWatch(calibration)
        self._waiting: OrderedDict[str, tuple[Labelled, bool, float | None]] = OrderedDict()
        self._lock = threading.Lock()

    def answered(
        self, decision: str, call: Call, *, leaves: bool, cost: float | None = None
    ) -> None:
        """Remember that a call was answered, on this device or by what leaves it.

        ``cost`` is what the answer cost in US dollars, if that is known.
        """
        measured = Labelled.of(call)
        if self._drift is not None:
            self._drift.saw(measured)
        with self._lock:
            self._waiting[decision] = (measured, leaves, cost)
            if len(self._waiting) > _WAITING:
                self._waiting.popitem(last=False)

    def feedback(self, decision: str, *, ok: bool) -> None:
        """Write down that the answer was good, or not. Raises ``NotKept`` for an unknown call."""
        with self._lock:
            found = self._waiting.pop(decision, None)
        if found is None:
            raise NotKept(
                "no answered call of this client has that decision id, or it was rated already"
            )
        measured, leaves, cost = found
        row = replace(measured, cloud_ok=ok) if leaves else replace(measured, local_ok=ok)
        paid = {} if cost is None else {"cost": round(cost, 9)}
        self._write(json.dumps({"decision": decision, **row.to_dict(), **paid}))

    def labelled(self, decision: str, call: Call, grades: Grades) -> None:
        """Write down how both answers to a call were graded."""
        row = Labelled.of(call, local_ok=grades.local_ok, cloud_ok=grades.cloud_ok).to_dict()
        self._write(json.dumps({"decision": decision, **row, "by": grades.by}))

    def _write(self, line: str) -> None:
        """Append one line in one call, to a file that only its owner can read."""
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        with self._lock, os.fdopen(os.open(self.path, flags, 0o600), "ab") as log:
            log.write(line.encode() + b"\n")
