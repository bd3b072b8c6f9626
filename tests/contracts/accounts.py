"""Situations of identity: how its operations are brought about (see situations.py), and the links that mails carry."""

from collections.abc import Callable
from typing import Any

from contracts.builders import PASSWORD, Customer, a_customer, a_member, an_account, caller_of, logged_in, number
from contracts.example_house import ExampleHouse
from contracts.running import STAFF, House
from sqlalchemy import select

from services.chassis.contract import Caller, Operation
from services.identity import contracts as identity
from services.identity.contracts import LinkPurpose, Right
from services.identity.model import Link, Registration

Request = dict[str, Any]
Situation = Callable[[ExampleHouse, Request], tuple[Caller, Request]]
VISITOR = Caller.visitor()


def link_to(house: House, email: str, purpose: LinkPurpose) -> str:
    """The id of the link that was last prepared for an address."""
    found = select(Link.id).where(Link.email == email, Link.purpose == purpose).order_by(Link.id.desc()).limit(1)
    return str(house.rows("identity", found)[0].id)


def token_to(house: House, email: str, purpose: LinkPurpose) -> str:
    """What the mail to an address carries."""
    link_id = link_to(house, email, purpose)
    return str(house.call(identity.IssueLink, Caller.service("notify"), link_id=link_id)["token"])


def reset_link(house: House, email: str) -> str:
    """The token with which somebody who forgot the password sets a new one."""
    house.call(identity.AskPasswordReset, VISITOR, email=email, client_address=number("place "))
    return token_to(house, email, LinkPurpose.RESET_PASSWORD)


def change_of_email(house: House, caller: Caller, email: str) -> str:
    """The token with which somebody takes a new address."""
    house.call(identity.AskEmailChange, caller, email=email, password=PASSWORD)
    return token_to(house, email, LinkPurpose.CONFIRM_EMAIL)


def by_visitor(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    return VISITOR, request


def by_somebody(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    """A user of whom no other example tells."""
    return logged_in(house.house, an_account(house.house, house.customer)), request


def with_session(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    return VISITOR, request | {"token": house.log_in()}


def with_own_session(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    """Somebody's own session, where it is asked with the ids of it and of the customer."""
    email = an_account(house.house, house.customer)
    session = house.house.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)
    known = {"token": session["token"], "session_id": session["session_id"], "customer_id": session["customer"]["id"]}
    return caller_of(session), {name: known.get(name, value) for name, value in request.items()}


def about_sanne(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    return Caller.service("notify"), request | {"person_id": house.sanne.person_id}


def with_reset_link(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    return VISITOR, request | {"token": reset_link(house.house, an_account(house.house, house.customer))}


def with_link_to_issue(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    email = an_account(house.house, house.customer)
    reset_link(house.house, email)
    return Caller.service("notify"), {"link_id": link_to(house.house, email, LinkPurpose.RESET_PASSWORD)}


def with_new_email(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    caller, _ = by_somebody(house, request)
    return VISITOR, {"token": change_of_email(house.house, caller, f"{number('new')}@vandijk.example")}


def with_changed_email(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    old = an_account(house.house, house.customer)
    token = change_of_email(house.house, logged_in(house.house, old), f"{number('new')}@vandijk.example")
    house.house.call(identity.ConfirmEmail, VISITOR, token=token)
    return VISITOR, {"token": token_to(house.house, old, LinkPurpose.UNDO_EMAIL)}


def as_administrator(house: ExampleHouse) -> Caller:
    """The customer has one, whom no example changes; she may do all."""
    email = f"admin-{house.customer.number}@vandijk.example"
    an_account(house.house, house.customer, *Right, email=email, name="Ans Mulder")
    return logged_in(house.house, email)


def an_administrator(house: House, customer: Customer) -> Caller:
    """One more who manages the users of a customer, and may do nothing else."""
    return logged_in(house, an_account(house, customer, Right.MANAGE_USERS, name="Ans Mulder"))


def invite(house: House, administrator: Caller, **values: Any) -> dict[str, Any]:
    """The row of an invited user."""
    values = {"email": f"{number('new')}@vandijk.example", "name": "Lotte Smit", "rights": []} | values
    return house.call(identity.InviteUser, administrator, **values)


def about_user(**instead: Any) -> Situation:
    """An administrator asks about Pieter, who sees the group and may request service."""

    def bring_about(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
        caller = as_administrator(house)
        email = an_account(
            house.house, house.customer, "request_service", name="Pieter Bos", group_ids=[house.group_id]
        )
        pieter = logged_in(house.house, email).person_id
        known: dict[str, Any] = {"person_id": pieter, "person_ids": [pieter], "group_id": house.group_id}
        known["group_ids"] = [house.group_id]
        asked = {name: known.get(name, value) for name, value in request.items()}
        if "users" in asked:
            asked["users"] = [{"person_id": pieter, "rights": asked["users"][0]["rights"]}]
        return caller, asked | instead

    return bring_about


def with_invitation(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    caller = as_administrator(house)
    return caller, {"person_id": invite(house.house, caller)["person_id"]}


def with_invitation_to_join(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    """A user of another customer is invited by Van Dijk."""
    email = an_account(house.house, a_customer(house.house, "Tweede B.V."))
    invite(house.house, as_administrator(house), email=email)
    return VISITOR, request | {"token": token_to(house.house, email, LinkPurpose.JOIN)}


def to_invite(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    return as_administrator(house), request | {"group_ids": [house.group_id]}


def with_deactivated_user(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    caller, asked = about_user()(house, request)
    house.house.call(identity.DeactivateUser, caller, **asked)
    return caller, asked


def with_user_to_view(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    _, asked = about_user()(house, request)
    email = f"admin-{house.customer.number}@vandijk.example"
    session = house.house.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)
    return caller_of(session), asked | {"token": session["token"]}


def with_rights_changed(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    caller, asked = about_user()(house, identity.ChangeRights.example[0])
    house.house.call(identity.ChangeRights, caller, **asked)
    return caller, request


def a_registration(house: ExampleHouse, customer: Customer | None = None, **values: Any) -> tuple[str, str]:
    """A request for an account whose address is confirmed: its id and its address. Van Dijk takes everybody's."""
    if customer is None:
        house.house.call(identity.ChangeSelfRegistration, as_administrator(house), policy="open")
    email = f"{number('noor')}@vandijk.example"
    token = asked(house.house, customer.number if customer else house.customer.number, email=email, **values)
    house.house.call(identity.ConfirmRegistration, VISITOR, token=token)
    found = select(Registration.id).where(Registration.email == email)
    return str(house.house.rows("identity", found)[0].id), email


def asked(house: House, customer_number: str, **values: Any) -> str:
    """The token with which somebody who asked for an account confirms the address."""
    example = identity.Register.example[0] | {"customer_number": customer_number, "client_address": number("place ")}
    house.call(identity.Register, VISITOR, **example | values)
    return token_to(house, values["email"], LinkPurpose.CONFIRM_REGISTRATION)


def to_answer(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    caller = as_administrator(house)
    known: Request = {"registration_id": a_registration(house)[0], "group_ids": [house.group_id]}
    return caller, {name: known.get(name, value) for name, value in request.items()}


def with_unknown_number(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    """Noor mistyped the number of a customer that has no administrator."""
    customer = a_customer(house.house)
    registration_id, _ = a_registration(house, Customer(customer.id, "no such number", customer.name))
    return STAFF, {"registration_id": registration_id, "customer_number": customer.number}


def with_registration_asked(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    return VISITOR, {"token": asked(house.house, house.customer.number, email=f"{number('noor')}@vandijk.example")}


def by_clock(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    return Caller.service("identity"), {"registration_id": a_registration(house)[0]}


def about_own_customer(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    """The administrator of a customer that no other example tells of."""
    customer = a_customer(house.house)
    caller = logged_in(house.house, an_account(house.house, customer, Right.MANAGE_USERS))
    return caller, request | ({"customer_id": str(customer.id)} if "customer_id" in request else {})


def a_user_of_nothing(house: ExampleHouse) -> Caller:
    """A user who sees no machine, and misses the one of the example."""
    return logged_in(
        house.house, an_account(house.house, house.customer, "request_service", name="Tom Visser", group_ids=[])
    )


def an_access_request(house: ExampleHouse) -> dict[str, Any]:
    number = identity.AskMachineAccess.example[0]["number"]
    return house.house.call(identity.AskMachineAccess, a_user_of_nothing(house), number=number)


def by_a_user_of_nothing(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    return a_user_of_nothing(house), request


def to_answer_access(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    caller = as_administrator(house)
    asked_for = an_access_request(house)["id"]
    return caller, request | ({"request_id": asked_for} if "request_id" in request else {})


def about_member(**instead: Any) -> Situation:
    """Somebody asks about a new member of staff beside whom there is another who manages staff."""

    def bring_about(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
        email = a_member(house.house, "handle_service", name="Joris Bakker")
        known = {"person_id": logged_in(house.house, email).person_id, "text": email}
        return STAFF, {name: known.get(name, value) for name, value in request.items()} | instead

    return bring_about


def with_invited_member(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    asked = identity.InviteStaff.example[0] | {"email": f"{number('eva')}@dealer.example"}
    return STAFF, {"person_id": house.house.call(identity.InviteStaff, STAFF, **asked)["person_id"]}


def with_deactivated_member(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    _, asked = about_member()(house, request)
    house.house.call(identity.DeactivateStaff, STAFF, **asked)
    return STAFF, asked


def about_van_dijk(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    """Staff ask about a customer that has an administrator."""
    as_administrator(house)
    return STAFF, request | {"customer_id": str(house.customer.id)}


def by_staff(house: ExampleHouse, request: Request) -> tuple[Caller, Request]:
    return STAFF, request


SITUATIONS: dict[type[Operation], Situation] = {
    identity.AddUsersToGroup: about_user(),
    identity.ChangeRights: about_user(),
    identity.ChangeScope: about_user(),
    identity.DeactivateUser: about_user(),
    identity.FeedMemberships: lambda house, request: (Caller.service("fleet"), request),
    identity.FindUser: about_user(),
    identity.AnswerInvitation: with_invitation_to_join,
    identity.InviteAgain: with_invitation,
    identity.InviteUser: to_invite,
    identity.ListAudit: with_rights_changed,
    identity.ListUsers: about_user(),
    identity.ReactivateUser: with_deactivated_user,
    identity.RemoveUser: about_user(),
    identity.RemoveUserFromGroup: about_user(),
    identity.StopViewing: with_session,
    identity.ViewAs: with_user_to_view,
    identity.AskMachineAccess: by_a_user_of_nothing,
    identity.FindAccessRequest: to_answer_access,
    identity.GrantAccess: to_answer_access,
    identity.ListAccessRequests: to_answer_access,
    identity.RefuseAccess: to_answer_access,
    identity.ApproveRegistration: to_answer,
    identity.AssignRegistration: with_unknown_number,
    identity.ChangeSelfRegistration: about_own_customer,
    identity.ConfirmRegistration: with_registration_asked,
    identity.ExpireRegistration: by_clock,
    identity.FindRegistration: to_answer,
    identity.FindSelfRegistration: about_own_customer,
    identity.CountRegistrations: to_answer,
    identity.ListRegistrations: to_answer,
    identity.RefuseRegistration: to_answer,
    identity.Register: by_visitor,
    identity.RemindRegistration: by_clock,
    identity.ChangeCustomer: about_van_dijk,
    identity.ChangeStaffRights: about_member(),
    identity.CreateCustomer: lambda house, request: (STAFF, request | {"customer_number": number("2")}),
    identity.DeactivateStaff: about_member(),
    identity.FindCustomer: about_van_dijk,
    identity.FindOwnCustomer: by_somebody,
    identity.FindStaff: about_member(),
    identity.InviteStaff: by_staff,
    identity.InviteStaffAgain: with_invited_member,
    identity.ListStaff: about_member(),
    identity.ReactivateStaff: with_deactivated_member,
    identity.RemoveStaff: about_member(),
    identity.AskEmailChange: by_somebody,
    identity.AskPasswordReset: by_visitor,
    identity.ChangePassword: with_own_session,
    identity.ChangeProfile: by_somebody,
    identity.ConfirmEmail: with_new_email,
    identity.EndOtherSessions: with_own_session,
    identity.EndSession: with_own_session,
    identity.FeedCustomers: lambda house, request: (Caller.service("fleet"), request),
    identity.FindAccount: by_somebody,
    identity.FindLink: with_reset_link,
    identity.FindReader: about_sanne,
    identity.FindSession: with_session,
    identity.IssueLink: with_link_to_issue,
    identity.ListCustomers: by_staff,
    identity.ListSessions: with_own_session,
    identity.LogIn: by_visitor,
    identity.LogOut: with_session,
    identity.RecordCustomer: by_staff,
    identity.RecordStaff: by_staff,
    identity.RecordUser: by_staff,
    identity.SetPassword: with_reset_link,
    identity.SwitchCustomer: with_own_session,
    identity.TouchSession: with_session,
    identity.UndoEmail: with_changed_email,
}
