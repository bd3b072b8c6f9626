"""`machinepark demo`: load fictitious customers."""

import os
import shutil
import sys
from pathlib import Path

import click

from deploy.cli import output
from deploy.cli.connect import connect
from deploy.demo.load import load as load_demo
from deploy.rabbitmq.rights import SERVICE_NAMES
from deploy.run import credentials, databases, lock, mode
from deploy.run import queues as broker_queues
from deploy.run.errors import StartupError
from deploy.run.mode import Mode
from deploy.run.supervisor import python
from services.chassis.bus.address import Address
from services.chassis.contract.caller import OPS
from services.chassis.settings import Settings, load

MARK = "demo-loaded"


@click.command()
@click.option("--reset", is_flag=True, help="First remove ALL data, not only that of the demo.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def demo(reset: bool, yes: bool) -> None:
    """Load fictitious customers, people, machines, orders and requests, unless loaded before."""
    os.environ["MACHINEPARK_DEMO"] = "true"
    settings = load()
    full = mode.current(settings) is Mode.FULL
    elsewhere = full and _services_run_elsewhere(settings)
    if reset and elsewhere:
        raise StartupError("Data is removed only where the databases can be reached. Empty or drop the databases there")
    if reset:
        _expect_stopped(settings, full=full)
        if not yes:
            click.confirm(f"All data in {_location(settings, full=full)} will be deleted. Continue?", abort=True)
        _remove_data(settings, full=full)
    if full and not elsewhere and not lock.is_held(settings.var):
        os.execv(sys.executable, python("deploy.run.full", "load-demo"))  # noqa: S606  # it needs unpatched threads
    mark = settings.var / "full" if full else settings.var
    mark.mkdir(parents=True, exist_ok=True)
    with connect(settings) as connection:
        load_demo(connection.client, mark)
    output.info("The demo is loaded.")


def _services_run_elsewhere(settings: Settings) -> bool:
    """Whether MACHINEPARK_AMQP_URL logs in as `ops` and no services were ever started with this data folder."""
    return (
        credentials.saved(settings.var) is None
        and bool(settings.amqp_url)
        and Address.of(settings.amqp_url).user == OPS
    )


def _expect_stopped(settings: Settings, *, full: bool) -> None:
    if lock.is_held(settings.var):
        raise StartupError("Machinepark is running. Stop it first (press Ctrl-C where it was started)")
    stored = credentials.saved(settings.var) if full else None
    if stored and any(
        consumers for name, _, consumers in broker_queues.queue_stats(stored.amqp_url("ops")) if "rpc" in name
    ):
        raise StartupError("Services are running on this broker. Stop them first")


def _location(settings: Settings, *, full: bool) -> str:
    stored = credentials.saved(settings.var) if full else None
    return stored.given_database_url.rpartition("@")[2] if stored else f"{settings.var}/"


def _remove_data(settings: Settings, *, full: bool) -> None:
    shutil.rmtree(settings.var / "mailbox", ignore_errors=True)
    stored = credentials.saved(settings.var) if full else None
    if stored is None:
        if settings.database_url:
            raise StartupError(
                "Databases set by MACHINEPARK_DATABASE_URL are not removed by this command. Empty them on their server"
            )
        for file in [path for service in SERVICE_NAMES for path in settings.var.glob(f"{service}.db*")]:
            file.unlink()
        (settings.var / MARK).unlink(missing_ok=True)
        return
    for service in SERVICE_NAMES:
        databases.empty(stored, service)
        broker_queues.purge(stored.amqp_url(service), service)
    Path(settings.var / "full" / MARK).unlink(missing_ok=True)
