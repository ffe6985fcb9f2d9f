"""Install homeport into the environment that runs this file, saying first what that costs.

    python scripts/setup.py '.[pytorch]' --group test

Prints what will be downloaded and how big it is, then lets pip do it, with its progress bar.
On Linux without an NVIDIA GPU the CPU build of PyTorch is taken: PyPI's own wheel there pulls
gigabytes of CUDA. Needs nothing but the standard library and pip.
"""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

TORCH = "torch==2.13.0"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
QUIET = "-qq"  # errors alone
CUDA = ("nvidia-", "cuda-", "triton")


def main(arguments: list[str]) -> None:
    pip("install", QUIET, "--upgrade", "pip>=25.1")  # the first that knows --group
    wants_torch = any("pytorch" in word or "all" in word for word in arguments)
    wanted = [TORCH, *arguments] if wants_torch else arguments
    plan = planned(wanted)
    if wants_torch and not has_gpu() and any(name.startswith(CUDA) for name, _ in plan):
        install_cpu_torch()
        plan = planned(wanted)
    announce(plan)
    # Without a terminal a bar would fill the log with every one of its steps.
    bar = "on" if sys.stdout.isatty() else "off"
    pip("install", "--progress-bar", bar, *([] if bar == "on" else [QUIET]), *wanted)


def pip(*arguments: str) -> None:
    done = subprocess.run([*PIP, *arguments], check=False)
    if done.returncode:
        sys.exit(f"setup: `pip {' '.join(arguments)}` failed; its own message stands above")


def planned(wanted: list[str]) -> list[tuple[str, str]]:
    """Return name and address of everything that pip would download."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        pip("install", QUIET, "--dry-run", "--report", str(report), *wanted)
        items: list[dict[str, Any]] = json.loads(report.read_text())["install"]
    return [(item["metadata"]["name"], item["download_info"]["url"]) for item in items]


def has_gpu() -> bool:
    """Say whether an NVIDIA driver is there; on other systems than Linux PyPI's wheel is right."""
    return platform.system() != "Linux" or bool(
        shutil.which("nvidia-smi") or Path("/proc/driver/nvidia/version").exists()
    )


def install_cpu_torch() -> None:
    """Let uv, which knows where PyTorch's CPU builds are, install one."""
    say("No GPU here: taking PyTorch's CPU build (about 200 MB) instead of the CUDA one.")
    pip("install", QUIET, "uv")
    uv = [sys.executable, "-m", "uv", "pip", "install", "--python", sys.executable]
    if subprocess.run([*uv, "--torch-backend", "cpu", TORCH], check=False).returncode:
        sys.exit(
            "setup: PyTorch's CPU build could not be fetched. Behind a proxy or offline, install "
            f"{TORCH} for CPU by hand into this environment and run this again."
        )


def announce(plan: list[tuple[str, str]]) -> None:
    if not plan:
        say("Everything is installed already.")
        return
    sizes = {name: size(url) for name, url in plan}
    total = sum(sizes.values())
    say(f"To install: {len(plan)} packages, about {total / 1e6:,.0f} MB to download.")
    for name, bytes_ in sorted(sizes.items(), key=lambda item: -item[1])[:5]:
        if bytes_ > 5e6:
            say(f"  {name:<20} {bytes_ / 1e6:7,.0f} MB")


def size(url: str) -> int:
    """Ask how many bytes ``url`` has; 0 if it does not say, or is a file of this machine."""
    if not url.startswith("https:"):
        return 0
    head = urllib.request.Request(url, method="HEAD")  # noqa: S310 - https, from pip's own report
    try:
        with urllib.request.urlopen(head, timeout=10) as answer:  # noqa: S310
            return int(answer.headers.get("Content-Length", 0))
    except (urllib.error.URLError, TimeoutError, ValueError):
        return 0


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - this is a program for a terminal


if __name__ == "__main__":
    main(sys.argv[1:])
