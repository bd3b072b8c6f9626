"""`machinepark migrate`: run database migrations."""

import click

from deploy.cli import output
from deploy.rabbitmq.rights import SERVICE_NAMES, USERS
from deploy.run import broker, databases, lock, mode
from deploy.run.credentials import Credentials, load_or_create, save, saved
from deploy.run.full import migrate_all
from deploy.run.preflight import check_database
from services.chassis.settings import Settings, load


@click.command()
@click.argument("services", nargs=-1, type=click.Choice(SERVICE_NAMES))
@click.option(
    "--prepare", is_flag=True, help="First create vhost, broker users, databases and roles, as `up --full` does."
)
def migrate(services: tuple[str, ...], prepare: bool) -> None:
    """Migrate the databases of SERVICES (default: all). Run it before starting a new version."""
    settings = load()
    names = list(services) or SERVICE_NAMES
    with lock.hold(settings.var):
        credentials = _prepare(settings) if prepare else _stored(settings)
        for service in names:
            check_database(credentials.database_of(service))
        migrate_all(credentials, names, output.info)
    output.info("All databases are up to date." if not services else f"Up to date: {', '.join(names)}.")


def _prepare(settings: Settings) -> Credentials:
    credentials = load_or_create(settings.var, USERS, settings.amqp_url, settings.database_url)
    prepared = databases.prepare(broker.prepare(credentials, output.info), output.info)
    save(settings.var, prepared)
    return prepared


def _stored(settings: Settings) -> Credentials:
    """The database URLs: as stored by the last start in full mode, else of the settings."""
    if mode.current(settings) is mode.Mode.FULL and (stored := saved(settings.var)):
        return stored
    url = settings.database_url or f"sqlite:///{settings.var}/{{service}}.db"
    return Credentials("", url, {})
