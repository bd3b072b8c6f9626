"""`machinepark rebuild`: rebuild projections from their source."""

import click

from deploy.cli import output
from deploy.cli.connect import OPERATOR, connected_client
from services.chassis.contract.builtin_operations import ListProjections, RebuildPage
from services.chassis.settings import load


@click.command()
@click.argument("service")
@click.argument("projection", required=False)
def rebuild(service: str, projection: str | None) -> None:
    """Rebuild a PROJECTION of SERVICE (default: all of them) from its source, while events are still processed."""
    with connected_client(load()) as client:
        names = [projection] if projection else client.call(ListProjections, OPERATOR, service=service)["projections"]
        for name in names:
            rows, after = 0, None
            while True:
                page = client.call(RebuildPage, OPERATOR, service=service, projection=name, after=after)
                rows, after = rows + page["rows"], page["next"]
                if after is None:
                    break
            output.info(f"{service}: {name} has {rows} rows.")
