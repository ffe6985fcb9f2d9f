"""The privacy score: the maximum of what was found, and private whatever could not be judged."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeport.policies.privacy import DETECTORS, Detector, PrivacyScorer, Terms
from homeport.policies.privacy.scorer import WINDOW
from homeport.types import Call, Finding, Labels, Level, Part, Privacy


def call(*texts: str, labels: Labels | None = None, unreadable: tuple[str, ...] = ()) -> Call:
    parts = tuple(Part(f"messages[{n}].content", text, "user") for n, text in enumerate(texts))
    return Call("chat.completions", {}, parts, labels=labels or Labels(), unreadable=unreadable)


class Fixed(Detector):
    """Finds the given spans in every part."""

    name = "fixed"

    def __init__(self, *spans: tuple[int, int, str, Level, float]) -> None:
        self.spans = spans

    def find(self, part: Part) -> Iterator[Finding]:
        for start, end, category, level, probability in self.spans:
            yield Finding(part.path, start, end, category, level, self.name, probability)


class Broken(Detector):
    """Finds one thing and then fails, quoting the text as careless code does."""

    name = "broken"

    def find(self, part: Part) -> Iterator[Finding]:
        yield Finding(part.path, 0, 1, "email", Level.PERSONAL, self.name, 0.5)
        raise RuntimeError(part.text)


class Slow(Detector):
    """Takes longer than the budget."""

    name = "slow"

    def find(self, part: Part) -> Iterator[Finding]:
        time.sleep(0.03)
        return iter(())


def shipped(**limits: float) -> PrivacyScorer:
    detectors = [DETECTORS[name]() for name in ("identifiers", "secrets")]
    return PrivacyScorer([*detectors, Terms({Level.SENSITIVE: ["Project Falcon"]})], **limits)


def test_a_public_call_scores_nothing() -> None:
    """No finding, no failure, level public."""
    assert Privacy() == shipped().score(call("What is the capital of France?"))


def test_the_level_is_the_maximum_over_all_parts() -> None:
    """A card in an older turn makes the whole call sensitive, an e-mail beside it no less."""
    score = shipped().score(call("4111 1111 1111 1111", "write to ana@gmail.com", "thanks"))

    assert Level.SENSITIVE is score.level
    assert ["credit_card", "email"] == [finding.category for finding in score.findings]
    assert max(finding.probability for finding in score.findings) == score.score


def test_every_shipped_detector_and_the_users_terms_speak() -> None:
    """Identifier, secret and term of one text are three findings."""
    score = shipped().score(call("ana@gmail.com password: Tiger@7345 for Project Falcon"))

    assert {"identifiers", "secrets", "terms"} == {finding.detector for finding in score.findings}
    assert Level.SECRET is score.level


def test_the_callers_label_raises_the_level() -> None:
    """A label counts like a finding."""
    score = shipped().score(call("hello", labels=Labels(privacy=Level.SECRET)))

    assert Level.SECRET is score.level
    assert () == score.findings


def test_the_callers_label_never_lowers_the_level() -> None:
    """A label of public leaves a card sensitive."""
    score = shipped().score(call("4111111111111111", labels=Labels(privacy=Level.PUBLIC)))

    assert Level.SENSITIVE is score.level


def test_what_no_one_can_read_is_a_finding() -> None:
    """Images and files are sensitive by rule, and the finding says where they are."""
    score = shipped().score(call("hello", unreadable=("messages[1].content[0]",)))

    expected = Finding("messages[1].content[0]", 0, 0, "unreadable", Level.SENSITIVE, "reader", 1.0)
    assert (expected,) == score.findings
    assert (Level.SENSITIVE, 1.0) == (score.level, score.score)


def test_a_detector_that_fails_makes_the_call_sensitive_and_is_named() -> None:
    """What it found before counts, and the other detectors still speak."""
    score = PrivacyScorer([Broken(), *(make() for make in DETECTORS.values())]).score(
        call("hello 4111 1111 1111 1111")
    )

    assert ("broken",) == score.failed
    assert Level.SENSITIVE is score.level
    assert {"email", "credit_card"} == {finding.category for finding in score.findings}


def test_a_failing_detector_on_public_text_is_sensitive() -> None:
    """Not judged is private."""
    assert Level.SENSITIVE is PrivacyScorer([Broken()]).score(call("hello")).level


def test_a_failure_is_logged_by_type_and_never_with_the_text(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The log names the detector and the kind of error; the error's words stay out of it."""
    with caplog.at_level(logging.WARNING):
        PrivacyScorer([Broken()]).score(call("my secret words"))

    assert "detector broken failed: RuntimeError" in caplog.text
    assert "my secret words" not in caplog.text


@pytest.mark.parametrize("span", [(-1, 2), (0, 99), (3, 1)])
def test_a_span_outside_the_part_is_a_failure(span: tuple[int, int]) -> None:
    """Replacing a wrong span would hide the wrong text, so it is not accepted."""
    score = PrivacyScorer([Fixed((*span, "email", Level.PERSONAL, 0.9))]).score(call("hello"))

    assert ("fixed",) == score.failed
    assert () == score.findings


def test_text_past_the_scan_limit_is_private() -> None:
    """What was read before the limit is still found; the rest counts as failed."""
    scorer = PrivacyScorer([DETECTORS["identifiers"]()], scan_limit=40)

    score = scorer.score(call("my card is 4111 1111 1111 1111", "x" * 100, "ana@gmail.com"))

    assert ("limit",) == score.failed
    assert ["credit_card"] == [finding.category for finding in score.findings]


def test_text_up_to_the_scan_limit_is_no_failure() -> None:
    """The limit itself is within the limit."""
    assert () == PrivacyScorer([], scan_limit=10).score(call("12345", "abcde", "")).failed


def test_work_past_the_time_budget_is_private() -> None:
    """The detectors that had no time left are not asked, and the call is sensitive."""
    score = PrivacyScorer([Slow(), Fixed((0, 1, "email", Level.PERSONAL, 0.9))], time_budget=0.02)

    outcome = score.score(call("hello", "again"))

    assert ("time",) == outcome.failed
    assert Level.SENSITIVE is outcome.level


def test_a_long_part_is_scanned_to_its_end_and_across_windows() -> None:
    """Numbers across the end of a window and at the very end have the right places."""
    card = "4111 1111 1111 1111"
    text = "a " * ((WINDOW - 10) // 2) + card + " b" * WINDOW + f" {card}"

    score = shipped().score(call(text))

    assert [card, card] == [text[f.start : f.end] for f in score.findings]
    assert () == score.failed


def test_overlapping_findings_become_the_strongest_over_all_they_cover() -> None:
    """Level decides before probability, and nothing that was found stays uncovered."""
    score = PrivacyScorer(
        [
            Fixed(
                (2, 8, "email", Level.PERSONAL, 0.99),
                (5, 12, "password", Level.SECRET, 0.5),
                (11, 14, "phone", Level.PERSONAL, 0.9),
                (14, 16, "ip", Level.PERSONAL, 0.9),
            )
        ]
    ).score(call("x" * 20))

    assert [(2, 14, "password"), (14, 16, "ip")] == [
        (f.start, f.end, f.category) for f in score.findings
    ]


def test_the_same_finding_twice_is_one() -> None:
    """Two detectors that agree are one finding, the more probable."""
    score = PrivacyScorer(
        [
            Fixed((0, 4, "phone", Level.PERSONAL, 0.7)),
            Fixed((0, 4, "phone", Level.PERSONAL, 0.95)),
        ]
    ).score(call("1234"))

    assert [0.95] == [finding.probability for finding in score.findings]


def test_equal_places_in_different_parts_are_different_findings() -> None:
    """Parts are not mixed up."""
    score = PrivacyScorer([Fixed((0, 4, "phone", Level.PERSONAL, 0.7))]).score(call("1234", "5678"))

    assert ["messages[0].content", "messages[1].content"] == [f.part for f in score.findings]


FRAGMENTS = st.sampled_from(
    "4111 1111 1111 1111|ana@gmail.com|DNI 12345678Z|password: Tiger@7345|+34 612 345 678|İ|\ud800"
    "|\x00|٣٤٥٦٧٨٩٠|²³¹|①②③④⑤⑥⑦|ES91|-----BEGIN PRIVATE KEY-----|://a:b@|born 1/1/".split("|")
)


@settings(max_examples=300)
@given(st.lists(st.lists(st.one_of(st.text(max_size=30), FRAGMENTS)).map(" ".join), max_size=3))
def test_any_text_is_judged_without_failure_and_within_its_parts(texts: list[str]) -> None:
    """No text makes a shipped detector fail; spans lie in their part; the level is the maximum."""
    subject = call(*texts)

    score = shipped(time_budget=60).score(subject)  # a busy machine is no failure

    sizes = {part.path: len(part.text) for part in subject.parts}
    assert () == score.failed
    assert max((f.level for f in score.findings), default=Level.PUBLIC) == score.level
    assert all(0 <= f.start <= f.end <= sizes[f.part] for f in score.findings)


@settings(max_examples=50)
@given(st.text(max_size=80), st.text(max_size=80))
def test_more_text_never_makes_a_call_less_private(first: str, second: str) -> None:
    """The level of two parts is the maximum of their levels."""
    scorer = shipped()
    levels = [scorer.score(call(text)).level for text in (first, second)]

    assert max(levels) == scorer.score(call(first, second)).level


HOSTILE = (
    "a.|a@|@|1|1 |1-|4111 |A1 |eyJa.|-|::|AA:|+34 |(1) |ES12 |password=|password='|key: |bearer "
    "|http://a:b|born 1/|gps 1.|call 1234567 |-----BEGIN PRIVATE KEY-----|xoxb-1|SG.a."
    "|identified by |plate A1 |MIIBOgIBA \n"
).split("|")


@pytest.mark.parametrize("unit", HOSTILE)
@pytest.mark.parametrize("make", DETECTORS.values(), ids=DETECTORS)
def test_hostile_repetition_costs_linear_time(make: Callable[[], Detector], unit: str) -> None:
    """Four times the text takes about four times the time, not sixteen, whatever is repeated."""
    detector = make()
    short, long = (Part("p", (unit * size)[:size]) for size in (3_000, 12_000))
    list(detector.find(short))  # imports what it needs

    assert _seconds(detector, long) < 8 * _seconds(detector, short) + 0.02


def _seconds(detector: Detector, part: Part) -> float:
    """Return the least CPU time of three runs: the others were disturbed."""
    times = []
    for _ in range(3):
        begin = time.process_time()
        list(detector.find(part))
        times.append(time.process_time() - begin)
    return min(times)
