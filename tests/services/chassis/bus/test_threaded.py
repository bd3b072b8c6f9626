"""The bus in a process with native threads, as in the gateway."""

import json
import os
import subprocess
import sys

import pytest
import shared_servers

from tests.services.chassis.bus.endpoint import HAS_GREEN_THREADS

SUITE = ("test_transport.py", "test_transport_events.py", "test_amqp_tls.py")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        shared_servers.AMQP: shared_servers.amqp_url(),
        shared_servers.AMQP_IS_OURS: "1",
        "MACHINEPARK_REAL_THREADS": "1",
    }
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.skipif(not HAS_GREEN_THREADS, reason="this process has real threads itself")
def test_the_suite_passes_with_native_threads() -> None:
    folder = os.path.dirname(__file__)
    result = run("-m", "pytest", "-q", "-p", "no:cacheprovider", *(os.path.join(folder, name) for name in SUITE))
    assert result.returncode == 0, result.stdout[-4000:]


def test_a_forked_process_has_its_own_connections_and_an_idle_one_uses_no_cpu(service: str) -> None:
    result = run("-m", "tests.services.chassis.bus.native_threads", shared_servers.amqp_url(), service)
    assert result.returncode == 0, result.stderr[-4000:]
    results = json.loads(result.stdout.splitlines()[-1])
    assert (results["fork"], results["green"]) == (True, False)
    assert results["idle"] < 0.02
