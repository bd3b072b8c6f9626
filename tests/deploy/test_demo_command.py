"""`machinepark demo` when the services run elsewhere, in containers, and are reached as the broker user `ops`."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from deploy.cli import demo as command
from deploy.run import credentials
from services.chassis.settings import Settings

OPS_URL = "amqp://ops:secret@broker.example:5672/machinepark"


def test_services_reached_as_ops_run_elsewhere(tmp_path: Path) -> None:
    assert command._services_run_elsewhere(Settings(var=tmp_path, amqp_url=OPS_URL))


@pytest.mark.parametrize("url", ["", "amqp://guest:guest@127.0.0.1:5672"])
def test_services_run_here_without_the_ops_user(tmp_path: Path, url: str) -> None:
    assert not command._services_run_elsewhere(Settings(var=tmp_path, amqp_url=url))


def test_services_prepared_here_do_not_run_elsewhere(tmp_path: Path) -> None:
    credentials.save(tmp_path, credentials.Credentials(OPS_URL, "", {}))
    assert not command._services_run_elsewhere(Settings(var=tmp_path, amqp_url=OPS_URL))


def test_data_of_services_elsewhere_is_not_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MACHINEPARK_VAR", str(tmp_path))
    monkeypatch.setenv("MACHINEPARK_AMQP_URL", OPS_URL)
    monkeypatch.setenv("MACHINEPARK_DEMO", "true")
    refused = CliRunner().invoke(command.demo, ["--reset", "--yes"])
    assert "Data is removed only where the databases can be reached" in str(refused.exception)
