"""`machinepark rebuild`: fill a copy from its owner again."""

import click

from deploy.cli.reach import OPERATOR, house
from deploy.cli.say import tell
from services.chassis.contract.builtin_operations import ListProjections, RebuildPage
from services.chassis.settings import load


@click.command()
@click.argument("service")
@click.argument("copy", required=False)
def rebuild(service: str, copy: str | None) -> None:
    """Fill SERVICE's copy COPY (or all its copies) from the owner's feed, while events go on."""
    with house(load()) as client:
        names = [copy] if copy else client.call(ListProjections, OPERATOR, service=service)["projections"]
        for name in names:
            rows, after = 0, None
            while True:
                page = client.call(RebuildPage, OPERATOR, service=service, projection=name, after=after)
                rows, after = rows + page["rows"], page["next"]
                if after is None:
                    break
            tell(f"{service}: {name} has {rows} rows.")
