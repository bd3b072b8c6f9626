"""`machinepark staff`: the dealer's people."""

import secrets
import sys

import click

from deploy.cli import output
from deploy.cli.connect import OPERATOR, connected_client
from deploy.run.errors import StartupError
from services.chassis.contract import Invalid
from services.chassis.settings import load
from services.identity.contracts import LastStaffAdministrator, StaffRight, UpsertStaff, WeakPassword
from services.identity.contracts.languages import Language

RIGHTS = [str(right) for right in StaffRight]


@click.group()
def staff() -> None:
    """The dealer's own people, who see every customer."""


@staff.command()
@click.argument("email")
@click.option("--name", required=True)
@click.option("--right", "rights", multiple=True, type=click.Choice(RIGHTS), help="Repeatable; without it, all.")
@click.option("--language", type=click.Choice([str(language) for language in Language]), default=str(Language.NL))
def add(email: str, name: str, rights: tuple[str, ...], language: str) -> None:
    """Add a member of staff, or change name, rights and password of the one with this address.

    The password is asked for; without a terminal it is read from standard input, or made up and shown where that is
    empty.
    """
    password, made_up = _password()
    with connected_client(load()) as client:
        try:
            client.call(
                UpsertStaff, OPERATOR, email=email, name=name, language=language, password=password,
                rights=list(rights) or RIGHTS,
            )  # fmt: skip
        except WeakPassword as error:
            raise StartupError(
                f"The password is {error.params.get('reason', 'weak').replace('_', ' ')}. Take another"
            ) from None
        except LastStaffAdministrator:
            raise StartupError("Nobody else may manage staff: give somebody else manage_staff first") from None
        except Invalid as error:
            fields = ", ".join(".".join(map(str, one["path"])) for one in error.params["fields"])
            raise StartupError(f"This cannot be used: {fields}") from None
    output.info(f"{email} is staff, with these rights: {', '.join(rights or RIGHTS)}.")
    if made_up:
        output.info(f"Password: {password}")


def _password() -> tuple[str, bool]:
    """A password, and whether it was made up here."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True)), False
    given = sys.stdin.readline().rstrip("\n")
    return (given, False) if given else (secrets.token_urlsafe(12), True)
