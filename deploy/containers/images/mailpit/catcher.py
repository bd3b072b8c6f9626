"""Receives mail at port 1025 and lists it at port 8025, in the shape of Mailpit's API.

`GET /api/v1/messages` answers `{"messages": [{"ID", "Subject", "To": [{"Address"}]}]}`, the newest first;
`GET /api/v1/message/ID` answers `{"ID", "Subject", "To", "Text"}`. Mails are kept in memory.
"""

import email
import email.policy
import json
import os
import signal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller

MESSAGES: list[dict[str, Any]] = []


class Catcher:
    """Keeps every message that arrives."""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        body = message.get_body(("plain",))
        MESSAGES.insert(
            0,
            {
                "ID": str(len(MESSAGES) + 1),
                "Subject": message["Subject"] or "",
                "To": [{"Address": address} for address in envelope.rcpt_tos],
                "Text": body.get_content() if body else "",
            },
        )
        return "250 OK"


class Listing(BaseHTTPRequestHandler):
    """Answers with JSON."""

    def do_GET(self) -> None:  # http.server's name
        path = self.path.partition("?")[0]
        if path == "/api/v1/messages":
            self._answer({"messages": [{k: v for k, v in message.items() if k != "Text"} for message in MESSAGES]})
        elif found := [message for message in MESSAGES if path == f"/api/v1/message/{message['ID']}"]:
            self._answer(found[0])
        else:
            self.send_error(404)

    def _answer(self, content: Any) -> None:
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))  # the thread that receives mail would go on
    Controller(Catcher(), hostname="0.0.0.0", port=1025).start()  # noqa: S104  # within a container's network
    ThreadingHTTPServer(("0.0.0.0", 8025), Listing).serve_forever()  # noqa: S104
