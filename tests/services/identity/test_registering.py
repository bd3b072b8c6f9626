"""Registration with a customer number (docs/features.md#accounts): the visitor learns nothing about the customer."""

import datetime as dt
from typing import Any

import pytest
from contracts.accounts import registration_token, token_to
from contracts.builders import PASSWORD, Customer, a_customer, an_account, logged_in, number
from contracts.running import STAFF, Installation
from eventually import eventually
from sqlalchemy import func, select

from services.chassis.contract import Caller, ContractError, Invalid, NotAllowed, TooManyAttempts
from services.identity import contracts as identity
from services.identity.contracts import DomainsMissing, LinkExpired, MailPurpose, Right, WeakPassword
from services.identity.model import Link, Registration
from services.identity.retention_rules import RETENTION_RULES

VISITOR = Caller.visitor()


def new_address() -> str:
    return f"{number('noor')}@vandijk.example"


def register(installation: Installation, customer_number: str, email: str, **values: Any) -> dict[str, Any]:
    request = identity.Register.example[0] | {"customer_number": customer_number, "client_address": number("place ")}
    return installation.call(identity.Register, VISITOR, **request | {"email": email} | values)


def register_often(installation: Installation, customer_number: str, emails: list[str], **values: Any) -> None:
    for email in emails:
        register(installation, customer_number, email, **values)


def confirm(installation: Installation, customer_number: str, email: str, **values: Any) -> dict[str, Any]:
    token = registration_token(installation, customer_number, email=email, **values)
    return installation.call(identity.ConfirmRegistration, VISITOR, token=token)


def listed(installation: Installation, caller: Caller, **filters: Any) -> list[dict[str, Any]]:
    return list(installation.call(identity.ListRegistrations, caller, limit=200, **filters)["rows"])


def listed_for_staff(installation: Installation, email: str) -> list[dict[str, Any]]:
    return [row for row in listed(installation, STAFF) if row["email"] == email]


def links_to(installation: Installation, email: str) -> list[MailPurpose]:
    purposes = select(Link.purpose).where(Link.email == email).order_by(Link.id)
    return [row.purpose for row in installation.rows("identity", purposes)]


def test_a_request_is_listed_after_its_address_is_confirmed(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    email = new_address()
    token = registration_token(installation, customer.number, email=email)
    assert listed(installation, administrator) == []
    installation.call(identity.ConfirmRegistration, VISITOR, token=token)
    assert [row["email"] for row in listed(installation, administrator)] == [email]


def test_a_confirmation_link_can_be_used_once(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    token = registration_token(installation, customer.number, email=new_address())
    installation.call(identity.ConfirmRegistration, VISITOR, token=token)
    with pytest.raises(LinkExpired):
        installation.call(identity.ConfirmRegistration, VISITOR, token=token)


def test_a_confirmation_link_expires_after_three_days(installation: Installation, customer: Customer) -> None:
    token = registration_token(installation, customer.number, email=new_address())
    installation.shift(days=3, hours=2)
    with pytest.raises(LinkExpired):
        installation.call(identity.ConfirmRegistration, VISITOR, token=token)


def test_administrators_get_a_mail_about_the_request(installation: Installation, customer: Customer) -> None:
    handler = an_account(installation, customer, Right.MANAGE_USERS, email=f"{number('ans')}@vandijk.example")
    email = new_address()
    confirm(installation, customer.number, email, name="Noor Jansen")
    assert installation.mail_server is not None
    mail_server = installation.mail_server
    mail = eventually(lambda: next(iter(mail_server.mails(handler)), None))
    assert mail["Subject"] == "Iemand heeft een account aangevraagd"
    text = mail.get_body(("plain",)).get_content()
    assert "Noor Jansen" in text
    assert email in text
    assert f"/registrations/{listed(installation, logged_in(installation, handler))[0]['id']}" in text


def test_without_administrator_the_request_goes_to_staff(installation: Installation, customer: Customer) -> None:
    email = new_address()
    confirm(installation, customer.number, email)
    assert [row["doubt"] for row in listed_for_staff(installation, email)] == ["no_administrator"]


def test_staff_do_not_see_requests_of_a_customer_with_administrator(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    email = new_address()
    confirm(installation, customer.number, email)
    assert listed_for_staff(installation, email) == []


def test_staff_who_handle_registrations_get_a_mail_without_administrator(
    installation: Installation, customer: Customer
) -> None:
    handler = f"{number('mila')}@dealer.example"
    rights = ["handle_registrations"]
    installation.call(identity.UpsertStaff, STAFF, email=handler, name="Mila", password=PASSWORD, rights=rights)
    confirm(installation, customer.number, new_address())
    assert MailPurpose.REGISTRATION_REQUESTED in links_to(installation, handler)


@pytest.mark.parametrize("known", [True, False], ids=["known number", "unknown number"])
def test_known_and_unknown_numbers_get_the_same_response_and_mail(
    installation: Installation, customer: Customer, known: bool
) -> None:
    email, typed = new_address(), customer.number if known else "9 999 999"
    assert register(installation, typed, email) == {}
    assert links_to(installation, email) == [MailPurpose.CONFIRM_REGISTRATION]
    token = token_to(installation, email, MailPurpose.CONFIRM_REGISTRATION)
    assert installation.call(identity.ConfirmRegistration, VISITOR, token=token) == {"email": email}


def test_an_address_in_use_gets_the_same_response_and_its_owner_a_mail(
    installation: Installation, customer: Customer
) -> None:
    email = an_account(installation, customer)
    assert register(installation, customer.number, email) == {}
    assert links_to(installation, email) == [MailPurpose.ADDRESS_IN_USE]


def test_a_user_of_another_customer_requests_with_the_same_account(
    installation: Installation, customer: Customer
) -> None:
    email = an_account(installation, a_customer(installation, "Tweede B.V."))
    confirm(installation, customer.number, email)
    assert [row["has_account"] for row in listed_for_staff(installation, email)] == [True]


def test_a_request_with_an_unknown_number_goes_to_staff(installation: Installation) -> None:
    email = new_address()
    confirm(installation, "0000000", email)
    assert [(row["doubt"], row["customer_id"]) for row in listed_for_staff(installation, email)] == [
        ("unknown_number", None)
    ]


def test_the_number_of_a_disabled_customer_counts_as_unknown(installation: Installation) -> None:
    disabled, email = a_customer(installation, status="disabled"), new_address()
    confirm(installation, disabled.number, email)
    assert [row["doubt"] for row in listed_for_staff(installation, email)] == ["unknown_number"]


@pytest.mark.parametrize(
    ("policy", "domains", "admitted"),
    [("open", [], True), ("restricted", ["VanDijk.example"], True), ("restricted", ["x.example"], False),
     ("off", [], False)],
)  # fmt: skip
def test_the_policy_of_the_customer_decides_who_is_admitted(
    installation: Installation,
    customer: Customer,
    administrator: Caller,
    policy: str,
    domains: list[str],
    admitted: bool,
) -> None:
    installation.call(identity.ChangeSelfRegistration, administrator, policy=policy, domains=domains)
    email = new_address()
    confirm(installation, customer.number, email)
    assert (email in [row["email"] for row in listed(installation, administrator)]) is admitted
    assert [row["doubt"] for row in listed_for_staff(installation, email)] == ([] if admitted else ["not_admitted"])


def test_a_subdomain_is_another_domain(installation: Installation, customer: Customer, administrator: Caller) -> None:
    installation.call(identity.ChangeSelfRegistration, administrator, policy="restricted", domains=["vandijk.example"])
    confirm(installation, customer.number, f"{number('noor')}@mail.vandijk.example")
    confirm(installation, customer.number, f"{number('noor')}@notvandijk.example")
    assert listed(installation, administrator) == []


def test_a_restriction_requires_a_domain(installation: Installation, administrator: Caller) -> None:
    with pytest.raises(DomainsMissing):
        installation.call(identity.ChangeSelfRegistration, administrator, policy="restricted")
    assert installation.call(identity.GetSelfRegistration, administrator)["policy"] == "open"


@pytest.mark.parametrize("domain", ["", "vandijk", "van dijk.example", "noor@vandijk.example"])
def test_an_invalid_domain_is_refused(installation: Installation, administrator: Caller, domain: str) -> None:
    with pytest.raises(Invalid):
        installation.call(identity.ChangeSelfRegistration, administrator, policy="restricted", domains=[domain])


def test_a_policy_change_is_in_the_audit_log_once(installation: Installation, administrator: Caller) -> None:
    for _ in range(2):
        installation.call(identity.ChangeSelfRegistration, administrator, policy="off")
    rows = installation.call(identity.ListAudit, administrator)["rows"]
    assert [(row["action"], row["details"]["policy"]) for row in rows] == [("self_registration_changed", "off")]


def test_a_repeated_request_replaces_the_first(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    email = new_address()
    confirm(installation, customer.number, email, name="N. Jansen")
    confirm(installation, customer.number, email, name="Noor Jansen", password="another horse battery")
    assert [row["name"] for row in listed(installation, administrator)] == ["Noor Jansen"]
    (row,) = listed(installation, administrator)
    approval = {"registration_id": row["id"], "rights": ["request_service"], "without_access": True}
    installation.call(identity.ApproveRegistration, administrator, **approval)
    assert logged_in(installation, email, "another horse battery")


def test_a_weak_password_is_refused_before_a_mail_is_sent(installation: Installation, customer: Customer) -> None:
    email = new_address()
    with pytest.raises(WeakPassword):
        register(installation, customer.number, email, password="welkom2026")
    assert links_to(installation, email) == []


def test_an_empty_password_is_reported_with_the_other_empty_fields(installation: Installation) -> None:
    with pytest.raises(Invalid) as refused:
        installation.call(identity.Register, VISITOR, customer_number="", name="", email="", password="")
    assert {field["path"][0] for field in refused.value.params["fields"]} == {
        "customer_number",
        "email",
        "name",
        "password",
    }


def test_the_customers_name_is_accepted_as_password(installation: Installation, customer: Customer) -> None:
    """A refusal would reveal that the number exists."""
    assert register(installation, customer.number, new_address(), password=customer.name) == {}


def test_mails_to_one_address_are_limited(installation: Installation, customer: Customer) -> None:
    email = new_address()
    with pytest.raises(TooManyAttempts):
        register_often(installation, customer.number, [email] * 10)
    assert len(links_to(installation, email)) <= 4


def test_customer_numbers_tried_from_one_address_are_limited(installation: Installation) -> None:
    client_address = number("place ")
    with pytest.raises(TooManyAttempts):
        register_often(installation, "0000000", [new_address() for _ in range(50)], client_address=client_address)


def test_requests_with_weak_passwords_are_limited(installation: Installation, customer: Customer) -> None:
    client_address, codes = number("place "), set()
    for _ in range(25):
        try:
            register(installation, customer.number, new_address(), password="welkom01", client_address=client_address)
        except ContractError as error:
            codes.add(error.code)
    assert codes == {"weak_password", "too_many_attempts"}


def test_only_administrators_change_the_policy(installation: Installation, customer: Customer) -> None:
    with pytest.raises(NotAllowed):
        installation.call(identity.ChangeSelfRegistration, customer.caller("order_supplies"), policy="off")


def test_an_unconfirmed_request_is_deleted_by_retention(installation: Installation, customer: Customer) -> None:
    registration_token(installation, customer.number, email=(email := new_address()))
    installation.shift(days=8)
    remaining = select(func.count()).select_from(Registration).where(Registration.email == email)
    (rule,) = [rule for rule in RETENTION_RULES if rule.name == "unconfirmed_registrations"]
    condition = rule.condition(installation.now - dt.timedelta(days=rule.days))
    assert installation.rows("identity", remaining.where(condition))[0][0] == 1


def test_the_password_hash_is_deleted_with_the_answer(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    email = new_address()
    confirm(installation, customer.number, email)
    (row,) = listed(installation, administrator)
    installation.call(
        identity.RefuseRegistration, administrator, registration_id=row["id"], reason="Wij kennen u niet."
    )
    hashes = select(Registration.password_hash).where(Registration.email == email)
    assert [row.password_hash for row in installation.rows("identity", hashes)] == [""]
