"""Situations for identity's operations (see situations.py), and the tokens of links in mails."""

from collections.abc import Callable
from typing import Any

from contracts.builders import PASSWORD, Customer, a_customer, a_staff_member, an_account, caller_of, logged_in, number
from contracts.example_installation import ExampleInstallation
from contracts.running import STAFF, Installation
from eventually import eventually
from sqlalchemy import select

from services.chassis.contract import Caller, Operation
from services.chassis.contract.caller import OPERATE
from services.identity import contracts as identity
from services.identity.contracts import MailPurpose, Right
from services.identity.model import Link, Registration

Request = dict[str, Any]
Situation = Callable[[ExampleInstallation, Request], tuple[Caller, Request]]
VISITOR = Caller.visitor()


def link_to(installation: Installation, email: str, purpose: MailPurpose) -> str:
    """The id of the newest link for an address."""
    found = select(Link.id).where(Link.email == email, Link.purpose == purpose).order_by(Link.id.desc()).limit(1)
    return str(installation.rows("identity", found)[0].id)


def token_to(installation: Installation, email: str, purpose: MailPurpose) -> str:
    """The token in the newest mail to an address."""
    link_id = link_to(installation, email, purpose)
    return str(installation.call(identity.IssueLink, Caller.service("notify"), link_id=link_id)["token"])


def reset_link(installation: Installation, email: str) -> str:
    """The token that resets a forgotten password."""
    installation.call(identity.RequestPasswordReset, VISITOR, email=email, client_address=number("place "))
    return token_to(installation, email, MailPurpose.RESET_PASSWORD)


def change_of_email(installation: Installation, caller: Caller, email: str) -> str:
    """The token that confirms a new address."""
    installation.call(identity.RequestEmailChange, caller, email=email, password=PASSWORD)
    return token_to(installation, email, MailPurpose.CONFIRM_EMAIL)


def confirmation_token(installation: Installation, administrator: Caller, email: str) -> str:
    """The token that confirms a new confirmation address of the administrator's customer."""
    installation.call(identity.RequestConfirmationAddress, administrator, email=email)
    return token_to(installation, email, MailPurpose.CONFIRM_CONFIRMATION_ADDRESS)


def by_visitor(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return VISITOR, request


def by_new_user(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """A user that no other example changes."""
    return logged_in(installation.installation, an_account(installation.installation, installation.customer)), request


def with_export(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """A download that is ready, and its id where the request names one."""
    caller, _ = by_new_user(installation, request)
    export = data_export(installation.installation, caller)
    return caller, {name: export.get(name, value) for name, value in request.items()}


def with_running_export(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    caller, _ = by_new_user(installation, request)
    export = installation.installation.call(identity.RequestDataExport, caller)
    return Caller.service("identity"), {"export_id": export["export_id"]}


def data_export(installation: Installation, caller: Caller) -> dict[str, Any]:
    """A download of the caller that is ready."""
    installation.call(identity.RequestDataExport, caller)

    def ready() -> dict[str, Any] | None:
        export: dict[str, Any] = installation.call(identity.GetDataExport, caller)["export"]
        return export if export["status"] == "ready" else None

    return eventually(ready)  # type: ignore[return-value]


def about_new_user(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    caller, _ = by_new_user(installation, request)
    return Caller.operator(OPERATE), {"person_id": caller.person_id}


def with_session(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return VISITOR, request | {"token": installation.log_in()}


def with_own_session(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """A user calls with an own session; the request gets the ids of that session and its customer."""
    email = an_account(installation.installation, installation.customer)
    session = installation.installation.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)
    known = {"token": session["token"], "session_id": session["session_id"], "customer_id": session["customer"]["id"]}
    return caller_of(session), {name: known.get(name, value) for name, value in request.items()}


def about_sanne(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return Caller.service("notify"), request | {"person_id": installation.sanne.person_id}


def about_oneself(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    caller, _ = by_new_user(installation, request)
    return caller, {"ids": [caller.person_id]}


def by_notify(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return Caller.service("notify"), request


def with_reset_link(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return VISITOR, request | {
        "token": reset_link(installation.installation, an_account(installation.installation, installation.customer))
    }


def with_link_to_issue(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    email = an_account(installation.installation, installation.customer)
    reset_link(installation.installation, email)
    return Caller.service("notify"), {"link_id": link_to(installation.installation, email, MailPurpose.RESET_PASSWORD)}


def with_new_email(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    caller, _ = by_new_user(installation, request)
    return VISITOR, {"token": change_of_email(installation.installation, caller, f"{number('new')}@vandijk.example")}


def with_changed_email(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    old = an_account(installation.installation, installation.customer)
    token = change_of_email(
        installation.installation, logged_in(installation.installation, old), f"{number('new')}@vandijk.example"
    )
    installation.installation.call(identity.ConfirmEmail, VISITOR, token=token)
    return VISITOR, {"token": token_to(installation.installation, old, MailPurpose.UNDO_EMAIL)}


def as_administrator(installation: ExampleInstallation) -> Caller:
    """The customer's administrator, with every right; no example changes her."""
    email = f"admin-{installation.customer.number}@vandijk.example"
    an_account(installation.installation, installation.customer, *Right, email=email, name="Ans Mulder")
    return logged_in(installation.installation, email)


def an_administrator(installation: Installation, customer: Customer) -> Caller:
    """A further user whose only right is to manage users."""
    return logged_in(installation, an_account(installation, customer, Right.MANAGE_USERS, name="Ans Mulder"))


def invite(installation: Installation, administrator: Caller, **values: Any) -> dict[str, Any]:
    """The row of an invited user."""
    default = {"email": f"{number('new')}@vandijk.example", "name": "Lotte Smit", "rights": [], "without_access": True}
    values = default | values
    return installation.call(identity.InviteUser, administrator, **values)


def by_administrator(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return as_administrator(installation), request


def with_confirmation_address_requested(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    email = f"{number('facilities')}@vandijk.example"
    return VISITOR, {"token": confirmation_token(installation.installation, as_administrator(installation), email)}


def about_user(**overrides: Any) -> Situation:
    """An administrator calls; the user in the request is Pieter, who sees the group and may request service."""

    def bring_about(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
        caller = as_administrator(installation)
        email = an_account(
            installation.installation,
            installation.customer,
            "request_service",
            name="Pieter Bos",
            group_ids=[installation.group_id],
        )
        pieter = logged_in(installation.installation, email).person_id
        known: dict[str, Any] = {"person_id": pieter, "person_ids": [pieter], "group_id": installation.group_id}
        known["group_ids"] = [installation.group_id]
        real_request = {name: known.get(name, value) for name, value in request.items()}
        if "users" in real_request:
            real_request["users"] = [{"person_id": pieter, "rights": real_request["users"][0]["rights"]}]
        return caller, real_request | overrides

    return bring_about


def with_invitation(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    caller = as_administrator(installation)
    return caller, {"person_id": invite(installation.installation, caller)["person_id"]}


def with_invitation_to_join(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """A user of another customer is invited by Van Dijk."""
    email = an_account(installation.installation, a_customer(installation.installation, "Tweede B.V."))
    invite(installation.installation, as_administrator(installation), email=email)
    return VISITOR, request | {"token": token_to(installation.installation, email, MailPurpose.JOIN)}


def to_invite(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return as_administrator(installation), request | {"group_ids": [installation.group_id]}


def with_deactivated_user(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    caller, real_request = about_user()(installation, request)
    installation.installation.call(identity.DeactivateUser, caller, **real_request)
    return caller, real_request


def with_user_to_impersonate(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    _, real_request = about_user()(installation, request)
    email = f"admin-{installation.customer.number}@vandijk.example"
    session = installation.installation.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)
    return caller_of(session), real_request | {"token": session["token"]}


def with_rights_changed(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    caller, real_request = about_user()(installation, identity.ChangeRights.example[0])
    installation.installation.call(identity.ChangeRights, caller, **real_request)
    return caller, request


def a_registration(
    installation: ExampleInstallation, customer: Customer | None = None, **values: Any
) -> tuple[str, str]:
    """A registration with a confirmed address: its id and its address. Self-registration at Van Dijk is open."""
    if customer is None:
        installation.installation.call(identity.ChangeSelfRegistration, as_administrator(installation), policy="open")
    email = f"{number('noor')}@vandijk.example"
    token = registration_token(
        installation.installation, customer.number if customer else installation.customer.number, email=email, **values
    )
    installation.installation.call(identity.ConfirmRegistration, VISITOR, token=token)
    found = select(Registration.id).where(Registration.email == email)
    return str(installation.installation.rows("identity", found)[0].id), email


def registration_token(installation: Installation, customer_number: str, **values: Any) -> str:
    """Register a user; the token that confirms the address."""
    example = identity.Register.example[0] | {"customer_number": customer_number, "client_address": number("place ")}
    installation.call(identity.Register, VISITOR, **example | values)
    return token_to(installation, values["email"], MailPurpose.CONFIRM_REGISTRATION)


def with_registration(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    caller = as_administrator(installation)
    known: Request = {"registration_id": a_registration(installation)[0], "group_ids": [installation.group_id]}
    return caller, {name: known.get(name, value) for name, value in request.items()}


def with_unknown_number(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """A registration with an unknown customer number; the customer it is meant for has no administrator."""
    customer = a_customer(installation.installation)
    registration_id, _ = a_registration(installation, Customer(customer.id, "no such number", customer.name))
    return STAFF, {"registration_id": registration_id, "customer_number": customer.number}


def with_registration_requested(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return VISITOR, {
        "token": registration_token(
            installation.installation, installation.customer.number, email=f"{number('noor')}@vandijk.example"
        )
    }


def by_clock(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return Caller.service("identity"), {"registration_id": a_registration(installation)[0]}


def about_own_customer(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """The administrator of a customer that no other example changes."""
    customer = a_customer(installation.installation)
    caller = logged_in(installation.installation, an_account(installation.installation, customer, Right.MANAGE_USERS))
    return caller, request | ({"customer_id": str(customer.id)} if "customer_id" in request else {})


def a_user_without_machines(installation: ExampleInstallation) -> Caller:
    """A user who sees no machine, not even that of the example."""
    return logged_in(
        installation.installation,
        an_account(
            installation.installation, installation.customer, "request_service", name="Tom Visser", group_ids=[]
        ),
    )


def an_access_request(installation: ExampleInstallation) -> dict[str, Any]:
    number = identity.RequestMachineAccess.example[0]["number"]
    return installation.installation.call(
        identity.RequestMachineAccess, a_user_without_machines(installation), number=number
    )


def by_user_without_machines(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return a_user_without_machines(installation), request


def by_user_who_requested_access(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    caller = a_user_without_machines(installation)
    installation.installation.call(identity.RequestMachineAccess, caller, **request)
    return caller, request


def with_access_request(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    caller = as_administrator(installation)
    request_id = an_access_request(installation)["id"]
    return caller, request | ({"request_id": request_id} if "request_id" in request else {})


def with_pending_requests(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    an_access_request(installation)
    return with_registration(installation, request)


def about_member(**overrides: Any) -> Situation:
    """Staff call; the member in the request is new, and another one may manage staff."""

    def bring_about(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
        email = a_staff_member(installation.installation, "handle_service", name="Joris Bakker")
        known = {"person_id": logged_in(installation.installation, email).person_id, "text": email}
        return STAFF, {name: known.get(name, value) for name, value in request.items()} | overrides

    return bring_about


def with_invited_member(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    real_request = identity.InviteStaff.example[0] | {"email": f"{number('eva')}@dealer.example"}
    return STAFF, {
        "person_id": installation.installation.call(identity.InviteStaff, STAFF, **real_request)["person_id"]
    }


def with_deactivated_member(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    _, real_request = about_member()(installation, request)
    installation.installation.call(identity.DeactivateStaff, STAFF, **real_request)
    return STAFF, real_request


def about_van_dijk(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """Staff call; the customer in the request has an administrator."""
    as_administrator(installation)
    return STAFF, request | {"customer_id": str(installation.customer.id)}


def by_staff(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return STAFF, request


SITUATIONS: dict[type[Operation], Situation] = {
    identity.AddUsersToGroup: about_user(),
    identity.ChangeRights: about_user(),
    identity.ChangeScope: about_user(),
    identity.CountGroupUsers: about_user(),
    identity.DeactivateUser: about_user(),
    identity.FeedMemberships: lambda installation, request: (Caller.service("fleet"), request),
    identity.GetUser: about_user(),
    identity.AnswerInvitation: with_invitation_to_join,
    identity.ResendInvitation: with_invitation,
    identity.InviteUser: to_invite,
    identity.ExportAudit: with_rights_changed,
    identity.ListAudit: with_rights_changed,
    identity.ListUsers: about_user(),
    identity.ReactivateUser: with_deactivated_user,
    identity.RemoveUser: about_user(),
    identity.RemoveUserFromGroup: about_user(),
    identity.StopImpersonation: with_session,
    identity.StartImpersonation: with_user_to_impersonate,
    identity.RequestMachineAccess: by_user_without_machines,
    identity.GetAccessRequest: with_access_request,
    identity.GetOwnAccessRequest: by_user_who_requested_access,
    identity.GrantAccess: with_access_request,
    identity.ListAccessRequests: with_access_request,
    identity.RefuseAccess: with_access_request,
    identity.ApproveRegistration: with_registration,
    identity.AssignRegistration: with_unknown_number,
    identity.ChangeSelfRegistration: about_own_customer,
    identity.ConfirmConfirmationAddress: with_confirmation_address_requested,
    identity.GetConfirmationAddress: by_administrator,
    identity.RequestConfirmationAddress: by_administrator,
    identity.RemoveConfirmationAddress: by_administrator,
    identity.ConfirmRegistration: with_registration_requested,
    identity.ExpireRegistration: by_clock,
    identity.GetRegistration: with_registration,
    identity.GetSelfRegistration: about_own_customer,
    identity.CountPendingRequests: with_registration,
    identity.ListPendingRequests: with_pending_requests,
    identity.ListRegistrations: with_registration,
    identity.RefuseRegistration: with_registration,
    identity.Register: by_visitor,
    identity.RemindRegistration: by_clock,
    identity.ChangeCustomer: about_van_dijk,
    identity.ChangeStaffRights: about_member(),
    identity.CreateCustomer: lambda installation, request: (STAFF, request | {"customer_number": number("2")}),
    identity.DeactivateStaff: about_member(),
    identity.GetCustomer: about_van_dijk,
    identity.GetOwnCustomer: by_new_user,
    identity.GetStaff: about_member(),
    identity.InviteStaff: by_staff,
    identity.ResendStaffInvitation: with_invited_member,
    identity.ListStaff: about_member(),
    identity.ReactivateStaff: with_deactivated_member,
    identity.RemoveStaff: about_member(),
    identity.RequestEmailChange: by_new_user,
    identity.RequestPasswordReset: by_visitor,
    identity.ChangePassword: with_own_session,
    identity.CollectDataExport: with_running_export,
    identity.EraseUser: about_new_user,
    identity.GetDataExport: with_export,
    identity.ReadDataExportPart: with_export,
    identity.RequestDataExport: by_new_user,
    identity.StopDataExport: by_new_user,
    identity.ReadDataExportSection: with_export,
    identity.CheckOwnRemoval: by_new_user,
    identity.RemoveOwnAccount: by_new_user,
    identity.ChangeProfile: by_new_user,
    identity.ConfirmEmail: with_new_email,
    identity.EndOtherSessions: with_own_session,
    identity.EndSession: with_own_session,
    identity.FeedCustomers: lambda installation, request: (Caller.service("fleet"), request),
    identity.GetAccount: by_new_user,
    identity.GetLink: with_reset_link,
    identity.GetMailRecipient: about_sanne,
    identity.GetSession: with_session,
    identity.GetLinkMail: with_link_to_issue,
    identity.IssueLink: with_link_to_issue,
    identity.ListMailRecipients: by_notify,
    identity.ListPersonNames: about_oneself,
    identity.ListCustomers: by_staff,
    identity.ListSessions: with_own_session,
    identity.CheckKnownAddress: by_visitor,
    identity.LogIn: by_visitor,
    identity.LogOut: with_session,
    identity.UpsertCustomer: by_staff,
    identity.UpsertStaff: by_staff,
    identity.UpsertUser: by_staff,
    identity.SetPassword: with_reset_link,
    identity.SwitchCustomer: with_own_session,
    identity.TouchSession: with_session,
    identity.UndoEmail: with_changed_email,
}
