"""A policy of one's own, and what it would do: `explain` decides and calls no model."""

from pathlib import Path

from homeport import OpenAI

QUESTIONS = (
    "When does Project Falcon start?",
    "¿Cuál es la capital de Francia y cuántos habitantes tiene?",
    "How do trees drink?",
)

with OpenAI(policy=Path(__file__).with_name("own_policy.yaml")) as client:
    for question in QUESTIONS:
        decision = client.explain(messages=[{"role": "user", "content": question}])
        print(f"{decision.route:<6} {decision.rule:<16} {question}")
        print(f"       {decision.why}")
