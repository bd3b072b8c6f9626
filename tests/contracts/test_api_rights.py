"""Whoever asks by the API gets what the services give him: no right more, and nothing of another customer."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from contracts.accounts import a_registration, an_access_request
from contracts.builders import Customer, a_customer, a_group, an_account, logged_in, number
from contracts.example_installation import ExampleInstallation
from contracts.front import a_token, front_of, token_of

from services.identity.contracts import Right
from tests.gateway.api.described import NEEDED, SOME, Described, named, operations
from tests.gateway.api.program import Program

OPERATIONS = operations()
BY_ID = [one for one in OPERATIONS if "{" in one.rule]
NEEDS: dict[str, Right | None] = {
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
    "get_hidden_machine": None,
    "get_machine": None,
    "get_registration": Right.MANAGE_USERS,
    "get_self_registration": Right.MANAGE_USERS,
    "get_session": None,
    "get_user": Right.MANAGE_USERS,
    "grant_access": Right.MANAGE_USERS,
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
    "remove_user": Right.MANAGE_USERS,
    "remove_user_from_group": Right.MANAGE_USERS,
    "rename_group": Right.MANAGE_MACHINES,
    "switch_customer": None,
}
"""What a user of a customer needs for each operation; nothing where it is about oneself or only shows what one sees."""

FOR_STAFF = {"assign_registration"}
"""What no user may, whatever the rights: it is about several customers."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A installation with its front, and real ids by the names that addresses and bodies give them."""

    installation: ExampleInstallation
    app: Any
    ids: dict[str, str]
    tokens: dict[Any, str] = field(default_factory=dict)

    def token(self, customer: Customer, *rights: str) -> str:
        """That of a user with these rights, made when first asked for."""
        known = (customer, frozenset(rights))
        if known not in self.tokens:
            self.tokens[known] = a_token(self.installation.installation, customer, *rights)
        return self.tokens[known]

    def ask(self, token: str, operation: Described) -> Any:
        """The example of an operation, about what is really there."""
        return Program(self.app, token).ask(operation.method, self.path(operation), self.real(operation.body))

    def path(self, operation: Described) -> str:
        query = NEEDED.get(operation.name, "").replace(SOME, self.ids["machine_id"])
        return re.sub(r"\{(\w+)\}", lambda found: self.ids[found[1]], operation.rule) + query

    def real(self, body: Any) -> Any:
        if not isinstance(body, dict):
            return body
        singular = {name: name.removesuffix("s") for name in body}
        return {
            name: [self.ids[singular[name]]] if singular[name] in self.ids and isinstance(value, list) else value
            for name, value in body.items()
        }


@pytest.fixture(scope="module")
def scene(called_installation: ExampleInstallation) -> Scene:
    """A customer with a machine, a group of it and a user who sees that."""
    installation, customer = called_installation.installation, called_installation.customer
    group = a_group(installation, customer, called_installation.machine_id)
    email = an_account(installation, customer, "request_service", group_ids=[group])
    app = front_of(installation)
    session = Program(app, token_of(installation, email)).get("/sessions/current").json["id"]
    ids = {"user_id": logged_in(installation, email).person_id, "group_id": group, "session_id": session}
    ids |= {
        "registration_id": a_registration(called_installation)[0],
        "request_id": an_access_request(called_installation)["id"],
    }
    return Scene(called_installation, app, ids | {"machine_id": called_installation.machine_id})


@pytest.fixture(scope="module")
def elsewhere(called_installation: ExampleInstallation) -> Customer:
    return a_customer(called_installation.installation, "Basisschool De Linde", customer_number=number("7"))


def test_every_operation_has_its_row() -> None:
    assert NEEDS.keys() | FOR_STAFF == {one.name for one in OPERATIONS}


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if NEEDS.get(one.name)], ids=named)
def test_with_every_right_but_the_one_it_is_refused(operation: Described, scene: Scene) -> None:
    others = [right for right in Right if right is not NEEDS[operation.name]]
    answer = scene.ask(scene.token(scene.installation.customer, *others), operation)
    assert (answer.status_code, answer.json["code"]) == (403, "not_allowed")


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.method == "GET"], ids=named)
def test_with_the_right_alone_it_can_be_read(operation: Described, scene: Scene) -> None:
    rights = [NEEDS[operation.name]] if NEEDS[operation.name] else []
    answer = scene.ask(scene.token(scene.installation.customer, *rights), operation)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.name in FOR_STAFF], ids=named)
def test_what_is_for_staff_is_refused_to_all_others(operation: Described, scene: Scene) -> None:
    answer = scene.ask(scene.token(scene.installation.customer, *Right), operation)
    assert (answer.status_code, answer.json["code"]) == (403, "not_allowed")


@pytest.mark.parametrize("operation", [one for one in BY_ID if one.name not in FOR_STAFF], ids=named)
def test_what_is_another_customers_is_not_found(operation: Described, scene: Scene, elsewhere: Customer) -> None:
    answer = scene.ask(scene.token(elsewhere, *Right), operation)
    assert answer.status_code == 404, answer.text
    assert answer.json["code"].endswith("not_found")


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.is_of_customer], ids=named)
def test_naming_another_customer_leads_nowhere(operation: Described, scene: Scene, elsewhere: Customer) -> None:
    """`customer_id` is for staff. A list of what one sees oneself is empty then, and never told as if of that one."""
    joint = "&" if "?" in scene.path(operation) else "?"
    path = f"{scene.path(operation)}{joint}customer_id={elsewhere.id}"
    token = scene.token(scene.installation.customer, *Right)
    answer = Program(scene.app, token).ask(operation.method, path, scene.real(operation.body))
    seen = answer.json.get("rows")
    assert answer.status_code == 404 or seen == [], answer.text
