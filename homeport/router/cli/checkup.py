"""What ``homeport doctor`` looks at, one small check each."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final, Literal

import httpx
import typer
from rich.filesize import decimal

import homeport
from homeport import backends
from homeport.backends import catalog
from homeport.backends.fit import available_memory
from homeport.errors import PolicyError
from homeport.places import models_home
from homeport.policies.complexity.calibration import DRIFTED, Calibration
from homeport.policies.policy import BackendSpec, Policy
from homeport.policies.privacy import rampart
from homeport.router.audit import path_of
from homeport.router.audit.chain import head_path
from homeport.router.cli.calibrate import labelled
from homeport.router.cli.judge import Judge
from homeport.router.cli.policy import in_force, named
from homeport.router.client import CLOSED, OpenAI
from homeport.router.engine import run_examples
from homeport.router.sdk import http
from homeport.types import JSON, TargetState

_ENGINES: Final = {"mlx": ("mlx", "mlx-lm"), "pytorch": ("torch", "transformers")}
_MODULES: Final = {"mlx": "mlx.core, mlx_lm", "pytorch": "torch, transformers"}
_IMPORT_PATIENCE: Final = 120
_SERVER_PATIENCE: Final = 1.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. ``fix`` is a command, or empty."""

    group: str
    name: str
    state: Literal["ok", "note", "bad"]
    detail: str
    fix: str = ""

    def to_dict(self) -> dict[str, JSON]:
        return {
            "group": self.group,
            "name": self.name,
            "state": self.state,
            "detail": self.detail,
            "fix": self.fix or None,
        }


def ground() -> Iterator[Check]:
    """Look at what every policy stands on: this machine, its engines, its models."""
    yield from system()
    yield from engines()
    yield from models()


def standing(policy: str | None) -> Iterator[Check]:
    """Look at the policy that is in force, and at who it lets answer."""
    source, why = in_force(policy)
    try:
        loaded = Policy.load(source)
        judge = Judge(loaded)
    except PolicyError as error:
        yield Check("policy", str(source), "bad", str(error), f"homeport policy check {source}")
        return
    yield document(loaded, why)
    yield from drift(loaded)
    yield from targets(judge)
    yield from audit_log(loaded)
    yield websockets(loaded)
    yield names()


def system() -> Iterator[Check]:
    here = f"{platform.system()} {platform.release()} {platform.machine()}"
    python = f"{platform.python_version()} ({sys.executable})"
    family = f"{http.__name__} {version(http.__name__)}"
    yield Check("system", "homeport", "ok", f"{homeport.__version__} on {here}")
    yield Check("system", "python", "ok", python)
    yield Check("system", "openai", "ok", f"{version('openai')} on {family}")
    yield Check("system", "memory", "ok", f"{decimal(available_memory())} available")
    home = models_home()
    disk = shutil.disk_usage(_existing(home))
    yield Check("system", "disk", "ok", f"{decimal(disk.free)} free for {home}")


def _existing(path: Path) -> Path:
    return path if path.exists() else _existing(path.parent)


def engines() -> Iterator[Check]:
    """Import each engine in a process of its own: a broken native library kills its process."""
    wanted = backends.local_kind()
    found = {kind: _versions(kind) for kind in _ENGINES}
    trials = {kind: _import(kind) for kind, versions in found.items() if versions}
    for kind, versions in found.items():
        chosen = ", what kind: local means here" if kind == wanted else ""
        if versions is None:
            missing = " and ".join(_ENGINES[kind])
            state: Literal["bad", "note"] = "bad" if kind == wanted else "note"
            yield Check("engines", kind, state, f"no {missing}{chosen}", _install(kind))
        elif problem := _outcome(trials[kind]):
            yield Check("engines", kind, "bad", f"{versions}: {problem}", _install(kind))
        else:
            yield Check("engines", kind, "ok", f"{versions}{chosen}")


def _versions(kind: str) -> str | None:
    try:
        return ", ".join(f"{package} {version(package)}" for package in _ENGINES[kind])
    except PackageNotFoundError:
        return None


def _import(kind: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - fixed words
        [sys.executable, "-W", "ignore", "-c", f"import {_MODULES[kind]}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def _outcome(trial: subprocess.Popen[str]) -> str:
    """Return what is wrong with an engine; nothing if it could be imported."""
    try:
        _, errors = trial.communicate(timeout=_IMPORT_PATIENCE)
    except subprocess.TimeoutExpired:
        trial.kill()
        trial.communicate()
        return f"it was not imported within {_IMPORT_PATIENCE} s"
    if trial.returncode == 0:
        return ""
    told = errors.strip().splitlines()
    return f"it cannot be imported ({told[-1] if told else f'exit code {trial.returncode}'})"


def _install(kind: str) -> str:
    if kind == "mlx":
        return "pip install 'homeport[mlx]'"
    return "uv pip install --torch-backend=auto 'homeport[pytorch]'"


def models() -> Iterator[Check]:
    installed = catalog.installed()
    for model in installed:
        yield Check("models", model.name, "ok", f"{decimal(model.size)} in {model.path}")
    if not installed:
        smallest = catalog.catalog()[0].name
        yield Check("models", "none", "note", "no model is here", catalog.how_to_get(smallest))


def document(policy: Policy, why: str) -> Check:
    label = named(policy) + (f" ({why})" if why else "")
    wrong = run_examples(policy)
    if wrong:
        fix = f"homeport policy check {policy.source}"
        return Check("policy", "valid", "note", f"{label}: {len(wrong)} examples fail", fix)
    return Check("policy", "valid", "ok", f"{label}, {len(policy.examples)} examples hold")


def targets(judge: Judge) -> Iterator[Check]:
    for spec in judge.router.policy.backends.values():
        if spec.kind == "server":
            yield _server(spec)
        else:
            yield _target(spec, judge.state[spec.name])


def _target(spec: BackendSpec, state: TargetState) -> Check:
    where = "leaves the device" if spec.leaves else "on this device"
    if state.ready:
        return Check("targets", spec.name, "ok", f"{spec.kind} {spec.model}, {where}")
    if spec.leaves:
        return Check("targets", spec.name, "note", state.why, f"export {spec.api_key_env}=...")
    why, _, command = state.why.partition("; run: ")
    return Check("targets", spec.name, "bad", why, command)


def _server(spec: BackendSpec) -> Check:
    url = f"{(spec.base_url or '').rstrip('/')}/models"
    key = os.environ.get(spec.api_key_env or "")
    headers = {"authorization": f"Bearer {key}"} if key else {}
    try:
        # A proxy of the environment would carry what is meant for this device off it.
        response = httpx.get(url, headers=headers, timeout=_SERVER_PATIENCE, trust_env=spec.leaves)
    except httpx.HTTPError as error:
        told = f"{url} does not answer ({type(error).__name__}); start the server"
        return Check("targets", spec.name, "bad", told)
    if response.is_success:
        return Check("targets", spec.name, "ok", f"server {spec.model}, {url} answers")
    hint = "; it wants a key: name its variable with api_key_env" if not key else ""
    told = f"{url} answers {response.status_code}{hint if response.status_code == 401 else ''}"
    return Check("targets", spec.name, "bad", told)


def drift(policy: Policy) -> Iterator[Check]:
    """Compare the calls of the outcome log with those that the calibration was learned from."""
    book = policy.rulebook
    if book.calibration is None or book.outcomes is None or not book.outcomes.exists():
        return
    try:
        rows = list(labelled(book.outcomes))
    except typer.BadParameter as error:
        yield Check("policy", "drift of calls", "note", error.message)
        return
    if rows:
        far = Calibration.load(book.calibration).drift(rows)
        fix = f"homeport calibrate {book.outcomes}" if far >= DRIFTED else ""
        told = f"stability index {far:.2f} over {len(rows):,} labelled calls ({DRIFTED} is much)"
        yield Check("policy", "drift of calls", "note" if fix else "ok", told, fix)


def audit_log(policy: Policy) -> Iterator[Check]:
    """Look whether the log can be written: without a record, nothing leaves. Writes nothing."""
    log = path_of(policy.audit)
    if log is None:
        return
    nearest = _existing(log.parent)
    stuck = [path for path in (log, head_path(log)) if path.exists() and not _is_writable(path)]
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        stuck.append(nearest)
    if stuck:
        told = f"{log} cannot be written ({stuck[0]}); nothing leaves without a record"
        yield Check("audit", "log", "bad", told)
    else:
        yield Check("audit", "log", "ok", f"{log} can be written")


def _is_writable(path: Path) -> bool:
    return path.is_file() and os.access(path, os.R_OK | os.W_OK)


def websockets(policy: Policy) -> Check:
    with OpenAI(policy=policy) as client:
        closed = client.websocket_base_url == CLOSED
    if closed:
        return Check("privacy", "websockets", "ok", "closed: they would walk past the policy")
    return Check("privacy", "websockets", "bad", "open: this openai version is not known to work")


def names() -> Check:
    """Say what stands behind the detector ``names`` here."""
    why = rampart.missing()
    if why is None:
        return Check("privacy", "names", "ok", "found by Rampart and the built-in tagger")
    told, _, command = why.partition("; run: ")
    return Check("privacy", "names", "note", f"found by the built-in tagger: {told}", command)
