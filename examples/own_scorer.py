"""A detector and a complexity scorer of one's own, each a class with one method."""

import re
from collections.abc import Iterator
from pathlib import Path

from homeport import Level, OpenAI, Policy
from homeport.types import Call, Complexity, Finding, Part


class Badges:
    """Finds the badge numbers of our staff, which look like B-12345."""

    name = "badges"

    def find(self, part: Part) -> Iterator[Finding]:
        for match in re.finditer(r"\bB-\d{5}\b", part.text):
            yield Finding(part.path, *match.span(), "badge", Level.PERSONAL, self.name, 1.0)


class Why:
    """Questions for a reason are hard."""

    def score(self, call: Call) -> Complexity:
        asked = any(re.search(r"\bwhy\b", part.text, re.IGNORECASE) for part in call.parts)
        return Complexity(0.9, ("asks why",)) if asked else Complexity(0.1)


policy = Policy.load(
    Path(__file__).with_name("own_scorer.yaml"),
    detectors={"badges": Badges()},
    scorers={"why": Why()},
)

with OpenAI(policy=policy) as client:
    for question in ("Why is the sky blue?", "Why does B-12345 not open the door?", "Good day!"):
        decision = client.explain(messages=[{"role": "user", "content": question}])
        print(f"{decision.route:<6} {decision.rule:<6} {question}  [{decision.why}]")
