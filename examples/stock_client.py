"""The stock client of the openai package, routed: for code whose client one cannot change.

First: homeport models pull smollm2-135m
"""

import openai

from homeport import routed, seal

door = routed("private")
# seal() closes the websockets, which do not pass through an HTTP client.
with seal(openai.OpenAI(http_client=door, api_key="none-needed-here")) as client:
    answer = client.chat.completions.create(
        model="auto",
        messages=[{"role": "user", "content": "Me llamo Ana, ana@acme.es. ¡Salúdame!"}],
        max_tokens=24,
        temperature=0,
    )
    print(f"{answer.model}: {answer.choices[0].message.content}")

    print("An upload, which nobody here can read:")
    try:
        client.files.create(file=("notes.txt", b"my notes"), purpose="user_data")
    except openai.PermissionDeniedError as refused:
        print(f"  {refused.status_code} {refused.code}")
