"""`machinepark migrate`."""

import click

from deploy.cli.say import tell
from deploy.rabbitmq.rights import SERVICES, USERS
from deploy.run import access, broker, databases, lock, way
from deploy.run.access import Access
from deploy.run.full import migrate_all
from deploy.run.peers import check_database
from services.chassis.settings import Settings, load


@click.command()
@click.argument("services", nargs=-1, type=click.Choice(SERVICES))
@click.option(
    "--prepare", is_flag=True, help="First make vhost, broker users, databases and roles, as `up --full` does."
)
def migrate(services: tuple[str, ...], prepare: bool) -> None:
    """Bring the databases of SERVICES (or of all) up to date. Run it before starting a new version."""
    settings = load()
    wanted = list(services) or SERVICES
    with lock.hold(settings.var):
        place = _prepared(settings) if prepare else _place(settings)
        for service in wanted:
            check_database(place.database_of(service))
        migrate_all(place, wanted, tell)
    tell("All databases are up to date." if not services else f"Up to date: {', '.join(wanted)}.")


def _prepared(settings: Settings) -> Access:
    given = access.obtain(settings.var, USERS, settings.amqp_url, settings.database_url)
    ready = databases.prepare(broker.prepare(given, tell), tell)
    access.keep(settings.var, ready)
    return ready


def _place(settings: Settings) -> Access:
    """Where the databases are: as the last full start wrote down, else as the settings say."""
    if way.chosen(settings) is way.Way.FULL and (kept := access.kept(settings.var)):
        return kept
    url = settings.database_url or f"sqlite:///{settings.var}/{{service}}.db"
    return Access("", url, {})
