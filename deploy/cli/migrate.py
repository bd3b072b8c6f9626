"""`machinepark migrate`."""

import click

from deploy.cli import output
from deploy.rabbitmq.rights import SERVICE_NAMES, USERS
from deploy.run import broker, credentials, databases, lock, mode
from deploy.run.credentials import Credentials
from deploy.run.full import migrate_all
from deploy.run.preflight import check_database
from services.chassis.settings import Settings, load


@click.command()
@click.argument("services", nargs=-1, type=click.Choice(SERVICE_NAMES))
@click.option(
    "--prepare", is_flag=True, help="First make vhost, broker users, databases and roles, as `up --full` does."
)
def migrate(services: tuple[str, ...], prepare: bool) -> None:
    """Bring the databases of SERVICES (or of all) up to date. Run it before starting a new version."""
    settings = load()
    wanted = list(services) or SERVICE_NAMES
    with lock.hold(settings.var):
        place = _prepared(settings) if prepare else _place(settings)
        for service in wanted:
            check_database(place.database_of(service))
        migrate_all(place, wanted, output.info)
    output.info("All databases are up to date." if not services else f"Up to date: {', '.join(wanted)}.")


def _prepared(settings: Settings) -> Credentials:
    given = credentials.load_or_create(settings.var, USERS, settings.amqp_url, settings.database_url)
    ready = databases.prepare(broker.prepare(given, output.info), output.info)
    credentials.save(settings.var, ready)
    return ready


def _place(settings: Settings) -> Credentials:
    """Where the databases are: as the last full start wrote down, else as the settings say."""
    if mode.current(settings) is mode.Mode.FULL and (kept := credentials.saved(settings.var)):
        return kept
    url = settings.database_url or f"sqlite:///{settings.var}/{{service}}.db"
    return Credentials("", url, {})
