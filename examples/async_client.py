"""The async client: several requests at once; a model on this device answers them in turn.

First: homeport models pull smollm2-135m
"""

import asyncio

from homeport import AsyncOpenAI

COUNTRIES = ("France", "Italy")


async def main() -> None:
    async with AsyncOpenAI() as client:
        questions = [f"What is the capital of {country}?" for country in COUNTRIES]
        answers = await asyncio.gather(
            *(
                client.responses.create(
                    model="auto", input=question, max_output_tokens=24, temperature=0
                )
                for question in questions
            )
        )
    for question, answer in zip(questions, answers, strict=True):
        print(f"{question} {answer.model} says: {answer.output_text}")


asyncio.run(main())
