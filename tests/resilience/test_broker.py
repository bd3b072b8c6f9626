"""RabbitMQ goes away, falls silent, is full, or loses a node: work goes on afterwards, and all is counted."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import house as houses
import pytest
from cluster import Cluster
from counting import count
from customers import Crowd
from house import House
from private import PrivatePostgreSQL, PrivateRabbitMQ, need
from proxy import Proxy

pytestmark = pytest.mark.long
AWAY_SECONDS = 60.0
BUSY_SECONDS = 15.0


@pytest.fixture
def behind_a_wire(tmp_path: Path) -> Iterator[tuple[House, Proxy]]:
    """A house whose every connection to the broker goes through a wire."""
    need(PrivateRabbitMQ, PrivatePostgreSQL)
    broker = PrivateRabbitMQ()
    broker.start()
    with Proxy(broker.url) as wire, houses.running(tmp_path / "house", broker=broker, port=wire.port) as house:
        yield house, wire


def test_a_broker_that_is_stopped_for_a_minute_under_load(house: House) -> None:
    crowd = Crowd(house)
    crowd.come()
    crowd.work(BUSY_SECONDS)
    house.broker.stop()
    crowd.work(AWAY_SECONDS)
    house.broker.start()
    crowd.work(BUSY_SECONDS)
    journal = crowd.leave()
    assert journal.statuses[503]
    count(house)


def test_connections_that_fall_silent_without_an_end(behind_a_wire: tuple[House, Proxy]) -> None:
    house, wire = behind_a_wire
    crowd = Crowd(house)
    crowd.come()
    crowd.work(BUSY_SECONDS)
    wire.hold()
    crowd.work(AWAY_SECONDS / 2)
    wire.release()
    crowd.work(BUSY_SECONDS)
    crowd.leave()
    count(house)


def test_a_broker_that_takes_nothing_because_its_memory_is_full(house: House) -> None:
    crowd = Crowd(house)
    crowd.come()
    crowd.work(BUSY_SECONDS)
    _limit_memory(house, "0.0000001")
    crowd.work(AWAY_SECONDS / 2)
    _limit_memory(house, "0.4")
    crowd.work(BUSY_SECONDS)
    crowd.leave()
    count(house)


def test_one_of_three_nodes_is_gone(tmp_path: Path) -> None:
    need(PrivateRabbitMQ, PrivatePostgreSQL)
    with (
        Cluster() as cluster,
        Proxy(*cluster.urls) as wire,
        houses.running(tmp_path / "house", broker=cluster.first, port=wire.port) as house,
    ):
        crowd = Crowd(house)
        crowd.come()
        crowd.work(BUSY_SECONDS)
        cluster.kill_last()
        crowd.work(AWAY_SECONDS)
        crowd.leave()
        count(house)


def _limit_memory(house: House, share: str) -> None:
    command = ["rabbitmqctl", "-q", "set_vm_memory_high_watermark", share]
    environment = house.environment | house.broker.environment
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=60)
