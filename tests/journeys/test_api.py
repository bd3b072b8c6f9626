"""Use of the JSON API by a customer's own program (docs/features.md#json-api)."""

import pytest
from api import ApiClient, set_password
from eventually import eventually
from people import ADMINISTRATOR, NEW_PASSWORD, STAFF, new_address
from portal import Portal


@pytest.fixture
def sanne(portal: Portal) -> ApiClient:
    """A client logged in as an administrator."""
    program = ApiClient(portal)
    program.log_in(ADMINISTRATOR)
    return program


@pytest.fixture
def group(sanne: ApiClient) -> dict[str, object]:
    """A group with some of the machines."""
    return next(one for one in sanne.get("/groups").json["rows"] if one["machine_count"])


def _invite(sanne: ApiClient, address: str, key: str = "", **user: object) -> dict[str, object]:
    nobody = {"email": address, "name": "Lotte Smit", "rights": [], "without_access": True}
    invited = sanne.request("POST", "/users", nobody | user, key=key)
    assert invited.status == 201, invited.json
    return dict(invited.json)


def _log_in_invited(portal: Portal, address: str) -> ApiClient:
    set_password(portal, address, NEW_PASSWORD)
    lotte = ApiClient(portal)
    assert lotte.log_in(address, NEW_PASSWORD).status == 201
    return lotte


def test_invited_user_sees_the_given_scope(portal: Portal, sanne: ApiClient, group: dict[str, object]) -> None:
    address = new_address()
    invited = _invite(sanne, address, group_ids=[group["id"]])
    assert invited["status"] == "invited"
    lotte = _log_in_invited(portal, address)
    visible = lotte.get("/machines?limit=200").json
    assert visible["page"]["count"] == group["machine_count"]
    all_ids = {one["id"] for one in sanne.get("/machines?limit=200").json["rows"]}
    hidden = (all_ids - {one["id"] for one in visible["rows"]}).pop()
    assert sanne.get(f"/machines/{hidden}").status == 200
    assert lotte.get(f"/machines/{hidden}").json["code"] == "machine_not_found"
    assert lotte.get("/users").status == 403


def test_revoked_scope_and_account_are_refused_within_seconds(
    portal: Portal, sanne: ApiClient, group: dict[str, object]
) -> None:
    address = new_address()
    user = _invite(sanne, address, group_ids=[group["id"]])
    lotte = _log_in_invited(portal, address)
    (machine, *_) = lotte.get("/machines").json["rows"]
    sanne.request("PUT", f"/users/{user['id']}/scope", {"machine_ids": []})
    hidden = f"/machines/{machine['id']}"
    assert eventually(lambda: lotte.get(hidden).status == 404)
    sanne.request("POST", f"/users/{user['id']}/deactivate")
    assert eventually(lambda: lotte.get("/account").status == 401)


def test_invitation_repeated_with_its_key_is_one(sanne: ApiClient) -> None:
    address = new_address()
    first, again = _invite(sanne, address, key=address), _invite(sanne, address, key=address)
    assert first == again
    lotte = {"name": "Lotte", "rights": [], "without_access": True}
    assert sanne.request("POST", "/users", lotte | {"email": address}).json["code"] == "already_user"
    other = sanne.request("POST", "/users", lotte | {"email": new_address()}, key=address)
    assert (other.status, other.json["code"]) == (409, "idempotency_key_reused")


def test_list_is_read_page_by_page(sanne: ApiClient) -> None:
    path, visible = "/machines?limit=20&sort=model", []
    while path:
        page = sanne.get(path)
        visible += [one["id"] for one in page.json["rows"]]
        path = page.headers.get("Link", "").partition(">")[0].removeprefix("</api/v1")
    assert len(visible) == len(set(visible)) == page.json["page"]["count"]


def test_group_is_created_filled_and_deleted(sanne: ApiClient) -> None:
    name = new_address()
    machines = [one["id"] for one in sanne.get("/machines?limit=3").json["rows"]]
    made = sanne.request("POST", "/groups", {"name": name, "machine_ids": machines[:1]})
    path = made.headers["Location"].removeprefix("/api/v1")
    assert sanne.request("POST", f"{path}/machines", {"machine_ids": machines}).json["machine_count"] == 3
    assert sanne.request("DELETE", f"{path}/machines?machine_id={machines[0]}").json["machine_count"] == 2
    assert sanne.request("PATCH", path, {"name": f"{name}!"}).json["name"] == f"{name}!"
    assert sanne.request("DELETE", path).status == 204
    assert sanne.get(path).status == 404


def test_staff_list_the_users_of_the_given_customer(portal: Portal, sanne: ApiClient) -> None:
    staff = ApiClient(portal)
    staff.log_in(STAFF)
    customer = sanne.get("/sessions/current").json["customer"]["id"]
    response = staff.get(f"/users?customer_id={customer}&text=sanne")
    assert [one["email"] for one in response.json["rows"]] == [ADMINISTRATOR]
    assert staff.get("/users").status == 404


def test_token_is_refused_after_logout(portal: Portal) -> None:
    program = ApiClient(portal)
    program.log_in(ADMINISTRATOR)
    assert program.request("DELETE", "/sessions/current").status == 204
    assert program.get("/account").status == 401
