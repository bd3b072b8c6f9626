"""Users of a customer, their rights and their machine scope."""

from gateway.api.schemas.derive import body_of, query_of, response_of
from gateway.api.schemas.fields import ResponseSchema
from services.chassis.contract import Schema
from services.identity.contracts import ChangeScope, GetUser, InviteUser, ListUsers
from services.identity.contracts.users import RightsOfUser


@body_of(
    ChangeScope,
    hide=("person_id", "customer_id", "offered_groups", "offered_machines"),
    defaults={"all_machines": False, "group_ids": list, "machine_ids": list},
)
class Scope(Schema):
    """Machine scope: all machines of the customer, or those of the groups and the single machines.

    Unknown groups are refused; machines of other customers are ignored.
    """


@body_of(RightsOfUser, hide=("person_id",))
class Rights(Schema): ...


@body_of(InviteUser, hide=("customer_id",))
class Invitation(Schema):
    __doc__ = Scope.__doc__


@response_of(GetUser, hide=("membership_id",), rename={"person_id": "id"})
class User(ResponseSchema):
    """Until the user accepts, `status` is `invited` and the personal data are those of the invitation.

    `seen_at`: time of last use within 90 days, else null.
    """


@query_of(ListUsers, hide=("before", "scope_ids"))
class UserQuery(Schema):
    """`text`: part of the name or beginning of the e-mail address. All filters must match.

    `all_machines`: only users who see all machines of the customer, or only others."""


@response_of(ListUsers)
class UserPage(ResponseSchema): ...
