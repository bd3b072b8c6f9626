"""The program behind `forked_process.py`: imports all modules once and forks on request.

`python -m tests.fork_server KIND SOCKET`, where SOCKET is the file descriptor from which requests are read. A request
is a JSON object (`module`, `arguments`, `environment`) with four file descriptors: standard input, output and error,
and a pipe to which two lines are written: the process id, and after its end the exit code, which is negative for a
signal. The program ends when the other end of the socket is closed.
"""

import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import socket
import sys
from os import fork, waitpid  # before eventlet replaces them
from typing import Any

MAX_BYTES = 200_000
"""Maximum size of a request."""
GATEWAY_MODULES = (
    "gateway.app",
    "gunicorn.app.base",
    "gunicorn.workers.gthread",
    "services.chassis.bus.rabbitmq",
)


def import_modules(kind: str) -> None:
    """Import what `machinepark` uses, after eventlet's monkey patch, or what the gateway uses, without the patch."""
    if kind == "gateway":
        modules = ["deploy.run.eventlet_import", *GATEWAY_MODULES]
    else:
        import deploy.cli

        names = [module.name for module in pkgutil.iter_modules(deploy.cli.__path__, "deploy.cli.")]
        modules = ["deploy.run.monkeypatch", *(name for name in names if name != "deploy.cli.main")]
    for name in [*modules, "tests.password_hashing"]:
        importlib.import_module(name)
    sys.modules["tests.password_hashing"].hash_cheaply()
    # Discards the hub, so that each forked process creates its own: processes cannot share an epoll instance.
    sys.modules["eventlet.hubs"].use_hub()
    gc.freeze()  # or the collections of each forked process would copy all memory
    gc.set_threshold(50_000, 10, 20)  # as in the processes of pytest (conftest.py)


def serve_until_forked(requests: socket.socket) -> dict[str, Any]:
    """Serve requests until the socket is closed; returns in each forked process, with its request."""
    for ignored in (signal.SIGCHLD, signal.SIGINT):  # leave no zombies; Ctrl-C is for the tests
        signal.signal(ignored, signal.SIG_IGN)
    while True:
        packet, descriptors, *_ = socket.recv_fds(requests, MAX_BYTES, 4)
        if not packet:
            sys.exit()
        if fork() == 0:
            requests.close()
            _fork_and_wait(*descriptors)
            return json.loads(packet)  # type: ignore[no-any-return]
        for descriptor in descriptors:
            os.close(descriptor)


def _fork_and_wait(stdin: int, stdout: int, stderr: int, status: int) -> None:
    """Fork again; returns in the new process only. The process in between reports its id, waits for its exit code and
    reports that, while the server serves the next request."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    pid = fork()
    if pid:
        for descriptor in (stdin, stdout, stderr):
            os.close(descriptor)
        for standard in (0, 1, 2):
            os.close(standard)
        os.write(status, f"{pid}\n".encode())
        _, wait_status = waitpid(pid, 0)
        os.write(status, f"{os.waitstatus_to_exitcode(wait_status)}\n".encode())
        os._exit(0)
    os.close(status)
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for standard, descriptor in enumerate((stdin, stdout, stderr)):
        os.dup2(descriptor, standard)
        os.close(descriptor)


if __name__ == "__main__":
    requests = socket.socket(fileno=int(sys.argv[2]))  # before eventlet replaces the class
    import_modules(sys.argv[1])
    request = serve_until_forked(requests)
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.argv[1:] = request["arguments"]
    runpy.run_module(request["module"], run_name="__main__", alter_sys=True)
