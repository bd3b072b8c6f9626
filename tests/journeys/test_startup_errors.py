"""Errors at start are reported in one line that says what to do, without a traceback."""

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
from forked_process import ROOT
from portal import Portal
from private_servers import free_port


def _assert_error(completed: "subprocess.CompletedProcess[str]", *words: str) -> None:
    """Asserts exit code 1 and one line with these words."""
    assert completed.returncode == 1, completed.stdout + completed.stderr
    lines = completed.stderr.strip().splitlines()
    assert len(lines) == 1, completed.stderr
    assert [word for word in words if word not in lines[0]] == []


def _full(tmp_path: Path, **settings: str) -> Portal:
    return Portal(tmp_path, full=True, settings={f"MACHINEPARK_{name}": value for name, value in settings.items()})


@pytest.mark.parametrize("full", [False, True], ids=["embedded", "full"])
def test_port_in_use_is_reported(tmp_path: Path, full: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        portal = Portal(tmp_path)
        portal.port = listener.getsockname()[1]
        _assert_error(
            portal.run("up", *(["--full"] if full else [])), "is in use", f"MACHINEPARK_PORT={portal.port + 1}"
        )


@pytest.mark.parametrize("full", [False, True], ids=["embedded", "full"])
def test_address_of_another_machine_is_reported(tmp_path: Path, full: bool) -> None:
    completed = Portal(tmp_path).run("up", "--host", "192.0.2.1", *(["--full"] if full else []))
    _assert_error(completed, "Cannot listen on 192.0.2.1:", "Cannot assign requested address", "MACHINEPARK_HOST")


def test_gateway_refuses_the_option_only(tmp_path: Path) -> None:
    completed = Portal(tmp_path).run("serve", "gateway", "--only", "calls")
    assert (completed.returncode, "--only can be used with services only" in completed.stderr) == (2, True)


def test_unreachable_broker_is_reported(tmp_path: Path) -> None:
    port = free_port()
    completed = _full(tmp_path, AMQP_URL=f"amqp://guest:guest@127.0.0.1:{port}").run("up", "--full")
    _assert_error(completed, "No RabbitMQ at", str(port), "MACHINEPARK_AMQP_URL")


def test_broker_that_refuses_the_login_is_reported(tmp_path: Path) -> None:
    url = shared_servers.amqp_url().replace("guest:guest", "guest:wrong")
    completed = _full(tmp_path, AMQP_URL=url).run("migrate", "--prepare")
    _assert_error(completed, "rejected the login of user 'guest'", "MACHINEPARK_AMQP_URL")


def test_server_that_is_no_broker_is_reported(tmp_path: Path) -> None:
    with _server(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        completed = _full(tmp_path, AMQP_URL=f"amqp://guest:guest@127.0.0.1:{port}").run("migrate", "--prepare")
    _assert_error(completed, "did not complete an AMQP handshake")


def test_too_old_broker_is_reported(tmp_path: Path) -> None:
    with _server(_greeting("3.8.9")) as port:
        completed = _full(tmp_path, AMQP_URL=f"amqp://guest:guest@127.0.0.1:{port}").run("migrate", "--prepare")
    _assert_error(completed, "RabbitMQ 3.8.9 is too old", "3.10")


def test_unreachable_database_is_reported(tmp_path: Path) -> None:
    port = free_port()
    url = f"postgresql://postgres@127.0.0.1:{port}/x_{{service}}"
    completed = _full(tmp_path, DATABASE_URL=url).run("migrate")
    _assert_error(completed, "No PostgreSQL at", str(port), "MACHINEPARK_DATABASE_URL")


def test_database_that_refuses_the_login_is_reported(tmp_path: Path) -> None:
    url = shared_servers.postgres_url().replace("postgresql+psycopg2://postgres@", "postgresql://nobody-there@")
    completed = _full(tmp_path, DATABASE_URL=url.rsplit("/", 1)[0] + "/x_{service}").run("migrate")
    _assert_error(completed, "refused the connection of user 'nobody-there'", "MACHINEPARK_DATABASE_URL")


@pytest.mark.parametrize("words", [["serve", "fleet"], ["services"], ["queues"]], ids=" ".join)
def test_unreachable_broker_is_reported_by_other_commands(tmp_path: Path, words: list[str]) -> None:
    user = words[1] if words[0] == "serve" else "ops"
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/{{service}}"}
    url = f"amqp://{user}:x@127.0.0.1:{free_port()}/machinepark"
    _assert_error(_full(tmp_path, AMQP_URL=url, **settings).run(*words), "No RabbitMQ at")


def test_broker_user_of_another_service_is_reported(tmp_path: Path) -> None:
    completed = _full(tmp_path, AMQP_URL="amqp://notify:x@127.0.0.1:5672/machinepark").run("serve", "fleet")
    _assert_error(completed, "uses the broker user 'notify'", "MACHINEPARK_SHARED_BROKER_USER=notify")


def test_missing_broker_url_of_a_gateway_is_reported(tmp_path: Path) -> None:
    _assert_error(Portal(tmp_path).run("serve", "gateway"), "MACHINEPARK_AMQP_URL is not set")


def test_outdated_database_is_reported(tmp_path: Path) -> None:
    url = shared_servers.amqp_url()
    shared = _full(tmp_path, AMQP_URL=url, SHARED_BROKER_USER="guest", DATABASE_URL=f"sqlite:///{tmp_path}/{{service}}")
    _assert_error(shared.run("serve", "fleet"), "is not up to date", "machinepark migrate fleet")


def test_read_only_folder_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / "read-only"
    folder.mkdir(mode=0o555)
    portal = Portal(folder)
    command = [sys.executable, "-m", "deploy.cli.main", "up"]
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("NOT TESTED: root may write everywhere, and there is no setpriv to give that up")
        command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *command]
    completed = subprocess.run(command, cwd=ROOT, env=portal.environment, capture_output=True, text=True, check=False)
    _assert_error(completed, str(folder), "Permission denied", "MACHINEPARK_VAR")


def test_file_instead_of_a_folder_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "var"
    file.write_text("")
    _assert_error(Portal(file).run("up"), str(file), "MACHINEPARK_VAR")


def test_wrong_setting_is_reported(tmp_path: Path) -> None:
    _assert_error(_full(tmp_path, AMQP_URL="http://127.0.0.1").run("up", "--full"), "MACHINEPARK_AMQP_URL", "amqp://")


def _old_python() -> str:
    candidates = [shutil.which("python3.10"), *map(str, Path.home().glob(".pyenv/versions/3.10*/bin/python"))]
    python = next((path for path in candidates if path and _is_old(path)), None)
    return python or pytest.skip("NOT TESTED: no Python 3.10 on this machine")


def _is_old(python: str) -> bool:
    completed = subprocess.run([python, "--version"], capture_output=True, text=True, check=False).stdout
    return completed.startswith("Python 3.10")


def test_old_python_is_reported() -> None:
    completed = subprocess.run([_old_python(), "-m", "deploy.cli.main", "up"], cwd=ROOT, capture_output=True, text=True)
    _assert_error(completed, "needs Python 3.11 or newer", "this is 3.10")


def test_old_python_is_reported_by_make(tmp_path: Path) -> None:
    command = ["make", "run", f"PYTHON={_old_python()}", f"VENV={tmp_path}/venv"]
    completed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert completed.returncode
    assert "needs Python 3.11 or newer" in completed.stderr


@contextmanager
def _server(greeting: bytes) -> Iterator[int]:
    """Yields the port of a server that sends this greeting and closes the connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ended = threading.Event()

        def serve() -> None:
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

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        ended.set()
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def _converse(connection: socket.socket, greeting: bytes) -> None:
    """AMQP's handshake as far as needed to send the version: Start, Tune, OpenOk and CloseOk."""
    for message in (greeting, TUNE, OPEN_OK, CLOSE_OK) if greeting.startswith(b"\x01") else (greeting,):
        connection.sendall(message)
        connection.recv(4096)


def _frame(payload: bytes) -> bytes:
    return b"\x01\x00\x00" + len(payload).to_bytes(4, "big") + payload + b"\xce"


def _greeting(version: str) -> bytes:
    """AMQP's method `Start` with a server version."""
    text = version.encode()
    table = b"\x07versionS" + len(text).to_bytes(4, "big") + text
    words = b"".join(len(word).to_bytes(4, "big") + word for word in (b"PLAIN AMQPLAIN", b"en_US"))
    return _frame(b"\x00\x0a\x00\x0a\x00\x09" + len(table).to_bytes(4, "big") + table + words)


TUNE = _frame(b"\x00\x0a\x00\x1e\x07\xff\x00\x02\x00\x00\x00\x3c")
OPEN_OK = _frame(b"\x00\x0a\x00\x29\x00")
CLOSE_OK = _frame(b"\x00\x0a\x00\x33")
