"""The bus in a process with real threads, as the gateway is one: no green threads anywhere."""

import json
import os
import subprocess
import sys

import pytest
import shared_servers

from tests.services.chassis.bus.stage import GREEN

CONTRACT = ("test_transport.py", "test_transport_events.py", "test_amqp_tls.py")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        shared_servers.AMQP: shared_servers.amqp_url(),
        shared_servers.AMQP_IS_OURS: "1",
        "MACHINEPARK_REAL_THREADS": "1",
    }
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.skipif(not GREEN, reason="this process has real threads itself")
def test_the_contract_is_kept_with_real_threads() -> None:
    folder = os.path.dirname(__file__)
    done = run("-m", "pytest", "-q", "-p", "no:cacheprovider", *(os.path.join(folder, name) for name in CONTRACT))
    assert done.returncode == 0, done.stdout[-4000:]


def test_a_forked_process_has_connections_of_its_own_and_an_idle_one_rests(service: str) -> None:
    done = run("-m", "tests.services.chassis.bus.threaded", shared_servers.amqp_url(), service)
    assert done.returncode == 0, done.stderr[-4000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["fork"], found["green"]) == (True, False)
    assert found["idle"] < 0.02
