"""Memberships as published to other services: id, customer and the machines chosen one by one."""

from services.chassis.contract import Feed, Schema, StateEvent, fields
from services.identity.contracts.users import CUSTOMER, MEMBERSHIP, PERSON

__all__ = ["FeedMemberships", "MembershipStateChanged"]


class MembershipStateChanged(StateEvent):
    """A user's membership of a customer with the machines chosen one by one."""

    subject = "membership_id"

    class Data(Schema):
        membership_id = fields.UUID()
        customer_id = fields.UUID()
        person_id = fields.UUID(person=True)
        machine_ids = fields.List(fields.UUID(), max_length=200)

    example = {
        "membership_id": MEMBERSHIP,
        "customer_id": CUSTOMER,
        "person_id": PERSON,
        "machine_ids": ["01980000-0000-7000-8000-000000000012"],
    }


class FeedMemberships(Feed):
    of = MembershipStateChanged
    example = (
        {"limit": 1},
        {
            "rows": [{"id": MEMBERSHIP, "version": 1, "deleted": False, "data": MembershipStateChanged.example}],
            "next": None,
        },
    )
