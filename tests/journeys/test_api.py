"""What a customer's own program does by the API, and what its users then see (docs/features.md#json-api)."""

import pytest
from api import Program, set_password
from eventually import eventually
from people import ADMINISTRATOR, NEW_PASSWORD, new_address
from portal import Portal

STAFF = "joris@dealer.example"


@pytest.fixture
def sanne(portal: Portal) -> Program:
    """The program of an administrator."""
    program = Program(portal)
    program.log_in(ADMINISTRATOR)
    return program


@pytest.fixture
def group(sanne: Program) -> dict[str, object]:
    """A group with some machines, and not all."""
    return next(one for one in sanne.get("/groups").json["rows"] if one["machine_count"])


def _invite(sanne: Program, address: str, key: str = "", **user: object) -> dict[str, object]:
    invited = sanne.ask("POST", "/users", {"email": address, "name": "Lotte Smit", "rights": []} | user, key=key)
    assert invited.status == 201, invited.json
    return dict(invited.json)


def _come_in(portal: Portal, address: str) -> Program:
    set_password(portal, address, NEW_PASSWORD)
    lotte = Program(portal)
    assert lotte.log_in(address, NEW_PASSWORD).status == 201
    return lotte


def test_an_invited_user_sees_by_the_api_what_the_administrator_shows(
    portal: Portal, sanne: Program, group: dict[str, object]
) -> None:
    address = new_address()
    invited = _invite(sanne, address, group_ids=[group["id"]])
    assert invited["status"] == "invited"
    lotte = _come_in(portal, address)
    seen = lotte.get("/machines?limit=200").json
    assert seen["page"]["count"] == group["machine_count"]
    everything = {one["id"] for one in sanne.get("/machines?limit=200").json["rows"]}
    hidden = (everything - {one["id"] for one in seen["rows"]}).pop()
    assert sanne.get(f"/machines/{hidden}").status == 200
    assert lotte.get(f"/machines/{hidden}").json["code"] == "machine_not_found"
    assert lotte.get("/users").status == 403


def test_what_is_taken_away_is_gone_within_seconds(portal: Portal, sanne: Program, group: dict[str, object]) -> None:
    address = new_address()
    user = _invite(sanne, address, group_ids=[group["id"]])
    lotte = _come_in(portal, address)
    (machine, *_) = lotte.get("/machines").json["rows"]
    sanne.ask("PUT", f"/users/{user['id']}/scope", {"machine_ids": []})
    gone = f"/machines/{machine['id']}"
    assert eventually(lambda: lotte.get(gone).status == 404)
    sanne.ask("POST", f"/users/{user['id']}/deactivate")
    assert eventually(lambda: lotte.get("/account").status == 401)


def test_an_invitation_that_is_sent_again_with_its_key_is_one(sanne: Program) -> None:
    address = new_address()
    first, again = _invite(sanne, address, key=address), _invite(sanne, address, key=address)
    assert first == again
    assert sanne.ask("POST", "/users", {"email": address, "name": "Lotte", "rights": []}).json["code"] == "already_user"
    other = sanne.ask("POST", "/users", {"email": new_address(), "name": "Lotte", "rights": []}, key=address)
    assert (other.status, other.json["code"]) == (409, "idempotency_key_reused")


def test_the_pages_of_a_list_are_read_to_the_end(sanne: Program) -> None:
    path, seen = "/machines?limit=20&sort=model", []
    while path:
        page = sanne.get(path)
        seen += [one["id"] for one in page.json["rows"]]
        path = page.headers.get("Link", "").partition(">")[0].removeprefix("</api/v1")
    assert len(seen) == len(set(seen)) == page.json["page"]["count"]


def test_a_group_is_made_filled_and_deleted(sanne: Program) -> None:
    name = new_address()
    machines = [one["id"] for one in sanne.get("/machines?limit=3").json["rows"]]
    made = sanne.ask("POST", "/groups", {"name": name, "machine_ids": machines[:1]})
    path = made.headers["Location"].removeprefix("/api/v1")
    assert sanne.ask("POST", f"{path}/machines", {"machine_ids": machines}).json["machine_count"] == 3
    assert sanne.ask("DELETE", f"{path}/machines?machine_id={machines[0]}").json["machine_count"] == 2
    assert sanne.ask("PATCH", path, {"name": f"{name}!"}).json["name"] == f"{name}!"
    assert sanne.ask("DELETE", path).status == 204
    assert sanne.get(path).status == 404


def test_staff_administer_the_users_of_a_customer_they_name(portal: Portal, sanne: Program) -> None:
    staff = Program(portal)
    staff.log_in(STAFF)
    customer = sanne.get("/sessions/current").json["customer"]["id"]
    found = staff.get(f"/users?customer_id={customer}&text=sanne")
    assert [one["email"] for one in found.json["rows"]] == [ADMINISTRATOR]
    assert staff.get("/users").status == 404


def test_a_token_is_worth_nothing_after_logging_out(portal: Portal) -> None:
    program = Program(portal)
    program.log_in(ADMINISTRATOR)
    assert program.ask("DELETE", "/sessions/current").status == 204
    assert program.get("/account").status == 401
