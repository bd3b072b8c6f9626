"""`machinepark staff`: members of the dealer's staff."""

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
    """Members of the dealer's staff, who see every customer."""


@staff.command()
@click.argument("email")
@click.option("--name", required=True)
@click.option("--right", "rights", multiple=True, type=click.Choice(RIGHTS), help="Repeatable; default: all rights.")
@click.option(
    "--language",
    type=click.Choice([str(language) for language in Language]),
    help="Default: the member's present language; nl for a new member.",
)
def add(email: str, name: str, rights: tuple[str, ...], language: str | None) -> None:
    """Add a member of staff, or change the one with this e-mail address.

    An existing member gets this name and password, and exactly these rights: all of them if no --right is given.
    The member's sessions end.

    Prompts for the password. Without a terminal, it is the first line of standard input; if that line is empty, a
    random password is generated and shown.
    """
    password, generated = _password()
    with connected_client(load()) as client:
        try:
            client.call(
                UpsertStaff, OPERATOR, email=email, name=name, language=language, password=password,
                rights=list(rights) or RIGHTS,
            )  # fmt: skip
        except WeakPassword as error:
            raise StartupError(
                f"The password is {error.params.get('reason', 'weak').replace('_', ' ')}. Choose another one"
            ) from None
        except LastStaffAdministrator:
            raise StartupError(
                "This is the last member of staff with manage_staff. Give that right to another member first"
            ) from None
        except Invalid as error:
            fields = ", ".join(".".join(map(str, problem["path"])) for problem in error.params["fields"])
            raise StartupError(f"Invalid value: {fields}") from None
    output.info(f"{email} is a member of staff with these rights: {', '.join(rights or RIGHTS)}.")
    if generated:
        output.info(f"Password: {password}")


def _password() -> tuple[str, bool]:
    """The password, and whether it was generated."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True)), False
    given = sys.stdin.readline().rstrip("\n")
    return (given, False) if given else (secrets.token_urlsafe(12), True)
