"""The command line as a whole: help, version, documentation, and what it costs nobody else."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from cli.conftest import Shell

import homeport

COMMANDS = (
    "demo ask chat explain serve doctor policy models audit bench calibrate simulate budget "
    "policy_check policy_show policy_test policy_schema policy_prove policy_diff "
    "models_list models_pull models_remove models_fit models_bench responses responses_list "
    "responses_show responses_delete responses_forget audit_verify audit_show "
    "bench_privacy bench_routing"
).split()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(shell: Shell, command: str) -> None:
    """``--help`` works, and names the command."""
    words = command.split("_")

    result = shell(*words, "--help")

    assert result.exit_code == 0
    assert f" {' '.join(words)} [OPTIONS]" in result.stdout


def test_the_documentation_names_every_command(repository: Path) -> None:
    """And no command that does not exist."""
    text = (repository / "docs" / "cli.md").read_text(encoding="utf-8")

    headings = set(re.findall(r"^## homeport (\w+)", text, re.MULTILINE))

    assert headings == {command for command in COMMANDS if "_" not in command}
    for command in COMMANDS:
        assert command.rpartition("_")[2] in text


def test_the_version_is_the_packages(shell: Shell) -> None:
    """``--version`` and ``homeport.__version__`` agree."""
    assert shell("--version").stdout == f"homeport {homeport.__version__}\n"


def test_a_misspelt_command_is_guessed(shell: Shell) -> None:
    """One that is close is named."""
    result = shell("explian", "hello")

    assert result.exit_code == 2
    assert "explain" in result.stderr


def test_importing_homeport_does_not_import_the_command_line() -> None:
    """Who uses the client does not pay for typer."""
    program = (
        "import homeport, sys; "
        "print([m for m in sys.modules if f'{m}.'.startswith(('typer.', 'homeport.router.cli.'))])"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
