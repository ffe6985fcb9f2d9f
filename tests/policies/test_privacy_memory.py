"""What was found in a conversation's past, and weighing a long call in pieces."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from homeport.policies.privacy import Context, Detector, PrivacyScorer
from homeport.policies.privacy.memory import Chain, Memory, Seen
from homeport.policies.privacy.weighing import PIECE, OutOfTime, Weighing
from homeport.types import Call, Finding, Level, Part

LONG = "This is said at some length, so that it is worth remembering. " * 5


class Counting(Detector):
    """Finds every ``secret``, and counts how many texts it was asked about."""

    name = "counting"
    steady = True

    def __init__(self) -> None:
        self.asked = 0

    def find(self, part: Part) -> Iterator[Finding]:
        self.asked += 1
        at = part.text.find("secret")
        while at >= 0:
            yield Finding(part.path, at, at + 6, "token", Level.SECRET, self.name, 0.9)
            at = part.text.find("secret", at + 1)


class Unsteady(Counting):
    """Says nothing about answering the same tomorrow."""

    steady = False


class Failing(Counting):
    """Fails the first time it is asked."""

    def find(self, part: Part) -> Iterator[Finding]:
        if not self.asked:
            self.asked = 1
            raise RuntimeError
        return super().find(part)


class Drowsy(Counting):
    """Finds what it finds, and takes longer than the budget."""

    def find(self, part: Part) -> Iterator[Finding]:
        yield from super().find(part)
        time.sleep(0.03)


class Lowering(Context):
    """Lowers every finding, and counts the characters it was shown."""

    name = "lowering"
    partwise = True

    def __init__(self) -> None:
        self.shown: list[int] = []

    def weigh(self, call: Call, findings: tuple[Finding, ...]) -> Iterator[Finding]:
        self.shown.append(sum(len(part.text) for part in call.parts))
        texts = {part.path: part.text for part in call.parts}
        for finding in findings:
            assert texts[finding.part][finding.start : finding.end] == "secret"
            yield Finding(finding.part, finding.start, finding.end, "name", Level.PUBLIC, "l", 0.1)


class Sleeping(Lowering):
    """Takes longer than the budget for each piece."""

    def weigh(self, call: Call, findings: tuple[Finding, ...]) -> Iterator[Finding]:
        time.sleep(0.05)
        return super().weigh(call, findings)


def call(*texts: str) -> Call:
    parts = tuple(Part(f"messages[{n}].content", text, "user") for n, text in enumerate(texts))
    return Call("chat.completions", {}, parts)


def asked_again(detector: Counting, first: Call, second: Call) -> int:
    """Return how often ``detector`` was asked about ``second`` after ``first``."""
    scorer = PrivacyScorer([detector])
    scorer.score(first)
    before = detector.asked
    scorer.score(second)
    return detector.asked - before


def test_the_past_of_a_conversation_is_read_once() -> None:
    """At the next turn only what is new is read, and what was found before is found again."""
    scorer = PrivacyScorer([detector := Counting()])
    past = (LONG + "one", LONG + "my secret")
    scorer.score(call(*past))
    detector.asked = 0

    score = scorer.score(call(*past, LONG + "new"))

    assert 1 == detector.asked
    assert [("messages[1].content", len(LONG) + 3)] == [(f.part, f.start) for f in score.findings]


def test_the_same_text_after_another_beginning_is_read() -> None:
    """Who does not know a conversation from its beginning learns nothing of it from the time."""
    assert 2 == asked_again(Counting(), call(LONG, LONG + "b"), call(LONG + "c", LONG + "b"))


def test_a_detector_that_may_change_its_mind_is_always_asked() -> None:
    """Memory needs every detector's word that it answers the same tomorrow."""
    assert 1 == asked_again(Unsteady(), call(LONG), call(LONG))


def test_what_failed_is_not_remembered() -> None:
    """The next call asks again, and is judged."""
    scorer = PrivacyScorer([Failing()])

    first, second = scorer.score(call(LONG + "secret")), scorer.score(call(LONG + "secret"))

    assert (("counting",), ()) == (first.failed, second.failed)
    assert Level.SECRET is second.level


def test_memory_forgets_what_was_not_asked_for_longest() -> None:
    """It is bounded by the parts and findings that it keeps."""
    memory = Memory(most=3)
    one = Finding("p", 0, 1, "name", Level.PERSONAL, "d", 0.5)

    memory.put(b"a", Seen((one,)))
    memory.put(b"b", Seen(()))
    memory.get(b"a")
    memory.put(b"c", Seen(()))

    assert [True, False, True] == [memory.get(key) is not None for key in (b"a", b"b", b"c")]


def test_digests_tell_roles_and_paths_apart() -> None:
    """The same text elsewhere is another part, and no digest is the same under another key."""
    parts = (Part("a", "x"), Part("a", "x", "user"), Part("b", "x"))

    digests = {Chain(key).digest(part) for key in (b"1", b"2") for part in parts}

    assert 6 == len(digests)


def test_a_long_call_is_weighed_in_pieces() -> None:
    """Every finding is weighed in its own piece and comes back at its own place."""
    text = ("word " * (PIECE // 10) + "secret ") * 5
    context = Lowering()

    score = PrivacyScorer([Counting()], [context], time_budget=60).score(call(text))

    assert 5 == len(score.findings)
    assert {"secret"} == {text[f.start : f.end] for f in score.findings}
    assert len(text) == sum(context.shown)
    assert max(context.shown) <= PIECE
    assert Level.PUBLIC is score.level


def test_the_clock_is_looked_at_between_two_pieces() -> None:
    """A context that has used up the time is not asked about the next piece."""
    text, context = "word " * PIECE, Sleeping()
    weighing = Weighing(call(text), time.monotonic() + 0.02, {}, None)

    with pytest.raises(OutOfTime):
        weighing.weigh(context, ())

    assert 1 == len(context.shown)


def test_nothing_is_weighed_when_the_time_is_up() -> None:
    """What was found stays as it was, and the call is private."""
    context = Lowering()

    score = PrivacyScorer([Drowsy()], [context], time_budget=0.02).score(call("secret", "more"))

    assert (("time",), []) == (score.failed, context.shown)
    assert Level.SECRET is score.level


def test_what_a_context_said_of_the_past_is_remembered_with_what_was_found() -> None:
    """A part is weighed again only if something else was found in it."""
    scorer = PrivacyScorer([Counting()], [context := Lowering()])
    scorer.score(call(LONG + "secret"))

    score = scorer.score(call(LONG + "secret", LONG + "new"))

    assert [len(LONG) + 6, len(LONG) + 3] == context.shown
    assert [Level.PUBLIC] == [finding.level for finding in score.findings]
