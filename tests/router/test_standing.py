"""Who answered a conversation last is known by what was said in it."""

from __future__ import annotations

from dataclasses import replace

from homeport.router.standing import Standings
from homeport.types import Call, Part, Past

PAST = Past("cloud", 120, 0.8)


def said(*turns: tuple[str, str]) -> Call:
    parts = [Part(f"messages[{at}].content", text, role) for at, (role, text) in enumerate(turns)]
    return Call("chat.completions", {}, parts=(*parts, Part("model", "auto")))


FIRST = (("system", "Be brief."), ("user", "Refactor this module"))


def test_the_next_turn_knows_the_one_before() -> None:
    """Its messages begin with what was asked then."""
    standings = Standings()
    standings.remember(said(*FIRST), PAST)

    after = standings.recall(said(*FIRST, ("assistant", "Done."), ("user", "commit it")))

    assert PAST == after.past


def test_a_tool_call_in_between_is_part_of_the_turn() -> None:
    """An agent's next request continues the one before it."""
    standings = Standings()
    called = (*FIRST, ("assistant", "call"), ("tool", "result"))
    standings.remember(said(*FIRST), replace(PAST, complexity=0.1))
    standings.remember(said(*called), PAST)

    assert PAST == standings.recall(said(*called, ("assistant", "Done."), ("user", "go on"))).past


def test_another_conversation_has_no_past() -> None:
    """One word is enough, and so is a first turn."""
    standings = Standings()
    standings.remember(said(*FIRST), PAST)
    other = (("system", "Be brief."), ("user", "Refactor that module"), ("assistant", "Done."))

    assert (None, None) == (
        standings.recall(said(*other, ("user", "commit it"))).past,
        standings.recall(said(*FIRST)).past,
    )


def test_a_named_conversation_is_known_by_its_name() -> None:
    """Whatever its messages are."""
    standings = Standings()
    standings.remember(said(*FIRST), PAST, ["conversation:c1"])

    assert PAST == standings.recall(said(("user", "commit it")), ["conversation:c1"]).past


def test_the_oldest_are_forgotten() -> None:
    """Memory is bounded."""
    standings = Standings(size=1)
    standings.remember(said(*FIRST), PAST)
    standings.remember(said(("user", "hello")), PAST)

    assert None is standings.recall(said(*FIRST, ("assistant", "Done."), ("user", "x"))).past
