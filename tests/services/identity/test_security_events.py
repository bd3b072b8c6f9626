"""Logins, refusals and administrative acts are logged with actor, customer and network address (ASVS 5.0, 16.3)."""

from typing import Any

import pytest
from contracts.builders import Customer, a_group, an_account, logged_in
from contracts.running import Installation
from structlog.contextvars import bound_contextvars
from structlog.testing import capture_logs

from services.chassis.contract import Caller, Command, Kind, NotAllowed
from services.identity import contracts as identity
from services.identity.contracts import WrongCredentials

UNLOGGED = {
    "collect_data_export": "due work, nobody's act",
    "stop_data_export": "gives and changes nothing",
    "change_profile": "the own name, telephone and language",
    "expire_registration": "due work, nobody's act",
    "issue_link": "a mail, whose reason was logged",
    "remind_registration": "due work, nobody's act",
    "request_machine_access": "gives nothing before it is granted",
    "touch_session": "each minute of use",
}
EMAIL = "nobody@vandijk.example"


def logged_events(installation: Installation, call: Any) -> list[dict[str, Any]]:
    with capture_logs() as entries:
        call()
    return [entry for entry in entries if entry["event"] == "security"]


def test_every_command_on_accounts_is_a_security_event_or_has_its_reason() -> None:
    commands = [one for one in vars(identity).values() if isinstance(one, type) and issubclass(one, Command)]
    assert {one.name for one in commands if not one.security_event} == set(UNLOGGED)


def test_a_refused_login_is_logged_with_its_network_address_and_without_the_mail_address(
    installation: Installation,
) -> None:
    def log_in() -> None:
        with bound_contextvars(client_address="192.0.2.77"), pytest.raises(WrongCredentials):
            installation.call(identity.LogIn, Caller.visitor(), email=EMAIL, password="wrong horse battery")

    (event,) = logged_events(installation, log_in)
    assert (event["operation"], event["outcome"]) == ("identity.log_in", "wrong_credentials")
    assert EMAIL not in str(event)


def test_a_change_of_rights_is_logged_with_actor_and_customer(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    user = logged_in(installation, an_account(installation, customer))
    rights = [{"person_id": user.person_id, "rights": []}]
    (event,) = logged_events(
        installation, lambda: installation.call(identity.ChangeRights, administrator, users=rights)
    )
    assert (event["actor"], event["customer"]) == (f"user:{administrator.person_id}", str(customer.id))
    assert identity.ChangeRights.persons({"users": rights}) == [user.person_id]


def test_a_refusal_by_any_service_is_logged(installation: Installation, customer: Customer) -> None:
    from services.fleet.contracts import DeleteGroup

    group, user = a_group(installation, customer), customer.caller()

    def delete() -> None:
        with pytest.raises(NotAllowed):
            installation.call(DeleteGroup, user, group_id=group)

    (event,) = logged_events(installation, delete)
    assert (event["actor"], event["outcome"]) == (f"{Kind.USER}:{user.person_id}", "not_allowed")
