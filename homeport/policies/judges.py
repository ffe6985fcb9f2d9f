"""What a policy judges calls by: its detectors, its complexity scorer, the language."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import Final

from homeport.policies import language
from homeport.policies.complexity import Scorer
from homeport.policies.privacy import PrivacyScorer
from homeport.types import Call, Complexity, Finding, Level, Privacy, Scores

logger: Final = logging.getLogger("homeport.policy")


@dataclass(frozen=True, slots=True)
class Judges:
    """Scores calls. Never raises: a judge that fails is part of the score."""

    privacy: PrivacyScorer
    complexity: Scorer
    pass_unreadable: bool = False
    """What cannot be read counts as public (the policy says ``opaque: cloud``)."""

    def score(self, call: Call) -> Scores:
        privacy = self.privacy.score(call)
        return Scores(
            privacy=readable_only(privacy, call) if self.pass_unreadable else privacy,
            complexity=complexity_of(self.complexity, call),
            language=language_of(call),
        )


def readable_only(privacy: Privacy, call: Call) -> Privacy:
    """Take content that could not be read as public; everything else keeps its level."""
    findings = tuple(map(_lowered, privacy.findings))
    levels = [finding.level for finding in findings]
    floor = Level.SENSITIVE if privacy.failed else Level.PUBLIC
    return replace(privacy, findings=findings, level=max(floor, call.labels.privacy, *levels))


def _lowered(finding: Finding) -> Finding:
    unread = (finding.detector, finding.category) == ("reader", "unreadable")
    return replace(finding, level=Level.PUBLIC) if unread else finding


def complexity_of(scorer: Scorer, call: Call) -> Complexity:
    """Return the complexity; a scorer that fails has found the call as hard as can be."""
    try:
        complexity = scorer.score(call)
        if 0 <= complexity.score <= 1 and -1 <= (complexity.gain or 0) <= 1:
            return complexity
        why = "it gave a score that is not from 0 to 1, or a gain that is not from -1 to 1"
    except Exception as error:  # noqa: BLE001  a scorer may fail in any way; none may stop a call
        why = type(error).__name__
    logger.warning("the complexity scorer failed: %s", why)
    return Complexity(1.0, (f"the complexity scorer failed: {why}",), failed=True)


def language_of(call: Call) -> str:
    """Return the language, or ``und`` if it cannot be told for whatever reason."""
    try:
        return language.detect(call)
    except Exception as error:  # noqa: BLE001  a wrong guess about language must not stop a call
        logger.warning("the language could not be told: %s", type(error).__name__)
        return language.UNDETERMINED
