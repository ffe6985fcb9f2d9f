"""``homeport serve``: the policy as a local HTTP server, for programs in any language."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from homeport.errors import MissingExtra
from homeport.policies.backend_entries import loopback
from homeport.policies.policy import Policy
from homeport.router.cli import options, terminal
from homeport.router.dispatch import Router
from homeport.router.gateway import CLOUD, TIMEOUT, Gateway


def serve(
    policy: options.PolicyOption = None,
    host: Annotated[str, typer.Option(help="A loopback address.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8484,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds for one call.")] = TIMEOUT,
) -> None:
    """Answer OpenAI requests on http://127.0.0.1:8484/v1, as the policy decides.

    For programs on this device only: nothing here asks who is calling, and any key they send is
    ignored for the one in the environment. A cloud without base_url in the policy is where
    OPENAI_BASE_URL points, else OpenAI.
    """
    _require_loopback(host)
    try:
        import uvicorn
    except ModuleNotFoundError:
        raise MissingExtra("uvicorn", "gateway") from None
    router = Router(Policy.find(policy))
    router.check_store()
    terminal.out().print(
        f"policy {router.policy.source}; set OPENAI_BASE_URL=http://{host}:{port}/v1 "
        "in the programs that shall use it. Ctrl-C ends it."
    )
    cloud = os.environ.get("OPENAI_BASE_URL") or CLOUD
    gateway = Gateway(router, cloud=cloud, timeout=timeout)
    try:
        uvicorn.run(gateway, host=host, port=port, log_level="warning")
    finally:
        router.close()


def _require_loopback(host: str) -> None:
    if not loopback(host):
        raise typer.BadParameter(
            "only a loopback address such as 127.0.0.1: whoever reached this server from "
            "elsewhere could use your models and your key"
        )
