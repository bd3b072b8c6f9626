"""RabbitMQ goes away, falls silent, is full, or loses a node: work goes on afterwards, and all is counted."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import installation as installations
import pytest
from cluster import Cluster
from counting import count
from customers import Crowd
from installation import Installation
from private_servers import PrivatePostgreSQL, PrivateRabbitMQ, need
from proxy import Proxy

pytestmark = pytest.mark.long
AWAY_SECONDS = 60.0
BUSY_SECONDS = 15.0


@pytest.fixture
def behind_a_wire(tmp_path: Path) -> Iterator[tuple[Installation, Proxy]]:
    """An installation whose every connection to the broker goes through a wire."""
    need(PrivateRabbitMQ, PrivatePostgreSQL)
    broker = PrivateRabbitMQ()
    broker.start()
    with (
        Proxy(broker.url) as wire,
        installations.running(tmp_path / "installation", broker=broker, port=wire.port) as installation,
    ):
        yield installation, wire


def test_a_broker_that_is_stopped_for_a_minute_under_load(installation: Installation) -> None:
    crowd = Crowd(installation)
    crowd.come()
    crowd.work(BUSY_SECONDS)
    installation.broker.stop()
    crowd.work(AWAY_SECONDS)
    installation.broker.start()
    crowd.work(BUSY_SECONDS)
    journal = crowd.leave()
    assert journal.statuses[503]
    count(installation)


def test_connections_that_fall_silent_without_an_end(behind_a_wire: tuple[Installation, Proxy]) -> None:
    installation, wire = behind_a_wire
    crowd = Crowd(installation)
    crowd.come()
    crowd.work(BUSY_SECONDS)
    wire.hold()
    crowd.work(AWAY_SECONDS / 2)
    wire.release()
    crowd.work(BUSY_SECONDS)
    crowd.leave()
    count(installation)


def test_a_broker_that_takes_nothing_because_its_memory_is_full(installation: Installation) -> None:
    crowd = Crowd(installation)
    crowd.come()
    crowd.work(BUSY_SECONDS)
    _limit_memory(installation, "0.0000001")
    crowd.work(AWAY_SECONDS / 2)
    _limit_memory(installation, "0.4")
    crowd.work(BUSY_SECONDS)
    crowd.leave()
    count(installation)


def test_one_of_three_nodes_is_gone(tmp_path: Path) -> None:
    need(PrivateRabbitMQ, PrivatePostgreSQL)
    with (
        Cluster() as cluster,
        Proxy(*cluster.urls) as wire,
        installations.running(tmp_path / "installation", broker=cluster.first, port=wire.port) as installation,
    ):
        crowd = Crowd(installation)
        crowd.come()
        crowd.work(BUSY_SECONDS)
        cluster.kill_last()
        crowd.work(AWAY_SECONDS)
        crowd.leave()
        count(installation)


def _limit_memory(installation: Installation, share: str) -> None:
    command = ["rabbitmqctl", "-q", "set_vm_memory_high_watermark", share]
    environment = installation.environment | installation.broker.environment
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=60)
