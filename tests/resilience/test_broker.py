"""RabbitMQ stops, hangs, runs out of memory or loses a node; afterwards all data is verified."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import installation as installations
import pytest
from cluster import Cluster
from installation import Installation
from private_servers import PrivatePostgreSQL, PrivateRabbitMQ, skip_unless_installed
from proxy import Proxy
from verification import verify
from workload import Workload

pytestmark = pytest.mark.long
AWAY_SECONDS = 60.0
BUSY_SECONDS = 15.0


@pytest.fixture
def proxied_installation(tmp_path: Path) -> Iterator[tuple[Installation, Proxy]]:
    """An installation whose connections to the broker go through a TCP proxy."""
    skip_unless_installed(PrivateRabbitMQ, PrivatePostgreSQL)
    broker = PrivateRabbitMQ()
    broker.start()
    with (
        Proxy(broker.url) as proxy,
        installations.running(tmp_path / "installation", broker=broker, port=proxy.port) as installation,
    ):
        yield installation, proxy


def test_nothing_is_lost_when_the_broker_stops_for_a_minute(installation: Installation) -> None:
    workload = Workload(installation)
    workload.start()
    workload.run_for(BUSY_SECONDS)
    installation.broker.stop()
    workload.run_for(AWAY_SECONDS)
    installation.broker.start()
    workload.run_for(BUSY_SECONDS)
    journal = workload.stop()
    assert journal.statuses[503]
    verify(installation)


def test_nothing_is_lost_when_broker_connections_hang(proxied_installation: tuple[Installation, Proxy]) -> None:
    installation, proxy = proxied_installation
    workload = Workload(installation)
    workload.start()
    workload.run_for(BUSY_SECONDS)
    proxy.hold()
    workload.run_for(AWAY_SECONDS / 2)
    proxy.release()
    workload.run_for(BUSY_SECONDS)
    workload.stop()
    verify(installation)


def test_nothing_is_lost_when_the_broker_is_out_of_memory(installation: Installation) -> None:
    workload = Workload(installation)
    workload.start()
    workload.run_for(BUSY_SECONDS)
    _limit_memory(installation, "0.0000001")
    workload.run_for(AWAY_SECONDS / 2)
    _limit_memory(installation, "0.4")
    workload.run_for(BUSY_SECONDS)
    workload.stop()
    verify(installation)


def test_nothing_is_lost_when_one_of_three_nodes_is_killed(tmp_path: Path) -> None:
    skip_unless_installed(PrivateRabbitMQ, PrivatePostgreSQL)
    with (
        Cluster() as cluster,
        Proxy(*cluster.urls) as proxy,
        installations.running(tmp_path / "installation", broker=cluster.first, port=proxy.port) as installation,
    ):
        workload = Workload(installation)
        workload.start()
        workload.run_for(BUSY_SECONDS)
        cluster.kill_last()
        workload.run_for(AWAY_SECONDS)
        workload.stop()
        verify(installation)


def _limit_memory(installation: Installation, share: str) -> None:
    command = ["rabbitmqctl", "-q", "set_vm_memory_high_watermark", share]
    environment = installation.environment | installation.broker.environment
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=60)
