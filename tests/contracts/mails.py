"""A real mail server for tests, in its own process. It writes each mail to a file in a folder."""

import contextlib
import email
import email.policy
import socket
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

from eventually import eventually

PROGRAM = Path(__file__).with_name("mail_server.py")


class MailServer:
    """Runs between `start` and `stop`; keeps its `url` when it is restarted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[Path, tuple[str, EmailMessage]] = {}
        folder.mkdir(parents=True)
        with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as free:
            self._port = free.getsockname()[1]
        self.url = f"smtp://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = [sys.executable, str(PROGRAM), str(self._port), str(self._folder)]
        self._process = subprocess.Popen(program, stdin=subprocess.PIPE)
        eventually(self._answers)

    def stop(self) -> None:
        process, self._process = self._process, None
        if process and process.stdin:
            process.stdin.close()
            process.wait()

    def mails(self, address: str) -> list[EmailMessage]:
        """The accepted mails for an address, oldest first. A file is read once, because tests ask until one arrives."""
        for file in self._folder.glob("*.eml"):
            if file not in self._read:
                mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
                self._read[file] = str(mail["X-Recipient"]), mail  # type: ignore[assignment]
        return [mail for _, (recipient, mail) in sorted(self._read.items()) if recipient == address]

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self._port), timeout=1):
                return True
        except OSError:
            return False
