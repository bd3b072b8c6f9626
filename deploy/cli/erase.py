"""`machinepark erase`: erase what is stored about a person who cannot remove the own account."""

from typing import Any
from uuid import UUID

import click

from deploy.cli import output
from deploy.cli.connect import OPERATOR, connected_client
from deploy.run.errors import StartupError
from services.chassis.contract import Invalid, NotFound
from services.chassis.settings import load
from services.identity.contracts import EraseUser, LastStaffAdministrator


@click.command()
@click.argument("person")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def erase(person: str, yes: bool) -> None:
    """Erase what is stored about PERSON, an e-mail address or the id of a person, for good.

    Orders and service requests stay, without the person; so do those that a guest gave with the address.
    """
    if not yes:
        click.confirm(f"Erase everything that is stored about {person}? This cannot be undone", abort=True)
    request: dict[str, Any] = {"person_id": person} if _is_id(person) else {"email": person}
    with connected_client(load()) as client:
        try:
            erased = client.call(EraseUser, OPERATOR, **request)
        except NotFound:
            raise StartupError(f"Nothing is stored about {person}") from None
        except Invalid:
            raise StartupError("Give an e-mail address or the id of a person") from None
        except LastStaffAdministrator:
            raise StartupError(
                "This is the last member of staff with manage_staff. Give that right to another member first"
            ) from None
    output.info(f"Erased. The id {erased['person_id']} is kept, so that nothing comes back from a backup.")
    for customer in erased["customers"]:
        output.info(f"{customer} has no administrator any more. Give another user manage_users.")


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
