"""The program of `MailServer` (mails.py): python mail_server.py PORT FOLDER. It writes each accepted mail to a file.

It exits when its standard input is closed, and so does not outlive the tests.

Addresses that begin with `nobody` are refused permanently (550), those with `later` temporarily (450); for `talkative`
it refuses the content, with the address in the text of the reply.
"""

import asyncio
import sys
import time
import uuid
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP


class Handler:
    """The names of the methods are aiosmtpd's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address.startswith("nobody"):
            return f"550 5.1.1 <{address}> is not here"
        if address.startswith("later"):
            return f"450 4.2.1 <{address}> is busy"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        for address in envelope.rcpt_tos:
            if address.startswith("talkative"):
                return f"451 4.3.0 not now, <{address}>"
            unfinished = self._folder / f"{time.time_ns()}-{uuid.uuid4().hex}"
            unfinished.write_bytes(f"X-Recipient: {address}\r\n".encode() + envelope.original_content)
            unfinished.rename(unfinished.with_suffix(".eml"))
        return "250 OK"


async def serve(port: int, folder: Path) -> None:
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_reader(sys.stdin.fileno(), ended.set)
    await loop.create_server(lambda: SMTP(Handler(folder), enable_SMTPUTF8=True), "127.0.0.1", port)
    await ended.wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
