"""``homeport doctor``: what it looks at, and what its exit code means."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import ECHO, Shell
from standin import Cloud, closed_port
from standin_faults import status

from homeport.policies.policy import Policy
from homeport.router.cli import checkup
from homeport.router.cli.doctor import verdict
from homeport.router.cli.exits import ExitCode
from homeport.router.cli.judge import Judge


def server(base_url: str) -> Judge:
    """Return a judge whose policy has one server on this machine."""
    policy = Policy.load(
        {
            "version": 1,
            "backends": {
                "box": {"kind": "server", "base_url": base_url, "model": "m", "trust": "device"}
            },
            "rules": [{"name": "all", "to": ["box"]}],
        }
    )
    return Judge(policy)


def test_all_is_well_exits_0(shell: Shell) -> None:
    """Every group of checks is in the report, and the device can answer."""
    result = shell("doctor", "--json")

    found = json.loads(result.stdout)
    assert (result.exit_code, found["ok"]) == (0, True)
    groups = {check["group"] for check in found["checks"]}
    assert {"system", "engines", "policy", "targets", "privacy"} <= groups
    cloud = next(check for check in found["checks"] if check["name"] == "cloud")
    assert (cloud["state"], cloud["fix"]) == ("note", "export OPENAI_API_KEY=...")


def test_nothing_can_answer_exits_4_and_says_what_helps(shell: Shell, no_models: Path) -> None:
    """The command that brings the engine or the model is on the screen."""
    result = shell("doctor", "--policy", "offline")

    assert result.exit_code == 4
    helps = ("homeport models pull smollm2-135m", "pip install ")
    assert any(command in result.stdout for command in helps)
    assert "nobody can answer" in result.stdout


def test_a_wrong_policy_exits_2_and_names_the_command(shell: Shell) -> None:
    """It is not that nothing can answer: nobody was asked."""
    shell.write("version: 2\n")

    checks = list(checkup.standing(None))

    assert verdict(checks) is ExitCode.USAGE
    assert [check.fix for check in checks] == ["homeport policy check homeport.yaml"]


def test_a_server_that_answers_is_ready(cloud: Cloud) -> None:
    """It is asked for its models, and for nothing else."""
    (check,) = checkup.targets(server(cloud.url))

    assert check.state == "ok"
    assert [seen.path for seen in cloud.seen] == ["/v1/models"]


@pytest.mark.parametrize(("code", "hint"), [(401, "api_key_env"), (500, "500")])
def test_a_server_that_answers_with_an_error_is_not(cloud: Cloud, code: int, hint: str) -> None:
    """The status is told; where a key is missing, how to name it."""
    cloud.then(status(code))

    (check,) = checkup.targets(server(cloud.url))

    assert check.state == "bad"
    assert hint in check.detail


def test_a_server_that_is_off_is_told(shell: Shell) -> None:
    """No address hangs the report for more than a second."""
    (check,) = checkup.targets(server(f"http://127.0.0.1:{closed_port()}/v1"))

    assert check.state == "bad"
    assert "does not answer" in check.detail


def test_examples_that_fail_are_noted(shell: Shell) -> None:
    """The policy works, and is not what its author thinks."""
    policy: dict[str, Any] = {
        "version": 1,
        "backends": {"local": {"kind": "echo"}},
        "rules": [{"name": "all", "to": ["local"]}],
        "examples": [{"say": "hi", "route": "cloud"}],
    }

    check = checkup.document(Policy.load(policy), "")

    assert check.state == "note"
    assert "1 examples fail" in check.detail


def test_websockets_are_closed(shell: Shell) -> None:
    """The doors that would walk past the policy lead nowhere."""
    assert checkup.websockets(Policy.load("homeport.yaml")).state == "ok"


def test_a_log_that_can_be_written_is_told(shell: Shell) -> None:
    """Nothing is written to find out: not even the folder is made."""
    shell.write(ECHO + f"audit: {shell.folder}/logs/audit.jsonl\n")

    found = shell.json("doctor", "--json")["checks"]

    assert ["ok"] == [check["state"] for check in found if check["group"] == "audit"]
    assert not (shell.folder / "logs").exists()


@pytest.mark.parametrize("log", ["homeport.yaml/audit.jsonl", "."])
def test_a_log_that_cannot_be_written_is_bad(shell: Shell, log: str) -> None:
    """A file stands where its folder would be, or a folder where it would be."""
    shell.write(ECHO + f"audit: {shell.folder}/{log}\n")

    found = shell.json("doctor", "--json")["checks"]

    assert ["bad"] == [check["state"] for check in found if check["group"] == "audit"]
