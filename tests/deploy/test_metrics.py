"""Prometheus metrics are served on the configured port, for each process and for forked ones together."""

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


class SlowCollector(Collector):
    """Blocks until `go_on` is set, like a metric read from a slow database."""

    def __init__(self) -> None:
        self.collecting, self.go_on = threading.Semaphore(0), threading.Event()

    def describe(self) -> list[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        self.collecting.release()
        assert self.go_on.wait(10)
        yield GaugeMetricFamily("slowly_read", "", value=7)


def test_no_port_means_no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "start_http_server", None)
    metrics.serve(Settings())()


def test_metrics_are_served_until_stopped() -> None:
    settings = Settings(metrics_port=free_port())
    stop = metrics.serve(settings)
    assert "machinepark_operation_seconds" in _scrape(settings)
    stop()
    with pytest.raises(urllib.error.URLError):
        _scrape(settings)


def test_slow_scrape_does_not_block_another() -> None:
    settings, collector = Settings(metrics_port=free_port()), SlowCollector()
    stop = metrics.serve(settings, collector)
    responses: list[str] = []
    scrapes = [threading.Thread(target=lambda: responses.append(_scrape(settings))) for _ in range(2)]
    for scrape in scrapes:
        scrape.start()
    assert [collector.collecting.acquire(timeout=10) for _ in scrapes] == [True, True]
    collector.go_on.set()
    for scrape in scrapes:
        scrape.join(10)
    REGISTRY.unregister(collector)
    stop()
    assert ["slowly_read 7.0" in one for one in responses] == [True, True]


def test_occupied_port_is_named_in_the_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        settings = Settings(metrics_port=other.getsockname()[1])
        with pytest.raises(StartupError, match="Set another MACHINEPARK_METRICS_PORT"):
            metrics.serve(settings)
        with pytest.raises(StartupError, match="Metrics cannot be served"):
            metrics.expect_free(settings, 1)


def test_address_of_another_machine_is_named_in_the_error() -> None:
    with pytest.raises(StartupError, match="or MACHINEPARK_METRICS_HOST"):
        metrics.serve(Settings(metrics_port=free_port(), metrics_host="192.0.2.1"))


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "many"), ("PORT", "0"), ("PORT", "65531"), ("PORT", "-1"), ("PORT", "٣"), ("HOST", "")],
)
def test_invalid_setting_is_named_in_the_error(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"MACHINEPARK_METRICS_{name}", value)
    with pytest.raises(WrongSetting, match=f"^MACHINEPARK_METRICS_{name}: give "):
        load()


def test_empty_port_disables_metrics(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(metrics.PORT, "")
    assert load().metrics_port == 0


def test_each_process_of_full_mode_has_its_own_port(monkeypatch: pytest.MonkeyPatch) -> None:
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
def test_metrics_of_forked_processes_are_summed(forget: bool) -> None:
    port = free_port()
    command = [sys.executable, "-c", FORKING, str(port), *(["forget"] if forget else [])]
    environment = {metrics.PORT: str(port), "PYTHONPATH": str(ROOT), "PATH": ""}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env=environment, text=True, **pipes) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        metrics_text = _scrape(Settings(metrics_port=port))
        process.communicate("")
    assert 'machinepark_http_seconds_count{method="GET",route="/",status="2xx"} 2.0' in metrics_text
    assert ('machinepark_calls_in_flight{service="fleet"} 2.0' in metrics_text) is not forget
    assert not folder.exists()


def _environment(settings: Settings, name: str) -> dict[str, str]:
    class NoCredentials:
        shared_broker_user = ""

        def amqp_url(self, user: str) -> str:
            return ""

    return FullInstallation(settings, NoCredentials(), Log([]))._environment(name)  # type: ignore[arg-type]


def _scrape(settings: Settings) -> str:
    address = f"http://{settings.metrics_host}:{settings.metrics_port}/metrics"
    with urllib.request.urlopen(address, timeout=10) as answer:
        return str(answer.read().decode())
