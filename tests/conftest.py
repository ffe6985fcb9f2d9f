"""What holds for every test: no network beyond this machine, no key, no policy from outside."""

from __future__ import annotations

import ipaddress
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from homeport.places import models_home

MODEL = "smollm2-135m"

# Shared machines are slow at times; a property is not false for it.
settings.register_profile("homeport", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("homeport")


def _stay_here(event: str, args: tuple[Any, ...]) -> None:
    """Refuse every connection of this process that would leave the machine."""
    if event != "socket.connect" or not isinstance(args[1], tuple):
        return
    host = str(args[1][0])
    try:
        here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        here = host == "localhost"
    if not here:
        raise AssertionError(f"a test tried to connect to {host}")


sys.addaudithook(_stay_here)

# A shell starts background jobs with Ctrl-C ignored, and what they start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def _home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the one language model that tests use, there or not, and nothing else.

    What else was pulled on this machine would change what is found in a text.
    """
    home = tmp_path_factory.mktemp("home")
    (home / "models").mkdir()
    (home / "models" / MODEL).symlink_to(models_home() / MODEL)
    return home


@pytest.fixture(autouse=True)
def _clean_environment(
    _home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No key, policy, model or proxy of whoever runs the tests reaches them."""
    monkeypatch.setenv("HOMEPORT_HOME", str(_home))
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_BASE_URL", "HOMEPORT_POLICY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_HOME", str(_home / "huggingface"))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.chdir(tmp_path_factory.mktemp("cwd"))


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture
def anyio_backend() -> str:
    """Async tests run on asyncio, as most applications do."""
    return "asyncio"
