"""The one line that changes: `from homeport import OpenAI` instead of `from openai import OpenAI`.

Easy and private requests are answered on this device. Without an API key the cloud is not
ready, and what would go there is answered here too. First: homeport models pull smollm2-135m
"""

from homeport import OpenAI

QUESTIONS = (
    "What is the capital of France?",
    "My card is 4111 1111 1111 1111. What is the capital of Italy?",
)

with OpenAI() as client:
    for question in QUESTIONS:
        raw = client.chat.completions.with_raw_response.create(
            model="auto",
            messages=[{"role": "user", "content": question}],
            max_tokens=32,
            temperature=0,
        )
        answer = raw.parse()
        told = {name: raw.headers[f"x-homeport-{name}"] for name in ("route", "rule", "level")}
        print(question)
        print(f"  {answer.model}: {answer.choices[0].message.content}")
        print(f"  {told}")
