"""What identity does before a transaction: passwords are hashed and checked in a real thread."""

from typing import Any

from sqlalchemy import select

from services.chassis.contract import Caller
from services.chassis.service.outside import Outside
from services.identity.model import Person
from services.identity.model.passwords import check_password, check_strength, hash_password


def hash_new_password(outside: Outside, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """Raises WeakPassword."""
    check_strength(request["password"], request["email"], request["name"], outside.settings.brand_name)
    return {"password_hash": outside.thread(hash_password, request["password"])}


def check_credentials(outside: Outside, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
    """Whose password it is; `person_id` is None when address and password do not belong together."""
    with outside.read() as work:
        address = request["email"].strip().lower()
        found = work.session.execute(
            select(Person.id, Person.password_hash).where(Person.email == address)
        ).one_or_none()
    right, new_hash = outside.thread(check_password, request["password"], found.password_hash if found else None)
    return {"person_id": found.id if found and right else None, "new_hash": new_hash}
