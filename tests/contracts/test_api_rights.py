"""The JSON API enforces rights and customers: each operation needs its right and hides other customers' data."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from contracts.accounts import a_registration, an_access_request
from contracts.articles import a_published_article
from contracts.builders import Customer, a_customer, a_group, an_account, logged_in, number
from contracts.example_installation import ExampleInstallation
from contracts.gateway_app import a_token, gateway_app, token_of

from services.identity.contracts import Right
from tests.gateway.api.api_client import ApiClient
from tests.gateway.api.described_operations import EXAMPLE_ID, REQUIRED_QUERIES, DescribedOperation, name_of, operations

OPERATIONS = operations()
READING = [one for one in OPERATIONS if one.method == "GET"]
OF_THE_CALLER = {"read_data_export_part"}
"""They need something that only the calling person has."""
BY_ID = [one for one in OPERATIONS if "{" in one.rule and not one.is_open]
REQUIRED_RIGHTS: dict[str, Right | None] = {
    "add_machines": Right.MANAGE_MACHINES,
    "add_users": Right.MANAGE_USERS,
    "approve_registration": Right.MANAGE_USERS,
    "request_email_change": None,
    "request_machine_access": None,
    "begin_session": None,
    "change_account": None,
    "change_password": None,
    "change_rights": Right.MANAGE_USERS,
    "change_scope": Right.MANAGE_USERS,
    "change_guest_access": Right.MANAGE_GUEST_ACCESS,
    "change_self_registration": Right.MANAGE_USERS,
    "create_group": Right.MANAGE_MACHINES,
    "deactivate_user": Right.MANAGE_USERS,
    "delete_group": Right.MANAGE_MACHINES,
    "end_other_sessions": None,
    "end_session": None,
    "end_this_session": None,
    "get_access_request": Right.MANAGE_USERS,
    "get_account": None,
    "get_group": None,
    "get_guest_access": Right.MANAGE_GUEST_ACCESS,
    "get_hidden_machine": None,
    "get_machine": None,
    "get_machine_label": Right.MANAGE_GUEST_ACCESS,
    "get_registration": Right.MANAGE_USERS,
    "get_self_registration": Right.MANAGE_USERS,
    "get_session": None,
    "get_user": Right.MANAGE_USERS,
    "grant_access": Right.MANAGE_USERS,
    "issue_machine_labels": Right.MANAGE_GUEST_ACCESS,
    "resend_invitation": Right.MANAGE_USERS,
    "invite_user": Right.MANAGE_USERS,
    "list_access_requests": Right.MANAGE_USERS,
    "list_audit": Right.MANAGE_USERS,
    "list_groups": None,
    "list_machines": None,
    "list_registrations": Right.MANAGE_USERS,
    "list_sessions": None,
    "list_users": Right.MANAGE_USERS,
    "reactivate_user": Right.MANAGE_USERS,
    "refuse_access": Right.MANAGE_USERS,
    "refuse_registration": Right.MANAGE_USERS,
    "remove_machines": Right.MANAGE_MACHINES,
    "get_data_export": None,
    "read_data_export_part": None,
    "request_data_export": None,
    "stop_data_export": None,
    "remove_account": None,
    "get_organisation": None,
    "get_confirmation_address": Right.MANAGE_USERS,
    "request_confirmation_address": Right.MANAGE_USERS,
    "remove_confirmation_address": Right.MANAGE_USERS,
    "list_consents": None,
    "give_consent": None,
    "withdraw_consent": None,
    "get_article": None,
    "list_articles": None,
    "search_articles": None,
    "remove_user": Right.MANAGE_USERS,
    "remove_user_from_group": Right.MANAGE_USERS,
    "rename_group": Right.MANAGE_MACHINES,
    "revoke_machine_labels": Right.MANAGE_GUEST_ACCESS,
    "stop_guest_access": Right.MANAGE_GUEST_ACCESS,
    "switch_customer": None,
}
"""The right that each operation needs; None where it concerns the caller or reads what the caller's scope contains."""

STAFF_OPERATIONS = {"assign_registration"}
"""Refused to every user, because they concern several customers."""


@dataclass(frozen=True, slots=True)
class Setup:
    """An installation with its gateway, and real ids by their names in paths and bodies."""

    installation: ExampleInstallation
    app: Any
    ids: dict[str, str]
    tokens: dict[Any, str] = field(default_factory=dict)

    def token(self, customer: Customer, *rights: str) -> str:
        """The session token of a user with these rights, created on first use."""
        cache_key = (customer, frozenset(rights))
        if cache_key not in self.tokens:
            self.tokens[cache_key] = a_token(self.installation.installation, customer, *rights)
        return self.tokens[cache_key]

    def ask(self, token: str, operation: DescribedOperation) -> Any:
        """Send the example of an operation with real ids."""
        return ApiClient(self.app, token).request(
            operation.method, self.path(operation), self.with_real_ids(operation.body)
        )

    def path(self, operation: DescribedOperation) -> str:
        query = REQUIRED_QUERIES.get(operation.name, "").replace(EXAMPLE_ID, self.ids["machine_id"])
        return re.sub(r"\{(\w+)\}", lambda found: self.ids[found[1]], operation.rule) + query

    def with_real_ids(self, body: Any) -> Any:
        if not isinstance(body, dict):
            return body
        singular = {name: name.removesuffix("s") for name in body}
        return {
            name: [self.ids[singular[name]]] if singular[name] in self.ids and isinstance(value, list) else value
            for name, value in body.items()
        }


@pytest.fixture(scope="module")
def setup(api_installation: ExampleInstallation) -> Setup:
    """A customer with a machine, a group with it and a user with that group as scope."""
    installation, customer = api_installation.installation, api_installation.customer
    group = a_group(installation, customer, api_installation.machine_id)
    email = an_account(installation, customer, "request_service", group_ids=[group])
    app = gateway_app(installation)
    session = ApiClient(app, token_of(installation, email)).get("/sessions/current").json["id"]
    ids = {"user_id": logged_in(installation, email).person_id, "group_id": group, "session_id": session}
    ids |= {
        "registration_id": a_registration(api_installation)[0],
        "request_id": an_access_request(api_installation)["id"],
        "export_id": EXAMPLE_ID,
        "slug": a_published_article(installation)["nl"]["slug"],
    }
    return Setup(api_installation, app, ids | {"machine_id": api_installation.machine_id})


@pytest.fixture(scope="module")
def other_customer(api_installation: ExampleInstallation) -> Customer:
    return a_customer(api_installation.installation, "Basisschool De Linde", customer_number=number("7"))


def test_table_of_rights_lists_every_operation() -> None:
    assert REQUIRED_RIGHTS.keys() | STAFF_OPERATIONS == {one.name for one in OPERATIONS}


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if REQUIRED_RIGHTS.get(one.name)], ids=name_of)
def test_operation_is_refused_without_its_right(operation: DescribedOperation, setup: Setup) -> None:
    others = [right for right in Right if right is not REQUIRED_RIGHTS[operation.name]]
    response = setup.ask(setup.token(setup.installation.customer, *others), operation)
    assert (response.status_code, response.json["code"]) == (403, "not_allowed")


@pytest.mark.parametrize("operation", [one for one in READING if one.name not in OF_THE_CALLER], ids=name_of)
def test_right_alone_suffices_to_read(operation: DescribedOperation, setup: Setup) -> None:
    rights = [REQUIRED_RIGHTS[operation.name]] if REQUIRED_RIGHTS[operation.name] else []
    response = setup.ask(setup.token(setup.installation.customer, *rights), operation)
    assert response.status_code == 200, response.text


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.name in STAFF_OPERATIONS], ids=name_of)
def test_users_cannot_call_staff_operations(operation: DescribedOperation, setup: Setup) -> None:
    response = setup.ask(setup.token(setup.installation.customer, *Right), operation)
    assert (response.status_code, response.json["code"]) == (403, "not_allowed")


@pytest.mark.parametrize("operation", [one for one in BY_ID if one.name not in STAFF_OPERATIONS], ids=name_of)
def test_resource_of_another_customer_is_not_found(
    operation: DescribedOperation, setup: Setup, other_customer: Customer
) -> None:
    response = setup.ask(setup.token(other_customer, *Right), operation)
    assert response.status_code == 404, response.text
    assert response.json["code"].endswith("not_found")


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.is_of_customer], ids=name_of)
def test_customer_id_of_another_customer_returns_nothing(
    operation: DescribedOperation, setup: Setup, other_customer: Customer
) -> None:
    """`customer_id` is for staff; a user gets an empty list."""
    separator = "&" if "?" in setup.path(operation) else "?"
    path = f"{setup.path(operation)}{separator}customer_id={other_customer.id}"
    token = setup.token(setup.installation.customer, *Right)
    response = ApiClient(setup.app, token).request(operation.method, path, setup.with_real_ids(operation.body))
    rows = response.json.get("rows")
    assert response.status_code == 404 or rows == [], response.text
