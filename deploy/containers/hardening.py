"""What a container may do, as its own kernel sees it: compared with what compose.yaml says."""

import json
from typing import Protocol

from deploy.containers.shell import TrialFailed

PROBE = """
import json, os, tempfile
status = dict(line.split(":\\t", 1) for line in open("/proc/self/status").read().splitlines())
def writable(folder):
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
print(json.dumps({
    "user": os.getuid(),
    "capabilities": int(status["CapBnd"], 16) | int(status["CapEff"], 16),
    "no new privileges": status["NoNewPrivs"].strip(),
    "writable": [folder for folder in ("/", "/opt/machinepark", "/var/lib/machinepark", "/var/lib/machinepark/var",
                                       "/tmp") if writable(folder)],
    "open to others": oct(os.stat("/var/lib/machinepark/var").st_mode & 0o077),
}))
"""
EXPECTED = {
    "user": 10001,
    "capabilities": 0,
    "no new privileges": "1",
    "writable": ["/var/lib/machinepark/var", "/tmp"],  # noqa: S108  # where a container may write
    "open to others": "0o0",
}


class Engine(Protocol):
    """What runs the containers."""

    def execute(self, service: str, *command: str) -> str: ...


def check(engine: Engine, services: list[str]) -> str:
    """Raises TrialFailed when a service of ours may do more, or less, than it needs."""
    for service in services:
        found = json.loads(engine.execute(service, "python", "-c", PROBE))
        if wrong := {name: value for name, value in found.items() if value != EXPECTED[name]}:
            raise TrialFailed(f"{service}: {wrong}, where {EXPECTED} is expected")
    return "user 10001, read-only but for its folder and /tmp, no capabilities, no new privileges"
