"""The cloud sees placeholders, you see names. The cloud here is a stand-in that echoes."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from homeport import OpenAI

POLICY = {
    "version": 1,
    "backends": {"cloud": {"kind": "openai", "model": "gpt-5-mini"}},
    "rules": [{"name": "masked", "to": ["cloud"], "transform": "pseudonymize"}],
}


class Cloud(BaseHTTPRequestHandler):
    """Says what it was told."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))["messages"]
        print("cloud sees:", asked[0]["content"])
        message = {"role": "assistant", "content": f"I shall write to {asked[0]['content'][9:]}"}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        answer = {"id": "1", "object": "chat.completion", "created": 0, "model": "echo"}
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer | {"choices": [choice]}).encode())

    def log_message(self, *_: object) -> None: ...


cloud = HTTPServer(("127.0.0.1", 0), Cloud)
Thread(target=cloud.handle_request, daemon=True).start()
url = f"http://127.0.0.1:{cloud.server_port}/v1"
with OpenAI(policy=POLICY, base_url=url, api_key="none") as client, cloud:
    asking = [{"role": "user", "content": "Write to ana.perez@correo.es"}]
    answer = client.chat.completions.create(model="auto", messages=asking)
    print("you see:   ", answer.choices[0].message.content)
