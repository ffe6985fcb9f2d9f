"""What a conversation's past means for its next call."""

from __future__ import annotations

from homeport.router.conversation import Conversations
from homeport.types import Call, Decision, Labels, Level, Part, Privacy


def decided(level: Level) -> Decision:
    return Decision("dec_1", "local", ("local",), "r", privacy=Privacy(level))


def named(conversation: str, privacy: Level = Level.PUBLIC) -> Call:
    return Call("chat.completions", {}, labels=Labels(privacy=privacy, conversation=conversation))


def continuing(response: str) -> Call:
    body = {"previous_response_id": response}
    return Call("responses", body, unreadable=("previous_response_id",))


def test_a_level_never_falls_within_a_conversation() -> None:
    """One private turn makes every later turn private, whatever it says itself."""
    conversations = Conversations()
    conversations.remember(named("c1"), decided(Level.SENSITIVE))
    conversations.remember(named("c1"), decided(Level.PUBLIC))

    assert Level.SENSITIVE == conversations.recall(named("c1")).labels.privacy


def test_conversations_do_not_touch_each_other() -> None:
    """Another id starts public."""
    conversations = Conversations()
    conversations.remember(named("c1"), decided(Level.SECRET))

    assert Level.PUBLIC == conversations.recall(named("c2")).labels.privacy


def test_a_call_without_a_past_is_returned_as_it_is() -> None:
    """Nothing known, nothing changed."""
    call = named("c1")

    assert call is Conversations().recall(call)


def test_a_response_that_the_cloud_made_is_known_history() -> None:
    """Its text went there under this policy: it is readable, and its level is remembered."""
    conversations = Conversations()
    answer = b'{"id": "resp_abc", "output": []}'
    conversations.remember(Call("responses", {}), decided(Level.PERSONAL), answer)

    call = conversations.recall(continuing("resp_abc"))

    assert ((), Level.PERSONAL) == (call.unreadable, call.labels.privacy)


def test_an_unknown_response_stays_unreadable() -> None:
    """Nobody here knows what it holds: private by rule."""
    assert ("previous_response_id",) == Conversations().recall(continuing("resp_x")).unreadable


def test_memory_is_bounded() -> None:
    """What was not used for longest goes first."""
    conversations = Conversations(size=2)
    for name in ("a", "b", "a", "c"):
        conversations.remember(named(name), decided(Level.PERSONAL))

    levels = [conversations.recall(named(name)).labels.privacy for name in ("a", "b", "c")]

    assert [Level.PERSONAL, Level.PUBLIC, Level.PERSONAL] == levels


PLAN = "The merger with the northern group is off the table."


def saying(*texts: str, role: str = "user", privacy: Level = Level.PUBLIC) -> Call:
    parts = tuple(Part(f"messages[{i}].content", text, role) for i, text in enumerate(texts))
    return Call("chat.completions", {}, parts, labels=Labels(privacy=privacy))


def test_what_a_caller_called_private_is_known_by_its_content() -> None:
    """No id is needed: the words themselves are recognised in the next call."""
    conversations = Conversations()
    conversations.remember(saying(PLAN, privacy=Level.SENSITIVE), decided(Level.SENSITIVE))

    assert Level.SENSITIVE == conversations.recall(saying("Hi", f" {PLAN}\n")).labels.privacy


def test_a_line_of_a_private_text_is_known_too() -> None:
    """History that was cut up or quoted line by line does not become public."""
    conversations = Conversations()
    conversations.recognise([f"As agreed:\n{PLAN}\nRegards"], Level.PERSONAL)

    assert Level.PERSONAL == conversations.recall(saying(PLAN)).labels.privacy


def test_what_detectors_judge_is_not_kept_by_content() -> None:
    """Detectors find it again; a harmless text beside a private one stays harmless."""
    conversations = Conversations()
    conversations.remember(saying(PLAN), decided(Level.SENSITIVE))

    assert Level.PUBLIC == conversations.recall(saying(PLAN)).labels.privacy


def test_a_system_prompt_is_nobody_s() -> None:
    """It is the same in every conversation: one private call must not taint them all."""
    conversations = Conversations()
    private = saying(PLAN, role="system", privacy=Level.SENSITIVE)
    conversations.remember(private, decided(Level.SENSITIVE))

    assert Level.PUBLIC == conversations.recall(saying(PLAN, role="system")).labels.privacy


def test_what_everybody_says_is_not_kept() -> None:
    """Short words return in every conversation."""
    conversations = Conversations()
    conversations.recognise(["Yes, please."], Level.SECRET)

    assert Level.PUBLIC == conversations.recall(saying("Yes, please.")).labels.privacy
