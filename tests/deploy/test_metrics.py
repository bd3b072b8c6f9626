"""Numbers for Prometheus are served where and when they are wanted, and nowhere else."""

import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from private_servers import free_port
from prometheus_client import REGISTRY
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from deploy.run import metrics
from deploy.run.errors import StartupError
from deploy.run.full import PROCESSES, FullInstallation
from deploy.run.log_lines import Log
from services.chassis.settings import Settings, WrongSetting, load

ROOT = Path(__file__).parents[2]


class Slow(Collector):
    """Numbers that take long to read, as from a database."""

    def __init__(self) -> None:
        self.asked, self.go_on = threading.Semaphore(0), threading.Event()

    def describe(self) -> list[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        self.asked.release()
        assert self.go_on.wait(10)
        yield GaugeMetricFamily("slowly_read", "", value=7)


def test_without_a_port_nothing_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "start_http_server", None)
    metrics.serve(Settings())()


def test_numbers_are_served_until_it_is_stopped() -> None:
    settings = Settings(metrics_port=free_port())
    stop = metrics.serve(settings)
    assert "machinepark_operation_seconds" in _scrape(settings)
    stop()
    with pytest.raises(urllib.error.URLError):
        _scrape(settings)


def test_a_scrape_that_waits_keeps_nobody_else_waiting() -> None:
    settings, slow = Settings(metrics_port=free_port()), Slow()
    stop = metrics.serve(settings, slow)
    told: list[str] = []
    scrapes = [threading.Thread(target=lambda: told.append(_scrape(settings))) for _ in range(2)]
    for scrape in scrapes:
        scrape.start()
    assert [slow.asked.acquire(timeout=10) for _ in scrapes] == [True, True]
    slow.go_on.set()
    for scrape in scrapes:
        scrape.join(10)
    REGISTRY.unregister(slow)
    stop()
    assert ["slowly_read 7.0" in one for one in told] == [True, True]


def test_a_port_that_is_taken_is_named_in_the_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        settings = Settings(metrics_port=other.getsockname()[1])
        with pytest.raises(StartupError, match="Set another MACHINEPARK_METRICS_PORT"):
            metrics.serve(settings)
        with pytest.raises(StartupError, match="Metrics cannot be served"):
            metrics.expect_free(settings, 1)


def test_an_address_of_another_machine_is_named_in_the_error() -> None:
    with pytest.raises(StartupError, match="or MACHINEPARK_METRICS_HOST"):
        metrics.serve(Settings(metrics_port=free_port(), metrics_host="192.0.2.1"))


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "many"), ("PORT", "0"), ("PORT", "65531"), ("PORT", "-1"), ("PORT", "٣"), ("HOST", "")],
)
def test_a_wrong_value_is_named_in_one_sentence(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"MACHINEPARK_METRICS_{name}", value)
    with pytest.raises(WrongSetting, match=f"^MACHINEPARK_METRICS_{name}: give "):
        load()


def test_an_empty_port_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(metrics.PORT, "")
    assert load().metrics_port == 0


def test_each_process_of_full_mode_has_a_port_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(metrics_port=9100)
    ports = {name: _environment(settings, name)[metrics.PORT] for name in PROCESSES}
    assert list(ports.items()) == [
        ("identity", "9100"), ("fleet", "9101"), ("ordering", "9102"), ("servicedesk", "9103"), ("notify", "9104"),
        ("gateway", "9105"),
    ]  # fmt: skip
    monkeypatch.setenv(metrics.PORT, "9100")
    assert metrics.PORT not in _environment(replace(settings, metrics_port=0), "fleet")


FORKING = """
import deploy.run.prometheus_multiprocess
import os, sys
from deploy.run import metrics
from services.chassis import observability
from services.chassis.settings import Settings
stop = metrics.serve(Settings(metrics_port=int(sys.argv[1])))
for _ in range(2):
    if not (child := os.fork()):
        observability.HTTP.labels("/", "GET", "2xx").observe(0.1)
        observability.CALLS_IN_FLIGHT.labels("fleet").inc()
        os._exit(0)
    os.waitpid(child, 0)
    if len(sys.argv) > 2:
        metrics.forget(child)
print(os.environ[metrics.FOLDER], flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("forget", [False, True], ids=["", "forgotten"])
def test_processes_that_were_forked_count_together(forget: bool) -> None:
    port = free_port()
    command = [sys.executable, "-c", FORKING, str(port), *(["forget"] if forget else [])]
    environment = {metrics.PORT: str(port), "PYTHONPATH": str(ROOT), "PATH": ""}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env=environment, text=True, **pipes) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        told = _scrape(Settings(metrics_port=port))
        process.communicate("")
    assert 'machinepark_http_seconds_count{method="GET",route="/",status="2xx"} 2.0' in told
    assert ('machinepark_calls_in_flight{service="fleet"} 2.0' in told) is not forget
    assert not folder.exists()


def _environment(settings: Settings, name: str) -> dict[str, str]:
    class Nowhere:
        shared_broker_user = ""

        def amqp_url(self, user: str) -> str:
            return ""

    return FullInstallation(settings, Nowhere(), Log([]))._environment(name)  # type: ignore[arg-type]


def _scrape(settings: Settings) -> str:
    address = f"http://{settings.metrics_host}:{settings.metrics_port}/metrics"
    with urllib.request.urlopen(address, timeout=10) as answer:
        return str(answer.read().decode())
