"""A model on this device is asked about calls in doubt, and can only make them more private."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

import pytest
from dropin.drive import ASK, House, document, it

from homeport import Policy
from homeport.backends.base import Backend
from homeport.errors import PolicyError
from homeport.types import Call, Delta, Finding, Level, Part, Usage

PRIVATE_STAYS = [{"name": "private-stays", "when": {"privacy": {"at_least": "personal"}}}]
PERHAPS = [{"role": "user", "content": "Perhaps: Ana has not told anybody yet."}]


class Perhaps:
    """A detector that is never sure."""

    name = "perhaps"

    def find(self, part: Part) -> Iterable[Finding]:
        if part.text.startswith("Perhaps"):
            yield Finding(part.path, 0, 7, "name", Level.PUBLIC, self.name, 0.3)


class Oracle(Backend):
    """Judges by one word, and answers everything else with another."""

    verdict: ClassVar[str] = "public"
    asked: ClassVar[int] = 0

    def generate(self, call: Call) -> Iterator[Delta]:
        judging = call.parts[0].role == "system"
        type(self).asked += judging
        yield Delta(self.verdict if judging else "At home.")
        yield Delta(finish="stop", usage=Usage(1, 1))


def judged(verdict: str, *to: str) -> Policy:
    Oracle.verdict, Oracle.asked = verdict, 0
    made = document(*(to or ("cloud", "local")), stays_home=PRIVATE_STAYS)
    made["backends"]["local"] = {"kind": "oracle", "model": "oracle"}
    made["privacy"] = {"detectors": ["perhaps"], "judge": "local"}
    return Policy.load(made, backends={"oracle": Oracle}, detectors={"perhaps": Perhaps})


async def ask(client: Any, messages: Any = PERHAPS) -> Any:
    answer = await it(
        client.chat.completions.with_raw_response.create(model="auto", messages=messages)
    )
    return answer.headers


@pytest.mark.parametrize(
    ("verdict", "level", "route"),
    [
        ("public", "public", "cloud"),
        ("Public.", "public", "cloud"),
        ("personal", "personal", "local"),
        ("**sensitive**", "sensitive", "local"),
        ("I think it is public", "sensitive", "local"),
        ("", "sensitive", "local"),
    ],
)
async def test_the_judge_decides_what_is_in_doubt(
    house: House, verdict: str, level: str, route: str
) -> None:
    """Its word raises the level; what is no word of its own counts as a judge that failed."""
    headers = await ask(house.client(judged(verdict)))

    found = headers["x-homeport-level"], headers["x-homeport-route"], len(house.cloud.seen)
    assert (level, route, int(route == "cloud")) == found


@pytest.mark.parametrize(
    ("to", "messages"),
    [(("cloud", "local"), ASK), (("local",), PERHAPS)],
    ids=["nothing was found", "it stays anyway"],
)
async def test_the_judge_is_not_asked_without_need(
    house: House, to: tuple[str, ...], messages: Any
) -> None:
    """A call that is not in doubt, or cannot leave, costs no second answer."""
    await ask(house.client(judged("sensitive", *to)), messages)

    assert 0 == Oracle.asked


async def test_explain_asks_nobody(house: House) -> None:
    """The decision that is explained is the one before the judge was asked."""
    client = house.client(judged("sensitive"))
    headers = await ask(client.with_options(default_headers={"x-homeport-explain": "1"}))

    assert ("public", 0) == (headers["x-homeport-level"], Oracle.asked)


def test_a_judge_is_on_this_device() -> None:
    """A call in doubt is shown to nobody outside."""
    made = document("cloud", "local") | {"privacy": {"judge": "cloud"}}

    with pytest.raises(PolicyError, match="cloud leaves the device"):
        Policy.load(made)


def test_a_judge_is_a_backend() -> None:
    """A misspelt name is an error with a suggestion, not a judge that is never asked."""
    made = document("cloud", "local") | {"privacy": {"judge": "lokal"}}

    with pytest.raises(PolicyError, match="did you mean 'local'"):
        Policy.load(made)
