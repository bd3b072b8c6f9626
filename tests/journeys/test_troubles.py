"""What keeps it from running is told in one line that says what to do; never a traceback."""

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import shared_servers
from portal import ROOT, Portal
from private_servers import free_port


def _told(said: "subprocess.CompletedProcess[str]", *words: str) -> None:
    """One line, with these words, exit code 1."""
    assert said.returncode == 1, said.stdout + said.stderr
    lines = said.stderr.strip().splitlines()
    assert len(lines) == 1, said.stderr
    assert [word for word in words if word not in lines[0]] == []


def _full(tmp_path: Path, **settings: str) -> Portal:
    return Portal(tmp_path, full=True, settings={f"MACHINEPARK_{name}": value for name, value in settings.items()})


@pytest.mark.parametrize("full", [False, True], ids=["embedded", "full"])
def test_a_port_in_use(tmp_path: Path, full: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        portal = Portal(tmp_path)
        portal.port = taken.getsockname()[1]
        _told(portal.run("up", *(["--full"] if full else [])), "is in use", f"MACHINEPARK_PORT={portal.port + 1}")


def test_a_gateway_with_one_door(tmp_path: Path) -> None:
    said = Portal(tmp_path).run("serve", "gateway", "--only", "calls")
    assert (said.returncode, "--only can be used with services only" in said.stderr) == (2, True)


def test_a_broker_that_is_away(tmp_path: Path) -> None:
    port = free_port()
    said = _full(tmp_path, AMQP_URL=f"amqp://guest:guest@127.0.0.1:{port}").run("up", "--full")
    _told(said, "No RabbitMQ at", str(port), "MACHINEPARK_AMQP_URL")


def test_a_broker_that_refuses_the_login(tmp_path: Path) -> None:
    url = shared_servers.amqp_url().replace("guest:guest", "guest:wrong")
    _told(_full(tmp_path, AMQP_URL=url).run("up", "--full"), "refuses the login of 'guest'", "MACHINEPARK_AMQP_URL")


def test_what_is_no_broker(tmp_path: Path) -> None:
    with _server(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        said = _full(tmp_path, AMQP_URL=f"amqp://guest:guest@127.0.0.1:{port}").run("up", "--full")
    _told(said, "does not answer as RabbitMQ does")


def test_a_broker_that_is_too_old(tmp_path: Path) -> None:
    with _server(_greeting("3.8.9")) as port:
        said = _full(tmp_path, AMQP_URL=f"amqp://guest:guest@127.0.0.1:{port}").run("up", "--full")
    _told(said, "RabbitMQ 3.8.9 is too old", "3.10")


def test_a_database_that_is_away(tmp_path: Path) -> None:
    port = free_port()
    url = f"postgresql://postgres@127.0.0.1:{port}/x_{{service}}"
    said = _full(tmp_path, DATABASE_URL=url).run("migrate")
    _told(said, "No PostgreSQL at", str(port), "MACHINEPARK_DATABASE_URL")


def test_a_database_that_refuses_the_login(tmp_path: Path) -> None:
    url = shared_servers.postgres_url().replace("postgresql+psycopg2://postgres@", "postgresql://nobody-there@")
    said = _full(tmp_path, DATABASE_URL=url.rsplit("/", 1)[0] + "/x_{service}").run("migrate")
    _told(said, "refuses 'nobody-there'", "MACHINEPARK_DATABASE_URL")


@pytest.mark.parametrize("words", [["serve", "fleet"], ["services"], ["queues"]], ids=" ".join)
def test_a_broker_that_is_away_for_other_commands(tmp_path: Path, words: list[str]) -> None:
    user = words[1] if words[0] == "serve" else "ops"
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/{{service}}"}
    url = f"amqp://{user}:x@127.0.0.1:{free_port()}/machinepark"
    _told(_full(tmp_path, AMQP_URL=url, **settings).run(*words), "No RabbitMQ at")


def test_a_service_that_logs_in_as_another(tmp_path: Path) -> None:
    said = _full(tmp_path, AMQP_URL="amqp://notify:x@127.0.0.1:5672/machinepark").run("serve", "fleet")
    _told(said, "uses the broker user 'notify'", "MACHINEPARK_SHARED_BROKER_USER=notify")


def test_a_gateway_without_a_broker_user(tmp_path: Path) -> None:
    _told(Portal(tmp_path).run("serve", "gateway"), "MACHINEPARK_AMQP_URL is not set")


def test_a_database_that_is_not_up_to_date(tmp_path: Path) -> None:
    url = shared_servers.amqp_url()
    shared = _full(tmp_path, AMQP_URL=url, SHARED_BROKER_USER="guest", DATABASE_URL=f"sqlite:///{tmp_path}/{{service}}")
    _told(shared.run("serve", "fleet"), "is not up to date", "machinepark migrate fleet")


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "read-only"
    folder.mkdir(mode=0o555)
    portal = Portal(folder)
    command = [sys.executable, "-m", "deploy.cli.main", "up"]
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("NOT TESTED: root may write everywhere, and there is no setpriv to give that up")
        command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *command]
    said = subprocess.run(command, cwd=ROOT, env=portal.environment, capture_output=True, text=True, check=False)
    _told(said, str(folder), "Permission denied", "MACHINEPARK_VAR")


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    place = tmp_path / "var"
    place.write_text("")
    _told(Portal(place).run("up"), str(place), "MACHINEPARK_VAR")


def test_a_wrong_setting(tmp_path: Path) -> None:
    _told(_full(tmp_path, AMQP_URL="http://127.0.0.1").run("up", "--full"), "MACHINEPARK_AMQP_URL", "amqp://")


def _old_python() -> str:
    places = [shutil.which("python3.10"), *map(str, Path.home().glob(".pyenv/versions/3.10*/bin/python"))]
    found = next((place for place in places if place and _is_old(place)), None)
    return found or pytest.skip("NOT TESTED: no Python 3.10 on this machine")


def _is_old(python: str) -> bool:
    said = subprocess.run([python, "--version"], capture_output=True, text=True, check=False).stdout
    return said.startswith("Python 3.10")


def test_an_old_python() -> None:
    said = subprocess.run([_old_python(), "-m", "deploy.cli.main", "up"], cwd=ROOT, capture_output=True, text=True)
    _told(said, "needs Python 3.11 or newer", "this is 3.10")


def test_an_old_python_for_make(tmp_path: Path) -> None:
    command = ["make", "run", f"PYTHON={_old_python()}", f"VENV={tmp_path}/venv"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode
    assert "needs Python 3.11 or newer" in said.stderr


@contextmanager
def _server(greeting: bytes) -> Iterator[int]:
    """Somebody else's server: says this to whoever comes, and ends the conversation."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ended = threading.Event()

        def answer() -> None:
            while not ended.is_set():
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(3)
                    try:
                        if connection.recv(8):
                            _converse(connection, greeting)
                    except OSError:
                        continue

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        ended.set()
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def _converse(connection: socket.socket, greeting: bytes) -> None:
    """AMQP's opening, as far as a client goes to know the version: Start, Tune, OpenOk; and CloseOk."""
    for said in (greeting, TUNE, OPEN_OK, CLOSE_OK) if greeting.startswith(b"\x01") else (greeting,):
        connection.sendall(said)
        connection.recv(4096)


def _frame(payload: bytes) -> bytes:
    return b"\x01\x00\x00" + len(payload).to_bytes(4, "big") + payload + b"\xce"


def _greeting(version: str) -> bytes:
    """AMQP's `Start` method with a server's version."""
    text = version.encode()
    table = b"\x07versionS" + len(text).to_bytes(4, "big") + text
    words = b"".join(len(word).to_bytes(4, "big") + word for word in (b"PLAIN AMQPLAIN", b"en_US"))
    return _frame(b"\x00\x0a\x00\x0a\x00\x09" + len(table).to_bytes(4, "big") + table + words)


TUNE = _frame(b"\x00\x0a\x00\x1e\x07\xff\x00\x02\x00\x00\x00\x3c")
OPEN_OK = _frame(b"\x00\x0a\x00\x29\x00")
CLOSE_OK = _frame(b"\x00\x0a\x00\x33")
