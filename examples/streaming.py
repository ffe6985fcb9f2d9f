"""A stream from this device, word by word, and broken off early: the model stops with it.

First: homeport models pull smollm2-135m
"""

from homeport import OpenAI

LIMIT = 12

with OpenAI() as client:
    stream = client.chat.completions.create(
        model="auto",
        messages=[{"role": "user", "content": "Tell me a story about the sea."}],
        stream=True,
        temperature=0,
    )
    pieces = 0
    with stream:
        for chunk in stream:
            text = chunk.choices[0].delta.content
            if text:
                print(text, end="", flush=True)
                pieces += 1
            if pieces == LIMIT:
                break
    print(f"\n[{chunk.model} was stopped after {pieces} pieces]")
