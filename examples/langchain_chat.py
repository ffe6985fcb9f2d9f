"""LangChain's ChatOpenAI, routed: pip install langchain-openai

First: homeport models pull smollm2-135m
"""

from langchain_openai import ChatOpenAI

from homeport import routed

with routed("private") as door:
    chat = ChatOpenAI(
        model="auto",
        api_key="none-needed-here",
        http_client=door,
        http_async_client=door,
        temperature=0,
        max_completion_tokens=24,
    )
    answer = chat.invoke("What is the capital of France?")
    print(f"{answer.response_metadata['model_name']}: {answer.content}")

    print("streamed: ", end="")
    for piece in chat.stream("What is the capital of Italy?"):
        print(piece.content, end="", flush=True)
    print()
