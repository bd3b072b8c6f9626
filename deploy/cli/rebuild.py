"""`machinepark rebuild`: rebuild projections from their source."""

import click

from deploy.cli import output
from deploy.cli.connect import OPERATOR, connected_client
from deploy.cli.erasures import apply_missing, collected
from services.chassis.contract.builtin_operations import ListProjections, RebuildPage
from services.chassis.settings import load


@click.command()
@click.argument("service")
@click.argument("projection", required=False)
def rebuild(service: str, projection: str | None) -> None:
    """Rebuild a PROJECTION of SERVICE (default: all of them) from its source, while events are still processed.

    First, persons that were erased from any service are erased from those that do not know it, because they were
    restored from an older backup.
    """
    with connected_client(load()) as client:
        apply_missing(client, collected(client))
        names = [projection] if projection else client.call(ListProjections, OPERATOR, service=service)["projections"]
        for name in names:
            rows, after = 0, None
            while True:
                page = client.call(RebuildPage, OPERATOR, service=service, projection=name, after=after)
                rows, after = rows + page["rows"], page["next"]
                if after is None:
                    break
            output.info(f"{service}: {name} has {rows} rows.")
