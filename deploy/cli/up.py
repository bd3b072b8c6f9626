"""`machinepark up`: run the installation."""

import os
import sys

import click

from deploy.cli import output
from deploy.demo.load import LOGINS, PASSWORD, load
from deploy.run import mode
from deploy.run import up as running
from deploy.run.embedded import embedded
from deploy.run.secret_key import secret_key
from deploy.run.supervisor import python
from gateway.settings import read_settings
from services.chassis import settings as chassis_settings
from services.chassis.settings import Settings, WrongSetting, secret


def _port(_context: click.Context, _parameter: click.Parameter, value: str) -> int:
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise WrongSetting("MACHINEPARK_PORT", "give a number from 1 to 65535")
    return int(value)


@click.command()
@click.option("--host", envvar="MACHINEPARK_HOST", default="127.0.0.1", show_default=True)
@click.option("--port", envvar="MACHINEPARK_PORT", default="8000", show_default=True, callback=_port)
@click.option("--demo", is_flag=True, envvar="MACHINEPARK_DEMO", help="Load fictitious customers and show a mailbox.")
@click.option("--full", is_flag=True, help="Run one process per service, on RabbitMQ and PostgreSQL.")
def up(host: str, port: int, demo: bool, full: bool) -> None:
    """Run the installation: in this process with its data in var/, or with --full on RabbitMQ and PostgreSQL."""
    os.environ["MACHINEPARK_DEMO"] = "true" if demo else "false"
    os.environ["MACHINEPARK_HOST"], os.environ["MACHINEPARK_PORT"] = host, str(port)
    os.environ.setdefault("MACHINEPARK_PORTAL_URL", f"http://{host}:{port}")
    if demo:
        os.environ.setdefault("MACHINEPARK_BRAND_TELEPHONE", "088 555 01 00")
        os.environ.setdefault("MACHINEPARK_BRAND_ADDRESS", "Voorbeeldstraat 1, 1000 AA Amsterdam")
        os.environ.setdefault("MACHINEPARK_BRAND_EMAIL", "service@dealer.example")
    settings = chassis_settings.load()
    if full:
        os.execv(sys.executable, python("deploy.run.full"))  # noqa: S606  # the supervisor needs unpatched threads
    _in_this_process(settings, host, port, demo=demo)


def _in_this_process(settings: Settings, host: str, port: int, *, demo: bool) -> None:
    listener = running.listen(host, port)
    with embedded(settings, lambda service: output.info(f"Database of {service} is up to date.")) as installation:
        mode.save(settings.var, mode.Mode.EMBEDDED)
        os.environ.setdefault("MACHINEPARK_SECRET_KEY", secret("SECRET_KEY") or secret_key(settings.var))
        if demo:
            load(installation.client(), settings.var)
        output.info(f"\nMachinepark runs at http://{host}:{port}")
        if demo:
            for email, who in LOGINS:
                output.info(f"  {email:28} {PASSWORD:20} {who}")
            output.info(f"  Mails are shown at http://{host}:{port}/mailbox")
        output.info("Stop it with Ctrl-C.")
        running.serve(installation, listener, read_settings())
        output.info("Machinepark stopped.")
